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

Box join(const Box& a, const Box& b);            ///< the smallest box around both; an empty one does not count
bool meet(const Box& a, const Box& b);           ///< whether they share a pixel
Box scaled(const Box& box, int factor);          ///< in pixels a `factor`th as large
bool is_before(const Box& a, const Box& b);      ///< from the top, then from the left
bool is_before(const Point& a, const Point& b);  ///< the same

/// Four corners, clockwise from the shape's own top left.
struct Quad {
  std::array<Point, 4> corners{};
};
bool operator==(const Quad& a, const Quad& b);

Quad to_quad(const Box& box);
Quad scaled(const Quad& quad, double factor);
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

Transform shift(double dx, double dy);
Transform turn(double degrees, const Point& around);  ///< clockwise, as y points down

/// The map that undoes `transform`. Throws std::invalid_argument if it is singular.
Transform inverse(const Transform& transform);

/// First `inner`, then `outer`.
Transform compose(const Transform& outer, const Transform& inner);

}  // namespace shenbao::layout
