#pragma once

#include <opencv2/core/mat.hpp>

namespace shenbao::extract {

/// Takes what is left of the rulings out of a cell's ink: long strokes along an edge and dots or
/// dashes that lie wholly on it, within the thickness that a ruling can have. Strokes of writing that
/// touch the edge stay.
///
/// `ink` is CV_8UC1, 255 = ink, a rectified cell cut on the centre lines of its rulings;
/// `glyph_height` is the usual height of a hanzi in the same pixels. Returns a mask of the same size.
cv::Mat clear_edges(const cv::Mat& ink, int glyph_height);

/// Takes dust out of a piece of a page: what is smaller than any printed mark, and small marks with no writing beside
/// them. A decimal point, a comma or a dot stands close to a glyph; a speck of a fax stands anywhere.
///
/// `ink` is CV_8UC1, 255 where there is ink; `glyph_height` is that of a hanzi in its pixels. Fragments close to each
/// other count as one, so that a broken glyph stays. Returns a mask of the same size.
cv::Mat clear_specks(const cv::Mat& ink, int glyph_height);

/// A cell's ink without the strokes of a stamp that colour could not take out.
struct StampCleared {
  cv::Mat ink;            ///< CV_8UC1, 255 = ink
  bool touched = false;   ///< a stroke was taken out where writing may have been part of it
  bool streaked = false;  ///< a streak was taken out, which may have been an upright of a glyph, too
};

/// Takes out strokes far larger than writing, such as the arc of a grey stamp. Where the stamp is paler
/// than the writing it crosses, the darker pixels stay; otherwise what touches it is lost and `touched` says so. Of a
/// scanner's streak down the whole cell glyphs that cross it are left.
///
/// `ink` is CV_8UC1, 255 = ink, without rulings; `gray` is CV_8UC1 of the same size, 0 = black.
StampCleared clear_stamp_strokes(const cv::Mat& ink, const cv::Mat& gray, int glyph_height);

/// Stretches grey so that paper is white and ink is black: (mean paper − 1.5 σ) becomes 255, mean ink 0.
///
/// `gray` is CV_8UC1, 0 = black; `ink` is its mask, 255 = ink, and `text` the part of it that shall
/// stay: other ink (remains of rulings) is painted white. Without ink the result is all white.
cv::Mat whiten(const cv::Mat& gray, const cv::Mat& ink, const cv::Mat& text);

}  // namespace shenbao::extract
