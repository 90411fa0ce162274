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

}  // namespace shenbao::extract
