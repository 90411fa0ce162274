#pragma once

#include "extract/read/page_text.h"
#include "extract/read/read_snippets.h"
#include "layout/page/page.h"
#include "layout/table/table_grid.h"

namespace shenbao::extract {

/// Reads every cell and line of a page. Blank places cost no recognition.
///
/// Each cell is rectified from its four corners (page pixels), whitened, split in lines, and read at
/// the glyph height at which each reader is best; the result holds several candidates per cell and
/// is in scan pixels only. Writing that is higher than wide and reads badly is read lying on its side too. Ink as large
/// as writing that is in none of these places is named in `unread`.
PageText read_text(const layout::Page& page, const layout::PageLayout& page_layout, const Readers& readers);

}  // namespace shenbao::extract
