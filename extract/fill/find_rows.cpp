#include "extract/fill/find_rows.h"

#include <algorithm>
#include <cmath>
#include <set>

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
      least = std::min(least, edit_cost(words, wanted) / static_cast<double>(std::max(words.size(), wanted.size())));
    }
  };
  compare_with(reading.text);
  for (const Candidate& candidate : reading.candidates) compare_with(candidate.text);
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

/// The columns of a group, read from cells below its header (nested headers).
void place_nested(const Sheet& sheet, const FieldSpec& field, std::size_t group, std::size_t group_cell,
                  RowsHeader& header) {
  const SheetCell& over = sheet.cells[group_cell];
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    const SheetCell& cell = sheet.cells[i];
    if (cell.table != over.table || cell.row != over.row_end()) continue;
    if (overlap(cell.span, over.span) < kInside * cell.span.width()) continue;
    for (std::size_t c = 0; c < field.columns.size(); ++c) {
      if (group_of(field, c) != group || unlikeness(*cell.reading, field.columns[c].labels) > kSurely) continue;
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
    const auto below = std::find_if(sheet.cells.begin(), sheet.cells.end(), [&](const SheetCell& cell) {
      return cell.row == header.end_row && cell.span.left > inner.left && cell.span.left < inner.right;
    });
    if (below == sheet.cells.end()) continue;
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
  int placed = 0;
  for (std::size_t s = 0; s < slots.size(); ++s) {
    if (!best->cell_of_slot[s]) continue;
    const SheetCell& cell = sheet.cells[*best->cell_of_slot[s]];
    header.doubt += unlikeness(*cell.reading, labels_of(slots[s], field));
    ++placed;
    header.cells.push_back(*best->cell_of_slot[s]);
    header.end_row = std::max(header.end_row, cell.row_end());
    (slots[s].group ? header.groups : header.columns)[slots[s].index] = cell.span;
  }
  header.doubt /= placed;
  for (std::size_t s = 0; s < slots.size(); ++s) {
    if (slots[s].group && best->cell_of_slot[s]) {
      place_nested(sheet, field, slots[s].index, *best->cell_of_slot[s], header);
    }
  }
  part_joined(sheet, header);
  return header;
}

/// The cells of a table row by column, before groups are sorted out.
class RowReader {
 public:
  RowReader(const Sheet& sheet, const FieldSpec& field, const RowsHeader& header)
      : sheet_(sheet), field_(field), header_(header) {}

  /// The cell that covers most of a stretch on that row.
  std::optional<std::size_t> cell_at(int table, int row, const Span& span) const {
    std::optional<std::size_t> best;
    double most = kReachesOver * span.width();
    for (std::size_t i = 0; i < sheet_.cells.size(); ++i) {
      const SheetCell& cell = sheet_.cells[i];
      if (cell.table != table || !cell.covers_row(row)) continue;
      if (overlap(cell.span, span) > most) {
        most = overlap(cell.span, span);
        best = i;
      }
    }
    return best;
  }

  /// How many of the stretches that a row of its own fills begin on that row with a cell of their width.
  double fit(int table, int row) const {
    int own = 0, fitting = 0;
    std::set<std::size_t> seen;
    for (std::size_t c = 0; c < field_.columns.size(); ++c) {
      const auto span = span_of(header_, field_, c);
      if (!span || field_.columns[c].carried) continue;
      const auto cell = cell_at(table, row, *span);
      const auto group = group_of(field_, c);
      if (group && cell && !seen.insert(*cell).second) continue;
      ++own;
      if (!cell || sheet_.cells[*cell].row != row) continue;
      const Span& have = sheet_.cells[*cell].span;
      const bool fits = likeness(have, *span) > kSameSpan || (group && fits_group(*group, have));
      fitting += fits ? 1 : 0;
    }
    return own == 0 ? 0.0 : static_cast<double>(fitting) / own;
  }

  PrintedRow read(int table, int row) const {
    PrintedRow printed{table, row, {}, {}};
    printed.cells.resize(field_.columns.size());
    printed.doubtful.resize(field_.columns.size(), false);
    for (std::size_t c = 0; c < field_.columns.size(); ++c) {
      const auto group = group_of(field_, c);
      const auto span = group ? span_in_group(*group, c) : header_.columns[c];
      if (span) printed.cells[c] = cell_at(table, row, *span);
    }
    mark_shared(printed);
    return printed;
  }

 private:
  std::vector<std::size_t> columns_of(std::size_t group) const {
    std::vector<std::size_t> columns;
    for (std::size_t c = 0; c < field_.columns.size(); ++c) {
      if (group_of(field_, c) == group) columns.push_back(c);
    }
    return columns;
  }

  std::optional<Span> group_span(std::size_t group) const {
    std::optional<Span> whole;
    for (const std::size_t c : columns_of(group)) {
      const auto span = span_of(header_, field_, c);
      if (!span) continue;
      whole = whole ? Span{std::min(whole->left, span->left), std::max(whole->right, span->right)} : *span;
    }
    return whole;
  }

  bool fits_group(std::size_t group, const Span& have) const {
    const auto whole = group_span(group);
    return whole && overlap(have, *whole) > kInside * have.width();
  }

  /// The stretch of a group's column: its own header's, or an even part of the group's.
  std::optional<Span> span_in_group(std::size_t group, std::size_t column) const {
    if (header_.columns[column]) return header_.columns[column];
    const auto whole = group_span(group);
    if (!whole) return std::nullopt;
    const std::vector<std::size_t> columns = columns_of(group);
    const auto place = std::find(columns.begin(), columns.end(), column) - columns.begin();
    const double share = whole->width() / static_cast<double>(columns.size());
    const double left = whole->left + share * static_cast<double>(place);
    return Span{left, left + share};
  }

  void mark_shared(PrintedRow& printed) const {
    for (std::size_t a = 0; a < field_.columns.size(); ++a) {
      for (std::size_t b = a + 1; b < field_.columns.size(); ++b) {
        if (!printed.cells[a] || printed.cells[a] != printed.cells[b]) continue;
        if (group_of(field_, a) && group_of(field_, a) == group_of(field_, b)) continue;
        printed.doubtful[a] = printed.doubtful[b] = true;
      }
    }
  }

  const Sheet& sheet_;
  const FieldSpec& field_;
  const RowsHeader& header_;
};

/// How many labels of that kind, or of any, begin on a row of the sheet.
int labels_on(const Sheet& sheet, const std::vector<PlacedLabel>& labels, int row, std::optional<LabelKind> kind = {}) {
  return static_cast<int>(std::count_if(labels.begin(), labels.end(), [&](const PlacedLabel& label) {
    return label.cell && label.doubt <= kSureLabel && sheet.cells[*label.cell].row == row &&
           (!kind || label.kind == *kind);
  }));
}

/// A cell with words in it, left of the first column, that begins on that row: the side label of another part.
bool begins_another_part(const Sheet& sheet, const RowsHeader& header, int row) {
  double left = 1.0;
  for (const auto& column : header.columns) left = column ? std::min(left, column->left) : left;
  return std::any_of(sheet.cells.begin(), sheet.cells.end(), [&](const SheetCell& cell) {
    return cell.row == row && cell.span.left < left && overlap(cell.span, {0.0, left}) > 0.5 * left &&
           !is_blank(*cell.reading);
  });
}

/// Marks the columns of `above` for which a row that is not one of its own holds more ink.
void mark_leftovers(const Sheet& sheet, const PrintedRow& leftover, PrintedRow& above) {
  for (std::size_t c = 0; c < above.cells.size(); ++c) {
    if (!leftover.cells[c] || leftover.cells[c] == above.cells[c]) continue;
    if (!is_blank(*sheet.cells[*leftover.cells[c]].reading)) above.doubtful[c] = true;
  }
}

/// Cells with ink that begin on a row of the sheet.
int cells_with_ink(const Sheet& sheet, int row) {
  return static_cast<int>(std::count_if(sheet.cells.begin(), sheet.cells.end(), [&](const SheetCell& cell) {
    return cell.row == row && !is_blank(*cell.reading);
  }));
}

bool has_ink(const Sheet& sheet, const FieldSpec& field, const PrintedRow& row) {
  for (std::size_t c = 0; c < field.columns.size(); ++c) {
    if (field.columns[c].carried || !row.cells[c]) continue;
    if (!is_blank(*sheet.cells[*row.cells[c]].reading)) return true;
  }
  return false;
}

/// Whether a list has ended above a row: signatures and opinions stand there, or it hardly keeps to the columns and
/// begins with words of the form's own.
bool ends_list(const Sheet& sheet, const std::vector<PlacedLabel>& labels, const RowsHeader& header, int row,
               double fit) {
  if (labels_on(sheet, labels, row, LabelKind::fixed) >= kSignatures) return true;
  return fit < kFits && (labels_on(sheet, labels, row) > 0 || begins_another_part(sheet, header, row));
}

/// Adds a row with ink to those of its list. One with few cells of its own is a cell of the row above that was cut.
void take_row(const Sheet& sheet, const FieldSpec& field, PrintedRow printed, double fit,
              std::vector<PrintedRow>& rows) {
  if (!has_ink(sheet, field, printed)) return;
  if (fit >= kFits || rows.empty()) {
    rows.push_back(std::move(printed));
  } else if (cells_with_ink(sheet, printed.row) >= kRowOfItsOwn) {
    printed.doubtful.assign(printed.doubtful.size(), true);
    rows.push_back(std::move(printed));
  } else {
    mark_leftovers(sheet, printed, rows.back());
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
    if (goes_on) {
      if (auto other = continued_header(header, sheet, table_no, form)) found.continued.emplace(table_no, *other);
    }
    const auto own = found.continued.find(table_no);
    const RowReader reader(sheet, field, own == found.continued.end() ? header : own->second);
    for (int row = std::max(table.first_row, header.end_row); row < std::min(table.end_row(), end); ++row) {
      const double fit = reader.fit(table_no, row);
      if (ends_list(sheet, labels, header, row, fit)) return found;
      take_row(sheet, field, reader.read(table_no, row), fit, found.rows);
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
