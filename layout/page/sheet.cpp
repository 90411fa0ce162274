#include "layout/page/sheet.h"

#include <algorithm>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

namespace shenbao::layout {

namespace {

cv::Mat reduced(const cv::Mat& gray) {
  const int factor = std::max(1, std::max(gray.cols, gray.rows) / 440);
  cv::Mat small;
  cv::resize(gray, small, cv::Size(std::max(1, gray.cols / factor), std::max(1, gray.rows / factor)), 0, 0,
             cv::INTER_LINEAR);
  return small;
}

cv::Mat square(int side) { return cv::getStructuringElement(cv::MORPH_RECT, cv::Size(side, side)); }

/// Otsu's threshold of the pixels that are no brighter than `brightest`.
int threshold_below(const cv::Mat& gray, int brightest) {
  std::vector<std::uint8_t> levels;
  for (const std::uint8_t level : cv::Mat_<std::uint8_t>(gray)) {
    if (level <= brightest) levels.push_back(level);
  }
  if (levels.empty()) return -1;
  cv::Mat above;
  return static_cast<int>(cv::threshold(levels, above, 0, 255, cv::THRESH_BINARY | cv::THRESH_OTSU));
}

/// The share of its rim on which `area` ends in a step, as a sheet on a desk does, and not in the slow change of a
/// shadow on the sheet.
double sharp_share(const cv::Mat& gray, const cv::Mat& area, double paper) {
  cv::Mat inner, brightest, darkest;
  cv::erode(area, inner, square(3));
  cv::dilate(gray, brightest, square(7));
  cv::erode(gray, darkest, square(7));
  const double step = 0.5 * (paper - cv::mean(gray, area)[0]);
  const cv::Mat rim = area & ~inner, sharp = rim & (brightest - darkest >= step);
  const int length = cv::countNonZero(rim);
  return length == 0 ? 1.0 : static_cast<double>(cv::countNonZero(sharp)) / length;
}

/// A dark area at the border.
struct DarkArea {
  cv::Mat mask;
  double sharp = 0.0;  ///< share of its rim
};

std::vector<DarkArea> areas_at_border(const cv::Mat& gray, const cv::Mat& dark, double paper) {
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(dark, labels, stats, centroids, 4, CV_32S);
  std::vector<DarkArea> areas;
  for (int i = 1; i < count; ++i) {
    const int left = stats.at<int>(i, cv::CC_STAT_LEFT), top = stats.at<int>(i, cv::CC_STAT_TOP);
    const int right = left + stats.at<int>(i, cv::CC_STAT_WIDTH), bottom = top + stats.at<int>(i, cv::CC_STAT_HEIGHT);
    if (left > 0 && top > 0 && right < gray.cols && bottom < gray.rows) continue;
    const cv::Mat area = labels == i;
    areas.push_back({area, sharp_share(gray, area, paper)});
  }
  return areas;
}

/// The areas that end sharply. One that does so on most of its rim only, the desk together with a shadow on the sheet
/// that reaches it, counts where no part of it does so all around.
cv::Mat sharp_areas(const std::vector<DarkArea>& areas, const cv::Size& size) {
  constexpr double kAllAround = 0.95, kMostly = 0.8;
  cv::Mat clear = cv::Mat::zeros(size, CV_8UC1);
  for (const DarkArea& area : areas) {
    if (area.sharp >= kAllAround) clear |= area.mask;
  }
  cv::Mat all = clear.clone();
  for (const DarkArea& area : areas) {
    if (area.sharp >= kMostly && cv::countNonZero(area.mask & clear) == 0) all |= area.mask;
  }
  return all;
}

}  // namespace

cv::Mat find_surroundings(const cv::Mat& gray) {
  cv::Mat smooth;
  cv::medianBlur(reduced(gray), smooth, 5);
  std::vector<DarkArea> areas;
  int threshold = 255;
  for (int round = 0; round < 3; ++round) {  // below a shadow on the sheet there may be a darker desk
    threshold = threshold_below(smooth, threshold);
    if (threshold < 0) break;
    cv::Mat dark = smooth <= threshold;
    const double paper = cv::mean(smooth, ~dark)[0];
    if (paper - cv::mean(smooth, dark)[0] < 50) break;
    cv::morphologyEx(dark, dark, cv::MORPH_OPEN, square(7), cv::Point(-1, -1), 1, cv::BORDER_REPLICATE);
    for (DarkArea& area : areas_at_border(smooth, dark, paper)) areas.push_back(std::move(area));
  }
  cv::Mat surroundings = sharp_areas(areas, smooth.size());
  const double share = static_cast<double>(cv::countNonZero(surroundings)) / static_cast<double>(smooth.total());
  if (share < 0.004 || share > 0.8) return {};
  // The sheet's edge is soft: a block and a half of it belongs to neither side.
  cv::dilate(surroundings, surroundings, square(5));
  return surroundings;
}

void paint_surroundings(cv::Mat& gray, const cv::Mat& surroundings) {
  if (surroundings.empty()) return;
  cv::Mat small;
  cv::resize(gray, small, surroundings.size(), 0, 0, cv::INTER_LINEAR);
  // Paper spreads outwards from the sheet: a mean over sheet pixels only, in growing windows.
  cv::Mat weight;
  cv::bitwise_not(surroundings, weight);
  cv::Mat known = weight.clone(), paint = small.clone();
  for (int window = 9; cv::countNonZero(known) < static_cast<int>(known.total()) && window < 2000; window *= 2) {
    cv::Mat value, share;
    cv::Mat masked = cv::Mat::zeros(small.size(), CV_32F), mask;
    small.convertTo(masked, CV_32F);
    weight.convertTo(mask, CV_32F, 1.0 / 255);
    cv::multiply(masked, mask, masked);
    cv::boxFilter(masked, value, CV_32F, cv::Size(window, window));
    cv::boxFilter(mask, share, CV_32F, cv::Size(window, window));
    cv::Mat mean;
    cv::divide(value, share, mean);
    mean.convertTo(mean, CV_8U);
    const cv::Mat reached = (share > 1e-4f) & ~known;
    mean.copyTo(paint, reached);
    known |= reached;
  }
  cv::Mat full_paint, full_mask;
  cv::resize(paint, full_paint, gray.size(), 0, 0, cv::INTER_LINEAR);
  cv::resize(surroundings, full_mask, gray.size(), 0, 0, cv::INTER_NEAREST);
  full_paint.copyTo(gray, full_mask);
}

}  // namespace shenbao::layout
