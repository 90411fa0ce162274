#pragma once

#include <optional>

#include "extract/fill/find_rows.h"
#include "extract/fill/sheet.h"
#include "extract/form/form_template.h"

namespace shenbao::extract {

/// The header for a table of `sheet` (by its index there) that has none of its own and seems to go on with the rows of
/// `header`, wherever its columns stand: as many of them as the field has, with or without a side label's in front, its
/// groups apart or as `header` has them; and most of what stands in them fits. Nothing where it is no such table.
std::optional<RowsHeader> continued_header(const RowsHeader& header, const Sheet& sheet, int table,
                                           const FormTemplate& form_template);

}  // namespace shenbao::extract
