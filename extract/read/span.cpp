#include "extract/read/span.h"

#include <algorithm>

namespace shenbao::extract {
namespace {

/// The projective map from the unit square to a quad, so that leaning and photographed tables keep their proportions.
///
/// Method: Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, section 2.2.3.
layout::Transform unit_to_quad(const layout::Quad& quad) {
  const auto& c = quad.corners;
  const double dx1 = c[1].x - c[2].x, dx2 = c[3].x - c[2].x, sx = c[0].x - c[1].x + c[2].x - c[3].x;
  const double dy1 = c[1].y - c[2].y, dy2 = c[3].y - c[2].y, sy = c[0].y - c[1].y + c[2].y - c[3].y;
  const double det = dx1 * dy2 - dx2 * dy1;
  const double g = (sx * dy2 - dx2 * sy) / det, h = (dx1 * sy - sx * dy1) / det;
  layout::Transform transform;
  transform.m = {c[1].x - c[0].x + g * c[1].x,
                 c[3].x - c[0].x + h * c[3].x,
                 c[0].x,
                 c[1].y - c[0].y + g * c[1].y,
                 c[3].y - c[0].y + h * c[3].y,
                 c[0].y,
                 g,
                 h,
                 1.0};
  return transform;
}

layout::Point middle(const layout::Point& a, const layout::Point& b) { return {(a.x + b.x) / 2.0, (a.y + b.y) / 2.0}; }

}  // namespace

double overlap(const Span& a, const Span& b) {
  return std::max(0.0, std::min(a.right, b.right) - std::max(a.left, b.left));
}

double likeness(const Span& a, const Span& b) {
  const double both = std::max(a.right, b.right) - std::min(a.left, b.left);
  return both > 0.0 ? overlap(a, b) / both : 0.0;
}

Span span_in_table(const layout::Quad& cell, const layout::Quad& table) {
  if (layout::area(table) < 1.0) return {};
  const auto& c = cell.corners;
  const layout::Transform to_unit = layout::inverse(unit_to_quad(table));
  return {to_unit(middle(c[0], c[3])).x, to_unit(middle(c[1], c[2])).x};
}

}  // namespace shenbao::extract
