#include "layout/ink/glyphs.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "layout/ink/pixels.h"
#include "layout/ink/runs.h"
#include "layout/ink/statistics.h"

namespace shenbao::layout {

namespace {

/// What may be a hanzi. Shares of its height where nothing else is said.
struct Hanzi {
  static constexpr int kGap = 12;  // its height by this lies between its parts; neighbours are farther away
  static constexpr double kLeastSide = 2.0 / 3;       // shorter side by longer side: hanzi are square, figures are not
  static constexpr int kSmallest = 6, kLargest = 12;  // pixels: bounds for a picture that is no page
  static constexpr int kPageSmallest = 250;           // of them make the page's long side: 3 points on A4
  static constexpr int kPageLargest = 24;             // likewise: 35 points
  static constexpr double kGrowth = 1.5;              // by so much joining its parts can enlarge the usual piece
  static constexpr double kMostPiece = 3;  // times the usual piece; larger ones are words run into each other
};

/// How many pieces make a size usual: those of a stamp's star or an ornament are few.
struct Usual {
  static constexpr double kAlike = 0.25;    // difference, as a share of the size
  static constexpr int kFew = 4;            // pieces
  static constexpr int kWriting = 12;       // pieces: a page with less has nothing else to go by
  static constexpr double kSmaller = 0.75;  // of the few: what comes next
};

std::vector<Box> pieces_of(const cv::Mat& ink, int gap) {
  cv::Mat joined = ink;
  if (gap > 1) cv::morphologyEx(ink, joined, cv::MORPH_CLOSE, rectangle_of(gap | 1, gap | 1));
  return boxes_of(connect_runs(joined));
}

/// Pieces of `ink` whose parts, if they are hanzi, are joined.
std::vector<Box> whole_pieces_of(const cv::Mat& ink, int glyph_height) {
  return pieces_of(ink, std::max(2, glyph_height / Hanzi::kGap));
}

int longer_side(const Box& box) { return std::max(box.width(), box.height()); }

int shorter_side(const Box& box) { return std::min(box.width(), box.height()); }

/// Median of the longer sides of compact boxes, weighted by area. A few large ones, as the star of a seal, that
/// outweigh the writing on a page with little of it, do not count.
int usual_size(const std::vector<Box>& boxes, int smallest, int largest) {
  std::vector<std::pair<int, double>> sizes;
  for (const Box& box : boxes) {
    const int size = longer_side(box);
    if (size < smallest || size > largest) continue;
    if (static_cast<double>(shorter_side(box)) / size < Hanzi::kLeastSide) continue;
    sizes.emplace_back(size, static_cast<double>(box.width()) * box.height());
  }
  const int usual = weighted_quantile(sizes, 0.5, 0);
  const auto alike = std::count_if(sizes.begin(), sizes.end(), [usual](const auto& entry) {
    return std::abs(entry.first - usual) <= Usual::kAlike * usual;
  });
  if (usual == 0 || alike > Usual::kFew || sizes.size() < Usual::kWriting) return usual;
  const int next = usual_size(boxes, smallest, static_cast<int>(Usual::kSmaller * usual));
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
  constexpr double kThroughTwo = 0.25;  // share of the lines; all hanzi of more than two strokes have more
  return lines_through_two(ink) < kThroughTwo * ink.rows && lines_through_two(transposed(ink)) < kThroughTwo * ink.cols;
}

}  // namespace

int glyph_height(const cv::Mat& ink) {
  const int page = std::max(ink.cols, ink.rows);
  const int smallest = std::max(Hanzi::kSmallest, page / Hanzi::kPageSmallest);
  const int largest = std::max(Hanzi::kLargest, page / Hanzi::kPageLargest);
  const int raw = usual_size(pieces_of(ink, 1), smallest, largest);
  if (raw == 0) return 0;
  const int most = std::min(largest, static_cast<int>(Hanzi::kMostPiece * raw));
  const int joined = usual_size(whole_pieces_of(ink, raw), smallest, most);
  return std::max(raw, std::min(joined, static_cast<int>(Hanzi::kGrowth * raw)));
}

std::vector<Box> find_glyphs(const cv::Mat& ink, int glyph_height) {
  constexpr double kLeast = 0.7, kMost = 1.3, kLeastShorter = 0.6;  // sides of single hanzi, 日 and 一 left out
  std::vector<Box> glyphs;
  if (glyph_height <= 0) return glyphs;
  for (const Box& box : whole_pieces_of(ink, glyph_height)) {
    const double size = static_cast<double>(longer_side(box)) / glyph_height;
    const double shorter = static_cast<double>(shorter_side(box)) / glyph_height;
    const bool is_square = size >= kLeast && size <= kMost && shorter >= kLeastShorter;
    if (is_square && !is_mere_cross(ink(to_rect(box)))) glyphs.push_back(box);
  }
  std::sort(glyphs.begin(), glyphs.end(), [](const Box& a, const Box& b) { return is_before(a, b); });
  return glyphs;
}

LineDirection find_line_direction(const cv::Mat& ink, int glyph_height) {
  constexpr double kLeast = 0.35, kMost = 1.5;  // longer side: hanzi, their halves, figures; no marks, no strokes
  constexpr double kOverlap = 0.5;              // of the smaller one: they stand on one line
  constexpr double kTouching = 0.2;             // glyph heights that slanting neighbours reach into each other
  LineDirection direction;
  if (glyph_height <= 0) return direction;
  std::vector<Box> pieces;
  for (const Box& box : whole_pieces_of(ink, glyph_height)) {
    const double size = static_cast<double>(longer_side(box)) / glyph_height;
    if (size >= kLeast && size <= kMost) pieces.push_back(box);
  }
  std::sort(pieces.begin(), pieces.end(), [](const Box& a, const Box& b) { return is_before(a, b); });
  const int none = glyph_height + 1;
  for (const Box& piece : pieces) {
    int beside = none, below = none;
    const auto nearby = std::lower_bound(pieces.begin(), pieces.end(), piece.top - 2 * glyph_height,
                                         [](const Box& box, int top) { return box.top < top; });
    for (auto other = nearby; other != pieces.end() && other->top <= piece.bottom + glyph_height; ++other) {
      const int gap_x = std::max(piece.left, other->left) - std::min(piece.right, other->right);
      const int gap_y = std::max(piece.top, other->top) - std::min(piece.bottom, other->bottom);
      const bool is_level = -gap_y >= kOverlap * std::min(piece.height(), other->height());
      const bool is_upright = -gap_x >= kOverlap * std::min(piece.width(), other->width());
      if (is_level && other->left > piece.left && -gap_x < kTouching * glyph_height) beside = std::min(beside, gap_x);
      if (is_upright && other->top > piece.top && -gap_y < kTouching * glyph_height) below = std::min(below, gap_y);
    }
    direction.along_rows += beside < below ? 1 : 0;
    direction.along_columns += below < beside ? 1 : 0;
  }
  return direction;
}

}  // namespace shenbao::layout
