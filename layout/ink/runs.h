#pragma once

#include <cstdint>
#include <cstring>
#include <opencv2/core/mat.hpp>
#include <vector>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

/// The root of a tree of a union-find forest, whose paths are halved on the way. Two trees become one by making one's
/// root the parent of the other's.
int root_of(std::vector<int>& parent, int index);

/// A run of ink in one row of a mask, half-open.
struct Run {
  int row = 0;
  int begin = 0;
  int end = 0;
  int piece = 0;  ///< number of the connected piece it belongs to, from 0
};

/// The runs of a mask by row, then column, and how many pieces they make.
struct ConnectedRuns {
  std::vector<Run> runs;
  int pieces = 0;
};

/// Labels the 8-connected pieces of `mask` (CV_8UC1, 0 = none), several times as fast as labelling pixels where
/// ink is scarce.
///
/// Method: run-based union-find (He, Chao & Suzuki, 2008).
ConnectedRuns connect_runs(const cv::Mat& mask);

/// The smallest box around each piece, by its number.
std::vector<Box> boxes_of(const ConnectedRuns& connected);

/// Sets the pixels of every piece that `drop` marks to 0 in `mask`, which is as large as the mask they were found in.
void erase_pieces(cv::Mat& mask, const ConnectedRuns& connected, const std::vector<char>& drop);

/// Calls `emit(begin, end)` for every run of non-zero bytes, skipping white eight bytes at a time.
template <typename Emit>
void for_each_run(const std::uint8_t* row, int width, Emit emit) {
  int x = 0;
  while (x < width) {
    while (x + 8 <= width) {
      std::uint64_t word = 0;
      std::memcpy(&word, row + x, sizeof word);
      if (word != 0) break;
      x += 8;
    }
    while (x < width && row[x] == 0) ++x;
    if (x >= width) break;
    const int begin = x;
    while (x < width && row[x] != 0) ++x;
    emit(begin, x);
  }
}

}  // namespace shenbao::layout
