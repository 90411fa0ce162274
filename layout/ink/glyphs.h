#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

/// The usual height of a hanzi on a page, in pixels; 0 where there is no writing.
///
/// `ink` is CV_8UC1, 255 = ink, rulings included or not, turned by any multiple of 90 degrees.
///
/// Method: strokes within a twelfth of the expected height are joined, then the median of the sizes of
/// compact connected components, each weighted by its area.
int glyph_height(const cv::Mat& ink);

/// Boxes of what are probably single hanzi: compact pieces of ink about as large as `glyph_height`.
/// Crossings of dashed rulings are none, though they look like 十 and turn 十 upside down.
/// Ordered from the top, then from the left; none is an empty list.
std::vector<Box> find_glyphs(const cv::Mat& ink, int glyph_height);

/// Which way lines of writing run: characters stand closer to their neighbours on the line than to those of the next.
struct LineDirection {
  int along_rows = 0;     ///< characters whose nearest neighbour stands beside them
  int along_columns = 0;  ///< above or below them
};
LineDirection find_line_direction(const cv::Mat& ink, int glyph_height);

}  // namespace shenbao::layout
