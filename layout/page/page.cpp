#include "layout/page/page.h"

#include <algorithm>

namespace shenbao::layout {

double millimetre_of(const cv::Size& sheet) {
  constexpr double kA4 = 297;  // millimetres, its long side
  return std::max(sheet.width, sheet.height) / kA4;
}

}  // namespace shenbao::layout
