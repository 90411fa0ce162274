#include "layout/page/sheet.h"

#include <algorithm>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <utility>
#include <vector>

#include "layout/ink/pixels.h"

namespace shenbao::layout {

namespace {

/// Lengths in pixels of the reduced scan, 1.5 of them a millimetre of A4.
struct SheetSize {
  static constexpr int kLongSide = 440;  // of the reduced scan: a desk is seen as well, writing hardly
  static constexpr int kSmoothing = 5;   // takes strokes of writing out
  static constexpr int kThickest = 7;    // of print and rulings at the border, which belong to the sheet
  static constexpr int kStepWidth = 7;   // over which an edge is a step, not a shadow
  static constexpr int kSoftEdge = 5;    // a block and a half on each side of the sheet's edge belongs to neither
  static constexpr int kFirstPaint = 9;  // window whose mean spreads the paper; doubled until all is painted
};

/// What tells the surroundings from the sheet and from shadows on it.
struct SurroundingsLook {
  static constexpr int kRounds = 3;           // of thresholds: below a shadow on the sheet there may be a darker desk
  static constexpr double kContrast = 50;     // grey levels from the paper; less is the paper's own shade
  static constexpr double kStep = 0.5;        // of that contrast, within the width of a step
  static constexpr double kAllAround = 0.95;  // share of the rim that is a step
  static constexpr double kMostly = 0.8;      // the same for a desk together with a shadow that reaches it
  static constexpr double kMiddle = 0.5;      // share of the middle quarter of the scan, where a sheet lies
  static constexpr double kLeast = 0.004, kMost = 0.8;  // share of the scan; beyond, no border or no sheet
};

cv::Mat reduced(const cv::Mat& gray) {
  const int factor = std::max(1, std::max(gray.cols, gray.rows) / SheetSize::kLongSide);
  cv::Mat small;
  cv::resize(gray, small, cv::Size(std::max(1, gray.cols / factor), std::max(1, gray.rows / factor)), 0, 0,
             cv::INTER_LINEAR);
  return small;
}

cv::Mat square(int side) { return rectangle_of(side, side); }

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
  cv::erode(area, inner, square(3));  // the rim is a pixel wide
  cv::dilate(gray, brightest, square(SheetSize::kStepWidth));
  cv::erode(gray, darkest, square(SheetSize::kStepWidth));
  const double step = SurroundingsLook::kStep * (paper - cv::mean(gray, area)[0]);
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
  const int count = cv::connectedComponentsWithStats(dark, labels, stats, centroids, /*connectivity=*/4, CV_32S);
  std::vector<DarkArea> areas;
  for (int i = 1; i < count; ++i) {
    const int left = stats.at<int>(i, cv::CC_STAT_LEFT), top = stats.at<int>(i, cv::CC_STAT_TOP);
    const int right = left + stats.at<int>(i, cv::CC_STAT_WIDTH), bottom = top + stats.at<int>(i, cv::CC_STAT_HEIGHT);
    if (left > 0 && top > 0 && right < gray.cols && bottom < gray.rows) continue;
    const cv::Mat area = labels == i;
    const cv::Rect middle(gray.cols / 4, gray.rows / 4, gray.cols / 2, gray.rows / 2);
    if (cv::countNonZero(area(middle)) > SurroundingsLook::kMiddle * middle.area()) continue;  // it is the sheet
    areas.push_back({area, sharp_share(gray, area, paper)});
  }
  return areas;
}

/// The areas that end sharply. One that does so on most of its rim only, the desk together with a shadow on the sheet
/// that reaches it, counts where no part of it does so all around.
cv::Mat sharp_areas(const std::vector<DarkArea>& areas, const cv::Size& size) {
  cv::Mat clear = cv::Mat::zeros(size, CV_8UC1);
  for (const DarkArea& area : areas) {
    if (area.sharp >= SurroundingsLook::kAllAround) clear |= area.mask;
  }
  cv::Mat all = clear.clone();
  for (const DarkArea& area : areas) {
    if (area.sharp >= SurroundingsLook::kMostly && cv::countNonZero(area.mask & clear) == 0) all |= area.mask;
  }
  return all;
}

}  // namespace

cv::Mat find_surroundings(const cv::Mat& gray) {
  cv::Mat smooth;
  cv::medianBlur(reduced(gray), smooth, SheetSize::kSmoothing);
  std::vector<DarkArea> areas;
  int threshold = 255;
  for (int round = 0; round < SurroundingsLook::kRounds; ++round) {
    threshold = threshold_below(smooth, threshold);
    if (threshold < 0) break;
    cv::Mat dark = smooth <= threshold;
    const double paper = cv::mean(smooth, ~dark)[0];
    if (paper - cv::mean(smooth, dark)[0] < SurroundingsLook::kContrast) break;
    cv::morphologyEx(dark, dark, cv::MORPH_OPEN, square(SheetSize::kThickest), cv::Point(-1, -1), 1,
                     cv::BORDER_REPLICATE);
    for (DarkArea& area : areas_at_border(smooth, dark, paper)) areas.push_back(std::move(area));
  }
  cv::Mat surroundings = sharp_areas(areas, smooth.size());
  const double share = static_cast<double>(cv::countNonZero(surroundings)) / static_cast<double>(smooth.total());
  if (share < SurroundingsLook::kLeast || share > SurroundingsLook::kMost) return {};
  cv::dilate(surroundings, surroundings, square(SheetSize::kSoftEdge));
  return surroundings;
}

void paint_surroundings(cv::Mat& gray, const cv::Mat& surroundings) {
  if (surroundings.empty()) return;
  cv::Mat small;
  cv::resize(gray, small, surroundings.size(), 0, 0, cv::INTER_LINEAR);
  // Paper spreads outwards from the sheet: a mean over sheet pixels only, in growing windows.
  const cv::Mat sheet = ~surroundings;
  cv::Mat known = sheet.clone(), paint = small.clone(), levels, weights;
  small.convertTo(levels, CV_32F);
  sheet.convertTo(weights, CV_32F, 1.0 / 255);
  cv::multiply(levels, weights, levels);
  constexpr int kLastPaint = 4 * SheetSize::kLongSide;  // wider than any reduced scan: there is no more paper to spread
  for (int window = SheetSize::kFirstPaint; cv::countNonZero(~known) > 0 && window < kLastPaint; window *= 2) {
    cv::Mat sum, share, mean;
    cv::boxFilter(levels, sum, CV_32F, cv::Size(window, window));
    cv::boxFilter(weights, share, CV_32F, cv::Size(window, window));
    cv::divide(sum, share, mean);
    mean.convertTo(mean, CV_8U);
    const cv::Mat reached = (share > 1e-4f) & ~known;  // of float rounding nothing is reached
    mean.copyTo(paint, reached);
    known |= reached;
  }
  cv::Mat full_paint, full_mask;
  cv::resize(paint, full_paint, gray.size(), 0, 0, cv::INTER_LINEAR);
  cv::resize(surroundings, full_mask, gray.size(), 0, 0, cv::INTER_NEAREST);
  full_paint.copyTo(gray, full_mask);
}

}  // namespace shenbao::layout
