#include "layout/streaks.h"

#include <algorithm>
#include <cstddef>

namespace shenbao::layout {

namespace {

/// Whether it goes on far beyond the first and the last ruling that it crosses.
bool overhangs(const Ruling& ruling, const std::vector<Ruling>& rulings, double glyph) {
  double first = ruling.end(), last = ruling.begin();
  for (const Ruling& other : rulings) {
    if (other.direction == ruling.direction || other.end() - other.begin() < 2 * glyph) continue;
    const double along = other.at(ruling.at((ruling.begin() + ruling.end()) / 2));
    const double across = ruling.at(along);
    if (along < ruling.begin() - glyph || along > ruling.end() + glyph) continue;
    if (across < other.begin() - glyph || across > other.end() + glyph) continue;
    first = std::min(first, along);
    last = std::max(last, along);
  }
  return last >= first && first - ruling.begin() > 3 * glyph && ruling.end() - last > 3 * glyph;
}

}  // namespace

std::vector<Ruling> without_streaks(const std::vector<Ruling>& rulings, const cv::Size& page, double glyph_height) {
  std::vector<Ruling> kept = rulings;
  for (const Direction direction : {Direction::horizontal, Direction::vertical}) {
    const double whole = direction == Direction::horizontal ? page.width : page.height;
    const auto is_streak = [&](const Ruling& ruling) {
      return ruling.direction == direction && ruling.end() - ruling.begin() > 0.85 * whole &&
             overhangs(ruling, rulings, glyph_height);
    };
    const auto streaks = std::count_if(rulings.begin(), rulings.end(), is_streak);
    const auto long_ones = std::count_if(rulings.begin(), rulings.end(), [&](const Ruling& ruling) {
      return ruling.direction == direction && ruling.end() - ruling.begin() > 6 * glyph_height;
    });
    if (2 * streaks >= long_ones) continue;
    kept.erase(std::remove_if(kept.begin(), kept.end(), is_streak), kept.end());
  }
  return kept;
}

}  // namespace shenbao::layout
