#include "extract/fill/align_row.h"

#include <algorithm>
#include <optional>
#include <set>

#include "extract/fill/cell_content.h"
#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

/// A cell of the row, seen from the columns.
struct Item {
  std::size_t cell = 0;
  std::u32string words;
  Content content = Content::blank;
  std::optional<int> own;     ///< the column that it stands in; -1 left of them all, their number right of them
  bool starts_above = false;  ///< a merged cell that holds for rows above too
  std::set<int> levels;       ///< columns whose vocabulary has its text
};

/// What the columns of one table may hold.
struct Columns {
  const FieldSpec* field = nullptr;
  std::vector<std::set<std::u32string>> terms;  ///< by column: of a term column
  std::set<std::u32string> units;
  const std::vector<std::string>* unit_words = nullptr;

  Columns(const FormTemplate& form, const FieldSpec& spec) : field(&spec), terms(spec.columns.size()) {
    static const std::vector<std::string> none;
    unit_words = &none;
    for (std::size_t c = 0; c < spec.columns.size(); ++c) {
      const Vocabulary* vocabulary = form.find_vocabulary(spec.columns[c].vocabulary);
      if (spec.columns[c].type == FieldType::term) terms[c] = folded_terms(vocabulary);
      if (spec.columns[c].type != FieldType::unit || vocabulary == nullptr) continue;
      units = folded_terms(vocabulary);
      unit_words = &vocabulary->terms;
    }
  }

  int size() const { return static_cast<int>(field->columns.size()); }
  FieldType type(int column) const { return field->columns[static_cast<std::size_t>(column)].type; }
  bool carried(int column) const { return field->columns[static_cast<std::size_t>(column)].carried; }

  std::optional<int> find(FieldType wanted) const {
    for (int c = 0; c < size(); ++c) {
      if (type(c) == wanted) return c;
    }
    return std::nullopt;
  }
};

/// The column whose stretch a cell fills most of, or that fills most of the cell.
std::optional<int> column_at(const Span& span, const RowsHeader& header) {
  std::optional<int> best;
  double most = 0.5, left = 1.0, right = 0.0;
  for (std::size_t c = 0; c < header.columns.size(); ++c) {
    if (!header.columns[c]) continue;
    const Span& column = *header.columns[c];
    left = std::min(left, column.left);
    right = std::max(right, column.right);
    const double narrower = std::min(column.width(), span.width());
    const double share = narrower > 0.0 ? overlap(column, span) / narrower : 0.0;
    if (share > most) {
      most = share;
      best = static_cast<int>(c);
    }
  }
  for (const auto& group : header.groups) {
    if (!group) continue;
    left = std::min(left, group->left);
    right = std::max(right, group->right);
  }
  constexpr double kEdge = 0.01;  // of the table's width: a ruling's own
  if (!best && span.right <= left + kEdge) return -1;
  if (!best && span.left >= right - kEdge) return static_cast<int>(header.columns.size());
  return best;
}

std::vector<Item> items_of(const Sheet& sheet, const Columns& columns, const RowsHeader& header,
                           const PrintedRow& row) {
  std::vector<Item> items;
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    const SheetCell& cell = sheet.cells[i];
    if (cell.table != row.table || !cell.covers_row(row.row) || is_blank(*cell.reading)) continue;
    Item item;
    item.cell = i;
    item.words = match_key(cell.reading->text);
    item.content = content_of(cell.reading->text, columns.units);
    item.starts_above = cell.row < row.row;
    // The target's own place in a group without headers of its own.
    for (std::size_t c = 0; c < row.cells.size(); ++c) {
      if (row.cells[c] == i && !item.own) item.own = static_cast<int>(c);
    }
    if (!item.own) item.own = column_at(cell.span, header);
    for (int c = 0; c < columns.size(); ++c) {
      if (columns.terms[static_cast<std::size_t>(c)].count(item.words) != 0) item.levels.insert(c);
    }
    const bool side_label = item.own == -1 && item.starts_above && item.levels.empty();
    if (!side_label) items.push_back(std::move(item));
  }
  std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
    return sheet.cells[a.cell].span.left < sheet.cells[b.cell].span.left;
  });
  return items;
}

constexpr int kLeastMisfits = 2;  // cells of a row; one alone is a wrong value, not a shifted row

bool is_own_value_column(const Item& item, const Columns& columns) {
  return item.own && *item.own >= 0 && *item.own < columns.size() && is_value_column(columns.type(*item.own));
}

/// A unit where a month must be, or a month anywhere else: no slip of the pen puts it there.
bool is_out_of_place(const Item& item, const Columns& columns) {
  const bool in_month_column = is_own_value_column(item, columns) && columns.type(*item.own) == FieldType::month;
  if (item.content == Content::month) return item.own && !in_month_column;
  return item.content == Content::unit && in_month_column;
}

bool is_misfit(const Item& item, const Columns& columns) {
  if (is_own_value_column(item, columns)) return !fits(columns.type(*item.own), item.content);
  return item.own && *item.own == columns.size() && is_telling(item.content);
}

