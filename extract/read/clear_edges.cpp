#include "extract/read/clear_edges.h"

#include <algorithm>
#include <cstddef>
#include <opencv2/core.hpp>
#include <vector>

#include "layout/ink/runs.h"

namespace shenbao::extract {
namespace {

using layout::Run;

/// Runs along the rows of `band` that are part of a ruling: long ones, and half as long where they reach the side,
/// beyond which they may go on.
std::vector<Run> find_strokes(const cv::Mat& band, int length) {
  std::vector<Run> strokes;
  for (int y = 0; y < band.rows; ++y) {
    layout::for_each_run(band.ptr<uchar>(y), band.cols, [&](int begin, int end) {
      const bool left = begin == 0, right = end == band.cols;
      const int least = left && right ? 1 : left || right ? length / 2 + 1 : length;
      if (end - begin >= least) strokes.push_back({y, begin, end, 0});
    });
  }
  return strokes;
}

/// Long strokes along the rows of `band`, but not where a column carries more than `thickness` pixels of ink: that is
/// writing which crosses the stroke.
void erase_strokes(cv::Mat band, int min_length, int thickness) {
  // Pixels. In a narrow cell, whose ruling may be broken, three fifths of the width are long; less than three pixels
  // are a speck.
  const int length = std::min(min_length, std::max(3, band.cols * 3 / 5)) | 1;
  const std::vector<Run> strokes = find_strokes(band, length);
  if (strokes.empty()) return;
  std::vector<int> column_ink(static_cast<std::size_t>(band.cols), 0);
  for (int y = 0; y < band.rows; ++y) {
    const uchar* pixel = band.ptr<uchar>(y);
    for (int x = 0; x < band.cols; ++x) column_ink[static_cast<std::size_t>(x)] += pixel[x] != 0;
  }
  for (const Run& stroke : strokes) {
    for (int y = std::max(0, stroke.row - 1); y <= std::min(band.rows - 1, stroke.row + 1); ++y) {
      uchar* pixel = band.ptr<uchar>(y);
      for (int x = std::max(0, stroke.begin - 1); x < std::min(band.cols, stroke.end + 1); ++x) {
        if (column_ink[static_cast<std::size_t>(x)] <= thickness) pixel[x] = 0;
      }
    }
  }
}

/// Pieces that lie wholly within `reach` of the edges: dots, dashes and corners of rulings.
void erase_pieces_on_edges(cv::Mat& ink, int reach) {
  const layout::ConnectedRuns connected = layout::connect_runs(ink);
  std::vector<char> drop(static_cast<std::size_t>(connected.pieces), 1);
  for (const Run& run : connected.runs) {
    const bool inside = run.row >= reach && run.row < ink.rows - reach &&
                        std::max(run.begin, reach) < std::min(run.end, ink.cols - reach);
    if (inside) drop[static_cast<std::size_t>(run.piece)] = 0;
  }
  layout::erase_pieces(ink, connected, drop);
}

}  // namespace

cv::Mat clear_edges(const cv::Mat& ink, int glyph_height) {
  cv::Mat cleared = ink.clone();
  const int thickness = std::max(3, glyph_height / 5);  // half a bold ruling and what the cell's place is off
  const int reach = std::max(4, glyph_height / 4);      // pixels from an edge: farther in, a stroke is writing
  const int min_length = glyph_height * 3 / 2;          // pixels: no stroke of a hanzi is as long
  const int rows = std::min(reach, ink.rows), cols = std::min(reach, ink.cols);
  for (const int top : {0, ink.rows - rows}) erase_strokes(cleared.rowRange(top, top + rows), min_length, thickness);
  for (const int left : {0, ink.cols - cols}) {
    cv::Mat side = cleared.colRange(left, left + cols);
    cv::Mat turned = side.t();
    erase_strokes(turned, min_length, thickness);
    cv::transpose(turned, side);
  }
  erase_pieces_on_edges(cleared, thickness);
  return cleared;
}

}  // namespace shenbao::extract
