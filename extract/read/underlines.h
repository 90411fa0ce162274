#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

namespace shenbao::extract {

/// A place's ink without the strokes that its writing stands on.
struct UnderlinesCleared {
  cv::Mat ink;               ///< CV_8UC1, 255 = ink
  std::vector<int> levels;   ///< row of each underline that was taken out, from the top
  bool doubtful = false;     ///< glyphs are struck out by a stroke that is still there, or what was taken out may be a
                             ///< ruling between two cells
  bool may_be_foot = false;  ///< what was taken out may be a lone glyph's foot
};

/// Takes out straight level strokes on which writing stands, longer than any stroke of a hanzi; glyphs that touch or
/// cross them stay. `known` are rows at which writing beside it stands on one. Without any, a stroke of a few hanzi
/// that they touch stays, as it may be their feet run together; at one of them, or below another underline of the
/// place, a shorter one is an underline, too. A stroke with no writing on it, as a blank to be filled in or a dash,
/// stays.
///
/// `ink` is CV_8UC1, 255 = ink, without rulings along its edges; `glyph_height` is that of a hanzi in its pixels.
UnderlinesCleared clear_underlines(const cv::Mat& ink, int glyph_height, const std::vector<int>& known);

/// The ink without thin straight strokes from the top of a cell to its foot; glyphs that cross them stay. The same
/// pixels where there is none.
cv::Mat without_streaks(const cv::Mat& ink, int glyph_height);

}  // namespace shenbao::extract