/// What a cell with several columns' values says of each: operator, target, unit, month.
struct SplitCell {
  Target target;
  std::string month;
};

std::optional<SplitCell> split_cell(const std::string& text, const Columns& columns) {
  const auto month_begin = month_behind(text);
  if (!month_begin) return std::nullopt;
  SplitCell split;
  split.month = trim(text.substr(*month_begin));
  std::vector<std::string> words;
  std::string front = trim(text.substr(0, *month_begin));
  for (std::size_t at = 0; at < front.size();) {
    const std::size_t end = std::min(front.find(' ', at), front.size());
    if (end > at) words.push_back(front.substr(at, end - at));
    at = end + 1;
  }
  const auto is_unit = [&](const std::string& word) { return columns.units.count(match_key(word)) != 0; };
  if (words.size() < 2) {
    split.target = split_target(front, *columns.unit_words);
    return split;
  }
  if (const auto sign = parse_comparison(words.front())) {
    split.target.comparison = words.front();
    words.erase(words.begin());
  }
  if (!words.empty() && is_unit(words.back())) {
    split.target.unit = words.back();
    words.pop_back();
  }
  for (const std::string& word : words) split.target.value += word;
  if (!parse_decimal(split.target.value)) {
    const Target whole = split_target(front, *columns.unit_words);
    if (parse_decimal(whole.value)) split.target = whole;
  }
  return split;
}

/// Whether a cell surely holds the row's other values too: what it says before its month is words only in the month's
/// column.
bool is_unsplit(const Item& item, const Sheet& sheet, const Columns& columns) {
  if (item.content != Content::several || !is_own_value_column(item, columns)) return false;
  const auto split = split_cell(sheet.cells[item.cell].reading->text, columns);
  return columns.type(*item.own) == FieldType::month || (split && parse_decimal(split->target.value));
}

/// The words that stand where a unit must, beside no operator and no target: 效果明显.
bool has_words_for_unit(const std::vector<Item>& items, const Columns& columns) {
  bool found = false;
  for (const Item& item : items) {
    if (!is_own_value_column(item, columns)) continue;
    const FieldType type = columns.type(*item.own);
    if (type == FieldType::comparison || type == FieldType::target) return false;
    if (type == FieldType::unit && item.content == Content::words && item.words.size() >= 2) found = true;
  }
  return found;
}

// What it costs to lay a row's cells along its columns. A row moves where all of it costs less than one misfit; the
// smaller costs only order the ways that fit. Chosen on the rows with lost cells and rulings of the seed batches.
constexpr double kMisfit = 5.0;          // a value in a column that cannot hold it, or a value left out
constexpr double kMostCost = 4.0;        // of a row that moves: less than a misfit
constexpr double kUnusual = 1.0;         // a unit that nobody lists, a level name for a name, a row without a name
constexpr double kWordsForTarget = 0.3;  // words are a target where the rest of the row makes them
constexpr double kWordsMoved = 0.2;      // and other words move only there too
constexpr double kLeftAbove = 0.2;       // a merged cell that holds for rows above may stand for none of the columns
constexpr double kUnknownName = 0.1;     // a level that is no known one stays where no known one belongs
constexpr double kStep = 0.05;           // for each column that a cell moves: of two ways the shorter
constexpr double kPrintedTwice = 0.02;   // the same words side by side: one of them is left out
constexpr std::size_t kLongestUnit = 6;  // characters of a unit that nobody lists: 元/平方米

double match_cost(const Item& item, int column, const Columns& columns) {
  const double way = kStep * std::abs(item.own.value_or(column) - column);
  const bool at_home = item.own == column;
  const FieldType type = columns.type(column);
  if (type == FieldType::term) {
    if (item.levels.count(column) != 0) return way;
    return at_home && item.levels.empty() && item.content == Content::words ? kUnknownName : kMisfit;
  }
  if (type == FieldType::month && item.content == Content::several) return way;
  const bool may_be_unit = item.content == Content::words && item.levels.empty() && item.words.size() <= kLongestUnit;
  if (type == FieldType::unit && may_be_unit && !at_home) return way + kUnusual;
  if (!fits(type, item.content)) return kMisfit;
  if (!is_value_column(type) && !item.levels.empty()) return at_home ? kUnusual : kMisfit;
  if (type == FieldType::target && item.content == Content::words) {
    return (at_home ? 0.0 : kWordsForTarget) + (item.levels.empty() ? way : kMisfit);
  }
  return !is_value_column(type) && !at_home ? way + kWordsMoved : way;
}

double blank_cost(int column, const Columns& columns) {
  return columns.type(column) == FieldType::name ? kUnusual : 0.0;
}

double skip_cost(const std::vector<Item>& items, std::size_t at, const Columns& columns) {
  const Item& item = items[at];
  const bool carried = item.own && *item.own >= 0 && *item.own < columns.size() && columns.carried(*item.own);
  if (item.starts_above && (carried || item.own == -1)) return kLeftAbove;
  if (at > 0 && items[at - 1].words == item.words && !item.words.empty()) return kPrintedTwice;
  return kMisfit;
}

