#include "extract/fill/find_rows.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "base/find_first.h"
#include "extract/fill/continued_header.h"
#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "extract/text/label_match.h"

namespace shenbao::extract {
namespace {

/// How little a reading is like any of the labels: misread characters per character, 1 at most.
double unlikeness(const Reading& reading, const std::vector<std::string>& labels) {
  double least = 1.0;
  const auto compare_with = [&](const std::string& text) {
    const std::u32string words = match_key(text);
    for (const std::string& label : labels) {
      const std::u32string wanted = match_key(label);
      const auto length = static_cast<double>(std::max(words.size(), wanted.size()));
      least = std::min(least, edit_cost(words, wanted, least * length) / length);
    }
  };
  compare_with(reading.text);
  for (const std::string& candidate : reading.candidates) compare_with(candidate);
  return least;
}

/// A header cell is told by at least two thirds of its characters.
constexpr double kSurely = 0.34;

// What a row of a list is told by.
constexpr double kFits = 0.5;       // share of its cells that stand in the columns; with fewer it is no row of its own
constexpr int kSignatures = 2;      // labels without a value; one may be read into a cell of values
constexpr int kRowOfItsOwn = 3;     // cells with ink; wherever they stand, they are not lost
constexpr double kSameSpan = 0.75;  // of a column's width on every page; a signature's cell over half a column has less
constexpr double kInside = 0.9;     // of a cell's width that lies below its group's header; rulings are not straight
constexpr double kReachesOver = 0.3;  // of a column's width; a cell with less of it is a neighbour's

/// A slot or cell left out costs less than two cells in the wrong places, more than one that nobody could read.
constexpr double kGap = 0.6;
constexpr double kNoHeader = 3 * kGap;  // dearer than leaving out both the slot and the cell

constexpr double kUnread = 0.5;  // as like one slot as another, and likelier that than nothing

bool is_unread(const Reading& reading) { return match_key(reading.text).empty() && reading.candidates.size() < 2; }

const std::vector<std::string>& labels_of(const HeaderSlot& slot, const FieldSpec& field) {
  return slot.group ? field.groups[slot.index].labels : field.columns[slot.index].labels;
}

/// A row's cells as a header: which cell stands for which slot.
struct HeaderRow {
  double cost = 0.0;
  std::vector<std::optional<std::size_t>> cell_of_slot;
  int sure = 0;
};

/// What it costs to lay the slots of a header along a row's cells.
struct SlotCosts {
  const std::vector<std::vector<double>>& unlike;  ///< by cell and slot

  double replace(std::size_t slot, std::size_t cell) const { return unlike[cell][slot]; }
  double drop(std::size_t) const { return kGap; }
  double insert(std::size_t) const { return kGap; }
};

/// Lays the header's slots along the cells of a row: the least total unlikeness, order kept.
HeaderRow read_as_header(const Sheet& sheet, const std::vector<std::size_t>& cells,
                         const std::vector<HeaderSlot>& slots, const FieldSpec& field) {
  const std::size_t n = cells.size(), m = slots.size();
  std::vector<std::vector<double>> unlike(n, std::vector<double>(m));
  for (std::size_t i = 0; i < n; ++i) {
    const Reading& reading = *sheet.cells[cells[i]].reading;
    const double unlike_side = unlikeness(reading, field.labels);
    double least = unlike_side;
    for (std::size_t j = 0; j < m; ++j) {
      unlike[i][j] = is_unread(reading) ? kUnread : unlikeness(reading, labels_of(slots[j], field));
      least = std::min(least, unlike[i][j]);
    }
    // What is nearer to another header is none of this one: 一级指标 and 二级指标 differ in one character.
    for (double& value : unlike[i]) value = value > least ? 1.0 : value;
    // The side label is none of them whatever else is missing.
    if (unlike_side <= kSurely && unlike_side <= least) unlike[i].assign(m, kNoHeader);
  }
  const Alignment cheapest = align(m, n, SlotCosts{unlike});
  HeaderRow best;
  best.cost = cheapest.cost;
  best.cell_of_slot.resize(m);
  for (const Alignment::Step& step : cheapest.steps) {
    if (!step.first || !step.second) continue;
    best.cell_of_slot[*step.first] = cells[*step.second];
    if (unlike[*step.second][*step.first] <= kSurely) ++best.sure;
  }
  return best;
}

/// The columns of groups, read from the cells below these (nested headers).
void place_nested(const Sheet& sheet, const FieldSpec& field, RowsHeader& header) {
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    const SheetCell& cell = sheet.cells[i];
    for (std::size_t c = 0; c < field.columns.size() && cell.row == header.first_row + 1; ++c) {
      const auto group = group_of(field, c);
      const auto over = group ? header.groups[*group] : std::nullopt;
      if (!over || overlap(cell.span, *over) < kInside * cell.span.width()) continue;
      if (unlikeness(*cell.reading, field.columns[c].labels) > kSurely) continue;
      header.columns[c] = cell.span;
      header.cells.push_back(i);
      header.end_row = std::max(header.end_row, cell.row_end());
    }
  }
}

/// Gives a column without a header its part of the neighbour's header cell where a cell below begins inside that: the
/// ruling between them was not found in the header's row.
void part_joined(const Sheet& sheet, RowsHeader& header) {
  constexpr double kEdge = 0.15;  // of the header's width: what begins nearer to its sides begins at them
  for (std::size_t c = 0; c + 1 < header.columns.size(); ++c) {
    if (header.columns[c].has_value() == header.columns[c + 1].has_value()) continue;
    const Span whole = header.columns[c] ? *header.columns[c] : *header.columns[c + 1];
    const Span inner{whole.left + kEdge * whole.width(), whole.right - kEdge * whole.width()};
    const SheetCell* below = find_first(sheet.cells, [&](const SheetCell& cell) {
      return cell.row == header.end_row && cell.span.left > inner.left && cell.span.left < inner.right;
    });
    if (below == nullptr) continue;
    header.columns[c] = Span{whole.left, below->span.left};
    header.columns[c + 1] = Span{below->span.left, whole.right};
  }
}

std::optional<RowsHeader> header_in_row(const Sheet& sheet, const FormTemplate& form, std::size_t field_no, int row) {
  const FieldSpec& field = form.fields[field_no];
  std::vector<std::size_t> cells;
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    if (sheet.cells[i].row == row) cells.push_back(i);
  }
  if (cells.size() < 2) return std::nullopt;

