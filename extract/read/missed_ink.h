#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "extract/read/line_reader.h"

namespace shenbao::extract {

// What stands on a line besides the characters that were read. `line` is as given to the line reader, CV_8UC1, dark on
// white; `characters` from the left.

/// Puts a "." where one stands between two digits and none was read: ink no larger than a point, alone over its width,
/// on the line that the digits stand on. It is given as a doubtful reading, with nothing as the other choice.
void restore_points(const cv::Mat& line, std::vector<LineCharacter>& characters);

/// Whether a character stands between those that were read: ink about as wide and half as high as a hanzi, away from
/// all of them, above and below too.
bool skips_ink(const cv::Mat& line, const std::vector<LineCharacter>& characters);

}  // namespace shenbao::extract
