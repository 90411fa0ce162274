#include "layout/ink/runs.h"

#include <algorithm>
#include <limits>

namespace shenbao::layout {

int root_of(std::vector<int>& parent, int index) {
  while (parent[index] != index) index = parent[index] = parent[parent[index]];
  return index;
}

ConnectedRuns connect_runs(const cv::Mat& mask) {
  ConnectedRuns result;
  std::vector<Run>& runs = result.runs;
  std::vector<int> parent;
  std::size_t above_begin = 0, above_end = 0;
  for (int y = 0; y < mask.rows; ++y) {
    const std::size_t row_begin = runs.size();
    std::size_t above = above_begin;
    for_each_run(mask.ptr<std::uint8_t>(y), mask.cols, [&](int begin, int end) {
      const int index = static_cast<int>(runs.size());
      parent.push_back(index);
      runs.push_back({y, begin, end, index});
      while (above < above_end && runs[above].end < begin) ++above;
      for (std::size_t k = above; k < above_end && runs[k].begin <= end; ++k) {
        parent[root_of(parent, static_cast<int>(k))] = root_of(parent, index);
      }
    });
    above_begin = row_begin;
    above_end = runs.size();
  }
  std::vector<int> number(runs.size(), -1);
  for (std::size_t i = 0; i < runs.size(); ++i) {
    const int root = root_of(parent, static_cast<int>(i));
    if (number[root] < 0) number[root] = result.pieces++;
    runs[i].piece = number[root];
  }
  return result;
}

std::vector<Box> boxes_of(const ConnectedRuns& connected) {
  constexpr int far = std::numeric_limits<int>::max();
  std::vector<Box> boxes(static_cast<std::size_t>(connected.pieces), Box{far, far, 0, 0});
  for (const Run& run : connected.runs) {
    Box& box = boxes[static_cast<std::size_t>(run.piece)];
    box.left = std::min(box.left, run.begin);
    box.right = std::max(box.right, run.end);
    box.top = std::min(box.top, run.row);
    box.bottom = std::max(box.bottom, run.row + 1);
  }
  return boxes;
}

void erase_pieces(cv::Mat& mask, const ConnectedRuns& connected, const std::vector<char>& drop) {
  for (const Run& run : connected.runs) {
    if (drop[static_cast<std::size_t>(run.piece)] == 0) continue;
    std::fill(mask.ptr<uchar>(run.row) + run.begin, mask.ptr<uchar>(run.row) + run.end, uchar{0});
  }
}

}  // namespace shenbao::layout
