#include "layout/ink/pixels.h"

#include <cmath>
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

cv::Mat rectangle_of(int width, int height) {
  return cv::getStructuringElement(cv::MORPH_RECT, cv::Size(width, height));
}

cv::Mat disc_of(int diameter) { return cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(diameter, diameter)); }

}  // namespace shenbao::layout
