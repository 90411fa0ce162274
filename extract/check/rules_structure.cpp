#include <algorithm>
#include <map>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/read/span.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

constexpr double kEdge = 0.02;                 // of the table's width: rulings are not drawn more exactly
constexpr double kSameSpan = 0.75;             // likeness of a column's place on two pages of one table
constexpr int kTellingLabels = 2;              // labels of a block where they belong: the block stands beside them
constexpr std::size_t kTellingHeaders = 3;     // headers in one row of cells, which make it the header of the list
constexpr std::size_t kTellingCharacters = 4;  // at the front of two labels, which make them one
constexpr std::size_t kMarkup = 2;             // letters of a tag that another program left in front of a mark

Span span_of(const PrintedText& text) { return span_in_table(*text.quad, text.table->quad); }

/// Whether a text says what a field of that type prints.
bool says_value(FieldType type, const std::u32string& words) {
  if (type == FieldType::amount || type == FieldType::integer) return parse_decimal(to_utf8(words)).has_value();
  return !words.empty();
}

bool begins_with_mark(const std::u32string& words, const std::string& mark) {
  const std::size_t hole = mark.find("{}");
  if (mark.empty() || hole == std::string::npos) return false;
  const std::u32string before = match_key(mark.substr(0, hole));
  const std::size_t at = words.find(before);
  return !before.empty() && at <= kMarkup && at + before.size() < words.size() && words[at + before.size()] >= U'0' &&
         words[at + before.size()] <= U'9';
}

/// Whether a value stands beside a label, behind it in its cell or below it.
bool has_value(const PrintedLabel& label, const RuleScope& scope) {
  if (says_value(label.owner->type, label.behind)) return true;
  const auto is_label = [&](const PrintedText& text) {
    return scope.words.owners.count(text.words) != 0 || scope.words.headers.count(text.words) != 0;
  };
  const PrintedText* beside = right_of(*label.text, scope.texts);
  if (beside != nullptr) return says_value(label.owner->type, beside->words) && !is_label(*beside);
  const CellText& cell = *label.text->cell;
  return std::any_of(scope.texts.begin(), scope.texts.end(), [&](const PrintedText& other) {
    const bool below = other.table == label.text->table && other.cell != nullptr &&
                       other.cell->row == cell.row + cell.row_span && other.cell->col <= cell.col &&
                       cell.col < other.cell->col + other.cell->col_span;
    return below && says_value(label.owner->type, other.words) && !is_label(other);
  });
}

/// The printed header of a list: the row of cells that says most of its columns' labels.
struct PrintedHeader {
  std::vector<const PrintedText*> of_column;  ///< nullptr: no cell says it
  std::size_t cells = 0;                      ///< of the row
  std::size_t known = 0;                      ///< of these, the ones that are labels of the list
};

std::optional<PrintedHeader> header_of(const RuleScope& scope, const FieldSpec& list) {
  const auto words = scope.words.columns.find(list.path);
  if (words == scope.words.columns.end()) return std::nullopt;
  using RowPlace = std::pair<const TableText*, int>;
  std::vector<std::pair<RowPlace, PrintedHeader>> rows;  // as printed
  for (const PrintedText& text : scope.texts) {
    const auto columns = text.cell == nullptr ? words->second.end() : words->second.find(text.words);
    if (columns == words->second.end()) continue;
    const RowPlace place(text.table, text.cell->row);
    if (rows.empty() || rows.back().first != place) rows.push_back({place, PrintedHeader{}});
    PrintedHeader& row = rows.back().second;
    row.of_column.resize(list.columns.size());
    for (const std::size_t column : columns->second) {
      const PrintedText*& own = row.of_column[column];
      if (own == nullptr) own = &text;
    }
    ++row.known;
  }
  const auto best = std::max_element(rows.begin(), rows.end(),
                                     [](const auto& a, const auto& b) { return a.second.known < b.second.known; });
  if (best == rows.end() || best->second.known < kTellingHeaders) return std::nullopt;
  PrintedHeader& header = best->second;
  for (const PrintedText& text : scope.texts) {
    if (text.cell == nullptr || RowPlace(text.table, text.cell->row) != best->first) continue;
    // The label at the table's side stands in the row, but heads no column.
    const bool heads = words->second.count(text.words) != 0 || scope.words.owners.count(text.words) == 0;
    if (heads) ++header.cells;
  }
  return header;
}

/// Whether a table without a header has as many columns as the header's row, a group as one or taken apart: it is drawn
/// with other widths, not otherwise.
bool keeps_order(const TableText& table, const PrintedText& header, const FieldSpec& list) {
  int cells = 0, printed = 0;  // up to the last one that says something
  for (const CellText& cell : header.table->cells) {
    if (header.cell->row < cell.row || cell.row + cell.row_span <= header.cell->row) continue;
    ++cells;
    if (cell.reading.has_ink) printed = cells;
  }
  if (table.cols == printed) return true;
  return std::any_of(list.groups.begin(), list.groups.end(), [&](const ColumnGroup& group) {
    return table.cols == printed + static_cast<int>(group.keys.size()) - 1;
  });
}

