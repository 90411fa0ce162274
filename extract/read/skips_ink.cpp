#include "extract/read/skips_ink.h"

#include <algorithm>
#include <cmath>

namespace shenbao::extract {
namespace {

constexpr uchar ink_level = 128;
constexpr double reach = 0.62 * LineReader::hanzi;      // of a character's ink from its middle, wide faces included
constexpr double narrowest = 0.45 * LineReader::hanzi;  // what is left of a hanzi beyond its neighbours' reach
constexpr double lowest = 0.5 * LineReader::hanzi;      // a dash is lower

}  // namespace

bool skips_ink(const cv::Mat& line, const std::vector<LineCharacter>& characters) {
  const auto is_covered = [&](int x) {
    return std::any_of(characters.begin(), characters.end(),
                       [&](const LineCharacter& character) { return std::abs(character.x - x) <= reach; });
  };
  int inked = 0, top = line.rows, bottom = 0;
  for (int x = 0; x <= line.cols; ++x) {
    if (x == line.cols || is_covered(x)) {
      if (inked >= narrowest && bottom - top >= lowest) return true;
      inked = 0;
      top = line.rows;
      bottom = 0;
      continue;
    }
    bool any = false;
    for (int y = 0; y < line.rows; ++y) {
      if (line.at<uchar>(y, x) >= ink_level) continue;
      any = true;
      top = std::min(top, y);
      bottom = std::max(bottom, y + 1);
    }
    inked += any;
  }
  return false;
}

}  // namespace shenbao::extract
