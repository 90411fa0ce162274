#pragma once

#include <optional>

#include "extract/fill/find_rows.h"
#include "extract/fill/sheet.h"
#include "extract/form/form_template.h"

namespace shenbao::extract {

/// The header for a table of `sheet` (by its index there) that has none of its own and seems to go on with the rows of
/// a `header` printed on `form`, wherever its columns stand: as many of them as the header's row has cells, in the same
/// order and each group as one or taken apart, or as many as the field has, without side labels; and most of what
/// stands in them fits. Nothing where it is no such table.
std::optional<RowsHeader> continued_header(const Sheet& form, const RowsHeader& header, const Sheet& sheet, int table,
                                           const FormTemplate& form_template);

}  // namespace shenbao::extract
