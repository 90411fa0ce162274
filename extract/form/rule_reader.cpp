#include "extract/form/rule_reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "base/find_first.h"
#include "extract/form/value_path.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

constexpr const char* kFindings =
#include "findings.inc"
    ;

using Types = std::set<FieldType>;

/// The types of the values that a rule's kind judges; nullptr for one that judges any.
const Types* types_of(const Rule& rule) {
  static const Types numbers = {FieldType::amount, FieldType::integer, FieldType::year, FieldType::target};
  static const Types texts = {FieldType::text, FieldType::name,   FieldType::items,
                              FieldType::term, FieldType::target, FieldType::unit};
  static const Types of_a_whole = {FieldType::amount, FieldType::integer, FieldType::month};
  static const std::map<std::string, Types> types = {
      {"sum", {FieldType::amount, FieldType::integer}},
      {"within", {FieldType::month}},
      {"readable", {FieldType::amount, FieldType::integer, FieldType::year, FieldType::month}},
      {"range", numbers},
      {"required words", {FieldType::term}},
      {"repeated endings", {FieldType::target}},
      {"term", {FieldType::term}},
      {"known_words", texts},
      {"clean", texts},
      {"passages", texts}};
  if (rule.kind == "range" && !rule.parameters.whole.empty()) return &of_a_whole;
  auto found = types.find(rule.kind + " " + rule.parameters.what);
  if (found == types.end()) found = types.find(rule.kind);
  return found == types.end() ? nullptr : &found->second;
}

/// The values that rules may speak of, with the type of those that are fields: "/indicators/*/unit", "/income".
std::map<std::string, std::optional<FieldType>> values_of(const FormTemplate& form) {
  std::map<std::string, std::optional<FieldType>> values = {{form.title_path, FieldType::name}};
  for (const FieldSpec& field : form.fields) {
    values[field.path] = field.type;
    for (const ColumnSpec& column : field.columns) values[ValuePath(field.path) / "*" / column.key] = column.type;
    if (field.type == FieldType::items) values[ValuePath(field.path) / "*"] = FieldType::items;
    if (field.type == FieldType::month_range) {
      values[ValuePath(field.path) / "start"] = FieldType::month;
      values[ValuePath(field.path) / "end"] = FieldType::month;
    }
  }
  // The groups above the fields: /income of /income/total.
  for (const FieldSpec& field : form.fields) {
    for (ValuePath above = ValuePath(field.path).parent(); above != ""; above = above.parent()) {
      values.emplace(above, std::nullopt);
    }
  }
  return values;
}

Severity severity_of(const std::string& name) {
  return name == "error" ? Severity::error : name == "warning" ? Severity::warning : Severity::info;
}

Wording wording_of(const Json& json) {
  static const std::map<std::string, Reach> reaches = {{"value", Reach::value},
                                                       {"below", Reach::below},
                                                       {"row", Reach::row},
                                                       {"rest", Reach::rest},
                                                       {"form", Reach::form}};
  Wording wording;
  wording.code = text_of(json, "code");
  wording.severity = severity_of(text_of(json, "severity"));
  wording.message = {text_of(member_of(json, "message"), "zh"), text_of(member_of(json, "message"), "en")};
  const Json& explains = member_of(json, "explains");
  for (const auto& [name, reach] : reaches) {
    for (const std::string& code : texts_of(explains, name)) wording.explains.push_back({reach, code});
  }
  return wording;
}

std::optional<Decimal> number_at(const Json& json, const std::string& name) {
  const Json& number = member_of(json, name);
  return is_number(number) ? parse_decimal(spelling(number)) : std::nullopt;
}

std::map<std::string, std::string> pairs_at(const Json& json, const std::string& name) {
  std::map<std::string, std::string> pairs;
  const Json& object = member_of(json, name);
  for (const auto& [key, value] : object.items()) pairs[key] = text_of(object, key);
  return pairs;
}

