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

/// What the columns of one table may hold.
struct Columns {
  const FieldSpec& field;
  const Vocabulary& units;
  std::vector<const Vocabulary*> levels;  ///< by column; nullptr of one that has no terms

  Columns(const FormTemplate& form, const FieldSpec& spec) : field(spec), units(units_of(form, spec)) {
    for (const ColumnSpec& column : spec.columns) {
      levels.push_back(column.type == FieldType::term ? form.find_vocabulary(column.vocabulary) : nullptr);
    }
  }

  std::size_t size() const { return field.columns.size(); }
  FieldType type(std::size_t column) const { return field.columns[column].type; }
};

/// What a cell with several columns' values says of each: operator, target, unit, month.
struct SplitCell {
  Target target;
  std::string month;
};

std::optional<SplitCell> split_cell(const std::string& text, const Columns& columns) {
  const auto month = month_behind(text);
  if (!month) return std::nullopt;
  return SplitCell{split_target(trim(text.substr(0, *month)), columns.units.terms), trim(text.substr(*month))};
}

/// A cell of the row, seen from the columns.
struct Item {
  std::size_t cell = 0;
  std::u32string words;
  Content content = Content::blank;
  std::optional<std::size_t> own;    ///< the column that it stands in; none beside them all
  bool starts_above = false;         ///< a merged cell that holds for rows above too
  std::set<std::size_t> levels;      ///< columns of terms that have its text
  std::optional<SplitCell> several;  ///< what it says of the columns whose values it holds
};

// What it costs to lay a row's cells along its columns. A row moves where that undoes a misfit and leaves none; the
// smaller costs only order the ways that fit. Chosen on the rows with lost cells and rulings of the seed batches.
constexpr double kMisfit = 5.0;          // a value in a column that cannot hold it, or a value left out
constexpr double kNoMisfit = 4.0;        // less than one; the smaller costs of a row do not add up to it
constexpr double kUnlisted = 2.0;        // a unit that nobody lists; any short word could be one
constexpr double kUnusual = 1.0;         // a level name for a name, a row without a name
constexpr double kWordsMoved = 0.2;      // words may be a name or a target: they move only where the rest makes them
constexpr double kLeftAbove = 0.2;       // a merged cell that holds for rows above may stand for none of the columns
constexpr double kUnknownName = 0.1;     // a level that is no known one stays where no known one belongs
constexpr double kStep = 0.05;           // for each column that a cell moves: of two ways the shorter
constexpr double kPrintedTwice = 0.02;   // the same words side by side: one of them is left out
constexpr std::size_t kLongestUnit = 6;  // characters of a unit that nobody lists: 元/平方米

double match_cost(const Item& item, std::size_t column, const Columns& columns) {
  const auto at = static_cast<double>(column);
  const double way = item.own ? kStep * std::abs(static_cast<double>(*item.own) - at) : 0.0;
  const bool at_home = item.own == column;
  const FieldType type = columns.type(column);
  const bool unknown = item.levels.empty() && item.content == Content::words;
  if (type == FieldType::term) {
    if (item.levels.count(column) != 0) return way;
    if (!at_home || !fits(type, item.content)) return kMisfit;
    return item.levels.empty() ? kUnknownName : kUnusual;
  }
  if (type == FieldType::month && item.several) return way;
  if (type == FieldType::unit && unknown && !at_home && item.words.size() <= kLongestUnit) return way + kUnlisted;
  if (!fits(type, item.content)) return kMisfit;
  if (!item.levels.empty()) return at_home && !is_value_column(type) ? kUnusual : kMisfit;
  return at_home || is_telling(item.content) ? way : way + kWordsMoved;
}

/// What it costs to lay a row's items along the columns.
struct RowCosts {
  const std::vector<Item>& items;
  const Columns& columns;

  double replace(std::size_t item, std::size_t column) const { return match_cost(items[item], column, columns); }
  double drop(std::size_t at) const {
    const Item& item = items[at];
    const bool holds_above = item.starts_above && (!item.own || columns.field.columns[*item.own].carried);
    if (holds_above) return kLeftAbove;
    return at > 0 && items[at - 1].words == item.words && !item.words.empty() ? kPrintedTwice : kMisfit;
  }
  double insert(std::size_t column) const { return columns.type(column) == FieldType::name ? kUnusual : 0.0; }

  /// The row as it is printed.
  double as_printed() const {
    double cost = 0.0;
    for (std::size_t i = 0; i < items.size(); ++i) cost += items[i].own ? replace(i, *items[i].own) : drop(i);
    return cost;
  }
};

