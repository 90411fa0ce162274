#include <algorithm>
#include <map>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/read/span.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

constexpr double kReadWell = 0.9;

Finding at_cell(Finding finding, const PlacedText& placed) {
  finding.page_no = placed.page_no;
  finding.where = *placed.quad;
  return finding;
}

Span span_of(const PlacedText& placed) { return span_in_table(*placed.quad, placed.table->quad); }

/// Whether a text says what a field of that type prints.
bool says_value(FieldType type, const std::u32string& words) {
  if (type == FieldType::amount || type == FieldType::integer) return parse_decimal(to_utf8(words)).has_value();
  return !words.empty();
}

bool begins_with_mark(const std::u32string& words, const std::string& mark) {
  const std::size_t hole = mark.find("{}");
  if (mark.empty() || hole == std::string::npos) return false;
  const std::u32string before = folded_words(mark.substr(0, hole));
  constexpr std::size_t kMarkup = 2;  // letters of a tag that another program left in front
  const std::size_t at = words.find(before);
  return !before.empty() && at <= kMarkup && at + before.size() < words.size() && words[at + before.size()] >= U'0' &&
         words[at + before.size()] <= U'9';
}

/// Whether a value stands beside a label, behind it in its cell or below it.
bool has_value(const PrintedLabel& label, const RuleScope& scope) {
  if (says_value(label.owner->type, label.behind)) return true;
  const auto is_label = [&](const PlacedText& text) {
    return scope.words.owners.count(text.words) != 0 || scope.words.headers.count(text.words) != 0;
  };
  const PlacedText* beside = right_of(*label.text, scope.texts);
  if (beside != nullptr) return says_value(label.owner->type, beside->words) && !is_label(*beside);
  const CellText& cell = *label.text->cell;
  return std::any_of(scope.texts.begin(), scope.texts.end(), [&](const PlacedText& other) {
    const bool below = other.table == label.text->table && other.cell != nullptr &&
                       other.cell->row == cell.row + cell.row_span && other.cell->col <= cell.col &&
                       cell.col < other.cell->col + other.cell->col_span;
    return below && says_value(label.owner->type, other.words) && !is_label(other);
  });
}

const PlacedText* text_at(const RuleScope& scope, const Field* field) {
  if (field == nullptr || !field->source) return nullptr;
  const layout::Quad& where = field->source->where;
  const auto found = std::find_if(scope.texts.begin(), scope.texts.end(), [&](const PlacedText& text) {
    const layout::Point &own = text.quad->corners[0], &wanted = where.corners[0];
    if (own.y != wanted.y || own.x != wanted.x) return false;  // most cells, told without a look at the other corners
    return text.cell != nullptr && text.page_no == field->source->page_no && *text.quad == where;
  });
  return found == scope.texts.end() ? nullptr : &*found;
}

/// The printed header of a list: the row of cells that says most of its columns' labels.
struct PrintedHeader {
  std::vector<const PlacedText*> of_column;  ///< nullptr: no cell says it
  std::size_t cells = 0;                     ///< of the row
  std::size_t known = 0;                     ///< of these, the ones that are labels of the list
};

std::optional<PrintedHeader> header_of(const RuleScope& scope, const FieldSpec& list) {
  const auto words = scope.words.columns.find(list.path);
  if (words == scope.words.columns.end()) return std::nullopt;
  using RowPlace = std::pair<const TableText*, int>;
  std::vector<std::pair<RowPlace, PrintedHeader>> rows;  // as printed
  for (const PlacedText& placed : scope.texts) {
    const auto columns = placed.cell == nullptr ? words->second.end() : words->second.find(placed.words);
    if (columns == words->second.end()) continue;
    const RowPlace place(placed.table, placed.cell->row);
    if (rows.empty() || rows.back().first != place) rows.push_back({place, PrintedHeader{}});
    PrintedHeader& row = rows.back().second;
    row.of_column.resize(list.columns.size());
    for (const std::size_t column : columns->second) {
      const PlacedText*& own = row.of_column[column];
      if (own == nullptr) own = &placed;
    }
    ++row.known;
  }
  std::pair<RowPlace, PrintedHeader>* best = nullptr;
  for (auto& row : rows) {
    if (best == nullptr || row.second.known > best->second.known) best = &row;
  }
  constexpr std::size_t kTelling = 3;
  if (best == nullptr || best->second.known < kTelling) return std::nullopt;
  PrintedHeader& header = best->second;
  for (const PlacedText& placed : scope.texts) {
    if (placed.cell == nullptr || RowPlace(placed.table, placed.cell->row) != best->first) continue;
    // The label at the table's side stands in the row, but heads no column.
    const bool heads = words->second.count(placed.words) != 0 || scope.words.owners.count(placed.words) == 0;
    if (heads) ++header.cells;
  }
  return header;
}

