#pragma once

#include <vector>

#include "layout/page/page.h"
#include "layout/table/table_grid.h"

namespace shenbao::extract {

/// Where writing is printed that nobody read: pieces of ink at least as large as a character that lie in none of the
/// places `read` (page pixels: cells with ink, lines) and in no seal, and are no ruling. Pieces of one line are one.
///
/// `glyph_height` is the usual height of a hanzi, page pixels; without one (0) nothing is found. Returns upright quads
/// in page pixels, from the top. Measured at a quarter of the resolution, in a few milliseconds a page.
std::vector<layout::Quad> find_unread_ink(const layout::Page& page, const layout::PageLayout& page_layout,
                                          const std::vector<layout::Quad>& read, int glyph_height);

}  // namespace shenbao::extract
