#pragma once

#include <opencv2/core/mat.hpp>

namespace shenbao::layout {

/// By how much a page is reduced for finding rulings: what is left has about 150 pixels per inch on A4.
/// A small picture is not reduced (1).
int working_factor(const cv::Size& page);

/// Every pixel is the darkest of `factor` × `factor`, so that the thinnest ruling stays whole. CV_8UC1.
/// Pixel i covers the pixels [i × factor, (i + 1) × factor).
cv::Mat reduce_keeping_dark(const cv::Mat& gray, int factor);

/// The same for an ink mask: ink where any of `factor` × `factor` is.
cv::Mat reduce_ink(const cv::Mat& ink, int factor);

}  // namespace shenbao::layout
