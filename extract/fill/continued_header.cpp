#include "extract/fill/continued_header.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "extract/fill/cell_content.h"

namespace shenbao::extract {
namespace {

/// Where each of a table's columns stands, by its number; empty where one has no cell of its own.
std::vector<Span> bands_of(const Sheet& sheet, int table) {
  std::map<int, Span> bands;
  int columns = 0;
  for (const SheetCell& cell : sheet.cells) {
    if (cell.table != table) continue;
    columns = std::max(columns, cell.col + cell.col_span);
    if (cell.col_span == 1) bands.emplace(cell.col, cell.span);
  }
  std::vector<Span> all;
  if (static_cast<int>(bands.size()) != columns) return all;
  for (const auto& [col, band] : bands) all.push_back(band);
  return all;
}

/// The header of which the slots stand in the bands, from the left; a side label's column may stand in front of them.
std::optional<RowsHeader> header_in(const std::vector<Span>& bands, const std::vector<HeaderSlot>& slots,
                                    const RowsHeader& like) {
  if (bands.size() != slots.size() && bands.size() != slots.size() + 1) return std::nullopt;
  RowsHeader header;
  header.field = like.field;
  header.columns.resize(like.columns.size());
  header.groups.resize(like.groups.size());
  const std::size_t front = bands.size() - slots.size();
  for (std::size_t s = 0; s < slots.size(); ++s) {
    (slots[s].group ? header.groups : header.columns)[slots[s].index] = bands[front + s];
  }
  return header;
}

/// Whether most of what stands in the columns of operators, targets, units and months fits, and some of it fits no
/// other.
bool fits_columns(const RowsHeader& header, const Sheet& sheet, int table, const FormTemplate& form) {
  constexpr double kMost = 0.7;  // share of the values; others may be misread
  const FieldSpec& field = form.fields[header.field];
  const std::set<std::u32string>& units = units_of(form, field).words;
  int all = 0, fitting = 0, telling = 0;
  for (const SheetCell& cell : sheet.cells) {
    const Content content = content_of(cell.reading->text, units);
    if (cell.table != table || cell.col_span != 1 || content == Content::blank) continue;
    for (std::size_t c = 0; c < field.columns.size(); ++c) {
      const auto& band = header.columns[c];
      if (!band || !is_value_column(field.columns[c].type) || likeness(*band, cell.span) < 0.5) continue;
      const bool fit = fits(field.columns[c].type, content);
      ++all;
      fitting += fit ? 1 : 0;
      telling += fit && is_telling(content) ? 1 : 0;
    }
  }
  return telling > 0 && fitting >= kMost * all;
}

}  // namespace

std::optional<RowsHeader> continued_header(const RowsHeader& header, const Sheet& sheet, int table,
                                           const FormTemplate& form_template) {
  const std::vector<Span> bands = bands_of(sheet, table);
  for (const std::vector<HeaderSlot>& slots : possible_headers(form_template.fields[header.field])) {
    const bool regrouped = std::any_of(
        slots.begin(), slots.end(), [&](const HeaderSlot& slot) { return slot.group && !header.groups[slot.index]; });
    const auto found = regrouped ? std::nullopt : header_in(bands, slots, header);
    if (found && fits_columns(*found, sheet, table, form_template)) return found;
  }
  return std::nullopt;
}

}  // namespace shenbao::extract
