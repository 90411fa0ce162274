#include "layout/reduce.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace shenbao::layout {

namespace {

template <typename Choose>
cv::Mat reduce(const cv::Mat& image, int factor, Choose choose) {
  if (factor <= 1) return image;
  cv::Mat reduced(std::max(1, image.rows / factor), std::max(1, image.cols / factor), CV_8UC1);
  std::vector<std::uint8_t> band(static_cast<std::size_t>(image.cols));
  for (int y = 0; y < reduced.rows; ++y) {
    std::memcpy(band.data(), image.ptr<std::uint8_t>(std::min(y * factor, image.rows - 1)), band.size());
    for (int k = 1; k < factor && y * factor + k < image.rows; ++k) {
      const std::uint8_t* row = image.ptr<std::uint8_t>(y * factor + k);
      for (std::size_t x = 0; x < band.size(); ++x) band[x] = choose(band[x], row[x]);
    }
    std::uint8_t* target = reduced.ptr<std::uint8_t>(y);
    for (int x = 0; x < reduced.cols; ++x) {
      const int begin = x * factor, end = std::min(begin + factor, image.cols);
      std::uint8_t value = band[begin];
      for (int k = begin + 1; k < end; ++k) value = choose(value, band[k]);
      target[x] = value;
    }
  }
  return reduced;
}

}  // namespace

int working_factor(const cv::Size& page) {
  const int long_side = std::max(page.width, page.height);
  return std::max(1, static_cast<int>(std::lround(long_side / 1754.0 - 0.2)));
}

cv::Mat reduce_keeping_dark(const cv::Mat& gray, int factor) {
  return reduce(gray, factor, [](std::uint8_t a, std::uint8_t b) { return std::min(a, b); });
}

cv::Mat reduce_ink(const cv::Mat& ink, int factor) {
  return reduce(ink, factor, [](std::uint8_t a, std::uint8_t b) { return std::max(a, b); });
}

}  // namespace shenbao::layout
