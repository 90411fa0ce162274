#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "extract/read/line_reader.h"

namespace shenbao::extract {

/// Whether a character stands between those that were read: ink about as wide and half as high as a hanzi, away from
/// all of them. `line` is as given to the line reader, CV_8UC1, dark on white.
bool skips_ink(const cv::Mat& line, const std::vector<LineCharacter>& characters);

}  // namespace shenbao::extract
