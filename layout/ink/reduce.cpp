#include "layout/ink/reduce.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <vector>

namespace shenbao::layout {

namespace {

/// One reduced row. A `fixed` factor lets the compiler run many pixels at once; 0 stands for any other.
template <int fixed, typename Choose>
void reduce_row(const std::uint8_t* band, int width, int factor, Choose choose, std::uint8_t* target) {
  const int step = fixed > 0 ? fixed : factor;
  for (int x = 0; x < width; ++x) {
    std::uint8_t value = band[x * step];
    for (int k = 1; k < step; ++k) value = choose(value, band[x * step + k]);
    target[x] = value;
  }
}

template <typename Choose>
cv::Mat reduce(const cv::Mat& image, int factor, Choose choose) {
  if (factor <= 1) return image;
  cv::Mat reduced(std::max(1, image.rows / factor), std::max(1, image.cols / factor), CV_8UC1);
  const std::size_t length = static_cast<std::size_t>(std::max(image.cols, reduced.cols * factor));
  std::vector<std::uint8_t> band(length);
  for (int y = 0; y < reduced.rows; ++y) {
    const std::uint8_t* first = image.ptr<std::uint8_t>(std::min(y * factor, image.rows - 1));
    std::memcpy(band.data(), first, static_cast<std::size_t>(image.cols));
    for (int k = 1; k < factor && y * factor + k < image.rows; ++k) {
      const std::uint8_t* row = image.ptr<std::uint8_t>(y * factor + k);
      for (int x = 0; x < image.cols; ++x) band[x] = choose(band[x], row[x]);
    }
    std::fill(band.begin() + image.cols, band.end(), band[image.cols - 1]);
    std::uint8_t* target = reduced.ptr<std::uint8_t>(y);
    if (factor == 2) {
      reduce_row<2>(band.data(), reduced.cols, factor, choose, target);
    } else {
      reduce_row<0>(band.data(), reduced.cols, factor, choose, target);
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
