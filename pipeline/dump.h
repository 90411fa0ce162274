#pragma once

#include <string>
#include <vector>

#include "extract/form/form.h"
#include "layout/page/page.h"
#include "layout/table/table_grid.h"

namespace shenbao::pipeline {

/// Draws what the layout stages found on a page, one numbered PNG per stage below `folder`: 001-1-page.png (upright,
/// seals taken out), 001-2-ink.png, 001-3-rulings.png (their ends as dots), 001-4-cells.png (row, column and spans;
/// inferred cells in red), 001-5-lines.png (lines of text, seals and defects). Throws Error (output).
void dump_layout(const std::string& folder, const layout::Page& page, const layout::PageLayout& page_layout);

/// Draws the fields that stand on a scan with their keys, as 001-6-fields.png: green accepted, red in review, blue
/// corrected. Throws Error (output).
void dump_fields(const std::string& folder, const layout::Scan& scan, const std::vector<extract::Form>& forms);

}  // namespace shenbao::pipeline