/// Whether a table without a header has as many columns as the header's row, a group as one or taken apart: it is drawn
/// with other widths, not otherwise.
bool keeps_order(const TableText& table, const PlacedText& header, const FieldSpec& list) {
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

}  // namespace

std::vector<Finding> check_label_column(const Rule& rule, const RuleScope& scope) {
  const std::vector<PrintedLabel>& labels = scope.labels;
  std::vector<Finding> findings;
  for (const PrintedLabel& side : labels) {
    if (!side.owner->is_block || !side.behind.empty()) continue;
    const Span column = span_of(*side.text);
    std::vector<const PrintedLabel*> strays;
    int at_home = 0;
    for (const PrintedLabel& label : labels) {
      if (label.owner->is_block || label.owner->block != side.owner->block || label.text->table != side.text->table) {
        continue;
      }
      constexpr double kEdge = 0.02;  // of the table's width
      const bool inside = span_of(*label.text).left < column.right - kEdge;
      if (inside) strays.push_back(&label);
      if (!inside) ++at_home;
    }
    constexpr int kTelling = 2;
    if (at_home < kTelling) continue;
    for (const PrintedLabel* label : strays) {
      if (label->text->reading->confidence < kReadWell) continue;
      findings.push_back(at_cell(
          make_finding(rule, scope, label->owner->path, {{"actual", label->text->reading->text}}), *label->text));
    }
  }
  return findings;
}

std::vector<Finding> check_label_value(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const PrintedLabel& label : scope.labels) {
    const PlacedText* beside = right_of(*label.text, scope.texts);
    const bool wants_number = !label.owner->is_block && label.owner->type == FieldType::amount;
    if (beside == nullptr || !label.behind.empty() || (!label.owner->is_block && !wants_number)) continue;
    if (label.text->reading->confidence < kReadWell || beside->reading->confidence < kReadWell) continue;
    const auto other = scope.words.owners.find(beside->words);
    const bool is_label = other != scope.words.owners.end() && !other->second.is_block;
    const bool strange_label =
        is_label && label.owner->is_block && !other->second.block.empty() && other->second.block != label.owner->block;
    std::string path = strange_label ? other->second.path : "";
    for (const FieldSpec& field : scope.form_template().fields) {
      const bool own = label.owner->is_block && field.block == label.owner->block;
      if (path.empty() && !own && begins_with_mark(beside->words, field.mark)) path = field.path;
    }
    if (path.empty()) continue;
    findings.push_back(at_cell(
        make_finding(rule, scope, path, {{"side", label.text->reading->text}, {"actual", beside->reading->text}}),
        *beside));
  }
  return findings;
}

std::vector<Finding> check_label_once(const Rule& rule, const RuleScope& scope) {
  const std::vector<PrintedLabel>& labels = scope.labels;
  std::map<std::pair<int, std::string>, std::vector<const PrintedLabel*>> by_field;
  for (const PrintedLabel& label : labels) {
    if (label.owner->is_block || label.owner->type == FieldType::rows) continue;
    by_field[{label.text->page_no, label.owner->path}].push_back(&label);
  }
  std::vector<Finding> findings;
  for (const auto& [field, all] : by_field) {
    if (all.size() < 2) continue;
    // Labels that go by two names are two labels; one that stands twice with a value each is the form's own way.
    for (const PrintedLabel* label : all) {
      const bool again = std::any_of(all.begin(), all.end(), [&](const PrintedLabel* other) {
        return other != label && other->text->words.compare(0, 4, label->text->words, 0, 4) == 0;
      });
      if (!again || has_value(*label, scope) || label->text->reading->confidence < kReadWell) continue;
      findings.push_back(
          at_cell(make_finding(rule, scope, field.second, {{"actual", label->text->reading->text}}), *label->text));
      break;
    }
  }
  return findings;
}

