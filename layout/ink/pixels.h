#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

cv::Rect to_rect(const Box& box);
Box to_box(const cv::Rect& rect);
std::vector<cv::Point> to_polyline(const std::vector<Point>& points);  ///< rounded to whole pixels

cv::Mat transposed(const cv::Mat& image);  ///< rows become columns: what is written for level lines sees upright ones

cv::Mat every_row(const cv::Mat& image, int step);  ///< every `step`th from the first on, sharing its pixels

/// The window of a morphological operation, in pixels.
cv::Mat rectangle_of(int width, int height);
cv::Mat disc_of(int diameter);

}  // namespace shenbao::layout
