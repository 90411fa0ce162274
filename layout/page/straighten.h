#pragma once

#include "layout/page/orientation.h"
#include "layout/page/page.h"

namespace shenbao::layout {

/// Turns a scan upright, takes out its skew and its coloured seals. Round seals that no colour tells from print stay
/// and are reported with an unknown colour.
///
/// Accepts CV_8UC1 and CV_8UC3 (BGR) pixels; throws std::invalid_argument for
/// anything else or for an empty scan. The way up is decided by the writing
/// (`orientation`), not by the sheet's shape; a page without writing keeps rotation 0.
/// A photographed sheet is rectified from its rulings or edges as far as a
/// projective map can; what is left is traced by find_rulings.
Page straighten(const Scan& scan, const OrientationModel& orientation);

}  // namespace shenbao::layout
