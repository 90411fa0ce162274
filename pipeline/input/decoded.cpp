#include "pipeline/input/decoded.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <opencv2/core.hpp>
#include <string_view>

namespace shenbao::pipeline {

std::size_t Bytes::find(const std::string& text) const {
  return std::min(size, std::string_view(reinterpret_cast<const char*>(data), size).find(text));
}

std::uint64_t Bytes::number(std::size_t at, std::size_t count) const {
  std::uint64_t value = 0;
  for (std::size_t i = at; i < at + count; ++i) value = value << 8 | (i < size ? data[i] : 0);
  return value;
}

Orientation orientation_from_exif(int number) {
  static const std::array<Orientation, 8> kinds{{{1, 0, 0, 1},
                                                 {-1, 0, 0, 1},
                                                 {-1, 0, 0, -1},
                                                 {1, 0, 0, -1},
                                                 {0, 1, 1, 0},
                                                 {0, 1, -1, 0},
                                                 {0, -1, -1, 0},
                                                 {0, -1, 1, 0}}};
  return number >= 1 && number <= 8 ? kinds[static_cast<std::size_t>(number - 1)] : Orientation{};
}

Orientation turned(const Orientation& orientation, int degrees) {
  Orientation result = orientation;
  for (int quarter = ((degrees / 90) % 4 + 4) % 4; quarter > 0; --quarter) {
    result = {-result.right_y, result.right_x, -result.down_y, result.down_x};
  }
  return result;
}

void throw_damaged(const char* kind, const std::string& why) {
  throw DecodeError(ErrorCode::unreadable, fmt::format("the {} is damaged ({})", kind, why));
}

std::string partly_damaged(const char* kind, const std::string& why) {
  return fmt::format("a part of the {} is damaged ({})", kind, why);
}

cv::Mat grey_if_colourless(const cv::Mat& pixels) {
  if (pixels.channels() == 1) return pixels;
  for (int y = 0; y < pixels.rows; ++y) {  // most pictures in colour show it in their first row
    const auto* row = pixels.ptr<cv::Vec3b>(y);
    const auto is_grey = [](const cv::Vec3b& pixel) { return pixel[0] == pixel[1] && pixel[1] == pixel[2]; };
    if (!std::all_of(row, row + pixels.cols, is_grey)) return pixels;
  }
  cv::Mat grey;
  cv::extractChannel(pixels, grey, 0);
  return grey;
}

bool is_blank(const cv::Mat& pixels) {
  double darkest = 0.0;
  cv::minMaxIdx(pixels.reshape(1), &darkest, nullptr);
  return darkest == 255.0;
}

void require_size(double width, double height, std::int64_t max_pixels) {
  if (width < 1 || height < 1) throw DecodeError(ErrorCode::unreadable, "the image has no pixels");
  if (width * height > static_cast<double>(max_pixels)) {
    throw DecodeError(ErrorCode::too_large, fmt::format("{:.0f} × {:.0f} pixels are more than the {} million allowed",
                                                        width, height, max_pixels / 1'000'000));
  }
}

}  // namespace shenbao::pipeline
