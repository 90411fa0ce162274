#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/page/page.h"

namespace shenbao::layout {

/// A scan in grey, without its coloured seals.
struct Unsealed {
  cv::Mat gray;              ///< CV_8UC1, 0 = black
  std::vector<Seal> seals;   ///< pixels of `gray`
  std::vector<Box> circles;  ///< a pen's circles, taken out too; pixels of `gray`
};

/// Finds round and square seals and box stamps, upright or aslant, by colour and shape, and takes them out.
///
/// `pixels` is CV_8UC3 (BGR) of a whole sheet, taken for A4 when sizes are judged. Outside seals `gray` is luma; on a
/// seal's own pixels it is the channel in which the seal is palest (red for a red one), brightened until the seal is as
/// pale as the paper, so that print below it stays. A pen's circle goes too, but is no seal; rulings of the seal's
/// colour stay. Red print, red lines and coloured fields are no seals. Seals from the top, then from the left; none is
/// an empty list. Throws std::invalid_argument if `pixels` is empty or not CV_8UC3.
Unsealed take_out_seals(const cv::Mat& pixels);

}  // namespace shenbao::layout
