#include "extract/read/span.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace shenbao::extract {
double overlap(const Span& a, const Span& b) {
  return std::max(0.0, std::min(a.right, b.right) - std::max(a.left, b.left));
}

double likeness(const Span& a, const Span& b) {
  const double both = std::max(a.right, b.right) - std::min(a.left, b.left);
  return both > 0.0 ? overlap(a, b) / both : 0.0;
}

Span span_in_table(const layout::Quad& cell, const layout::Quad& table) {
  if (layout::area(table) < 1.0) return {};
  std::vector<cv::Point2f> corners, sides;
  for (const layout::Point& corner : table.corners) corners.emplace_back(corner.x, corner.y);
  for (const int side : {0, 1}) {  // the middles of the left and the right one
    const layout::Point &top = cell.corners[static_cast<std::size_t>(side)], &foot = cell.corners[3U - side];
    sides.emplace_back((top.x + foot.x) / 2.0, (top.y + foot.y) / 2.0);
  }
  const std::vector<cv::Point2f> unit{{0, 0}, {1, 0}, {1, 1}, {0, 1}};
  // Projective, so that leaning and photographed tables keep their proportions.
  cv::perspectiveTransform(sides, sides, cv::getPerspectiveTransform(corners, unit));
  return {sides[0].x, sides[1].x};
}

}  // namespace shenbao::extract
