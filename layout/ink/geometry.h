#pragma once

#include <array>
#include <vector>

namespace shenbao::layout {

/// A place on a page or scan, in pixels; origin top left, x right, y down.
struct Point {
  double x = 0.0;
  double y = 0.0;
};
bool operator==(const Point& a, const Point& b);

/// An upright rectangle of pixels, half-open: [left, right) × [top, bottom).
struct Box {
  int left = 0;
  int top = 0;
  int right = 0;
  int bottom = 0;

  int width() const { return right - left; }
  int height() const { return bottom - top; }
  bool empty() const { return right <= left || bottom <= top; }
};
bool operator==(const Box& a, const Box& b);

/// Four corners, clockwise from the shape's own top left.
struct Quad {
  std::array<Point, 4> corners{};
};
bool operator==(const Quad& a, const Quad& b);

Quad to_quad(const Box& box);
Box bounding_box(const Quad& quad);  ///< smallest whole-pixel box that holds every corner
Point center(const Quad& quad);
double area(const Quad& quad);  ///< square pixels, by the shoelace formula; never negative

/// A projective map of the plane, row-major 3 × 3. Named from-to: `page_to_scan`.
struct Transform {
  std::array<double, 9> m{1, 0, 0, 0, 1, 0, 0, 0, 1};

  Point operator()(const Point& point) const;
  Quad operator()(const Quad& quad) const;  ///< corner by corner, order kept
};
bool operator==(const Transform& a, const Transform& b);

/// The map that undoes `transform`. Throws std::invalid_argument if it is singular.
Transform inverse(const Transform& transform);

/// First `inner`, then `outer`.
Transform compose(const Transform& outer, const Transform& inner);

}  // namespace shenbao::layout
