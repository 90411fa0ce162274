#include "layout/page/bleach_stamp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "layout/ink/statistics.h"

namespace shenbao::layout {

namespace {

/// How a stamp is told from print and paper. Shares of the way from print to paper, of the rim's radius, and of the
/// pixels, as named.
struct StampLevels {
  static constexpr double kLeastRadius = 8;     // pixels: a smaller box holds no rim
  static constexpr double kInnerRim = 0.9;      // of the radius
  static constexpr double kOuterRim = 1.06;     // of the radius, to take the rim's soft outer edge along
  static constexpr double kPaper = 0.8;         // quantile of the levels inside: most of a stamp is paper
  static constexpr double kPrint = 0.005;       // quantile: where print lies below the stamp at all, the darkest
  static constexpr double kPale = 0.15;         // of the way from paper to print: the gaps of the rim
  static constexpr double kLeastDistance = 50;  // grey levels from print to stamp; JPEG blurs less into each other
  static constexpr double kNoise = 0.25;        // of the way from stamp to print: the stamp's noise, its blurred edges
};

/// What each grey level becomes: the darkest stay, the stamp and what is paler become paper.
std::array<std::uint8_t, 256> stretched_levels(double print, double stamp, double paper) {
  const double palest = stamp - StampLevels::kNoise * (stamp - print);
  std::array<std::uint8_t, 256> levels{};
  for (int level = 0; level < 256; ++level) {
    const double stretched = print + (level - print) * (paper - print) / (palest - print);
    levels[static_cast<std::size_t>(level)] = static_cast<std::uint8_t>(
        std::lround(level <= print ? level : std::min(stretched, std::max(paper, static_cast<double>(level)))));
  }
  return levels;
}

}  // namespace

bool bleach_stamp(cv::Mat& gray, const Box& place) {
  const double centre_x = (place.left + place.right) / 2.0, centre_y = (place.top + place.bottom) / 2.0;
  const double radius_x = place.width() / 2.0, radius_y = place.height() / 2.0;
  if (std::min(radius_x, radius_y) < StampLevels::kLeastRadius) return false;
  const double reach = StampLevels::kOuterRim;
  const cv::Rect there =
      cv::Rect(static_cast<int>(centre_x - reach * radius_x), static_cast<int>(centre_y - reach * radius_y),
               static_cast<int>(2.0 * reach * radius_x) + 1, static_cast<int>(2.0 * reach * radius_y) + 1) &
      cv::Rect(cv::Point(), gray.size());
  /// Calls `use` for each pixel of the stamp with its distance from the centre, in radii.
  const auto for_each_pixel = [&](auto use) {
    for (int y = there.y; y < there.y + there.height; ++y) {
      for (int x = there.x; x < there.x + there.width; ++x) {
        const double distance = std::hypot((x + 0.5 - centre_x) / radius_x, (y + 0.5 - centre_y) / radius_y);
        if (distance <= reach) use(gray.at<std::uint8_t>(y, x), distance);
      }
    }
  };

  std::vector<std::uint8_t> inside, rim;
  for_each_pixel([&](std::uint8_t level, double distance) {
    if (distance <= 1.0) inside.push_back(level);
    if (distance > StampLevels::kInnerRim && distance <= 1.0) rim.push_back(level);
  });
  if (inside.empty()) return false;
  const double paper = quantile(inside, StampLevels::kPaper), print = quantile(inside, StampLevels::kPrint);
  const double palest = paper - StampLevels::kPale * (paper - print);
  rim.erase(std::remove_if(rim.begin(), rim.end(), [palest](std::uint8_t level) { return level > palest; }), rim.end());
  if (rim.empty()) return false;
  const double stamp = median(rim);
  if (stamp - print < StampLevels::kLeastDistance) return false;
  const auto levels = stretched_levels(print, stamp, paper);
  for_each_pixel([&levels](std::uint8_t& level, double) { level = levels[level]; });
  return true;
}

}  // namespace shenbao::layout
