#pragma once

#include <opencv2/core/mat.hpp>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

/// Brightens a grey round stamp until it is as pale as the paper, so that the darker print below it stays.
///
/// `gray` is CV_8UC1, 0 = black, and is changed inside the stamp alone; `place` is the box of its rim, pixels of
/// `gray`. Returns false and changes nothing where the stamp is about as dark as print: in a bilevel scan, for one.
///
/// Method: the stamp's grey is the median of its rim, the print's that of the darkest pixels inside; what is darker
/// than the stamp is stretched over the whole range.
bool bleach_stamp(cv::Mat& gray, const Box& place);

}  // namespace shenbao::layout
