#pragma once

#include "extract/fill/sheet.h"
#include "extract/form/form_template.h"
#include "support/page_grid.h"

namespace shenbao::test {

/// A table of indicators as project_target prints it, with its side label and three columns for a value: two level
/// names, each on two rows, and words for a target on the last.
PageGrid indicator_page();

/// The delivered definition of project_target, and its list of indicators.
const extract::FormTemplate& project_form();
const extract::FieldSpec& indicators_of(const extract::FormTemplate& form);

/// All tables and lines of the pages as one form's sheet; the pages must outlive it.
extract::Sheet sheet_of(const std::vector<extract::PageText>& pages);

/// The cell of a sheet with that text. Throws std::out_of_range where there is none.
std::size_t cell_at(const extract::Sheet& sheet, const std::string& text);

/// What a cell of a sheet says; "-" for no cell.
std::string text_at(const extract::Sheet& sheet, const std::optional<std::size_t>& cell);

}  // namespace shenbao::test
