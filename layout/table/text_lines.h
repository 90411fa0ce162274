#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

/// Finds the lines of horizontal writing in a piece of a page, such as a cell or the page outside its tables.
///
/// `ink` is CV_8UC1, 255 where there is ink, without rulings. `glyph_height` is the usual
/// height of a hanzi in pixels, 0 if unknown (then it is estimated from the ink). Thin marks
/// (一, =, a lone decimal point) belong to the line they stand on. Returns tight boxes from
/// the top, then from the left; no ink is an empty list. Far apart pieces on one height are
/// separate lines when the gap is wider than `split_gap` glyph heights (0: never split).
std::vector<Box> find_text_lines(const cv::Mat& ink, int glyph_height, double split_gap);

}  // namespace shenbao::layout
