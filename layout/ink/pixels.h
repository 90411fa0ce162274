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

/// How many pixels of `gray` (CV_8UC1) have each of the 256 levels, where `mask` is set if there is one.
std::vector<double> histogram_of(const cv::Mat& gray, const cv::Mat& mask = {});

/// How many of a histogram's pixels have a level in [first, last).
double count_between(const std::vector<double>& histogram, double first, double last);

/// The smallest level from `first` on that, with those between, has at least `share` of them; 255 without any.
int level_at(const std::vector<double>& histogram, double share, int first = 0);

/// The window of a morphological operation, in pixels.
cv::Mat rectangle_of(int width, int height);
cv::Mat disc_of(int diameter);

}  // namespace shenbao::layout
