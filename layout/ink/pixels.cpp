#include "layout/ink/pixels.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>

namespace shenbao::layout {

cv::Rect to_rect(const Box& box) { return {box.left, box.top, box.width(), box.height()}; }

Box to_box(const cv::Rect& rect) { return {rect.x, rect.y, rect.x + rect.width, rect.y + rect.height}; }

std::vector<cv::Point> to_polyline(const std::vector<Point>& points) {
  std::vector<cv::Point> polyline;
  for (const Point& point : points) {
    polyline.emplace_back(static_cast<int>(std::lround(point.x)), static_cast<int>(std::lround(point.y)));
  }
  return polyline;
}

cv::Mat transposed(const cv::Mat& image) {
  cv::Mat turned;
  cv::transpose(image, turned);
  return turned;
}

cv::Mat every_row(const cv::Mat& image, int step) {
  return {(image.rows + step - 1) / step, image.cols, image.type(), const_cast<uchar*>(image.data),
          image.step[0] * static_cast<std::size_t>(step)};
}

std::vector<double> histogram_of(const cv::Mat& gray, const cv::Mat& mask) {
  cv::Mat counts;
  cv::calcHist(std::vector<cv::Mat>{gray}, {0}, mask, counts, {256}, {0, 256});
  return {counts.begin<float>(), counts.end<float>()};
}

double count_between(const std::vector<double>& histogram, double first, double last) {
  const auto at = [&](double level) { return histogram.begin() + std::clamp(static_cast<int>(level), 0, 256); };
  return std::accumulate(at(first), at(last), 0.0);
}

int level_at(const std::vector<double>& histogram, double share, int first) {
  const double enough = share * count_between(histogram, first, 256);
  double sum = 0.0;
  for (int level = first; level < 256; ++level) {
    sum += histogram[static_cast<std::size_t>(level)];
    if (sum > 0.0 && sum >= enough) return level;
  }
  return 255;
}

cv::Mat rectangle_of(int width, int height) {
  return cv::getStructuringElement(cv::MORPH_RECT, cv::Size(width, height));
}

cv::Mat disc_of(int diameter) { return cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(diameter, diameter)); }

}  // namespace shenbao::layout