/// What it costs to lay a row's items along the columns.
struct RowCosts {
  const std::vector<Item>& items;
  const Columns& columns;

  double replace(std::size_t item, std::size_t column) const {
    return match_cost(items[item], static_cast<int>(column), columns);
  }
  double drop(std::size_t item) const { return skip_cost(items, item, columns); }
  double insert(std::size_t column) const { return blank_cost(static_cast<int>(column), columns); }
};

AlignedRow as_printed(const PrintedRow& row) {
  return {row, std::vector<std::optional<Doubt>>(row.cells.size()), std::vector<std::string>(row.cells.size())};
}

bool share_a_cell(const PrintedRow& row, const Columns& columns) {
  std::set<std::size_t> seen;
  for (int c = 0; c < columns.size(); ++c) {
    const auto& cell = row.cells[static_cast<std::size_t>(c)];
    if (is_value_column(columns.type(c)) && cell && !seen.insert(*cell).second) return true;
  }
  return false;
}

/// Whether a column of values has no header, of its own or with others.
bool has_lost_header(const Columns& columns, const RowsHeader& header) {
  for (int c = 0; c < columns.size(); ++c) {
    if (is_value_column(columns.type(c)) && !span_of(header, *columns.field, static_cast<std::size_t>(c))) return true;
  }
  return false;
}

/// Takes the unsplit cell at the month's column apart, where no other value of the row has a cell with ink.
bool split_values(const Sheet& sheet, const Columns& columns, AlignedRow& aligned) {
  const auto sign = columns.find(FieldType::comparison), target = columns.find(FieldType::target),
             unit = columns.find(FieldType::unit), month = columns.find(FieldType::month);
  if (!sign || !target || !unit || !month) return false;
  auto& cells = aligned.row.cells;
  const auto at = [](int column) { return static_cast<std::size_t>(column); };
  if (!cells[at(*month)]) return false;
  for (const int c : {*sign, *target, *unit}) {
    if (cells[at(c)] && !is_blank(*sheet.cells[*cells[at(c)]].reading)) return false;
  }
  const std::size_t cell = *cells[at(*month)];
  const auto split = split_cell(sheet.cells[cell].reading->text, columns);
  if (!split) return false;
  const std::pair<int, std::string> parts[] = {{*sign, split->target.comparison},
                                               {*target, split->target.value},
                                               {*unit, split->target.unit},
                                               {*month, split->month}};
  for (const auto& [column, part] : parts) {
    cells[at(column)] = cell;
    aligned.repair[at(column)] = Doubt::split;
    aligned.parts[at(column)] = part;
    aligned.row.doubtful[at(column)] = false;
  }
  return true;
}

}  // namespace

AlignedRow align_row(const Sheet& sheet, const FormTemplate& form_template, const FieldSpec& field,
                     const RowsHeader& header, const PrintedRow& row) {
  AlignedRow aligned = as_printed(row);
  const Columns columns(form_template, field);
  if (!columns.find(FieldType::comparison)) return aligned;
  const std::vector<Item> items = items_of(sheet, columns, header, row);
  int misfits = 0;
  bool certain = false, unsplit = false;
  for (const Item& item : items) {
    const bool joined = is_unsplit(item, sheet, columns);
    misfits += is_misfit(item, columns) && !joined ? 1 : 0;
    certain = certain || is_out_of_place(item, columns);
    unsplit = unsplit || joined;
  }
  const bool lost = has_lost_header(columns, header);
  // One cell for operator, target and unit is a way to print them, not damage.
  if (!unsplit && !lost && share_a_cell(row, columns)) return aligned;
  certain = certain || has_words_for_unit(items, columns);
  if (!certain && !unsplit && !lost && misfits < kLeastMisfits) return aligned;

  const Alignment best = align(items.size(), static_cast<std::size_t>(columns.size()), RowCosts{items, columns});
  if (best.cost >= kMostCost) return aligned;
  std::vector<std::optional<std::size_t>> column_of(items.size());
  for (const Alignment::Step& step : best.steps) {
    if (step.first) column_of[*step.first] = step.second;
  }
  AlignedRow moved = as_printed(row);
  for (auto& cell : moved.row.cells) cell = std::nullopt;
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (!column_of[i]) continue;
    const std::size_t column = *column_of[i];
    moved.row.cells[column] = items[i].cell;
    if (row.cells[column] == items[i].cell) continue;
    moved.repair[column] = Doubt::moved;
    moved.row.doubtful[column] = false;
  }
  // A blank cell stays where it is, unless its place was given to another.
  for (std::size_t c = 0; c < moved.row.cells.size(); ++c) {
    if (!moved.row.cells[c] && row.cells[c] && is_blank(*sheet.cells[*row.cells[c]].reading)) {
      moved.row.cells[c] = row.cells[c];
    }
  }
  if (unsplit && !split_values(sheet, columns, moved)) return aligned;
  return moved;
}

}  // namespace shenbao::extract
