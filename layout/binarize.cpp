#include "layout/binarize.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

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

}  // namespace

cv::Mat binarize(const cv::Mat& gray, double contrast_share) {
  cv::Mat darkness = darkness_of(gray);
  const int threshold = ink_threshold(histogram_of(darkness), contrast_share);
  cv::threshold(darkness, darkness, threshold - 1, 255, cv::THRESH_BINARY);
  return darkness;
}

InkMasks binarize_both(const cv::Mat& gray) {
  InkMasks masks;
  masks.text = darkness_of(gray);
  const Histogram counts = histogram_of(masks.text);
  cv::threshold(masks.text, masks.faint, ink_threshold(counts, ruling_contrast) - 1, 255, cv::THRESH_BINARY);
  cv::threshold(masks.text, masks.text, ink_threshold(counts, text_contrast) - 1, 255, cv::THRESH_BINARY);
  return masks;
}

}  // namespace shenbao::layout
