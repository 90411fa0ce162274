#pragma once

#include <opencv2/core/mat.hpp>

namespace shenbao::extract {

/// Takes dust out of a piece of a page: what is smaller than any printed mark, and small marks with no writing beside
/// them. A decimal point, a comma or a dot stands close to a glyph; a speck of a fax stands anywhere.
///
/// `ink` is CV_8UC1, 255 where there is ink; `glyph_height` is that of a hanzi in its pixels. Fragments close to each
/// other count as one, so that a broken glyph stays. Returns a mask of the same size.
cv::Mat clear_specks(const cv::Mat& ink, int glyph_height);

}  // namespace shenbao::extract
