#include "layout/ink/binarize.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <vector>

namespace shenbao::layout {

namespace {

/// Brightness of the paper under every pixel.
cv::Mat paper_brightness(const cv::Mat& gray) {
  // A block of a 40th of an inch on A4: a stroke darkens it, thirteen of them hold any hanzi of a text.
  const int block = std::max(1, std::max(gray.cols, gray.rows) / 440);
  cv::Mat small;
  // Every fourth row is sample enough of a block, and a quarter of the time.
  const int skip = std::clamp(block / 2, 1, 4);
  const cv::Mat rows(gray.rows / skip, gray.cols, CV_8UC1, const_cast<std::uint8_t*>(gray.data),
                     gray.step[0] * static_cast<std::size_t>(skip));
  cv::resize(rows, small, cv::Size(std::max(1, gray.cols / block), std::max(1, gray.rows / block)), 0, 0,
             cv::INTER_AREA);
  const cv::Mat window = cv::getStructuringElement(cv::MORPH_RECT, cv::Size(13, 13));
  cv::Mat paper;
  cv::morphologyEx(small, paper, cv::MORPH_CLOSE, window, cv::Point(-1, -1), 1, cv::BORDER_REPLICATE);
  cv::blur(paper, paper, cv::Size(5, 5), cv::Point(-1, -1), cv::BORDER_REPLICATE);
  cv::Mat full;
  cv::resize(paper, full, gray.size(), 0, 0, cv::INTER_LINEAR);
  return full;
}

using Histogram = std::array<std::int64_t, 256>;

Histogram histogram_of(const cv::Mat& image) {
  Histogram counts{};
  for (int y = 0; y < image.rows; y += 2) {  // every other row: enough for percentiles
    const std::uint8_t* row = image.ptr<std::uint8_t>(y);
    for (int x = 0; x < image.cols; ++x) ++counts[row[x]];
  }
  return counts;
}

/// The smallest value that has at least `share` of `counts[first..last]` at or below it.
int percentile(const Histogram& counts, int first, int last, double share) {
  std::int64_t total = 0;
  for (int v = first; v <= last; ++v) total += counts[v];
  std::int64_t sum = 0;
  for (int v = first; v <= last; ++v) {
    sum += counts[v];
    if (static_cast<double>(sum) >= share * static_cast<double>(total)) return v;
  }
  return last;
}

/// Grey levels by which each pixel is darker than the paper.
cv::Mat darkness_of(const cv::Mat& gray) {
  if (gray.empty() || gray.type() != CV_8UC1) throw std::invalid_argument("binarize: gray must be CV_8UC1");
  cv::Mat darkness;
  cv::divide(gray, paper_brightness(gray), darkness, 255.0);
  cv::bitwise_not(darkness, darkness);
  return darkness;
}

/// Darkness from which on a pixel is ink. `counts` is the histogram of darkness.
int ink_threshold(const Histogram& counts, double contrast_share) {
  const int paper = percentile(counts, 0, 255, 0.5);
  // Up to a third of a crowded page is ink, so its noise shows in the middle of the histogram only (0.67 and
  // 0.39 sigma from the median).
  const double sigma =
      std::max(1.5 * (paper - percentile(counts, 0, 255, 0.25)), 2.6 * (percentile(counts, 0, 255, 0.65) - paper));
  const int faintest = std::min(240, paper + std::max(16, static_cast<int>(5 * sigma)));
  const int print = percentile(counts, faintest, 255, 0.8);
  const int by_contrast = paper + static_cast<int>(contrast_share * (print - paper));
  return std::max(faintest, by_contrast);
}

/// Whether some of what is darker than `threshold` is darker than `level` too: a tint has print beside it.
bool has_darker(const Histogram& counts, int threshold, int level) {
  std::int64_t ink = 0, darker = 0;
  for (int v = threshold; v < 256; ++v) {
    ink += counts[v];
    if (v > level) darker += counts[v];
  }
  return 50 * darker > ink;
}

/// 255 where three quarters of a block's pixels are `threshold` or darker: a pale tint shows holes.
cv::Mat mostly_inked(const cv::Mat& darkness, int block, int threshold) {
  cv::Mat inked(darkness.rows / block, darkness.cols / block, CV_8UC1);
  std::vector<std::uint16_t> counts(static_cast<std::size_t>(darkness.cols));
  for (int y = 0; y < inked.rows; ++y) {
    std::fill(counts.begin(), counts.end(), std::uint16_t{0});
    for (int k = 0; k < block; ++k) {
      const std::uint8_t* row = darkness.ptr<std::uint8_t>(y * block + k);
      for (std::size_t x = 0; x < counts.size(); ++x) {
        counts[x] = static_cast<std::uint16_t>(counts[x] + (row[x] >= threshold ? 1 : 0));
      }
    }
    const std::uint16_t* count = counts.data();
    for (int x = 0; x < inked.cols; ++x, count += block) {
      inked.at<std::uint8_t>(y, x) = 4 * std::accumulate(count, count + block, 0) >= 3 * block * block ? 255 : 0;
    }
  }
  return inked;
}

/// Takes the shade of tinted cells, which are too low to be taken for paper, off `darkness`: what `threshold` makes
/// one solid area far thicker than any stroke, and paler than print. `counts` is the histogram of darkness.
void take_off_shades(cv::Mat& darkness, const Histogram& counts, int threshold) {
  const int block = std::max(1, (std::max(darkness.cols, darkness.rows) + 440) / 880);  // five are 1.7 mm of A4
  const cv::Size blocks(darkness.cols / block, darkness.rows / block);
  if (blocks.empty()) return;
  cv::Mat whole = darkness(cv::Rect(0, 0, blocks.width * block, blocks.height * block));
  cv::Mat inked = mostly_inked(whole, block, threshold);
  const cv::Mat thicker_than_strokes = cv::getStructuringElement(cv::MORPH_RECT, cv::Size(5, 5));
  cv::morphologyEx(inked, inked, cv::MORPH_OPEN, thicker_than_strokes);
  if (cv::countNonZero(inked) == 0) return;
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(inked, labels, stats, centroids, 4, CV_32S);
  cv::Mat shade = cv::Mat::zeros(blocks, CV_8UC1);
  for (int i = 1; i < count; ++i) {
    const int* box = stats.ptr<int>(i);
    const cv::Rect place(box[cv::CC_STAT_LEFT], box[cv::CC_STAT_TOP], box[cv::CC_STAT_WIDTH], box[cv::CC_STAT_HEIGHT]);
    if (std::max(place.width, place.height) < 24) continue;  // 8 mm of A4: it may be a bold character
    cv::Mat small;
    cv::resize(whole(cv::Rect(place.tl() * block, place.size() * block)), small, place.size(), 0, 0, cv::INTER_AREA);
    Histogram levels{};
    for (int y = 0; y < place.height; ++y) {
      for (int x = 0; x < place.width; ++x) {
        if (labels.at<int>(place.y + y, place.x + x) == i) ++levels[small.at<std::uint8_t>(y, x)];
      }
    }
    const int ground = percentile(levels, 0, 255, 0.35);  // most of a cell is ground, not print
    if (has_darker(counts, threshold, 2 * ground)) shade(place).setTo(ground, labels(place) == i);
  }
  if (cv::countNonZero(shade) == 0) return;
  cv::dilate(shade, shade, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(3, 3)));
  cv::Mat full;
  cv::resize(shade, full, whole.size(), 0, 0, cv::INTER_NEAREST);
  cv::subtract(whole, full, whole);
}

}  // namespace

