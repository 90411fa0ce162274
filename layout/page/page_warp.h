#pragma once

#include <opencv2/core/mat.hpp>
#include <optional>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

/// How a sheet lies in a scan: the directions of its rulings, as far as a projective map can say it.
struct PageWarp {
  double turn = 0.0;             ///< degrees, clockwise positive: how a slanting sheet lies; the rest counts from there
  double skew = 0.0;             ///< degrees, clockwise positive, at the middle of the scan
  double shear = 0.0;            ///< degrees by which the uprights lean more than the level lines
  double level_vanishing = 0.0;  ///< weight of the level lines' vanishing point, 1 / pixel; 0: they are parallel
  double upright_vanishing = 0.0;
  bool from_rulings = false;  ///< false: lines of writing said the skew, and nothing the rest
};

/// Estimates how far rulings (or, without any, lines of writing) are off the axes. `ink` is CV_8UC1,
/// 255 = ink; the lengths in the result are in its pixels. Rulings are found up to 8 degrees from the axes, lines of
/// writing up to 7; where no ruling is, a table that lies slanting further is, by its `turn`. A blank page lies
/// straight.
///
/// Method: straight thin connected strokes; slope as a linear function of the place, which is what a
/// vanishing point gives, by reweighted least squares. Without rulings the angle whose projection profile is
/// the sharpest (Postl, 1986).
PageWarp estimate_warp(const cv::Mat& ink, int glyph_height);

/// The same from the four edges of a photographed sheet, for pages without rulings; nothing where not all four are seen
/// and straight. `surroundings` as find_surroundings gives it; the lengths in the result are in pixels of the scan.
std::optional<PageWarp> warp_of_edges(const cv::Mat& surroundings, const cv::Size& scan);

/// The map from a straight page to the scan. Both have the middle of the scan at `middle`.
Transform straight_to_scan(const PageWarp& warp, const Point& middle);

}  // namespace shenbao::layout
