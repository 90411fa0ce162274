#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

enum class Direction { horizontal, vertical };

/// A stretch along a ruling: x of a horizontal one, y of a vertical one; pixels, half-open.
struct Stretch {
  double begin = 0.0;
  double end = 0.0;

  double length() const { return end - begin; }
};
bool operator==(const Stretch& a, const Stretch& b);

/// A printed line, reduced to its centre line. It may be slanted or bent a little.
struct Ruling {
  Direction direction = Direction::horizontal;
  std::vector<Point> trace;      ///< centre line, at least two points, by rising x (horizontal) or y (vertical)
  std::vector<Stretch> printed;  ///< where ink was seen, ascending, apart from each other
  double thickness = 0.0;        ///< mean, pixels
  bool inferred = false;         ///< not seen but concluded from others

  double begin() const;  ///< x (horizontal) or y (vertical) of its first point
  double end() const;
  double length() const { return end() - begin(); }
  double at(double along) const;  ///< y at an x (horizontal) or x at a y (vertical); beyond its ends by its own slope
  /// Whether it runs by a place, less than `off` beside it, or ends less than `beyond` before it.
  bool passes(const Point& place, double off, double beyond) const;
};
bool operator==(const Ruling& a, const Ruling& b);

/// Finds the rulings of an upright page: solid, dashed, dotted, or broken by the scanner.
///
/// `ink` is CV_8UC1, 255 = ink; `glyph_height` the usual height of a hanzi in the same pixels. A
/// ruling may be off its axis by up to three degrees; strokes shorter than a glyph are taken for text,
/// and so are those with writing close beside them, unless they stand upright between two long rulings.
/// Collinear pieces with ink between them, or with next to no gap, come as one ruling. Returns
/// horizontal rulings from the top, then vertical ones from the left, in pixels of `ink`; none found is an
/// empty list. What crosses no other ruling is still here: only build_tables knows underlines from tables.
/// Throws std::invalid_argument if `ink` is empty or not CV_8UC1.
///
/// Method: run-length smoothing (Wong, Casey & Wahl, 1982) of strokes no thicker than a ruling,
/// linked over rows to pieces (Di Zenzo & Morelli's run graph), each traced in strips and tested
/// for white on both sides; what slanted strokes tangle is traced again by its long runs alone. Then the pieces are
/// joined where one continues the other.
std::vector<Ruling> find_rulings(const cv::Mat& ink, int glyph_height);

}  // namespace shenbao::layout
