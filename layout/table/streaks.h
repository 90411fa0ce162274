#pragma once

#include <opencv2/core/types.hpp>
#include <vector>

#include "layout/ink/rulings.h"

namespace shenbao::layout {

/// The rulings without those that run from one side of the sheet to the other, far beyond the table that they cross:
/// the shadow of a fold, the streak of a dirty scanner. `page` is the sheet's size in the rulings' pixels. Order kept.
///
/// Where most rulings of a direction do that, they are the table's own, whose frame is missing.
std::vector<Ruling> without_streaks(const std::vector<Ruling>& rulings, const cv::Size& page, double glyph_height);

}  // namespace shenbao::layout