std::vector<Finding> check_header(const Rule& rule, const RuleScope& scope) {
  const FieldSpec* list = scope.form_template().find_field(rule.parameters["list"].text);
  const auto header = list == nullptr ? std::nullopt : header_of(scope, *list);
  if (!header) return {};
  std::vector<Finding> findings;
  std::vector<std::string> absent;
  const PlacedText* first = nullptr;
  for (std::size_t c = 0; c < list->columns.size(); ++c) {
    if (header->of_column[c] == nullptr) absent.push_back(list->columns[c].labels.front());
    if (first == nullptr) first = header->of_column[c];
  }
  // A header cell that says something else was misread; only cells that are not there are lost.
  if (!absent.empty() && header->known == header->cells) {
    std::string names;
    for (const std::string& name : absent) names += (names.empty() ? "" : "、") + name;
    findings.push_back(at_cell(make_finding(rule, scope, list->path, {{"actual", names}}), *first));
  }

  // Rows of a table without a header whose columns are others.
  std::set<const TableText*> told;
  for (int row = 0; row < scope.view.rows(list->path); ++row) {
    for (std::size_t c = 0; c < list->columns.size(); ++c) {
      const ColumnSpec& column = list->columns[c];
      if (column.type != FieldType::name || header->of_column[c] == nullptr) continue;
      const Field* field = scope.view.find(ValuePath(list->path) / row / column.key);
      if (field == nullptr) continue;
      const PlacedText* text = text_at(scope, field);
      const PlacedText& head = *header->of_column[c];
      if (text == nullptr || text->table == head.table || is_repaired(*field)) continue;
      constexpr double kSameSpan = 0.75;
      if (likeness(span_of(*text), span_of(head)) > kSameSpan || keeps_order(*text->table, head, *list)) continue;
      if (!told.insert(text->table).second) continue;
      findings.push_back(
          at_cell(make_finding(rule, scope, list->path, {{"actual", rule.parameters["all"].text}}), *text));
    }
  }
  return findings;
}

std::vector<Finding> check_level_once(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text, column = rule.parameters["column"].text;
  struct Block {
    int first = 0;
    int rows = 0;
  };
  std::map<std::pair<int, std::string>, std::vector<Block>> blocks;
  const Field* before = nullptr;
  std::vector<Finding> findings;
  for (int row = 0; row < scope.view.rows(list); ++row) {
    const Field* field = scope.view.find(ValuePath(list) / row / column);
    if (field == nullptr || !field->value || !field->source || status_of(*field) != Status::accepted) {
      before = nullptr;
      continue;
    }
    auto& same = blocks[{field->source->page_no, scope.view.text(field->path)}];
    const bool goes_on = before != nullptr && before->source->where == field->source->where && !same.empty();
    if (goes_on) {
      ++same.back().rows;
    } else {
      same.push_back({row, 1});
    }
    before = field;
  }
  for (const auto& [name, same] : blocks) {
    const bool merged = std::any_of(same.begin(), same.end(), [](const Block& block) { return block.rows > 1; });
    if (same.size() < 2 || !merged) continue;
    findings.push_back(make_finding(rule, scope, ValuePath(list) / same[1].first / column, {{"actual", name.second}}));
  }
  return findings;
}

std::vector<Finding> check_coverage(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text;
  if (scope.view.rows(list) == 0) return {};
  std::set<std::string> printed;
  for (int row = 0; row < scope.view.rows(list); ++row) {
    for (const std::string& column : rule.parameters["columns"].texts()) {
      const ValuePath path = ValuePath(list) / row / column;
      const Field* field = scope.view.find(path);
      if (field != nullptr && status_of(*field) == Status::review && !field->value) return {};
      printed.insert(to_utf8(scope.view.words(path)));
    }
  }
  std::vector<Finding> findings;
  for (const std::string& word : rule.parameters["words"].texts()) {
    if (printed.count(word) == 0) findings.push_back(make_finding(rule, scope, list, {{"expected", word}}));
  }
  return findings;
}

std::vector<Finding> check_placeholder(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text, column = rule.parameters["name"].text;
  std::vector<Finding> findings;
  for (int row = 0; row < scope.view.rows(list); ++row) {
    const PlacedText* name = text_at(scope, scope.view.find(ValuePath(list) / row / column));
    if (name == nullptr) continue;
    for (const CellText& cell : name->table->cells) {
      const bool beside = cell.row == name->cell->row && cell.col > name->cell->col;
      if (!beside || trim(cell.reading.text).empty() || !is_placeholder(cell.reading.text)) continue;
      if (cell.reading.confidence < kReadWell) continue;
      Finding finding = make_finding(rule, scope, ValuePath(list) / row, {{"actual", cell.reading.text}});
      finding.page_no = name->page_no;
      finding.where = cell.quad;
      findings.push_back(finding);
      break;
    }
  }
  return findings;
}

}  // namespace shenbao::extract