std::vector<FitsEntry> table_of(const Json& json) {
  std::vector<FitsEntry> table;
  for (const Json& entry : json) {
    table.push_back({texts_of(entry, "is"), texts_of(entry, "ends"), texts_of(entry, "holds"),
                     texts_of(entry, "allowed"), texts_of(entry, "begins"), texts_of(entry, "needs"),
                     texts_of(entry, "never"), texts_of(entry, "also"), texts_of(entry, "such")});
  }
  return table;
}

using Asks = RowCondition::Asks;
using Parameters = RuleParameters;

// The parameters that are one text, and those that are a list of them, by the members of a rule that give them.
const std::map<std::string, std::string Parameters::*> kTexts = {
    {"what", &Parameters::what},     {"list", &Parameters::list},     {"name", &Parameters::name},
    {"column", &Parameters::column}, {"beside", &Parameters::beside}, {"on", &Parameters::on},
    {"whole", &Parameters::whole},   {"year", &Parameters::year},     {"start", &Parameters::start},
    {"end", &Parameters::end},       {"after", &Parameters::after},   {"vocabulary", &Parameters::vocabulary},
    {"mark", &Parameters::mark},     {"light", &Parameters::light},   {"alone", &Parameters::alone}};
const std::map<std::string, Texts Parameters::*> kLists = {
    {"paths", &Parameters::paths},       {"columns", &Parameters::columns}, {"dates", &Parameters::dates},
    {"roles", &Parameters::roles},       {"words", &Parameters::words},     {"named", &Parameters::named},
    {"suffixes", &Parameters::suffixes}, {"endings", &Parameters::endings}, {"apart", &Parameters::apart},
    {"places", &Parameters::places}};
const std::map<std::string, Asks> kConditions = {{"when", Asks::is},
                                                 {"ends", Asks::ends},
                                                 {"holds", Asks::holds},
                                                 {"unless", Asks::lacks},
                                                 {"numbers", Asks::is_number}};

/// Of these each text names a value of the form, if it begins with /, or else a column of the rule's rows.
const std::set<std::string> kReferences = {"paths",  "columns", "dates", "roles", "list",  "name", "column",
                                           "beside", "on",      "whole", "year",  "start", "end",  "after"};

/// A rule with what is needed to tell whether it can do anything.
class RuleReader {
 public:
  RuleReader(const Json& json, const FormTemplate& form) : json_(json), form_(form), values_(values_of(form)) {}

  Rule read() {
    static_cast<Wording&>(rule_) = wording_of(json_);
    rule_.id = text_of(json_, "id");
    rule_.kind = text_of(json_, "kind");
    for (const auto& [name, wording] : member_of(json_, "instead").items()) rule_.instead[name] = wording_of(wording);

    for (const auto& [name, text] : kTexts) parameters_.*text = text_of(json_, name);
    for (const auto& [name, list] : kLists) parameters_.*list = texts_of(json_, name);
    for (const std::string& name : kReferences) need_references(name);
    need(parameters_.list.empty() || (rows() != nullptr && !rows()->columns.empty()), "/list",
         parameters_.list + " has no rows");
    need(parameters_.vocabulary.empty() || form_.find_vocabulary(parameters_.vocabulary) != nullptr, "/vocabulary",
         "no vocabulary \"" + parameters_.vocabulary + "\"");
    need_types();
    for (const auto& [name, asks] : kConditions) read_conditions(name, asks);
    read_patterns();

    parameters_.table = table_of(member_of(json_, "table"));
    parameters_.digits = pairs_at(json_, "digits");
    parameters_.variants = pairs_at(json_, "variants");
    parameters_.min = number_at(json_, "min");
    parameters_.max = number_at(json_, "max");
    if (const auto longest = number_at(json_, "longest")) {
      parameters_.longest = static_cast<std::size_t>(longest->units);
    }
    const Json& bounds = member_of(json_, "bounds");
    for (const auto& [comparison, bound] : bounds.items()) {
      parameters_.bounds[comparison] = *number_at(bounds, comparison);
    }
    parameters_.gives_way = member_of(json_, "gives_way") == true;
    return std::move(rule_);
  }

 private:
  static void need(bool is_right, const std::string& pointer, const std::string& mistake) {
    if (!is_right) throw RuleTrouble{pointer, mistake};
  }

