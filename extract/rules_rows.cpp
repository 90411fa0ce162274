#include <algorithm>
#include <map>
#include <set>

#include "extract/fold.h"
#include "extract/parse.h"
#include "extract/rule_kinds.h"
#include "extract/text_distance.h"

namespace shenbao::extract {
namespace {

enum class Content { blank, comparison, number, unit, month, words, several };

/// A month with values of other columns in front of it: ≥ 8 人 2021年12月.
bool holds_more_than_a_month(const std::string& text) {
  const std::u32string whole = fold(text).text;
  const std::size_t year = whole.rfind(U'年');
  constexpr std::size_t kYear = 4;
  if (year == std::u32string::npos || year < kYear) return false;
  const std::u32string before = whole.substr(0, year - kYear);
  const bool telling = std::count_if(before.begin(), before.end(), [](char32_t c) { return c > U' '; }) >= 2;
  return telling && parse_month(to_utf8(whole.substr(year - kYear))).has_value();
}

/// What a printed text is by its looks, whatever column it stands in.
Content content_of(const std::string& text, const std::set<std::u32string>& units) {
  if (is_placeholder(text)) return Content::blank;
  if (parse_comparison(text)) return Content::comparison;
  if (parse_month(text)) return Content::month;
  if (parse_decimal(text)) return Content::number;
  if (units.count(fold_words(text).text) != 0) return Content::unit;
  return holds_more_than_a_month(text) ? Content::several : Content::words;
}

/// Whether a column of that type may hold it.
bool fits(FieldType type, Content content) {
  if (content == Content::blank) return true;
  switch (type) {
    case FieldType::comparison:
      return content == Content::comparison;
    case FieldType::target:
      return content == Content::number || content == Content::words;
    case FieldType::unit:
      return content == Content::unit;
    case FieldType::month:
      return content == Content::month;
    default:
      return content == Content::words || content == Content::unit;
  }
}

/// Whether it could stand in few other columns.
bool is_telling(Content content) {
  return content == Content::comparison || content == Content::unit || content == Content::month ||
         content == Content::number;
}

struct Row {
  std::string path;
  std::vector<FieldType> types;  ///< of the columns behind the names, from the left
  std::vector<std::string> paths;
  std::vector<Content> contents;
};

/// Of a row whose values stand `by` columns too far to the right. What went over the table's edge does not count.
int misfits(const Row& row, int by) {
  int count = 0;
  const int size = static_cast<int>(row.contents.size());
  for (int i = 0; i < size; ++i) {
    const int from = i + by;
    if (from < 0 || from >= size) continue;
    const auto at = static_cast<std::size_t>(from);
    if (!fits(row.types[static_cast<std::size_t>(i)], row.contents[at])) ++count;
  }
  return count;
}

int telling_fits(const Row& row, int by) {
  int count = 0;
  const int size = static_cast<int>(row.contents.size());
  for (int i = 0; i < size; ++i) {
    const int from = i + by;
    if (from < 0 || from >= size) continue;
    const Content content = row.contents[static_cast<std::size_t>(from)];
    if (is_telling(content) && fits(row.types[static_cast<std::size_t>(i)], content)) ++count;
  }
  return count;
}

constexpr int kLeastMisfits = 2;  // one alone is a wrong value, not a shifted row
constexpr int kLeastFits = 2;

/// A unit where a month must be, or a month anywhere else: no slip of the pen puts it there.
bool is_out_of_place(const Row& row) {
  for (std::size_t i = 0; i < row.types.size(); ++i) {
    const bool month_column = row.types[i] == FieldType::month;
    if (month_column ? row.contents[i] == Content::unit : row.contents[i] == Content::month) return true;
  }
  return false;
}

std::optional<int> find_shift(const Row& row) {
  const bool certain = is_out_of_place(row);
  if (!certain && misfits(row, 0) < kLeastMisfits) return std::nullopt;
  for (const int by : {1, -1, 2, -2, 3, -3}) {
    if (misfits(row, by) == 0 && telling_fits(row, by) >= (certain ? 1 : kLeastFits)) return by;
  }
  return std::nullopt;
}

bool is_value_column(FieldType type) {
  return type == FieldType::comparison || type == FieldType::target || type == FieldType::unit ||
         type == FieldType::month;
}

Row row_at(const RuleScope& scope, const FieldSpec& list, int number, const std::set<std::u32string>& units) {
  Row row;
  row.path = row_path(list.path, number);
  for (const ColumnSpec& column : list.columns) {
    if (!is_value_column(column.type)) continue;
    const std::string path = row.path + "/" + column.key;
    const Field* field = scope.view.find(path);
    const bool filled = field != nullptr && field->value.has_value();
    row.types.push_back(column.type);
    row.paths.push_back(path);
    row.contents.push_back(content_of(filled ? scope.view.text(path) : scope.view.raw(path), units));
  }
  return row;
}

/// Whether the month's cell surely holds other values too. Read badly, they may be specks.
bool is_unsplit(const Row& row, const RuleScope& scope) {
  constexpr double kReadWell = 0.9;
  for (std::size_t i = 0; i < row.types.size(); ++i) {
    if (row.types[i] == FieldType::month && row.contents[i] == Content::several) {
      return scope.view.confidence(row.paths[i]) >= kReadWell;
    }
  }
  return false;
}

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

/// The text without signs and blanks, so that a speck does not make another word of it.
std::string words_at(const RuleScope& scope, const std::string& path) {
  return to_utf8(fold_words(scope.view.text(path)).text);
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "、") + word;
  return text;
}

constexpr std::size_t kLongestName = 20;  // characters; more is several rows read as one

/// The entry of a table [{names, …}] whose names the text has: at its end, or (`holds`) anywhere.
const Parameter* entry_for(const std::string& text, const Parameter& table) {
  for (const Parameter& entry : table.items) {
    if (ends_with_any(text, entry["ends"]) || holds_any(text, entry["holds"])) return &entry;
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
  const FieldSpec* list = list_of(rule, scope);
  if (list == nullptr) return {};
  static const std::set<std::u32string> none;
  const std::set<std::u32string>* units = &none;
  for (const ColumnSpec& column : list->columns) {
    const auto terms = scope.words.terms.find(column.vocabulary);
    if (column.type == FieldType::unit && terms != scope.words.terms.end()) units = &terms->second;
  }
  const Rule* blank = find_companion(scope, "shifted_blank", rule.id);
  const Rule* unsplit = find_companion(scope, "unsplit", rule.id);
  std::vector<Finding> findings;
  for (int number = 0; number < scope.view.rows(list->path); ++number) {
    const Row row = row_at(scope, *list, number, *units);
    if (unsplit != nullptr && is_unsplit(row, scope)) {
      findings.push_back(make_finding(*unsplit, scope, row.path, {}));
      continue;
    }
    const std::optional<int> by = find_shift(row);
    if (!by) continue;
    findings.push_back(make_finding(rule, scope, row.path, {{"columns", std::to_string(*by < 0 ? -*by : *by)}}));
    // What the row says once it is read in its own columns: a target that is blank there is blank on the form.
    for (std::size_t i = 0; blank != nullptr && i < row.types.size(); ++i) {
      const int from = static_cast<int>(i) + *by;
      const bool inside = from >= 0 && from < static_cast<int>(row.contents.size());
      if (row.types[i] != FieldType::target || !inside) continue;
      if (row.contents[static_cast<std::size_t>(from)] == Content::blank) {
        findings.push_back(make_finding(*blank, scope, row.paths[i], {}));
      }
    }
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
    const std::string row = row_path(list->path, number), path = row + "/" + child;
    const std::string text = scope.view.text(path);
    const std::u32string own = fold_words(text).text, above = fold_words(scope.view.text(row + "/" + parent)).text;
    if (own.empty() || own != above || ends_with_any(text, rule.parameters["except"])) continue;
    const bool parent_is_right = parent_column != nullptr && is_term(scope, parent_column->vocabulary, above);
    if (once && (parent_is_right || is_one_place(scope, row + "/" + parent, path))) continue;
    findings.push_back(make_finding(rule, scope, once ? list->path : path, {{"actual", text}}));
    if (once) {
      if (const Field* field = scope.view.find(row + "/" + parent); field != nullptr && field->source) {
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
    const std::string row = row_path(list, number), path = row + "/" + child;
    const std::string above = words_at(scope, row + "/" + parent), own = words_at(scope, path);
    const auto known = parents_of.find(own);
    if (known == parents_of.end() || rule.parameters["table"].find(above) == nullptr) continue;
    if (std::find(known->second.begin(), known->second.end(), above) != known->second.end()) continue;
    if (scope.view.in_review(path) || scope.view.in_review(row + "/" + parent)) {
      const bool own_doubt = scope.view.in_review(path);
      findings.push_back(make_not_judged(scope, path, scope, own_doubt ? path : row + "/" + parent));
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
  const auto category_of = [&](int number) { return words_at(scope, row_path(list, number) + "/" + category); };
  const int rows = scope.view.rows(list);
  for (int number = 0; number < rows; ++number) {
    const std::string row = row_path(list, number), path = row + "/" + category;
    const std::string text = scope.view.text(row + "/" + name), printed = category_of(number);
    // A word that the form does not have is another rule's business.
    const bool is_known = column != nullptr && is_term(scope, column->vocabulary, fold_words(printed).text);
    const bool speaks = is_known && fold_words(text).text.size() <= kLongestName;
    const Parameter* entry = speaks ? entry_for(text, rule.parameters["table"]) : nullptr;
    if (entry == nullptr || scope.view.in_review(path) || scope.view.in_review(row + "/" + name)) continue;
    const Parameter& right = (*entry)["categories"];
    const auto is_right = [&](const std::string& word) { return is_any(word, right); };
    if (is_right(printed)) continue;
    // The right label stands on the row above or below: the labels slipped, the name is not in the wrong place.
    const bool slipped =
        (number > 0 && is_right(category_of(number - 1))) || (number + 1 < rows && is_right(category_of(number + 1)));
    const Rule& says = slipped && slip != nullptr ? *slip : rule;
    findings.push_back(
        make_finding(says, scope, path, {{"name", text}, {"actual", printed}, {"expected", join(right.texts())}}));
  }
  return findings;
}

std::vector<Finding> check_member(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  const Vocabulary* words = scope.form_template().find_vocabulary(rule.parameters["vocabulary"].text);
  if (words == nullptr) return findings;
  for (const std::string& path : expand_paths(scope.form(), rule.parameters["paths"].texts())) {
    const std::string text = scope.view.text(path);
    if (text.empty() || is_term(scope, words->id, fold_words(text).text)) continue;
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
  std::map<std::u32string, int> seen;
  std::vector<Finding> findings;
  for (int number = 0; number < scope.view.rows(list); ++number) {
    std::u32string key;
    std::string name;
    bool doubtful = false;
    for (const std::string& column : rule.parameters["columns"].texts()) {
      const std::string path = row_path(list, number) + "/" + column;
      if (name.empty()) name = scope.view.text(path);
      key += fold(scope.view.text(path)).text + U'\n';
      doubtful = doubtful || scope.view.in_review(path);
    }
    if (name.empty() || doubtful) continue;
    const auto [first, is_new] = seen.emplace(key, number);
    if (is_new) continue;
    findings.push_back(make_finding(rule, scope, row_path(list, number),
                                    {{"actual", name}, {"first", std::to_string(first->second + 1)}}));
  }
  return findings;
}

std::vector<Finding> check_unit_of_name(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text;
  std::vector<Finding> findings;
  for (int number = 0; number < scope.view.rows(list); ++number) {
    const std::string row = row_path(list, number), path = row + "/" + rule.parameters["unit"].text;
    const std::string name = scope.view.text(row + "/" + rule.parameters["name"].text), unit = scope.view.text(path);
    const Parameter* entry = unit.empty() ? nullptr : entry_for(name, rule.parameters["table"]);
    if (entry == nullptr || scope.view.in_review(path) ||
        scope.view.in_review(row + "/" + rule.parameters["name"].text))
      continue;
    const Parameter &right = (*entry)["units"], &begins = (*entry)["begins"], &wrong = (*entry)["never"];
    const bool is_open = right.items.empty() && begins.items.empty();
    const bool fits_name = is_open || is_any(unit, right) || begins_with_any(unit, begins);
    if (fits_name && !is_any(unit, wrong)) continue;
    findings.push_back(make_finding(
        rule, scope, path,
        {{"name", name}, {"actual", unit}, {"expected", join((right.items.empty() ? begins : right).texts())}}));
  }
  return findings;
}

}  // namespace shenbao::extract
