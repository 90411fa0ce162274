#pragma once

#include <cstddef>
#include <vector>

namespace shenbao::extract {

/// Values of a picture or a layer, every pixel's channels side by side, framed by zeros for a convolution to begin in.
class FeatureMap {
 public:
  FeatureMap() = default;
  FeatureMap(int rows, int cols, int channels, int frame_rows, int frame_cols)
      : rows_(rows),
        cols_(cols),
        channels_(channels),
        frame_rows_(frame_rows),
        frame_cols_(frame_cols),
        values_(static_cast<std::size_t>(rows + 2 * frame_rows) * static_cast<std::size_t>(row_step())) {}

  int rows() const { return rows_; }
  int cols() const { return cols_; }
  int channels() const { return channels_; }
  int frame_rows() const { return frame_rows_; }
  int frame_cols() const { return frame_cols_; }

  /// Values from one row to the next.
  std::ptrdiff_t row_step() const { return static_cast<std::ptrdiff_t>(cols_ + 2 * frame_cols_) * channels_; }

  /// The channels of a pixel; row and col count from the frame's inside and reach -frame_rows(), -frame_cols().
  float* at(int row, int col) { return values_.data() + offset(row, col); }
  const float* at(int row, int col) const { return values_.data() + offset(row, col); }

 private:
  std::ptrdiff_t offset(int row, int col) const {
    return (row + frame_rows_) * row_step() + static_cast<std::ptrdiff_t>(col + frame_cols_) * channels_;
  }

  int rows_ = 0, cols_ = 0, channels_ = 0, frame_rows_ = 0, frame_cols_ = 0;
  std::vector<float> values_;
};

}  // namespace shenbao::extract
