#include <algorithm>
#include <map>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"
#include "extract/text/text_distance.h"

namespace shenbao::extract {
namespace {

const FieldSpec* list_of(const Rule& rule, const RuleScope& scope) {
  return scope.form_template().find_field(rule.parameters["list"].text);
}

const ColumnSpec* column_of(const FieldSpec& list, const std::string& key) {
  for (const ColumnSpec& column : list.columns) {
    if (column.key == key) return &column;
  }
  return nullptr;
}

bool is_term(const RuleScope& scope, const std::string& vocabulary, const std::u32string& text) {
  const auto terms = scope.words.terms.find(vocabulary);
  return terms != scope.words.terms.end() && terms->second.count(text) != 0;
}

/// Whether both values were taken from one cell, which then did not repeat anything.
bool is_one_place(const RuleScope& scope, const std::string& path, const std::string& other) {
  const Field *a = scope.view.find(path), *b = scope.view.find(other);
  return a != nullptr && b != nullptr && a->source && b->source && a->source->page_no == b->source->page_no &&
         a->source->where == b->source->where;
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "、") + word;
  return text;
}

constexpr std::size_t kLongestName = 20;  // characters; more is several rows read as one

/// The entry of a table [{names, …}] that is about the text: it `is` one of its names, ends with one, or holds one.
const Parameter* entry_for(const std::string& text, const Parameter& table) {
  for (const Parameter& entry : table.items) {
    const bool fits =
        is_any(text, entry["is"]) || ends_with_any(text, entry["ends"]) || holds_any(text, entry["holds"]);
    if (fits) return &entry;
  }
  return nullptr;
}

const Rule* find_companion(const RuleScope& scope, const std::string& kind, const std::string& of) {
  for (const Rule& rule : scope.form_template().rules) {
    if (rule.kind == kind && rule.parameters["of"].text == of) return &rule;
  }
  return nullptr;
}

}  // namespace

std::vector<Finding> check_shifted(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text;
  const Rule* unsplit = find_companion(scope, "unsplit", rule.id);
  std::map<int, Doubt> rows;
  for (const Field& field : scope.form().fields) {
    if (!is_repaired(field) || field.corrected) continue;
    const ValuePath row = ValuePath(field.path).parent();
    if (row.parent() != list || !row.row()) continue;
    Doubt& repair = rows.emplace(*row.row(), Doubt::moved).first->second;
    if (field.has(Doubt::split)) repair = Doubt::split;
  }
  std::vector<Finding> findings;
  for (const auto& [number, repair] : rows) {
    const bool is_split = repair == Doubt::split && unsplit != nullptr;
    findings.push_back(make_finding(is_split ? *unsplit : rule, scope, ValuePath(list) / number, {}));
  }
  return findings;
}

std::vector<Finding> check_repeated(const Rule& rule, const RuleScope& scope) {
  const FieldSpec* list = list_of(rule, scope);
  if (list == nullptr) return {};
  const std::string parent = rule.parameters["parent"].text, child = rule.parameters["child"].text;
  const bool once = rule.parameters["once"].truth;
  const ColumnSpec* parent_column = column_of(*list, parent);
  std::vector<Finding> findings;
  for (int number = 0; number < scope.view.rows(list->path); ++number) {
    const ValuePath row = ValuePath(list->path) / number, path = row / child;
    const std::string& text = scope.view.text(path);
    const std::u32string &own = scope.view.words(path), &above = scope.view.words(row / parent);
    if (own.empty() || own != above || ends_with_any(text, rule.parameters["except"])) continue;
    const bool parent_is_right = parent_column != nullptr && is_term(scope, parent_column->vocabulary, above);
    if (once && (parent_is_right || is_one_place(scope, row / parent, path))) continue;
    findings.push_back(make_finding(rule, scope, once ? ValuePath(list->path) : path, {{"actual", text}}));
    if (once) {
      if (const Field* field = scope.view.find(row / parent); field != nullptr && field->source) {
        findings.back().where = field->source->where;
        findings.back().page_no = field->source->page_no;
      }
      break;
    }
  }
  return findings;
}