  std::optional<HeaderRow> best;
  std::vector<HeaderSlot> slots;
  for (const std::vector<HeaderSlot>& possible : possible_headers(field)) {
    HeaderRow found = read_as_header(sheet, cells, possible, field);
    if (!best || found.cost < best->cost) {
      best = std::move(found);
      slots = possible;
    }
  }
  // Two headers must be readable; the rest too by half, unless there is a cell for each in its place.
  const auto& placed_cells = best->cell_of_slot;
  const bool complete = std::count(placed_cells.begin(), placed_cells.end(), std::nullopt) == 0;
  if (best->sure < 2 || (!complete && best->sure * 2 < static_cast<int>(slots.size()))) return std::nullopt;

  RowsHeader header;
  header.field = field_no;
  header.first_row = row;
  header.end_row = row + 1;
  header.columns.resize(field.columns.size());
  header.groups.resize(field.groups.size());
  for (std::size_t s = 0; s < slots.size(); ++s) {
    if (!best->cell_of_slot[s]) continue;
    const SheetCell& cell = sheet.cells[*best->cell_of_slot[s]];
    header.doubt += unlikeness(*cell.reading, labels_of(slots[s], field));
    header.cells.push_back(*best->cell_of_slot[s]);
    header.end_row = std::max(header.end_row, cell.row_end());
    (slots[s].group ? header.groups : header.columns)[slots[s].index] = cell.span;
  }
  header.doubt /= static_cast<double>(header.cells.size());
  place_nested(sheet, field, header);
  part_joined(sheet, header);
  return header;
}

/// The cells of a table row by column.
class RowReader {
 public:
  RowReader(const Sheet& sheet, const FieldSpec& field, const RowsHeader& header)
      : sheet_(sheet), field_(field), stretches_(header.columns), groups_(field.groups.size()) {
    for (std::size_t c = 0; c < field.columns.size(); ++c) {
      const auto group = group_of(field, c);
      const auto span = span_of(header, field, c);
      if (!group || !span) continue;
      auto& whole = groups_[*group];
      whole = whole ? Span{std::min(whole->left, span->left), std::max(whole->right, span->right)} : *span;
    }
    // Columns of a group that have no headers of their own share its width evenly.
    for (std::size_t c = 0; c < field.columns.size(); ++c) {
      const auto group = group_of(field, c);
      if (stretches_[c] || !group || !groups_[*group]) continue;
      const auto& keys = field.groups[*group].keys;
      const double share = groups_[*group]->width() / static_cast<double>(keys.size());
      const auto place = std::find(keys.begin(), keys.end(), field.columns[c].key) - keys.begin();
      const double left = groups_[*group]->left + share * static_cast<double>(place);
      stretches_[c] = Span{left, left + share};
    }
  }

