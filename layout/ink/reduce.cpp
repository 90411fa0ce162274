#include "layout/ink/reduce.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>
#include <vector>

#include "layout/ink/pixels.h"

namespace shenbao::layout {

namespace {

using Choice = void (*)(cv::InputArray, cv::InputArray, cv::OutputArray);

/// The chosen one of every `factor` × `factor` pixels; what is left over at the right and below is left out.
cv::Mat reduce(const cv::Mat& image, int factor, Choice choose) {
  factor = std::min({factor, image.cols, image.rows});
  if (factor <= 1) return image;
  const cv::Size size(image.cols / factor, image.rows / factor);
  const cv::Mat whole = image(cv::Rect(cv::Point(), size * factor));
  cv::Mat rows, first = every_row(whole, factor);
  for (int k = 1; k < factor; ++k) {
    choose(first, every_row(whole.rowRange(k, whole.rows), factor), rows);
    first = rows;
  }
  std::vector<cv::Mat> columns;
  cv::split(rows.reshape(factor), columns);
  for (int k = 1; k < factor; ++k) choose(columns[0], columns[static_cast<std::size_t>(k)], columns[0]);
  return columns[0];
}

constexpr double kLongSide = 1754;    // pixels: A4 at 150 dpi, where a hairline is still a pixel wide
constexpr double kRoundUpFrom = 0.7;  // of a factor: finer pixels cost time, coarser ones hairlines

}  // namespace

int working_factor(const cv::Size& page) {
  return std::max(1, static_cast<int>(std::max(page.width, page.height) / kLongSide + 1 - kRoundUpFrom));
}

cv::Mat reduce_keeping_dark(const cv::Mat& gray, int factor) { return reduce(gray, factor, cv::min); }

cv::Mat reduce_ink(const cv::Mat& ink, int factor) { return reduce(ink, factor, cv::max); }

}  // namespace shenbao::layout