std::vector<Finding> check_hierarchy(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text, parent = rule.parameters["parent"].text,
                    child = rule.parameters["child"].text;
  std::map<std::string, std::vector<std::string>> parents_of;
  for (const auto& [name, children] : rule.parameters["table"].members) {
    for (const std::string& word : children.texts()) parents_of[word].push_back(name);
  }
  std::vector<Finding> findings;
  for (int number = 0; number < scope.view.rows(list); ++number) {
    const ValuePath row = ValuePath(list) / number, path = row / child;
    const std::string &above = scope.view.plain_words(row / parent), &own = scope.view.plain_words(path);
    const auto known = parents_of.find(own);
    if (known == parents_of.end() || rule.parameters["table"].find(above) == nullptr) continue;
    if (std::find(known->second.begin(), known->second.end(), above) != known->second.end()) continue;
    if (scope.view.in_review(path) || scope.view.in_review(row / parent)) {
      const bool own_doubt = scope.view.in_review(path);
      findings.push_back(make_not_judged(scope, path, scope, own_doubt ? path : row / parent));
      continue;
    }
    findings.push_back(
        make_finding(rule, scope, path, {{"actual", own}, {"parent", above}, {"expected", join(known->second)}}));
  }
  return findings;
}

std::vector<Finding> check_classified(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text, name = rule.parameters["name"].text,
                    category = rule.parameters["category"].text;
  const Rule* slip = find_companion(scope, "slipped", rule.id);
  const FieldSpec* field = list_of(rule, scope);
  const ColumnSpec* column = field == nullptr ? nullptr : column_of(*field, category);
  std::vector<Finding> findings;
  const auto category_of = [&](int number) -> const std::string& {
    return scope.view.plain_words(ValuePath(list) / number / category);
  };
  const int rows = scope.view.rows(list);
  const auto has_category = [&](const auto& is_right) {
    for (int number = 0; number < rows; ++number) {
      if (is_right(category_of(number))) return true;
    }
    return false;
  };
  for (int number = 0; number < rows; ++number) {
    const ValuePath row = ValuePath(list) / number, path = row / category;
    const std::string &text = scope.view.text(row / name), &printed = category_of(number);
    // A word that the form does not have is another rule's business.
    const bool is_known = column != nullptr && is_term(scope, column->vocabulary, scope.view.words(path));
    const bool speaks = is_known && scope.view.words(row / name).size() <= kLongestName;
    const Parameter* entry = speaks ? entry_for(text, rule.parameters["table"]) : nullptr;
    if (entry == nullptr || scope.view.in_review(path) || scope.view.in_review(row / name)) continue;
    const Parameter& right = (*entry)["categories"];
    const auto is_right = [&](const std::string& word) { return is_any(word, right); };
    if (right.items.empty() || is_right(printed)) continue;
    // What may stand elsewhere too is misplaced only where its own category is missing.
    if (is_any(printed, (*entry)["also"]) && has_category(is_right)) continue;
    // The right label stands on the row above or below: the labels slipped, the name is not in the wrong place.
    const bool slipped =
        (number > 0 && is_right(category_of(number - 1))) || (number + 1 < rows && is_right(category_of(number + 1)));
    const Rule& says = slipped && slip != nullptr ? *slip : rule;
    findings.push_back(
        make_finding(says, scope, path, {{"name", text}, {"actual", printed}, {"expected", join(right.texts())}}));
  }
  return findings;
}

std::vector<Finding> check_named(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text;
  std::vector<Finding> findings;
  for (int number = 0; number < scope.view.rows(list); ++number) {
    const ValuePath path = ValuePath(list) / number / rule.parameters["category"].text;
    const std::string name_path = beside(path, rule.parameters["name"].text),
                      value_path = beside(path, rule.parameters["value"].text);
    const Parameter* words = rule.parameters["table"].find(scope.view.plain_words(path));
    const std::string& name = scope.view.text(name_path);
    if (words == nullptr || name.empty()) continue;
    if (holds_any(name, *words) || !holds_any(scope.view.text(value_path), rule.parameters["values"])) continue;
    const bool doubtful =
        scope.view.in_review(path) || scope.view.in_review(name_path) || scope.view.in_review(value_path);
    if (doubtful) continue;
    findings.push_back(
        make_finding(rule, scope, path,
                     {{"name", name}, {"actual", scope.view.text(path)}, {"value", scope.view.text(value_path)}}));
  }
  return findings;
}