cv::Mat binarize(const cv::Mat& gray, double contrast_share) {
  cv::Mat darkness = darkness_of(gray);
  const Histogram counts = histogram_of(darkness);
  const int threshold = ink_threshold(counts, contrast_share);
  take_off_shades(darkness, counts, threshold);
  cv::threshold(darkness, darkness, threshold - 1, 255, cv::THRESH_BINARY);
  return darkness;
}

InkMasks binarize_both(const cv::Mat& gray) {
  InkMasks masks;
  masks.text = darkness_of(gray);
  const Histogram counts = histogram_of(masks.text);
  take_off_shades(masks.text, counts, ink_threshold(counts, ruling_contrast));
  cv::threshold(masks.text, masks.faint, ink_threshold(counts, ruling_contrast) - 1, 255, cv::THRESH_BINARY);
  cv::threshold(masks.text, masks.text, ink_threshold(counts, text_contrast) - 1, 255, cv::THRESH_BINARY);
  return masks;
}

cv::Mat without_specked_ground(const cv::Mat& faint, const cv::Mat& text, int glyph_height) {
  cv::Mat specks, ground;
  cv::dilate(text, specks, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(5, 5)));  // faint strokes are fatter
  cv::bitwise_not(specks, specks);
  cv::bitwise_and(faint, specks, specks);
  constexpr int kStep = 4;  // a share of a window needs no single pixels
  const int window = 3 * std::max(4, glyph_height) / kStep;
  cv::resize(specks, ground, cv::Size(std::max(1, faint.cols / kStep), std::max(1, faint.rows / kStep)), 0, 0,
             cv::INTER_AREA);
  cv::blur(ground, ground, cv::Size(window, window), cv::Point(-1, -1), cv::BORDER_REFLECT);
  constexpr double kGround = 0.15;  // share of ink; thin grey rulings around rows of one line are 0.1
  cv::threshold(ground, ground, kGround * 255, 255, cv::THRESH_BINARY);
  cv::resize(ground, specks, faint.size(), 0, 0, cv::INTER_NEAREST);
  cv::Mat clean = faint.clone();
  text.copyTo(clean, specks);
  return clean;
}

}  // namespace shenbao::layout