/// Reports a column of rows under a header that is another's, once a table: a page that goes on with other columns.
void check_columns(Judgements& all, const Rule& rule, const RuleScope& scope, const FieldSpec& list,
                   const PrintedHeader& header) {
  std::set<const TableText*> told;
  for (int row = 0; row < scope.view.rows(list.path); ++row) {
    for (std::size_t c = 0; c < list.columns.size(); ++c) {
      const PrintedText* head = header.of_column[c];
      const Field* field = scope.view.find(ValuePath(list.path) / row / list.columns[c].key);
      if (list.columns[c].type != FieldType::name || head == nullptr || field == nullptr) continue;
      const PrintedText* text = cell_of(*field, scope.texts);
      if (text == nullptr || text->table == head->table || is_repaired(*field)) continue;
      if (likeness(span_of(*text), span_of(*head)) > kSameSpan || keeps_order(*text->table, *head, list)) continue;
      if (!told.insert(text->table).second) continue;
      all.push_back(say_at(*text, rule, scope, list.path, {{"actual", rule.parameters.name}}));
    }
  }
}

/// The labels of a block stand right of the block's own label, not under it.
Judgements check_label_columns(const Rule& rule, const RuleScope& scope) {
  Judgements all;
  for (const PrintedLabel& side : scope.labels) {
    if (!side.owner->is_block || !side.behind.empty()) continue;
    const Span column = span_of(*side.text);
    std::vector<const PrintedLabel*> strays;
    int at_home = 0;
    for (const PrintedLabel& label : scope.labels) {
      const bool belongs = !label.owner->is_block && label.owner->block == side.owner->block;
      if (!belongs || label.text->table != side.text->table) continue;
      const bool inside = span_of(*label.text).left < column.right - kEdge;
      if (inside) strays.push_back(&label);
      if (!inside) ++at_home;
    }
    if (at_home < kTellingLabels) continue;
    for (const PrintedLabel* label : strays) {
      const Reading& reading = *label->text->reading;
      if (reading.confidence < kReadWell) continue;
      all.push_back(say_at(*label->text, rule, scope, label->owner->path, {{"actual", reading.text}}));
    }
  }
  return all;
}

/// Beside a block's label or an amount's stands no label or numbered text of another part.
Judgements check_label_values(const Rule& rule, const RuleScope& scope) {
  Judgements all;
  for (const PrintedLabel& label : scope.labels) {
    const PrintedText* value = right_of(*label.text, scope.texts);
    const bool wants_number = !label.owner->is_block && label.owner->type == FieldType::amount;
    if (value == nullptr || !label.behind.empty() || (!label.owner->is_block && !wants_number)) continue;
    if (label.text->reading->confidence < kReadWell || value->reading->confidence < kReadWell) continue;
    const auto other = scope.words.owners.find(value->words);
    const bool is_label = other != scope.words.owners.end() && !other->second.is_block;
    const bool strange_label =
        is_label && label.owner->is_block && !other->second.block.empty() && other->second.block != label.owner->block;
    std::string path = strange_label ? other->second.path : "";
    for (const FieldSpec& field : scope.form_template().fields) {
      const bool own = label.owner->is_block && field.block == label.owner->block;
      if (path.empty() && !own && begins_with_mark(value->words, field.mark)) path = field.path;
    }
    if (path.empty()) continue;
    all.push_back(
        say_at(*value, rule, scope, path, {{"side", label.text->reading->text}, {"actual", value->reading->text}}));
  }
  return all;
}

/// A label that a page prints twice has a value in both places.
Judgements check_labels_once(const Rule& rule, const RuleScope& scope) {
  std::map<std::pair<int, std::string>, std::vector<const PrintedLabel*>> by_field;
  for (const PrintedLabel& label : scope.labels) {
    if (label.owner->is_block || label.owner->type == FieldType::rows) continue;
    by_field[{label.text->page_no, label.owner->path}].push_back(&label);
  }
  Judgements all;
  for (const auto& [field, labels] : by_field) {
    // Labels that go by two names are two labels; one that stands twice with a value each is the form's own way.
    const auto stands_again = [&, &same = labels](const PrintedLabel* label) {
      return std::any_of(same.begin(), same.end(), [&](const PrintedLabel* other) {
        return other != label &&
               other->text->words.compare(0, kTellingCharacters, label->text->words, 0, kTellingCharacters) == 0;
      });
    };
    const auto lost = std::find_if(labels.begin(), labels.end(), [&](const PrintedLabel* label) {
      return stands_again(label) && !has_value(*label, scope) && label->text->reading->confidence >= kReadWell;
    });
    if (lost == labels.end()) continue;
    const PrintedText& text = *(*lost)->text;
    all.push_back(say_at(text, rule, scope, field.second, {{"actual", text.reading->text}}));
  }
  return all;
}

}  // namespace

Judgements check_label_places(const Rule& rule, const RuleScope& scope) {
  const std::string& what = rule.parameters.what;
  return what == "column"  ? check_label_columns(rule, scope)
         : what == "value" ? check_label_values(rule, scope)
                           : check_labels_once(rule, scope);
}

Judgements check_header(const Rule& rule, const RuleScope& scope) {
  const FieldSpec& list = *scope.form_template().find_field(rule.parameters.list);
  const auto header = header_of(scope, list);
  if (!header) return {};
  Judgements all;
  Texts absent;
  const PrintedText* first = nullptr;
  for (std::size_t c = 0; c < list.columns.size(); ++c) {
    if (header->of_column[c] == nullptr) absent.push_back(list.columns[c].labels.front());
    if (first == nullptr) first = header->of_column[c];
  }
  // A header cell that says something else was misread; only cells that are not there are lost.
  if (!absent.empty() && header->known == header->cells) {
    all.push_back(say_at(*first, rule, scope, list.path, {{"actual", enumeration_of(absent)}}));
  }
  check_columns(all, rule, scope, list, *header);
  return all;
}

}  // namespace shenbao::extract
