#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

/// Finds round stamps by their rim alone, where no colour tells them from print.
///
/// `ink` is CV_8UC1, 255 = ink, of a whole sheet about 1750 pixels high or smaller, turned in any way; `mm`, a
/// millimetre of the sheet, is in its pixels. A rim is a thin closed circle or near-circle of 20 to 56 millimetres
/// across; it may be crossed by rulings and text, and be worn or covered on a fifth of its way. Text, boxes and filled
/// discs are no stamps. Returns their boxes from the top, then from the left; none is an empty list. Throws
/// std::invalid_argument if `ink` is empty or not CV_8UC1.
///
/// Method: Hough transform for circles by gradient direction, all radii in one plane (Kimme, Ballard & Sklansky,
/// 1975), of slanted edges only, as those of rulings are not; then a circle with a second harmonic is fitted to
/// the rim and followed around.
std::vector<Box> find_round_stamps(const cv::Mat& ink, double mm);

}  // namespace shenbao::layout