  PrintedRow read(int table, int row) const {
    const std::size_t columns = field_.columns.size();
    PrintedRow printed{table, row, {}, std::vector<bool>(columns, false)};
    for (const auto& stretch : stretches_) printed.cells.push_back(cell_at(table, row, stretch));
    for (std::size_t a = 0; a < columns; ++a) {
      for (std::size_t b = a + 1; b < columns; ++b) {
        const bool grouped = group_of(field_, a) && group_of(field_, a) == group_of(field_, b);
        const bool shared = printed.cells[a] && printed.cells[a] == printed.cells[b] && !grouped;
        if (shared) printed.doubtful[a] = printed.doubtful[b] = true;
      }
    }
    return printed;
  }

  /// Of the columns that a row of its own fills, the share at which a cell of their width begins on the row. A group's
  /// columns may share one.
  double fit(const PrintedRow& row) const {
    int own = 0, fitting = 0;
    std::set<std::size_t> seen;
    for (std::size_t c = 0; c < field_.columns.size(); ++c) {
      const auto group = group_of(field_, c);
      const auto& cell = row.cells[c];
      const bool counted = group && cell && !seen.insert(*cell).second;
      if (!stretches_[c] || field_.columns[c].carried || counted) continue;
      ++own;
      if (!cell || sheet_.cells[*cell].row != row.row) continue;
      const Span& have = sheet_.cells[*cell].span;
      const bool fits = likeness(have, *stretches_[c]) > kSameSpan ||
                        (group && overlap(have, *groups_[*group]) > kInside * have.width());
      fitting += fits ? 1 : 0;
    }
    return own == 0 ? 0.0 : static_cast<double>(fitting) / own;
  }

 private:
  /// The cell that covers most of a stretch on that row.
  std::optional<std::size_t> cell_at(int table, int row, const std::optional<Span>& stretch) const {
    std::optional<std::size_t> best;
    double most = stretch ? kReachesOver * stretch->width() : 0.0;
    for (std::size_t i = 0; i < sheet_.cells.size() && stretch; ++i) {
      const SheetCell& cell = sheet_.cells[i];
      if (cell.table != table || !cell.covers_row(row) || overlap(cell.span, *stretch) <= most) continue;
      most = overlap(cell.span, *stretch);
      best = i;
    }
    return best;
  }

  const Sheet& sheet_;
  const FieldSpec& field_;
  std::vector<std::optional<Span>> stretches_;  ///< by column
  std::vector<std::optional<Span>> groups_;
};

/// A cell with words in it, left of the first column, that begins on that row: the side label of another part.
bool begins_another_part(const Sheet& sheet, const RowsHeader& header, int row) {
  double left = 1.0;
  for (const auto& column : header.columns) left = column ? std::min(left, column->left) : left;
  return std::any_of(sheet.cells.begin(), sheet.cells.end(), [&](const SheetCell& cell) {
    return cell.row == row && cell.span.left < left && overlap(cell.span, {0.0, left}) > 0.5 * left &&
           !is_blank(*cell.reading);
  });
}

/// Whether a list has ended above a row: signatures and opinions stand there, or it hardly keeps to the columns and
/// begins with words of the form's own.
bool ends_list(const Sheet& sheet, const std::vector<PlacedLabel>& labels, const RowsHeader& header, int row,
               double fit) {
  int all = 0, fixed = 0;
  for (const PlacedLabel& label : labels) {
    if (!label.cell || label.doubt > kSureLabel || sheet.cells[*label.cell].row != row) continue;
    ++all;
    fixed += label.kind == LabelKind::fixed ? 1 : 0;
  }
  return fixed >= kSignatures || (fit < kFits && (all > 0 || begins_another_part(sheet, header, row)));
}

/// Adds a row with ink to those of its list. One with few cells of its own is a cell of the row above that was cut.
void take_row(const Sheet& sheet, const FieldSpec& field, PrintedRow printed, double fit,
              std::vector<PrintedRow>& rows) {
  const auto holds_ink = [&](std::size_t column) {
    return printed.cells[column] && !is_blank(*sheet.cells[*printed.cells[column]].reading);
  };
  bool inked = false;
  for (std::size_t c = 0; c < field.columns.size(); ++c) inked = inked || (!field.columns[c].carried && holds_ink(c));
  if (!inked) return;
  const auto begin_here = std::count_if(sheet.cells.begin(), sheet.cells.end(), [&](const SheetCell& cell) {
    return cell.row == printed.row && !is_blank(*cell.reading);
  });
  if (fit >= kFits || rows.empty() || begin_here >= kRowOfItsOwn) {
    if (fit < kFits && !rows.empty()) printed.doubtful.assign(printed.doubtful.size(), true);
    rows.push_back(std::move(printed));
    return;
  }
  PrintedRow& above = rows.back();
  for (std::size_t c = 0; c < above.cells.size(); ++c) {
    if (printed.cells[c] != above.cells[c] && holds_ink(c)) above.doubtful[c] = true;
  }
}

