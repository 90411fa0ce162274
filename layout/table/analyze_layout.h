#pragma once

#include "layout/page/page.h"
#include "layout/table/table_grid.h"

namespace shenbao::layout {

/// Finds the ruled tables of a page, the lines of text outside them, and what the sheet suffers from.
/// A page without rulings has no tables; a blank one has neither, and a blank_page defect.
PageLayout analyze_layout(const Page& page);

}  // namespace shenbao::layout
