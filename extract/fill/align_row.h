#pragma once

#include <string>
#include <vector>

#include "extract/fill/find_rows.h"
#include "extract/fill/sheet.h"
#include "extract/form/form.h"
#include "extract/form/form_template.h"

namespace shenbao::extract {

/// A printed row with the cell that each column's value is taken from, wherever that cell stands.
struct AlignedRow {
  PrintedRow row;
  std::vector<std::optional<Doubt>> repair;  ///< by column: moved or split
  std::vector<std::string> parts;            ///< by column: what a split cell says of it, "" for nothing
};

/// Lays a row's cells along its columns by what they hold, where they stand in the wrong ones: a lost merged cell moves
/// all that is right of it, and a row without its rulings has operator, target, unit and month in one cell.
///
/// Only a row that contradicts its columns (a unit for a month, a month elsewhere, two values of other types) is moved,
/// and only where all of it fits then; else the row is returned as it stands.
/// Method: Needleman-Wunsch alignment of the row's cells with the columns.
AlignedRow align_row(const Sheet& sheet, const FormTemplate& form_template, const FieldSpec& field,
                     const RowsHeader& header, const PrintedRow& row);

}  // namespace shenbao::extract