/// The rows of a list from its header down to the row `end` of the sheet.
FoundRows rows_below(const Sheet& sheet, const FormTemplate& form, const std::vector<PlacedLabel>& labels,
                     const RowsHeader& header, int end) {
  const FieldSpec& field = form.fields[header.field];
  FoundRows found{header, {}, {}};
  for (std::size_t t = 0; t < sheet.tables.size(); ++t) {
    const SheetTable& table = sheet.tables[t];
    const int table_no = static_cast<int>(t);
    const bool goes_on = table.first_row >= header.end_row && table.first_row < end;
    const auto other = goes_on ? continued_header(header, sheet, table_no, form) : std::nullopt;
    if (other) found.continued.emplace(table_no, *other);
    const RowReader reader(sheet, field, other ? *other : header);
    for (int row = std::max(table.first_row, header.end_row); row < std::min(table.end_row(), end); ++row) {
      PrintedRow printed = reader.read(table_no, row);
      const double fit = reader.fit(printed);
      if (ends_list(sheet, labels, header, row, fit)) return found;
      take_row(sheet, field, std::move(printed), fit, found.rows);
    }
  }
  return found;
}

}  // namespace

std::vector<std::vector<HeaderSlot>> possible_headers(const FieldSpec& field) {
  std::vector<std::vector<HeaderSlot>> headers(1 + field.groups.size());
  for (std::size_t c = 0; c < field.columns.size(); ++c) headers[0].push_back({false, c});
  for (std::size_t g = 0; g < field.groups.size(); ++g) {
    for (std::size_t c = 0; c < field.columns.size(); ++c) {
      if (group_of(field, c) != g) headers[g + 1].push_back({false, c});
      if (field.columns[c].key == field.groups[g].keys.front()) headers[g + 1].push_back({true, g});
    }
  }
  return headers;
}

std::optional<std::size_t> group_of(const FieldSpec& field, std::size_t column) {
  for (std::size_t g = 0; g < field.groups.size(); ++g) {
    const auto& keys = field.groups[g].keys;
    if (std::find(keys.begin(), keys.end(), field.columns[column].key) != keys.end()) return g;
  }
  return std::nullopt;
}

std::optional<Span> span_of(const RowsHeader& header, const FieldSpec& field, std::size_t column) {
  if (header.columns[column]) return header.columns[column];
  const auto group = group_of(field, column);
  return group ? header.groups[*group] : std::nullopt;
}

const RowsHeader& FoundRows::header_of(const PrintedRow& row) const {
  const auto own = continued.find(row.table);
  return own == continued.end() ? header : own->second;
}

std::vector<RowsHeader> find_headers(const Sheet& sheet, const FormTemplate& form) {
  std::vector<RowsHeader> headers;
  const int rows = sheet.tables.empty() ? 0 : sheet.tables.back().end_row();
  for (int row = 0; row < rows; ++row) {
    std::optional<RowsHeader> best;
    for (std::size_t f = 0; f < form.fields.size(); ++f) {
      if (form.fields[f].type != FieldType::rows) continue;
      auto header = header_in_row(sheet, form, f, row);
      if (header && (!best || header->cells.size() > best->cells.size() ||
                     (header->cells.size() == best->cells.size() && header->doubt < best->doubt))) {
        best = std::move(header);
      }
    }
    if (!best) continue;
    row = best->end_row - 1;
    headers.push_back(std::move(*best));
  }
  return headers;
}

std::vector<FoundRows> find_rows(const Sheet& sheet, const FormTemplate& form, const std::vector<RowsHeader>& headers,
                                 const std::vector<PlacedLabel>& labels) {
  std::vector<FoundRows> found;
  for (std::size_t h = 0; h < headers.size(); ++h) {
    const int end = h + 1 < headers.size() ? headers[h + 1].first_row : sheet.tables.back().end_row();
    found.push_back(rows_below(sheet, form, labels, headers[h], end));
  }
  return found;
}

}  // namespace shenbao::extract
