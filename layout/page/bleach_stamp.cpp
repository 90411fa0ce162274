#include "layout/page/bleach_stamp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

namespace shenbao::layout {

namespace {

constexpr double least_distance = 50.0;  // gray levels between print and stamp; JPEG blurs less into each other
constexpr double reach = 1.06;           // of the rim's radius, to take its soft outer edge along

/// The level below which this share of the pixels lies.
double quantile(std::vector<std::uint8_t>& levels, double share) {
  const auto at = levels.begin() + static_cast<std::ptrdiff_t>(share * static_cast<double>(levels.size() - 1));
  std::nth_element(levels.begin(), at, levels.end());
  return *at;
}

}  // namespace

bool bleach_stamp(cv::Mat& gray, const Box& place) {
  const double centre_x = (place.left + place.right) / 2.0, centre_y = (place.top + place.bottom) / 2.0;
  const double radius_x = place.width() / 2.0, radius_y = place.height() / 2.0;
  if (radius_x < 8.0 || radius_y < 8.0) return false;
  const cv::Rect there =
      cv::Rect(static_cast<int>(centre_x - reach * radius_x), static_cast<int>(centre_y - reach * radius_y),
               static_cast<int>(2.0 * reach * radius_x) + 1, static_cast<int>(2.0 * reach * radius_y) + 1) &
      cv::Rect(0, 0, gray.cols, gray.rows);
  const auto distance = [&](int x, int y) {
    return std::hypot((x + 0.5 - centre_x) / radius_x, (y + 0.5 - centre_y) / radius_y);
  };

  std::vector<std::uint8_t> inside, rim;
  for (int y = there.y; y < there.y + there.height; ++y) {
    for (int x = there.x; x < there.x + there.width; ++x) {
      const double from_centre = distance(x, y);
      if (from_centre <= 1.0) inside.push_back(gray.at<std::uint8_t>(y, x));
      if (from_centre > 0.9 && from_centre <= 1.0) rim.push_back(gray.at<std::uint8_t>(y, x));
    }
  }
  if (inside.empty() || rim.empty()) return false;
  const double paper = quantile(inside, 0.8), print = quantile(inside, 0.005);
  const auto pale = std::remove_if(rim.begin(), rim.end(),
                                   [&](std::uint8_t level) { return level > paper - 0.15 * (paper - print); });
  rim.erase(pale, rim.end());
  if (rim.empty()) return false;
  const double stamp = quantile(rim, 0.5);
  if (stamp - print < least_distance) return false;

  const double pale_from = stamp - 0.25 * (stamp - print);  // the stamp's own noise and its blurred edges
  std::array<std::uint8_t, 256> bleached{};
  for (int level = 0; level < 256; ++level) {
    const double stretched = print + (level - print) * (paper - print) / (pale_from - print);
    bleached[static_cast<std::size_t>(level)] = static_cast<std::uint8_t>(
        std::lround(level <= print ? level : std::min(stretched, std::max(paper, static_cast<double>(level)))));
  }
  for (int y = there.y; y < there.y + there.height; ++y) {
    for (int x = there.x; x < there.x + there.width; ++x) {
      if (distance(x, y) > reach) continue;
      std::uint8_t& level = gray.at<std::uint8_t>(y, x);
      level = bleached[level];
    }
  }
  return true;
}

}  // namespace shenbao::layout
