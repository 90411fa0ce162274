#include "layout/table/streaks.h"

#include <algorithm>
#include <cstddef>

namespace shenbao::layout {

namespace {

constexpr double kWholeSheet = 0.85;  // share of the sheet's length: streaks fade before its edges
constexpr double kStroke = 4;         // glyph heights: shorter lines may be strokes, and bound no table
constexpr double kOverhang = 3;       // glyph heights past the table at both ends: rulings do not stick out as far
constexpr double kLong = 6;           // glyph heights: what is counted among a direction's rulings

/// Whether it crosses others, and goes on far beyond all of them and beyond all that run beside it and are shorter than
/// the sheet. `whole` is the sheet's length along it.
bool overhangs(const Ruling& ruling, const std::vector<Ruling>& rulings, double whole, double glyph) {
  double first = ruling.end(), last = ruling.begin();
  bool crosses = false;
  for (const Ruling& other : rulings) {
    if (other.length() < kStroke * glyph) continue;
    if (other.direction == ruling.direction) {
      if (other.length() > kWholeSheet * whole) continue;
      first = std::min(first, other.begin());
      last = std::max(last, other.end());
    } else {
      const double along = other.at((other.begin() + other.end()) / 2), across = ruling.at(along);
      crosses = crosses || (across > other.begin() - glyph && across < other.end() + glyph);
      first = std::min(first, along);
      last = std::max(last, along);
    }
  }
  return crosses && std::min(first - ruling.begin(), ruling.end() - last) > kOverhang * glyph;
}

}  // namespace

std::vector<Ruling> without_streaks(const std::vector<Ruling>& rulings, const cv::Size& page, double glyph_height) {
  std::vector<Ruling> kept = rulings;
  for (const Direction direction : {Direction::horizontal, Direction::vertical}) {
    const double whole = direction == Direction::horizontal ? page.width : page.height;
    const auto is_streak = [&](const Ruling& ruling) {
      return ruling.direction == direction && ruling.length() > kWholeSheet * whole &&
             overhangs(ruling, rulings, whole, glyph_height);
    };
    const auto streaks = std::count_if(rulings.begin(), rulings.end(), is_streak);
    const auto long_ones = std::count_if(rulings.begin(), rulings.end(), [&](const Ruling& ruling) {
      return ruling.direction == direction && ruling.length() > kLong * glyph_height;
    });
    if (2 * streaks >= long_ones) continue;
    kept.erase(std::remove_if(kept.begin(), kept.end(), is_streak), kept.end());
  }
  return kept;
}

}  // namespace shenbao::layout
