#pragma once

#include <opencv2/core/mat.hpp>

#include "layout/table/table_grid.h"

namespace shenbao::layout {

/// Joins neighbouring cells of a row whose common edge is no ruling but strokes of writing.
///
/// In a paragraph of lines set closely, upright strokes that stand below each other look like the missing piece of a
/// ruling that ends above the paragraph and begins anew below it. `ink` is CV_8UC1, 255 where there is ink, in the
/// pixels of `table`; `glyph_height` is that of a hanzi in them. Cells of one line are joined only where the
/// writing comes close to the edge on both sides and nothing is printed well above and below it.
/// In a row hardly higher than its writing the fat ink of `ink` closes the gaps above and below one stroke; `text`, the
/// mask with strokes in their printed width, shows that it stands free.
void unite_cells(TableGrid& table, const cv::Mat& ink, const cv::Mat& text, double glyph_height);

}  // namespace shenbao::layout
