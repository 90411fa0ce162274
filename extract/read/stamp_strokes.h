#pragma once

#include <opencv2/core/mat.hpp>

namespace shenbao::extract {

/// A cell's ink without the strokes of a stamp that colour could not take out.
struct StampCleared {
  cv::Mat ink;           ///< CV_8UC1, 255 = ink
  bool touched = false;  ///< a stroke was taken out where writing may have been part of it
};

/// Takes out strokes far larger than writing, such as the arc of a grey stamp. Where the stamp is paler
/// than the writing it crosses, the darker pixels stay; otherwise what touches it is lost and `touched` says so.
///
/// `ink` is CV_8UC1, 255 = ink, without rulings; `gray` is CV_8UC1 of the same size, 0 = black.
StampCleared clear_stamp_strokes(const cv::Mat& ink, const cv::Mat& gray, int glyph_height);

}  // namespace shenbao::extract
