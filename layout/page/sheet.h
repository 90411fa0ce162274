#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

namespace shenbao::layout {

/// Finds what lies around the sheet in a scan: the table below a photographed page, the black of an open lid.
///
/// `gray` is CV_8UC1. Returns a mask of a reduced size (long side about 440 pixels), 255 where there is no sheet;
/// empty when the sheet fills the scan. Rulings and print that touch the border are part of the sheet, and so are
/// shadows that fall on it: they end softly.
///
/// Method: Otsu's threshold on the reduced scan, and again below it; dark areas that touch its border, are thicker than
/// print and end in a step.
cv::Mat find_surroundings(const cv::Mat& gray);

/// Paints the surroundings in the brightness of the nearest paper, so that the sheet's edge is no stroke.
void paint_surroundings(cv::Mat& gray, const cv::Mat& surroundings);

}  // namespace shenbao::layout
