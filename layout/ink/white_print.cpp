#include "layout/ink/white_print.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "layout/ink/pixels.h"

namespace shenbao::layout {

namespace {

/// Filled cells. Lengths in blocks of pixels, an 80th of an inch of A4.
struct Filled {
  static constexpr int kPerLongSide = 880;
  static constexpr int kThickness = 5;         // 1.7 mm: no stroke of writing is as thick
  static constexpr int kLength = 30;           // 10 mm: what is shorter may be bold characters, or the star of a seal
  static constexpr int kLow = 9;               // 3 mm: the lowest row of a form
  static constexpr int kHeight = 14;           // 4.7 mm: higher than a line of small bold print
  static constexpr int kWindow = 9;            // 3 mm, more of which is ground than strokes of white print
  static constexpr double kSolid = 0.2;        // share of an area without strokes, in a cell full of print
  static constexpr double kMoreSolid = 0.6;    // the same of a black one: bold characters, however merged, have less
  static constexpr double kPaper = 0.8;        // quantile of the levels: less of a sheet is dark
  static constexpr double kGround = 0.7;       // of the paper's level; white on a paler ground can hardly be read
  static constexpr double kNoise = 24;         // grey levels: of blocks of the ground
  static constexpr double kWhite = 0.6;        // of the way from ground to paper: inside white strokes
  static constexpr double kEven = 0.25;        // of the same way: the ground's own noise
  static constexpr double kLeastWhite = 0.01;  // share of an area: two characters in a wide cell
  static constexpr double kLeastEven = 0.75;   // share of an area: bold characters, pictures, screens of dots have less
  static constexpr int kDarker = 3;  // times the contrast to a dark ground: what is darker than that differs little
};

/// A connected area of blocks that is as dark as a filled cell, white strokes on it included.
struct Area {
  cv::Rect place;         ///< blocks
  cv::Mat mask;           ///< of the same size
  bool no_print = false;  ///< it is too large and solid to be bold characters
};

/// Takes strokes too close to each other for the `ground` to show for a part of the area around them; a white cell with
/// dark areas on all its sides is larger than a character, and what stands in it is darker than the ground.
void fill_lines_of_print(cv::Mat& areas, const cv::Mat& blocks, double ground) {
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(~areas, labels, stats, centroids, /*connectivity=*/4, CV_32S);
  for (int i = 1; i < count; ++i) {
    const auto [small, large] = std::minmax(stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    if (small >= Filled::kLength) continue;
    const cv::Mat hole = labels == i;
    double darkest = 0.0;
    cv::minMaxLoc(blocks, &darkest, nullptr, nullptr, nullptr, hole);
    const bool shows_ground = std::abs(darkest - ground) < Filled::kNoise;
    if (large < Filled::kLength || shows_ground) areas.setTo(255, hole);
  }
}

/// Areas large and even enough to be filled cells, in `blocks` of the sheet; what is `darkest` or darker is dark.
std::vector<Area> find_dark_areas(const cv::Mat& blocks, double darkest) {
  const cv::Mat dark = blocks <= darkest;
  cv::Mat solid, around;
  cv::morphologyEx(dark, solid, cv::MORPH_OPEN, rectangle_of(Filled::kThickness, Filled::kThickness));
  if (cv::countNonZero(solid) < Filled::kSolid * Filled::kLength * Filled::kHeight) return {};  // most pages
  cv::blur(dark, around, cv::Size(Filled::kWindow, Filled::kWindow), cv::Point(-1, -1), cv::BORDER_REPLICATE);
  cv::Mat filled = solid | (around > 255 / 2.0), labels, stats, centroids;
  fill_lines_of_print(filled, blocks, cv::mean(blocks, solid)[0]);
  const int count = cv::connectedComponentsWithStats(filled, labels, stats, centroids, /*connectivity=*/4, CV_32S);
  std::vector<Area> areas;
  for (int i = 1; i < count; ++i) {
    const int* box = stats.ptr<int>(i);
    const cv::Rect place(box[cv::CC_STAT_LEFT], box[cv::CC_STAT_TOP], box[cv::CC_STAT_WIDTH], box[cv::CC_STAT_HEIGHT]);
    // What touches the border lies around the sheet.
    const bool at_border = place.x == 0 || place.y == 0 || place.br().x == blocks.cols || place.br().y == blocks.rows;
    if (at_border || std::max(place.width, place.height) < Filled::kLength ||
        std::min(place.width, place.height) < Filled::kLow)
      continue;
    const cv::Mat mask = labels(place) == i;
    const double share = cv::countNonZero(mask & solid(place)) / static_cast<double>(box[cv::CC_STAT_AREA]);
    const bool no_print = share >= Filled::kMoreSolid && std::min(place.width, place.height) >= Filled::kHeight;
    if (share >= Filled::kSolid) areas.push_back({place, mask, no_print});
  }
  return areas;
}

/// What each level becomes on a ground of level `ground`.
cv::Mat turned_levels(int ground, int paper) {
  cv::Mat levels(1, 256, CV_8UC1);
  for (int level = 0; level < 256; ++level) {
    const double darker = level < ground ? Filled::kDarker * (ground - level)
                                         : static_cast<double>(level - ground) / (paper - ground) * paper;
    levels.at<std::uint8_t>(level) = cv::saturate_cast<std::uint8_t>(paper - darker);
  }
  return levels;
}

/// Turns one area over if there is white print in it; `mask` is as large as `gray`.
bool turn_over(cv::Mat gray, const cv::Mat& mask, bool no_print, int block, int paper) {
  cv::Mat inside, rim, turned;
  cv::erode(mask, inside, rectangle_of(2 * block + 1, 2 * block + 1));
  const std::vector<double> levels = histogram_of(gray, inside);
  const int ground = level_at(levels, 0.5);
  const double way = paper - ground, even = Filled::kEven * way, all = count_between(levels, 0, 256);
  // A ground as dark as print may be bold characters, and stands for the rulings around it.
  const bool is_black = Filled::kDarker * ground < way;
  if (way <= 0 || (is_black && !no_print) ||
      count_between(levels, ground + Filled::kWhite * way, 256) < Filled::kLeastWhite * all ||
      count_between(levels, ground - even, ground + even + 1) < Filled::kLeastEven * all) {
    return false;
  }
  // Around the area, where blocks are too coarse, what is as pale as paper is paper.
  cv::dilate(mask, rim, rectangle_of(2 * block + 1, 2 * block + 1));
  rim &= gray < ground + way / 2;
  cv::LUT(gray, turned_levels(ground, paper), turned);
  turned.copyTo(gray, is_black ? inside : inside | rim);
  return true;
}

}  // namespace

bool turn_over_white_print(cv::Mat& gray) {
  const int block = std::max(1, (std::max(gray.cols, gray.rows) + Filled::kPerLongSide / 2) / Filled::kPerLongSide);
  const cv::Size size(gray.cols / block, gray.rows / block);
  if (size.empty()) return false;
  cv::Mat blocks;
  cv::resize(every_row(gray.rowRange(0, size.height * block), block), blocks, size, 0, 0, cv::INTER_AREA);
  const int paper = level_at(histogram_of(blocks), Filled::kPaper);
  bool found = false;
  for (const Area& area : find_dark_areas(blocks, Filled::kGround * paper)) {
    const cv::Rect around = (area.place + cv::Size(2, 2) - cv::Point(1, 1)) & cv::Rect(cv::Point(), size);
    cv::Mat mask = cv::Mat::zeros(around.size(), CV_8UC1);
    area.mask.copyTo(mask(area.place - around.tl()));
    cv::resize(mask, mask, around.size() * block, 0, 0, cv::INTER_NEAREST);
    found |= turn_over(gray(cv::Rect(around.tl() * block, mask.size())), mask, area.no_print, block, paper);
  }
  return found;
}

}  // namespace shenbao::layout
