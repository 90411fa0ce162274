#include "pipeline/input/decoded.h"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>

namespace shenbao::pipeline {

bool operator==(const Orientation& a, const Orientation& b) {
  return a.right_x == b.right_x && a.right_y == b.right_y && a.down_x == b.down_x && a.down_y == b.down_y;
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

std::string damaged_from(const char* kind, std::size_t row, std::size_t rows, const std::string& why) {
  return fmt::format("from row {} of {} on the {} is damaged ({})", row + 1, rows, kind, why);
}

std::vector<unsigned char*> rows_of(cv::Mat& pixels) {
  std::vector<unsigned char*> rows;
  for (int y = 0; y < pixels.rows; ++y) rows.push_back(pixels.ptr(y));
  return rows;
}

void forget_default_density(Decoded& image, double longer_side) {
  constexpr double kA3 = 17.0;                       // inches: 420 mm and a little room
  constexpr double kPrinted = 72.0, kScreen = 96.0;  // dpi that programs write where they know none
  const double dpi = std::round(image.dpi_x);
  if ((dpi == kPrinted || dpi == kScreen) && longer_side / dpi > kA3) image.dpi_x = image.dpi_y = 0.0;
}

void require_size(double width, double height, std::int64_t max_pixels) {
  if (width < 1 || height < 1) throw DecodeError(ErrorCode::unreadable, "the image has no pixels");
  if (width * height > static_cast<double>(max_pixels)) {
    throw DecodeError(ErrorCode::too_large, fmt::format("{:.0f} × {:.0f} pixels are more than the {} million allowed",
                                                        width, height, max_pixels / 1'000'000));
  }
}

}  // namespace shenbao::pipeline
