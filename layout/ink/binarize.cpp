#include "layout/ink/binarize.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <vector>

#include "layout/ink/pixels.h"

namespace shenbao::layout {

namespace {

/// The paper's brightness is looked at in blocks of pixels. Sizes are right for A4, and for any form that fills its
/// sheet.
struct PaperBlocks {
  static constexpr int kPerLongSide = 440;  // a 40th of an inch of A4: a stroke of writing darkens it, no more
  static constexpr int kWindow = 13;        // blocks, a third of an inch: wider than any hanzi of a text
  static constexpr int kSmoothing = 5;      // blocks: rounds off the steps that the closing leaves
  static constexpr int kSampling = 4;  // rows: a quarter of them is sample enough of a block, in a quarter of the time
};

/// Where ink begins, by the histogram of darkness.
struct InkLevels {
  // Up to a third of a crowded page is ink, so the paper's noise shows in the middle of the histogram only: in a normal
  // distribution a quarter lies 0.67 sigma below the median and 0.65 lies 0.39 sigma above it.
  static constexpr double kBelow = 0.25, kSigmaBelow = 1.5;
  static constexpr double kAbove = 0.65, kSigmaAbove = 2.6;
  static constexpr double kNoise = 5;    // sigma: one pixel in two million, or four on a page
  static constexpr int kFaintest = 16;   // grey levels: clean paper varies by less
  static constexpr int kDarkest = 240;   // grey levels: however noisy a sheet, black is ink
  static constexpr double kPrint = 0.8;  // quantile of what is darker than noise: inside strokes, not on their rims
};

/// Tinted cells: too low to be taken for paper, far thicker than strokes, paler than print.
struct Tint {
  static constexpr int kPerLongSide = 880;      // blocks: an 80th of an inch of A4
  static constexpr int kThickness = 5;          // blocks, 1.7 mm: no stroke of writing is as thick
  static constexpr int kLength = 24;            // blocks, 8 mm: what is shorter may be a bold character
  static constexpr double kInked = 0.75;        // share of a block's pixels: a pale tint shows holes
  static constexpr double kGround = 0.35;       // quantile of the darkness in a tinted cell: ground for the most part
  static constexpr double kContrast = 2;        // times as dark as the tint: print
  static constexpr double kPrintBeside = 0.02;  // share of all ink that is print; less is no form but a dark picture
};

/// Where a noisy grey ground fills the faint mask with specks.
struct Specks {
  static constexpr int kFatter = 5;  // pixels: by so much a faint stroke may be wider than the same in printed width
  static constexpr int kStep = 4;    // pixels: a share of a window needs no single ones
  static constexpr int kWindow = 3;  // glyph heights: a line of writing and the space around it
  static constexpr double kGround = 0.15;  // share of specks; thin grey rulings around rows of one line are 0.1
};

/// Brightness of the paper under every pixel.
cv::Mat paper_brightness(const cv::Mat& gray) {
  const int block = std::max(1, std::max(gray.cols, gray.rows) / PaperBlocks::kPerLongSide);
  const cv::Size blocks(std::max(1, gray.cols / block), std::max(1, gray.rows / block));
  const int step = std::clamp(block / 2, 1, PaperBlocks::kSampling);
  const cv::Mat sample = every_row(gray.rowRange(0, gray.rows / step * step), step);
  cv::Mat small, paper, full;
  cv::resize(sample, small, blocks, 0, 0, cv::INTER_AREA);
  cv::morphologyEx(small, paper, cv::MORPH_CLOSE, rectangle_of(PaperBlocks::kWindow, PaperBlocks::kWindow),
                   cv::Point(-1, -1), 1, cv::BORDER_REPLICATE);
  const cv::Size smoothing(PaperBlocks::kSmoothing, PaperBlocks::kSmoothing);
  cv::blur(paper, paper, smoothing, cv::Point(-1, -1), cv::BORDER_REPLICATE);
  cv::resize(paper, full, gray.size(), 0, 0, cv::INTER_LINEAR);
  return full;
}

/// Darkness from which on a pixel is ink.
int ink_threshold(const std::vector<double>& histogram, double contrast_share) {
  const int paper = level_at(histogram, 0.5);
  const double sigma = std::max(InkLevels::kSigmaBelow * (paper - level_at(histogram, InkLevels::kBelow)),
                                InkLevels::kSigmaAbove * (level_at(histogram, InkLevels::kAbove) - paper));
  const int noise = std::max(InkLevels::kFaintest, static_cast<int>(InkLevels::kNoise * sigma));
  const int faintest = std::min(InkLevels::kDarkest, paper + noise);
  const int print = level_at(histogram, InkLevels::kPrint, faintest);
  return std::max(faintest, paper + static_cast<int>(contrast_share * (print - paper)));
}

cv::Mat darker_than(const cv::Mat& darkness, int threshold) {
  cv::Mat ink;
  cv::threshold(darkness, ink, threshold - 1, 255, cv::THRESH_BINARY);
  return ink;
}

/// 255 in blocks most of whose pixels are `threshold` or darker.
cv::Mat mostly_inked(const cv::Mat& darkness, const cv::Size& blocks, int threshold) {
  cv::Mat inked = darker_than(darkness, threshold);
  cv::resize(inked, inked, blocks, 0, 0, cv::INTER_AREA);
  return inked >= std::floor(Tint::kInked * 255);  // the mean is rounded
}

/// Takes the shade of tinted cells off `darkness`, so that the print on them has paper around it.
void take_off_shades(cv::Mat& darkness, const std::vector<double>& histogram, int threshold) {
  const int block = std::max(1, (std::max(darkness.cols, darkness.rows) + Tint::kPerLongSide / 2) / Tint::kPerLongSide);
  const cv::Size blocks(darkness.cols / block, darkness.rows / block);
  if (blocks.empty()) return;
  cv::Mat whole = darkness(cv::Rect(0, 0, blocks.width * block, blocks.height * block));
  cv::Mat inked = mostly_inked(whole, blocks, threshold);
  cv::morphologyEx(inked, inked, cv::MORPH_OPEN, rectangle_of(Tint::kThickness, Tint::kThickness));
  if (cv::countNonZero(inked) == 0) return;
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(inked, labels, stats, centroids, /*connectivity=*/4, CV_32S);
  cv::Mat shade = cv::Mat::zeros(blocks, CV_8UC1);
  const double least_print = Tint::kPrintBeside * count_between(histogram, threshold, 256);
  for (int i = 1; i < count; ++i) {
    const int* box = stats.ptr<int>(i);
    const cv::Rect place(box[cv::CC_STAT_LEFT], box[cv::CC_STAT_TOP], box[cv::CC_STAT_WIDTH], box[cv::CC_STAT_HEIGHT]);
    if (std::max(place.width, place.height) < Tint::kLength) continue;
    const cv::Mat area = labels(place) == i;
    cv::Mat small;
    cv::resize(whole(cv::Rect(place.tl() * block, place.size() * block)), small, place.size(), 0, 0, cv::INTER_AREA);
    const int ground = level_at(histogram_of(small, area), Tint::kGround);
    const int print = static_cast<int>(Tint::kContrast * ground) + 1;
    if (count_between(histogram, print, 256) > least_print) shade(place).setTo(ground, area);
  }
  cv::dilate(shade, shade, rectangle_of(3, 3));  // the soft rim of the tint is not solid
  cv::Mat full;
  cv::resize(shade, full, whole.size(), 0, 0, cv::INTER_NEAREST);
  cv::subtract(whole, full, whole);
}

}  // namespace

cv::Mat darkness_of(const cv::Mat& gray) {
  if (gray.empty() || gray.type() != CV_8UC1) throw std::invalid_argument("binarize: gray must be CV_8UC1");
  cv::Mat darkness;
  cv::divide(gray, paper_brightness(gray), darkness, 255.0);
  cv::bitwise_not(darkness, darkness);
  return darkness;
}

cv::Mat binarize(const cv::Mat& gray, double contrast_share) {
  cv::Mat darkness = darkness_of(gray);
  const std::vector<double> histogram = histogram_of(every_row(darkness, 2));  // enough for quantiles
  const int threshold = ink_threshold(histogram, contrast_share);
  take_off_shades(darkness, histogram, threshold);
  return darker_than(darkness, threshold);
}

InkMasks binarize_both(const cv::Mat& gray) {
  cv::Mat darkness = darkness_of(gray);
  const std::vector<double> histogram = histogram_of(every_row(darkness, 2));
  const int faint = ink_threshold(histogram, kRulingContrast);
  take_off_shades(darkness, histogram, faint);
  return {darker_than(darkness, ink_threshold(histogram, kTextContrast)), darker_than(darkness, faint), darkness};
}

cv::Mat without_specked_ground(const cv::Mat& faint, const cv::Mat& text, int glyph_height) {
  cv::Mat specks, ground;
  cv::dilate(text, specks, rectangle_of(Specks::kFatter, Specks::kFatter));
  specks = faint & ~specks;
  const int window = Specks::kWindow * std::max(Specks::kStep, glyph_height) / Specks::kStep;
  const cv::Size reduced(std::max(1, faint.cols / Specks::kStep), std::max(1, faint.rows / Specks::kStep));
  cv::resize(specks, ground, reduced, 0, 0, cv::INTER_AREA);
  cv::blur(ground, ground, cv::Size(window, window), cv::Point(-1, -1), cv::BORDER_REFLECT);
  cv::resize(ground > Specks::kGround * 255, ground, faint.size(), 0, 0, cv::INTER_NEAREST);
  cv::Mat clean = faint.clone();
  text.copyTo(clean, ground);
  return clean;
}

}  // namespace shenbao::layout
