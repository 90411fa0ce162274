#pragma once

#include <opencv2/core/mat.hpp>

#include "layout/ink/geometry.h"

namespace shenbao::extract {

/// Cuts the quad's content out of a page and sets it upright: the quad's first corner becomes the top left.
///
/// `image` is CV_8UC1 in the quad's space (page pixels). Without slant the pixels are copied as they
/// are; otherwise they are interpolated (`mask` true: nearest pixel, for ink masks). The result has
/// the mean lengths of the quad's opposite sides, at least 1 × 1; what lies outside the image is 255
/// (0 for a mask). Throws std::invalid_argument for an empty image or one that is not CV_8UC1.
cv::Mat rectify(const cv::Mat& image, const layout::Quad& quad, bool mask);

}  // namespace shenbao::extract
