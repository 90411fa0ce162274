#pragma once

#include <opencv2/core/mat.hpp>

namespace shenbao::layout {

/// Turns white print on dark ground, as in filled header cells, into black print on paper.
///
/// `gray` is CV_8UC1, 0 = black, of a sheet, and is changed in place: in even dark areas far thicker than strokes, with
/// white strokes in them, the ground becomes as bright as the paper, what is paler than it dark, and what is darker,
/// such as rulings, stays dark. Returns whether there were any.
bool turn_over_white_print(cv::Mat& gray);

}  // namespace shenbao::layout
