#pragma once

#include "layout/ink/geometry.h"

namespace shenbao::extract {

/// A stretch of one of a table's sides, as shares of its width: 0 is its left edge, 1 its right one.
struct Span {
  double left = 0.0;
  double right = 0.0;

  double width() const { return right - left; }
};

double overlap(const Span& a, const Span& b);   ///< width in common
double likeness(const Span& a, const Span& b);  ///< in common, of what both cover together; [0, 1]

/// How far across its table a cell reaches, whichever way the page lies or leans.
Span span_in_table(const layout::Quad& cell, const layout::Quad& table);

}  // namespace shenbao::extract
