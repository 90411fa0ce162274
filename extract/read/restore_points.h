#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "extract/read/line_reader.h"

namespace shenbao::extract {

/// Puts a "." where one stands between two digits and none was read: ink no larger than a point, alone over its width,
/// on the line that the digits stand on. It is given as a doubtful reading, with nothing as the other choice.
/// `line` is as given to the line reader, CV_8UC1, dark on white; `characters` from the left.
void restore_points(const cv::Mat& line, std::vector<LineCharacter>& characters);

}  // namespace shenbao::extract
