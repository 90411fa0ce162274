#pragma once

#include <opencv2/core/mat.hpp>

namespace shenbao::layout {

/// Takes out what was not printed on this side of the sheet for reading: watermarks, and what shows through from the
/// back. It has a tone of its own, clearly paler than print, and lies across the writing as much as beside it, which
/// pale rulings and labels of a form do not.
///
/// `gray` is CV_8UC1, 0 = black, of a sheet, and is changed in place where there is any: the paper becomes white, what
/// is as pale as the foreign strokes paper. `darkness` is that of the same sheet at the size that rulings are looked
/// for, as darkness_of gives it. Returns whether there was any; a stamp in one place is none.
bool take_out_foreign_print(cv::Mat& gray, const cv::Mat& darkness);

}  // namespace shenbao::layout
