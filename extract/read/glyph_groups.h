#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/ink/geometry.h"

namespace shenbao::extract {

/// The pieces of a line between columns without ink, from the left: a digit, an operator, a hanzi or a
/// part of one. `ink` is CV_8UC1, 255 = ink; `line` lies in it. Boxes are tight, in the pixels of `ink`.
std::vector<layout::Box> find_glyph_groups(const cv::Mat& ink, const layout::Box& line);

}  // namespace shenbao::extract
