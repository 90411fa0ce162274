#include "extract/fill/continued_header.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "extract/fill/cell_content.h"

namespace shenbao::extract {
namespace {

/// Where each of a table's columns stands, by its number.
using Bands = std::vector<Span>;

/// Empty where a column has no cell of its own.
Bands bands_of(const Sheet& sheet, int table) {
  std::map<int, Span> bands;
  int columns = 0;
  for (const SheetCell& cell : sheet.cells) {
    if (cell.table != table) continue;
    columns = std::max(columns, cell.col + cell.col_span);
    if (cell.col_span == 1) bands.emplace(cell.col, cell.span);
  }
  Bands all;
  if (static_cast<int>(bands.size()) != columns) return all;
  for (const auto& [col, band] : bands) all.push_back(band);
  return all;
}

RowsHeader without_columns(std::size_t field_no, const FieldSpec& field) {
  RowsHeader header;
  header.field = field_no;
  header.columns.resize(field.columns.size());
  header.groups.resize(field.groups.size());
  return header;
}

std::optional<RowsHeader> by_field(const Bands& bands, std::size_t field_no, const FieldSpec& field) {
  if (bands.size() != field.columns.size()) return std::nullopt;
  RowsHeader header = without_columns(field_no, field);
  std::copy(bands.begin(), bands.end(), header.columns.begin());
  return header;
}

/// The columns of the field that stand in one column of the page: one, a group's together, or none at a side label.
using Slot = std::vector<std::size_t>;

std::vector<std::size_t> columns_of(const ColumnGroup& group, const FieldSpec& field) {
  std::vector<std::size_t> columns;
  for (std::size_t c = 0; c < field.columns.size(); ++c) {
    if (std::count(group.keys.begin(), group.keys.end(), field.columns[c].key) != 0) columns.push_back(c);
  }
  return columns;
}

/// What the cells of the header's last row stand for, from the left.
std::vector<Slot> slots_of(const Sheet& form, const RowsHeader& header, const FieldSpec& field) {
  std::vector<Span> row;
  for (const SheetCell& cell : form.cells) {
    if (cell.covers_row(header.end_row - 1)) row.push_back(cell.span);
  }
  std::sort(row.begin(), row.end(), [](const Span& a, const Span& b) { return a.left < b.left; });
  const auto same = [](const std::optional<Span>& a, const Span& b) {
    return a && a->left == b.left && a->right == b.right;
  };
  std::vector<Slot> slots(row.size());
  for (std::size_t i = 0; i < row.size(); ++i) {
    for (std::size_t g = 0; g < header.groups.size(); ++g) {
      if (same(header.groups[g], row[i])) slots[i] = columns_of(field.groups[g], field);
    }
    for (std::size_t c = 0; c < header.columns.size(); ++c) {
      if (same(header.columns[c], row[i])) slots[i] = {c};
    }
  }
  return slots;
}

std::vector<Slot> apart(const std::vector<Slot>& slots) {
  std::vector<Slot> single;
  for (const Slot& slot : slots) {
    if (slot.empty()) single.push_back(slot);
    for (const std::size_t column : slot) single.push_back({column});
  }
  return single;
}

std::optional<RowsHeader> by_order(const Bands& bands, const std::vector<Slot>& slots, std::size_t field_no,
                                   const FieldSpec& field) {
  if (bands.size() != slots.size()) return std::nullopt;
  RowsHeader header = without_columns(field_no, field);
  for (std::size_t i = 0; i < slots.size(); ++i) {
    if (slots[i].size() == 1) header.columns[slots[i].front()] = bands[i];
    for (std::size_t g = 0; g < field.groups.size(); ++g) {
      if (slots[i].size() > 1 && slots[i] == columns_of(field.groups[g], field)) header.groups[g] = bands[i];
    }
  }
  return header;
}

/// What stands in the columns of operators, targets, units and months.
struct Contents {
  int all = 0;
  int fitting = 0;
  int telling = 0;  ///< of the fitting ones
};

Contents contents_in(const RowsHeader& header, const Sheet& sheet, int table, const FormTemplate& form) {
  const FieldSpec& field = form.fields[header.field];
  std::set<std::u32string> units;
  for (const ColumnSpec& column : field.columns) {
    if (column.type == FieldType::unit) units = folded_terms(form.find_vocabulary(column.vocabulary));
  }
  Contents contents;
  for (const SheetCell& cell : sheet.cells) {
    if (cell.table != table || cell.col_span != 1) continue;
    for (std::size_t c = 0; c < field.columns.size(); ++c) {
      const auto& band = header.columns[c];
      if (!band || !is_value_column(field.columns[c].type) || likeness(*band, cell.span) < 0.5) continue;
      const Content content = content_of(cell.reading->text, units);
      if (content == Content::blank) continue;
      const bool fit = fits(field.columns[c].type, content);
      ++contents.all;
      contents.fitting += fit ? 1 : 0;
      contents.telling += fit && is_telling(content) ? 1 : 0;
    }
  }
  return contents;
}

}  // namespace

std::optional<RowsHeader> continued_header(const Sheet& form, const RowsHeader& header, const Sheet& sheet, int table,
                                           const FormTemplate& form_template) {
  const FieldSpec& field = form_template.fields[header.field];
  const Bands bands = bands_of(sheet, table);
  const std::vector<Slot> slots = slots_of(form, header, field);
  constexpr double kMost = 0.7;  // share of the values that fit their columns; others may be misread
  constexpr int kTwoRows = 4;    // telling values
  // By the header's order one month in its column is enough; without it two rows' worth of values must tell.
  const std::pair<std::optional<RowsHeader>, int> ways[] = {{by_order(bands, slots, header.field, field), 1},
                                                            {by_order(bands, apart(slots), header.field, field), 1},
                                                            {by_field(bands, header.field, field), kTwoRows}};
  for (const auto& [found, least_telling] : ways) {
    if (!found) continue;
    const Contents contents = contents_in(*found, sheet, table, form_template);
    if (contents.telling >= least_telling && contents.fitting >= kMost * contents.all) return found;
  }
  return std::nullopt;
}

}  // namespace shenbao::extract