std::vector<Finding> check_member(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  const Vocabulary* words = scope.form_template().find_vocabulary(rule.parameters["vocabulary"].text);
  if (words == nullptr) return findings;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const std::string& text = scope.view.text(path);
    if (text.empty() || is_term(scope, words->id, scope.view.words(path))) continue;
    const bool is_piece = std::any_of(words->terms.begin(), words->terms.end(), [&](const std::string& term) {
      return term.find(text) != std::string::npos;  // 时效 of 时效指标: the rest was lost in reading
    });
    if (is_piece || scope.view.in_review(path)) {
      findings.push_back(make_not_judged(scope, path, scope, path));
      continue;
    }
    const Nearest nearest = nearest_word(text, words->terms);
    findings.push_back(make_finding(rule, scope, path, {{"actual", text}, {"expected", *nearest.word}}));
  }
  return findings;
}

std::vector<Finding> check_unique(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text;
  const std::vector<std::string> columns = rule.parameters["columns"].texts();
  const auto path_of = [&](int number, const std::string& column) { return ValuePath(list) / number / column; };
  const auto is_same_row = [&](int a, int b) {
    return std::all_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return folded(scope.view.text(path_of(a, column))) == folded(scope.view.text(path_of(b, column)));
    });
  };
  std::multimap<std::u32string, int> rows;  // by what their first column says
  std::vector<Finding> findings;
  for (int number = 0; number < scope.view.rows(list); ++number) {
    const std::string name = path_of(number, columns.front());
    const std::u32string& words = scope.view.words(name);
    const bool doubtful = std::any_of(columns.begin(), columns.end(), [&](const std::string& column) {
      return scope.view.in_review(path_of(number, column));
    });
    if (words.empty() || doubtful) continue;
    const auto [begin, end] = rows.equal_range(words);
    const auto first = std::find_if(begin, end, [&](const auto& row) { return is_same_row(row.second, number); });
    if (first == end) {
      rows.emplace(words, number);
      continue;
    }
    findings.push_back(make_finding(rule, scope, ValuePath(list) / number,
                                    {{"actual", scope.view.text(name)}, {"first", std::to_string(first->second + 1)}}));
  }
  return findings;
}

std::vector<Finding> check_unit_of_name(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text;
  std::vector<Finding> findings;
  for (int number = 0; number < scope.view.rows(list); ++number) {
    const ValuePath row = ValuePath(list) / number, path = row / rule.parameters["unit"].text;
    const std::string &name = scope.view.text(row / rule.parameters["name"].text), &unit = scope.view.text(path);
    const Parameter* entry = unit.empty() ? nullptr : entry_for(name, rule.parameters["table"]);
    if (entry == nullptr || scope.view.in_review(path) || scope.view.in_review(row / rule.parameters["name"].text))
      continue;
    const Parameter &right = (*entry)["units"], &begins = (*entry)["begins"], &wrong = (*entry)["never"];
    const bool is_open = right.items.empty() && begins.items.empty();
    const std::string counted = unit.substr(0, unit.find('/'));  // 次 of 次/年
    if (counted.empty()) continue;                               // /10万 does not say what is counted
    const bool fits_name = is_open || is_any(unit, right) || is_any(counted, right) || begins_with_any(unit, begins);
    if (fits_name && !is_any(unit, wrong)) continue;
    const Parameter& such = is_open ? (*entry)["such"] : right.items.empty() ? begins : right;
    findings.push_back(
        make_finding(rule, scope, path, {{"name", name}, {"actual", unit}, {"expected", join(such.texts())}}));
  }
  return findings;
}

}  // namespace shenbao::extract
