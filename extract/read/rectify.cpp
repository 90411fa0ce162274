#include "extract/read/rectify.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <vector>

namespace shenbao::extract {
namespace {

double distance(const layout::Point& a, const layout::Point& b) { return std::hypot(b.x - a.x, b.y - a.y); }

/// Whether the quad is an upright rectangle to within `tolerance` pixels.
bool is_upright(const layout::Quad& quad, double tolerance) {
  const auto& c = quad.corners;
  return std::abs(c[0].y - c[1].y) <= tolerance && std::abs(c[2].y - c[3].y) <= tolerance &&
         std::abs(c[0].x - c[3].x) <= tolerance && std::abs(c[1].x - c[2].x) <= tolerance && c[1].x > c[0].x &&
         c[3].y > c[0].y;
}

cv::Mat copy_box(const cv::Mat& image, const layout::Quad& quad, const cv::Scalar& outside) {
  const auto& c = quad.corners;
  const int left = static_cast<int>(std::lround((c[0].x + c[3].x) / 2));
  const int right = std::max(left + 1, static_cast<int>(std::lround((c[1].x + c[2].x) / 2)));
  const int top = static_cast<int>(std::lround((c[0].y + c[1].y) / 2));
  const int bottom = std::max(top + 1, static_cast<int>(std::lround((c[2].y + c[3].y) / 2)));
  cv::Mat result(bottom - top, right - left, CV_8UC1, outside);
  const cv::Rect wanted(left, top, right - left, bottom - top);
  const cv::Rect there = wanted & cv::Rect(0, 0, image.cols, image.rows);
  if (!there.empty()) image(there).copyTo(result(there - wanted.tl()));
  return result;
}

}  // namespace

cv::Mat rectify(const cv::Mat& image, const layout::Quad& quad, bool mask) {
  if (image.empty() || image.type() != CV_8UC1) throw std::invalid_argument("rectify: image must be CV_8UC1");
  const cv::Scalar outside(mask ? 0 : 255);
  const double tolerance = 1.5;  // pixels; less slant than that blurs more when interpolated than it hurts
  if (is_upright(quad, tolerance)) return copy_box(image, quad, outside);

  const auto& c = quad.corners;
  const int width = std::max(1, static_cast<int>(std::lround((distance(c[0], c[1]) + distance(c[3], c[2])) / 2)));
  const int height = std::max(1, static_cast<int>(std::lround((distance(c[0], c[3]) + distance(c[1], c[2])) / 2)));
  std::vector<cv::Point2f> from, to;
  for (const layout::Point& corner : c) {
    from.emplace_back(static_cast<float>(corner.x - 0.5), static_cast<float>(corner.y - 0.5));  // warp counts centres
  }
  const float right = static_cast<float>(width) - 0.5F, bottom = static_cast<float>(height) - 0.5F;
  to = {{-0.5F, -0.5F}, {right, -0.5F}, {right, bottom}, {-0.5F, bottom}};
  cv::Mat result;
  cv::warpPerspective(image, result, cv::getPerspectiveTransform(from, to), cv::Size(width, height),
                      mask ? cv::INTER_NEAREST : cv::INTER_LINEAR, cv::BORDER_CONSTANT, outside);
  return result;
}

}  // namespace shenbao::extract
