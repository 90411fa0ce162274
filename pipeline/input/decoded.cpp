#include "pipeline/input/decoded.h"

#include <fmt/format.h>

#include <array>
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

void require_size(double width, double height, std::int64_t max_pixels) {
  if (width < 1 || height < 1) throw DecodeError(ErrorCode::unreadable, "the image has no pixels");
  if (width * height > static_cast<double>(max_pixels)) {
    throw DecodeError(ErrorCode::too_large, fmt::format("{:.0f} × {:.0f} pixels are more than the {} million allowed",
                                                        width, height, max_pixels / 1'000'000));
  }
}

}  // namespace shenbao::pipeline