  void need_references(const std::string& name) const {
    const Texts texts = texts_of(json_, name);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const std::string pointer = "/" + name + (member_of(json_, name).is_array() ? "/" + std::to_string(i) : "");
      if (texts[i].empty() || texts[i].front() == '/') {
        need(texts[i].empty() || values_.count(texts[i]) != 0, pointer, "the form has no value " + texts[i]);
      } else {
        need_column(texts[i], pointer);
      }
    }
  }

  void need_types() const {
    const Types* types = types_of(rule_);
    for (std::size_t i = 0; types != nullptr && i < parameters_.paths.size(); ++i) {
      const auto type = values_.at(parameters_.paths[i]);
      need(type && types->count(*type) != 0, "/paths/" + std::to_string(i),
           "the kind " + rule_.kind + " does not judge such a value as " + parameters_.paths[i]);
    }
  }

  /// The rows that the rule is about: its list, or that of the first of its paths into rows; nullptr for none.
  const FieldSpec* rows() const {
    if (const FieldSpec* list = form_.find_field(parameters_.list)) return list;
    const auto* path =
        find_first(parameters_.paths, [](const std::string& one) { return one.find("/*/") != one.npos; });
    return path == nullptr ? nullptr : form_.find_field(path->substr(0, path->find("/*/")));
  }

  void need_column(const std::string& key, const std::string& pointer) const {
    const FieldSpec* list = rows();
    need(list != nullptr && list->find_column(key) != nullptr, pointer,
         (list == nullptr ? "the rule" : list->path) + " has no column \"" + key + "\"");
  }

  void read_conditions(const std::string& name, Asks asks) {
    const Json& members = member_of(json_, name);
    for (const std::string& column : texts_of(json_, name)) {  // columns alone
      need_column(column, "/" + name);
      parameters_.rows.push_back({asks, column, {}});
    }
    if (!members.is_object()) return;
    for (const auto& [column, words] : members.items()) {
      need_column(column, "/" + name + "/" + column);
      parameters_.rows.push_back({asks, column, texts_of(members, column)});
    }
  }

  void read_patterns() {
    for (const std::string& pattern : texts_of(json_, "patterns")) {
      try {
        parameters_.patterns.push_back(std::make_shared<const Pattern>(pattern));
      } catch (const std::invalid_argument& trouble) {
        throw RuleTrouble{"/patterns/" + std::to_string(parameters_.patterns.size()), trouble.what()};
      }
    }
  }

  const Json& json_;
  const FormTemplate& form_;
  const std::map<std::string, std::optional<FieldType>> values_;
  Rule rule_;
  Parameters& parameters_ = rule_.parameters;
};

}  // namespace

const Wording& own_wording(const std::string& name) {
  static const std::map<std::string, Wording> wordings = [] {
    const Json json = parse_json(kFindings, "findings.json");
    std::map<std::string, Wording> all;
    for (const auto& [id, wording] : json.items()) all[id] = wording_of(wording);
    return all;
  }();
  return wordings.at(name);
}

Rule read_rule(const Json& json, const FormTemplate& form) { return RuleReader(json, form).read(); }

void check_rules(const std::vector<Rule>& rules) {
  std::set<std::string> codes = {"not_judged"}, ids;
  for (const Rule& rule : rules) {
    codes.insert(rule.code);
    for (const auto& [name, wording] : rule.instead) codes.insert(wording.code);
  }
  for (std::size_t i = 0; i < rules.size(); ++i) {
    const std::string pointer = "/" + std::to_string(i);
    if (!ids.insert(rules[i].id).second) throw RuleTrouble{pointer + "/id", "the id stands twice"};
    std::vector<Explanation> explains = rules[i].explains;
    for (const auto& [name, wording] : rules[i].instead) {
      explains.insert(explains.end(), wording.explains.begin(), wording.explains.end());
    }
    for (const Explanation& explanation : explains) {
      if (codes.count(explanation.code) != 0) continue;
      throw RuleTrouble{pointer, "no rule gives the code \"" + explanation.code + "\" that this one explains"};
    }
  }
}

}  // namespace shenbao::extract
