#pragma once

#include <opencv2/core/mat.hpp>

namespace shenbao::extract {

/// Stretches grey so that paper is white and ink is black: (mean paper − 1.5 σ) becomes 255, mean ink 0.
///
/// `gray` is CV_8UC1, 0 = black; `ink` is its mask, 255 = ink, and `text` the part of it that shall
/// stay: other ink (remains of rulings) is painted white. Without ink the result is all white.
cv::Mat whiten(const cv::Mat& gray, const cv::Mat& ink, const cv::Mat& text);

}  // namespace shenbao::extract