/// The column whose stretch a cell fills most of, or that fills most of the cell.
std::optional<std::size_t> column_at(const Span& span, const RowsHeader& header) {
  std::optional<std::size_t> best;
  double most = 0.5;
  for (std::size_t c = 0; c < header.columns.size(); ++c) {
    if (!header.columns[c]) continue;
    const double narrower = std::min(header.columns[c]->width(), span.width());
    const double share = narrower > 0.0 ? overlap(*header.columns[c], span) / narrower : 0.0;
    if (share <= most) continue;
    most = share;
    best = c;
  }
  return best;
}

/// The cells with ink on the row, from the left.
std::vector<Item> items_of(const Sheet& sheet, const Columns& columns, const RowsHeader& header,
                           const PrintedRow& row) {
  std::vector<Item> items;
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    const SheetCell& cell = sheet.cells[i];
    if (cell.table != row.table || !cell.covers_row(row.row) || is_blank(*cell.reading)) continue;
    Item item;
    item.cell = i;
    item.words = match_key(cell.reading->text);
    item.content = content_of(cell.reading->text, columns.units.words);
    item.starts_above = cell.row < row.row;
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (columns.levels[c] != nullptr && columns.levels[c]->words.count(item.words) != 0) item.levels.insert(c);
    }
    // A group's columns may share a cell: then it is at home in the one that it fits.
    for (std::size_t c = 0; c < columns.size(); ++c) {
      if (row.cells[c] == i && (!item.own || !fits(columns.type(*item.own), item.content))) item.own = c;
    }
    if (!item.own) item.own = column_at(cell.span, header);
    if (item.content == Content::several && item.own && is_value_column(columns.type(*item.own))) {
      item.several = split_cell(cell.reading->text, columns);
    }
    const bool side_label = !item.own && item.starts_above && item.levels.empty();
    if (!side_label) items.push_back(std::move(item));
  }
  std::sort(items.begin(), items.end(), [&](const Item& a, const Item& b) {
    return sheet.cells[a.cell].span.left < sheet.cells[b.cell].span.left;
  });
  return items;
}

AlignedRow as_printed(const PrintedRow& row) {
  return {row, std::vector<std::optional<Doubt>>(row.cells.size()), std::vector<std::string>(row.cells.size())};
}

/// Gives each of an unsplit cell's values its column; false where one of these has a cell of its own.
bool split_values(const Item& item, const Columns& columns, AlignedRow& aligned) {
  const std::pair<FieldType, std::string> parts[] = {{FieldType::comparison, item.several->target.comparison},
                                                     {FieldType::target, item.several->target.value},
                                                     {FieldType::unit, item.several->target.unit},
                                                     {FieldType::month, item.several->month}};
  for (const auto& [type, part] : parts) {
    const auto column = column_of(columns.field, type);
    if (!column || (aligned.row.cells[*column] && aligned.row.cells[*column] != item.cell)) return false;
    aligned.row.cells[*column] = item.cell;
    aligned.repair[*column] = Doubt::split;
    aligned.parts[*column] = part;
    aligned.row.doubtful[*column] = false;
  }
  return true;
}

}  // namespace

AlignedRow align_row(const Sheet& sheet, const FormTemplate& form_template, const FieldSpec& field,
                     const RowsHeader& header, const PrintedRow& row) {
  const Columns columns(form_template, field);
  if (!column_of(field, FieldType::comparison)) return as_printed(row);
  const std::vector<Item> items = items_of(sheet, columns, header, row);
  const RowCosts costs{items, columns};
  const Alignment best = align(items.size(), columns.size(), costs);
  const bool unsplit = std::any_of(items.begin(), items.end(), [](const Item& item) { return item.several; });
  const bool better = unsplit || costs.as_printed() - best.cost >= kNoMisfit;
  if (best.cost >= kNoMisfit || !better) return as_printed(row);

  AlignedRow moved = as_printed(row);
  moved.row.cells.assign(columns.size(), std::nullopt);
  for (const Alignment::Step& step : best.steps) {
    if (!step.first || !step.second) continue;
    const std::size_t column = *step.second;
    moved.row.cells[column] = items[*step.first].cell;
    if (row.cells[column] == moved.row.cells[column]) continue;
    moved.repair[column] = Doubt::moved;
    moved.row.doubtful[column] = false;
  }
  for (const Item& item : items) {
    if (item.several && !split_values(item, columns, moved)) return as_printed(row);
  }
  // A blank cell stays where it is, unless its place was given to another.
  for (std::size_t c = 0; c < columns.size(); ++c) {
    if (!moved.row.cells[c] && row.cells[c] && is_blank(*sheet.cells[*row.cells[c]].reading)) {
      moved.row.cells[c] = row.cells[c];
    }
  }
  return moved;
}

}  // namespace shenbao::extract
