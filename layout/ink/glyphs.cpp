#include "layout/ink/glyphs.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <tuple>

#include "layout/ink/runs.h"

namespace shenbao::layout {

namespace {

std::vector<Box> pieces_of(const cv::Mat& ink, int gap) {
  cv::Mat joined = ink;
  if (gap > 1) {
    const cv::Mat window = cv::getStructuringElement(cv::MORPH_RECT, cv::Size(gap | 1, gap | 1));
    cv::morphologyEx(ink, joined, cv::MORPH_CLOSE, window);
  }
  return boxes_of(connect_runs(joined));
}

/// Median of the larger sides of compact boxes, weighted by area. A few large ones, as the star of a seal, that
/// outweigh the writing on a page with little of it, do not count.
int usual_size(const std::vector<Box>& boxes, int smallest, int largest) {
  std::vector<std::pair<int, double>> sizes;
  double total = 0;
  for (const Box& box : boxes) {
    const int size = std::max(box.width(), box.height());
    const int other = std::min(box.width(), box.height());
    if (size < smallest || size > largest || 3 * other < 2 * size) continue;
    const double weight = static_cast<double>(box.width()) * box.height();
    sizes.emplace_back(size, weight);
    total += weight;
  }
  std::sort(sizes.begin(), sizes.end());
  int usual = 0;
  double sum = 0;
  for (const auto& [size, weight] : sizes) {
    sum += weight;
    if (usual == 0 && 2 * sum >= total) usual = size;
  }
  const auto alike = std::count_if(sizes.begin(), sizes.end(),
                                   [usual](const auto& entry) { return 4 * std::abs(entry.first - usual) <= usual; });
  const std::ptrdiff_t few = 4;
  if (usual == 0 || alike > few || static_cast<std::ptrdiff_t>(sizes.size()) < 3 * few) return usual;
  const int next = usual_size(boxes, smallest, usual * 3 / 4);
  return next > 0 ? next : usual;
}

/// Lines of pixels, rows or columns, that pass through at least two strokes.
int lines_through_two(const cv::Mat& ink) {
  int lines = 0;
  for (int y = 0; y < ink.rows; ++y) {
    int strokes = 0;
    for_each_run(ink.ptr<std::uint8_t>(y), ink.cols, [&strokes](int, int) { ++strokes; });
    lines += strokes >= 2 ? 1 : 0;
  }
  return lines;
}

/// Where two dashed rulings cross stands a piece as large as a hanzi: one stroke across, one down, nothing else.
bool is_mere_cross(const cv::Mat& ink) {
  cv::Mat turned;
  cv::transpose(ink, turned);
  return 4 * lines_through_two(ink) < ink.rows && 4 * lines_through_two(turned) < ink.cols;
}

}  // namespace

int glyph_height(const cv::Mat& ink) {
  const int page = std::max(ink.cols, ink.rows);
  const int smallest = std::max(6, page / 250), largest = std::max(12, page / 24);
  const int raw = usual_size(pieces_of(ink, 1), smallest, largest);
  if (raw == 0) return 0;
  // The parts of a hanzi are a twelfth of its height apart, its neighbours more.
  const int joined = usual_size(pieces_of(ink, std::max(2, raw / 12)), smallest, std::min(largest, 3 * raw));
  return std::max(raw, std::min(joined, raw * 3 / 2));
}

std::vector<Box> find_glyphs(const cv::Mat& ink, int glyph_height) {
  std::vector<Box> glyphs;
  if (glyph_height <= 0) return glyphs;
  for (const Box& box : pieces_of(ink, std::max(2, glyph_height / 12))) {
    const int size = std::max(box.width(), box.height()), other = std::min(box.width(), box.height());
    if (10 * size < 7 * glyph_height || 10 * size > 13 * glyph_height || 10 * other < 6 * glyph_height) continue;
    if (!is_mere_cross(ink(cv::Rect(box.left, box.top, box.width(), box.height())))) glyphs.push_back(box);
  }
  std::sort(glyphs.begin(), glyphs.end(),
            [](const Box& a, const Box& b) { return std::tie(a.top, a.left) < std::tie(b.top, b.left); });
  return glyphs;
}

LineDirection find_line_direction(const cv::Mat& ink, int glyph_height) {
  LineDirection direction;
  if (glyph_height <= 0) return direction;
  std::vector<Box> pieces;
  for (const Box& box : pieces_of(ink, std::max(2, glyph_height / 12))) {
    const int size = std::max(box.width(), box.height());
    if (20 * size >= 7 * glyph_height && 2 * size <= 3 * glyph_height) pieces.push_back(box);
  }
  std::sort(pieces.begin(), pieces.end(),
            [](const Box& a, const Box& b) { return std::tie(a.top, a.left) < std::tie(b.top, b.left); });
  const int none = glyph_height + 1;
  for (const Box& piece : pieces) {
    int beside = none, below = none;
    const auto nearby = std::lower_bound(pieces.begin(), pieces.end(), piece.top - 2 * glyph_height,
                                         [](const Box& box, int top) { return box.top < top; });
    for (auto other = nearby; other != pieces.end() && other->top <= piece.bottom + glyph_height; ++other) {
      const int gap_x = std::max(piece.left, other->left) - std::min(piece.right, other->right);
      const int gap_y = std::max(piece.top, other->top) - std::min(piece.bottom, other->bottom);
      const bool is_level = -2 * gap_y >= std::min(piece.height(), other->height());
      const bool is_upright = -2 * gap_x >= std::min(piece.width(), other->width());
      if (is_level && other->left > piece.left && -5 * gap_x < glyph_height) beside = std::min(beside, gap_x);
      if (is_upright && other->top > piece.top && -5 * gap_y < glyph_height) below = std::min(below, gap_y);
    }
    direction.along_rows += beside < below ? 1 : 0;
    direction.along_columns += below < beside ? 1 : 0;
  }
  return direction;
}

}  // namespace shenbao::layout
