#include "layout/ink/geometry.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace shenbao::layout {

bool operator==(const Point& a, const Point& b) { return a.x == b.x && a.y == b.y; }

bool operator==(const Box& a, const Box& b) {
  return a.left == b.left && a.top == b.top && a.right == b.right && a.bottom == b.bottom;
}

bool operator==(const Quad& a, const Quad& b) { return a.corners == b.corners; }

bool operator==(const Transform& a, const Transform& b) { return a.m == b.m; }

Quad to_quad(const Box& box) {
  const double l = box.left, t = box.top, r = box.right, b = box.bottom;
  return Quad{{Point{l, t}, Point{r, t}, Point{r, b}, Point{l, b}}};
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

Transform inverse(const Transform& transform) {
  const auto& m = transform.m;
  const double c0 = m[4] * m[8] - m[5] * m[7];
  const double c1 = m[5] * m[6] - m[3] * m[8];
  const double c2 = m[3] * m[7] - m[4] * m[6];
  const double determinant = m[0] * c0 + m[1] * c1 + m[2] * c2;
  if (determinant == 0.0) throw std::invalid_argument("inverse: singular transform");
  Transform result;
  result.m = {c0, m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
              c1, m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
              c2, m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
  for (double& value : result.m) value /= determinant;
  return result;
}

Transform compose(const Transform& outer, const Transform& inner) {
  Transform result;
  for (int row = 0; row < 3; ++row) {
    for (int col = 0; col < 3; ++col) {
      double sum = 0.0;
      for (int k = 0; k < 3; ++k) sum += outer.m[row * 3 + k] * inner.m[k * 3 + col];
      result.m[row * 3 + col] = sum;
    }
  }
  return result;
}

}  // namespace shenbao::layout
