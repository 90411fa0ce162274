#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "extract/fill/find_labels.h"
#include "extract/fill/sheet.h"
#include "extract/form/form_template.h"

namespace shenbao::extract {

/// A column or group as a header may print it.
struct HeaderSlot {
  bool group = false;
  std::size_t index = 0;  ///< of the field's columns or groups
};

/// The field's columns from the left as its header may print them: each apart, or those of one group as one.
std::vector<std::vector<HeaderSlot>> possible_headers(const FieldSpec& field);

/// The group that a column belongs to, by its index; nothing where it belongs to none.
std::optional<std::size_t> group_of(const FieldSpec& field, std::size_t column);

/// The printed header of a table of repeated rows.
struct RowsHeader {
  std::size_t field = 0;  ///< index in the template's fields
  int first_row = 0;      ///< of the sheet
  int end_row = 0;
  std::vector<std::optional<Span>> columns;  ///< where each of the field's columns stands; none: not printed apart
  std::vector<std::optional<Span>> groups;   ///< where each of its groups stands under a header of its own
  std::vector<std::size_t> cells;            ///< of the header, sheet indices
  double doubt = 0.0;                        ///< mean share of misread characters
};

/// The stretch of the table that holds a column, its group's where it has none of its own; nothing where its header was
/// not found.
std::optional<Span> span_of(const RowsHeader& header, const FieldSpec& field, std::size_t column);

/// One printed row: for each column of the field the cell that holds it (sheet index).
struct PrintedRow {
  int table = 0;
  int row = 0;                                    ///< of the sheet
  std::vector<std::optional<std::size_t>> cells;  ///< by column; columns of one group may share a cell
  std::vector<bool> doubtful;                     ///< by column: its cell covers other columns too, or is cut
};

struct FoundRows {
  RowsHeader header;
  std::vector<PrintedRow> rows;
  std::map<int, RowsHeader> continued;  ///< by table (sheet index) without a header, whose columns stand elsewhere

  const RowsHeader& header_of(const PrintedRow& row) const;  ///< that the row's cells were found with
};

/// Finds the headers of all tables of repeated rows, in one row of cells or nested over two. A header cell that
/// nobody could read is placed between its neighbours. Sorted by row.
std::vector<RowsHeader> find_headers(const Sheet& sheet, const FormTemplate& form_template);

/// Finds the rows below each header: down to the next header or label of the form, over page breaks too, where
/// columns are matched by their place across the table, or else by what stands in them. Rows without ink in any column
/// of their own are left out.
std::vector<FoundRows> find_rows(const Sheet& sheet, const FormTemplate& form_template,
                                 const std::vector<RowsHeader>& headers, const std::vector<PlacedLabel>& labels);

}  // namespace shenbao::extract
