#include "extract/form/rule_reader.h"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>
#include <stdexcept>

#include "extract/form/value_path.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

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

/// A rule with what is needed to tell whether it can do anything.
class RuleReader {
 public:
  RuleReader(const Json& json, const FormTemplate& form) : json_(json), form_(form), values_(values_of(form)) {}

  Rule read() {
    static_cast<Wording&>(rule_) = wording_of(json_);
    rule_.id = text_of(json_, "id");
    rule_.kind = text_of(json_, "kind");
    rule_.parameters.what = text_of(json_, "what");
    for (const auto& [name, wording] : member_of(json_, "instead").items()) rule_.instead[name] = wording_of(wording);
    read_paths();
    read_columns();
    read_words();
    RuleParameters& parameters = rule_.parameters;
    parameters.min = number_at(json_, "min");
    parameters.max = number_at(json_, "max");
    if (const auto longest = number_at(json_, "longest")) parameters.longest = static_cast<std::size_t>(longest->units);
    const Json& bounds = member_of(json_, "bounds");
    for (const auto& [comparison, bound] : bounds.items()) {
      parameters.bounds[comparison] = *number_at(bounds, comparison);
    }
    const Json& gives_way = member_of(json_, "gives_way");
    parameters.gives_way = gives_way.is_boolean() && gives_way.get<bool>();
    return std::move(rule_);
  }

 private:
  /// The value that the member names; "" where the rule has none.
  std::string path_at(const std::string& name) const {
    std::string path = text_of(json_, name);
    if (!path.empty()) need_value(path, "/" + name);
    return path;
  }

  Texts paths_at(const std::string& name) const {
    Texts paths = texts_of(json_, name);
    for (std::size_t i = 0; i < paths.size(); ++i) need_value(paths[i], "/" + name + "/" + std::to_string(i));
    return paths;
  }

  void need_value(const std::string& path, const std::string& pointer) const {
    if (values_.count(path) == 0) throw RuleTrouble{pointer, "the form has no value " + path};
  }

  void read_paths() {
    RuleParameters& parameters = rule_.parameters;
    parameters.paths = paths_at("paths");
    parameters.whole = path_at("whole");
    const Types* types = types_of(rule_);
    for (std::size_t i = 0; types != nullptr && i < parameters.paths.size(); ++i) {
      const auto type = values_.at(parameters.paths[i]);
      if (type && types->count(*type) != 0) continue;
      throw RuleTrouble{"/paths/" + std::to_string(i),
                        "the kind " + rule_.kind + " does not judge such a value as " + parameters.paths[i]};
    }
    parameters.list = path_at("list");
    parameters.year = path_at("year");
    parameters.start = path_at("start");
    parameters.end = path_at("end");
    parameters.after = path_at("after");
    parameters.dates = paths_at("dates");
    parameters.roles = paths_at("roles");
  }

  /// The rows that the rule is about: its list, or that of the first of its paths into rows; nullptr for none.
  const FieldSpec* rows() const {
    if (const FieldSpec* list = form_.find_field(rule_.parameters.list)) return list;
    for (const std::string& path : rule_.parameters.paths) {
      if (const std::size_t star = path.find("/*/"); star != std::string::npos) {
        return form_.find_field(path.substr(0, star));
      }
    }
    return nullptr;
  }

  void need_column(const std::string& key, const std::string& pointer) const {
    const FieldSpec* list = rows();
    if (list != nullptr && list->find_column(key) != nullptr) return;
    throw RuleTrouble{pointer, (list == nullptr ? "the rule" : list->path) + " has no column \"" + key + "\""};
  }

  std::string column_at(const std::string& name) const {
    std::string key = text_of(json_, name);
    if (!key.empty()) need_column(key, "/" + name);
    return key;
  }

  void read_columns() {
    RuleParameters& parameters = rule_.parameters;
    if (!parameters.list.empty() && rows()->columns.empty()) {
      throw RuleTrouble{"/list", parameters.list + " has no rows"};
    }
    parameters.name = column_at("name");
    parameters.column = column_at("column");
    parameters.beside = column_at("beside");
    parameters.columns = texts_of(json_, "columns");
    for (std::size_t i = 0; i < parameters.columns.size(); ++i) {
      need_column(parameters.columns[i], "/columns/" + std::to_string(i));
    }
    const std::string on = text_of(json_, "on");
    parameters.on = on.empty() || on.front() == '/' ? path_at("on") : column_at("on");
    using Asks = RowCondition::Asks;
    static const std::pair<const char*, Asks> conditions[] = {{"when", Asks::is},
                                                              {"ends", Asks::ends},
                                                              {"holds", Asks::holds},
                                                              {"unless", Asks::lacks},
                                                              {"numbers", Asks::is_number}};
    for (const auto& [name, asks] : conditions) {
      const Json& members = member_of(json_, name);
      const std::string pointer = "/" + std::string(name);
      for (const std::string& column : texts_of(json_, name)) {  // columns alone
        need_column(column, pointer);
        parameters.rows.push_back({asks, column, {}});
      }
      if (members.is_array()) continue;
      for (const auto& [column, words] : members.items()) {
        need_column(column, pointer + "/" + column);
        parameters.rows.push_back({asks, column, texts_of(members, column)});
      }
    }
  }

  void read_words() {
    RuleParameters& parameters = rule_.parameters;
    parameters.words = texts_of(json_, "words");
    parameters.named = texts_of(json_, "named");
    parameters.suffixes = texts_of(json_, "suffixes");
    parameters.endings = texts_of(json_, "endings");
    parameters.apart = texts_of(json_, "apart");
    parameters.places = texts_of(json_, "places");
    parameters.mark = text_of(json_, "mark");
    parameters.light = text_of(json_, "light");
    parameters.alone = text_of(json_, "alone");
    parameters.digits = pairs_at(json_, "digits");
    parameters.variants = pairs_at(json_, "variants");
    parameters.table = table_of(member_of(json_, "table"));
    parameters.vocabulary = text_of(json_, "vocabulary");
    if (!parameters.vocabulary.empty() && form_.find_vocabulary(parameters.vocabulary) == nullptr) {
      throw RuleTrouble{"/vocabulary", "no vocabulary \"" + parameters.vocabulary + "\""};
    }
    const Texts patterns = texts_of(json_, "patterns");
    for (std::size_t i = 0; i < patterns.size(); ++i) {
      try {
        parameters.patterns.push_back(std::make_shared<const Pattern>(patterns[i]));
      } catch (const std::invalid_argument& trouble) {
        throw RuleTrouble{"/patterns/" + std::to_string(i), trouble.what()};
      }
    }
  }

  const Json& json_;
  const FormTemplate& form_;
  const std::map<std::string, std::optional<FieldType>> values_;
  Rule rule_;
};

}  // namespace

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
