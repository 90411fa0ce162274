#include "layout/ink/geometry.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <stdexcept>
#include <tuple>

namespace shenbao::layout {

namespace {

Transform to_transform(const cv::Matx33d& matrix) {
  Transform transform;
  std::copy_n(matrix.val, 9, transform.m.begin());
  return transform;
}

}  // namespace

bool operator==(const Point& a, const Point& b) { return a.x == b.x && a.y == b.y; }

bool operator==(const Box& a, const Box& b) {
  return a.left == b.left && a.top == b.top && a.right == b.right && a.bottom == b.bottom;
}

bool operator==(const Quad& a, const Quad& b) { return a.corners == b.corners; }

bool operator==(const Transform& a, const Transform& b) { return a.m == b.m; }

Box join(const Box& a, const Box& b) {
  if (a.empty() || b.empty()) return a.empty() ? b : a;
  return {std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right), std::max(a.bottom, b.bottom)};
}

bool meet(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

Box scaled(const Box& box, int factor) {
  return {box.left * factor, box.top * factor, box.right * factor, box.bottom * factor};
}

bool is_before(const Box& a, const Box& b) { return std::tie(a.top, a.left) < std::tie(b.top, b.left); }

bool is_before(const Point& a, const Point& b) { return std::tie(a.y, a.x) < std::tie(b.y, b.x); }

Quad to_quad(const Box& box) {
  const double l = box.left, t = box.top, r = box.right, b = box.bottom;
  return Quad{{Point{l, t}, Point{r, t}, Point{r, b}, Point{l, b}}};
}

Quad scaled(const Quad& quad, double factor) {
  Quad larger = quad;
  for (Point& corner : larger.corners) corner = {corner.x * factor, corner.y * factor};
  return larger;
}

Box bounding_box(const Quad& quad) {
  const auto [min_x, max_x] = std::minmax({quad.corners[0].x, quad.corners[1].x, quad.corners[2].x, quad.corners[3].x});
  const auto [min_y, max_y] = std::minmax({quad.corners[0].y, quad.corners[1].y, quad.corners[2].y, quad.corners[3].y});
  return Box{static_cast<int>(std::floor(min_x)), static_cast<int>(std::floor(min_y)),
             static_cast<int>(std::ceil(max_x)), static_cast<int>(std::ceil(max_y))};
}

Point center(const Quad& quad) {
  Point sum;
  for (const Point& corner : quad.corners) {
    sum.x += corner.x / 4;
    sum.y += corner.y / 4;
  }
  return sum;
}

double area(const Quad& quad) {
  double twice = 0.0;
  for (std::size_t i = 0; i < 4; ++i) {
    const Point& a = quad.corners[i];
    const Point& b = quad.corners[(i + 1) % 4];
    twice += a.x * b.y - b.x * a.y;
  }
  return std::abs(twice) / 2;
}

Point Transform::operator()(const Point& point) const {
  const double w = m[6] * point.x + m[7] * point.y + m[8];
  return Point{(m[0] * point.x + m[1] * point.y + m[2]) / w, (m[3] * point.x + m[4] * point.y + m[5]) / w};
}

Quad Transform::operator()(const Quad& quad) const {
  Quad mapped;
  std::transform(quad.corners.begin(), quad.corners.end(), mapped.corners.begin(), *this);
  return mapped;
}

Transform shift(double dx, double dy) { return Transform{{1, 0, dx, 0, 1, dy, 0, 0, 1}}; }

Transform inverse(const Transform& transform) {
  bool is_regular = false;
  const cv::Matx33d inverted = cv::Matx33d(transform.m.data()).inv(cv::DECOMP_LU, &is_regular);
  if (!is_regular) throw std::invalid_argument("inverse: singular transform");
  return to_transform(inverted);
}

Transform compose(const Transform& outer, const Transform& inner) {
  return to_transform(cv::Matx33d(outer.m.data()) * cv::Matx33d(inner.m.data()));
}

Transform turn(double degrees, const Point& around) {
  const double angle = degrees * CV_PI / 180;
  const Transform turned{{std::cos(angle), -std::sin(angle), 0, std::sin(angle), std::cos(angle), 0, 0, 0, 1}};
  return compose(shift(around.x, around.y), compose(turned, shift(-around.x, -around.y)));
}

}  // namespace shenbao::layout
