#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/ink/rulings.h"

namespace shenbao::layout {

/// Takes out the rulings that run from one side of the sheet to the other, beyond the table that they cross, or from a
/// side into it, and returns them: the shadow of a fold, the streak of a dirty scanner. `page` is the sheet's size in
/// the rulings' pixels.
///
/// Where most rulings of a direction do that, they are the table's own, whose frame is missing, and stay.
std::vector<Ruling> take_out_streaks(std::vector<Ruling>& rulings, const cv::Size& page, double glyph_height);

/// `ink` with only those pixels of `streaks` that are darker than the streaks are beyond the table: a ruling that a
/// fold hides. `ink` and `gray` are CV_8UC1 of one size, 255 = ink and 0 = black.
cv::Mat without_ink_of_streaks(const cv::Mat& ink, const cv::Mat& gray, const std::vector<Ruling>& streaks,
                               double glyph_height);

/// The rulings without underlines and lines that strike text out: level ones that stop short of the uprights on their
/// left and on their right, and have writing close above or below, or run through it. `text` is CV_8UC1, 255 = ink, in
/// the rulings' pixels. Order kept.
std::vector<Ruling> without_underlines(const std::vector<Ruling>& rulings, const cv::Mat& text, double glyph_height);

}  // namespace shenbao::layout
