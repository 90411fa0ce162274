#pragma once

#include <cstddef>
#include <vector>

namespace shenbao::extract {

/// Values of a picture or a layer, every pixel's channels side by side, framed by zeros for a convolution to begin in.
struct FeatureMap {
  int rows = 0, cols = 0, channels = 0, frame_rows = 0, frame_cols = 0;
  std::vector<float> values =
      std::vector<float>(static_cast<std::size_t>(rows + 2 * frame_rows) * static_cast<std::size_t>(row_step()));

  /// Values from one row to the next.
  std::ptrdiff_t row_step() const { return static_cast<std::ptrdiff_t>(cols + 2 * frame_cols) * channels; }

  /// The channels of a pixel; row and col count from the frame's inside and reach -frame_rows, -frame_cols.
  float* at(int row, int col) { return values.data() + offset(row, col); }
  const float* at(int row, int col) const { return values.data() + offset(row, col); }

  std::ptrdiff_t offset(int row, int col) const {
    return (row + frame_rows) * row_step() + static_cast<std::ptrdiff_t>(col + frame_cols) * channels;
  }
};

}  // namespace shenbao::extract
