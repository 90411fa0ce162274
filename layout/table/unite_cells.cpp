#include "layout/table/unite_cells.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace shenbao::layout {
namespace {

/// What is looked at along an edge; shares of the height of a hanzi.
struct EdgeView {
  static constexpr double kRuling = 0.08;      // half of a ruling, with what its place is off
  static constexpr double kLeastRuling = 1.5;  // pixels of the same
  static constexpr double kBesideLine = 0.3;   // from the edge to a single line of writing: less than beside a ruling
  static constexpr double kBesideLines = 0.4;  // the same for a paragraph
  static constexpr double kWriting = 1.2;      // from the edge to the nearest writing, which says where lines are
  static constexpr double kOneLine = 1.6;      // height of a single line
  static constexpr double kPitch = 1.04;       // of the lines of a paragraph set closely
};

/// How much of an edge must be seen without print: rows that would show even a dotted ruling.
struct EdgeGap {
  static constexpr double kParagraph = 3;  // pixels
  static constexpr double kLeastLine = 6;  // pixels; a single line says less than a paragraph
  static constexpr double kLine = 0.25;    // glyph heights, the same
};

/// One stroke of a character, alone between two rulings.
struct LoneStroke {
  static constexpr int kLeastRow = 4;         // pixels: a lower row shows no gaps
  static constexpr double kHighestRow = 2.2;  // glyph heights: a row of one line
  static constexpr double kLeastFree = 2;     // pixels above and below
  static constexpr double kFree = 0.08;       // glyph heights, the same
  static constexpr double kHeight = 0.4;      // share of the row's height; dots and specks are lower
  static constexpr double kReach = 0.5;       // glyph heights: the character's other strokes
  static constexpr double kWritten = 0.5;     // share of its rows that have some beside it
};

/// An upright edge between two cells, seen in a picture.
class Edge {
 public:
  Edge(const cv::Mat& ink, const Point& above, const Point& below, double glyph)
      : ink_(ink), above_(above), below_(below), glyph_(glyph) {
    const double rim = EdgeView::kRuling * glyph;  // of the ruling above or below
    top_ = std::max(0, static_cast<int>(std::ceil(above.y + rim)));
    bottom_ = std::min(ink.rows, static_cast<int>(std::floor(below.y - rim)));
  }

  /// Whether writing runs across it where nothing is printed between the writing and the rulings above and below.
  bool is_writing() const {
    int first = top_, last = bottom_;  // rows of writing
    while (first < last && !has_writing(first)) ++first;
    while (last > first && !has_writing(last - 1)) --last;
    const bool one_line = last - first < EdgeView::kOneLine * glyph_;
    const double seen = one_line ? std::max(EdgeGap::kLeastLine, EdgeGap::kLine * glyph_) : EdgeGap::kParagraph;
    if ((first - top_) + (bottom_ - last) < seen) return false;
    for (int y = top_; y < bottom_; ++y) {
      if ((y < first || y >= last) && has_ink(y, -centre(), centre())) return false;
    }

    const int lines =
        one_line ? 1 : std::max(2, static_cast<int>(std::lround((last - first) / (EdgeView::kPitch * glyph_))));
    const double beside = (one_line ? EdgeView::kBesideLine : EdgeView::kBesideLines) * glyph_;
    int crossing = 0;
    for (int i = 0; i < lines; ++i) {
      const int from = first + (last - first) * i / lines, to = first + (last - first) * (i + 1) / lines;
      bool left = false, right = false;
      for (int y = from; y < to; ++y) {
        left = left || has_ink(y, -beside, -centre());
        right = right || has_ink(y, centre(), beside);
      }
      crossing += left && right;
    }
    return crossing >= std::min(2, lines) && 2 * crossing >= lines;
  }

  /// Whether all that is printed of it is one stroke of a character that stands free of the rulings above and below.
  bool is_lone_stroke() const {
    const int height = bottom_ - top_;
    if (height < LoneStroke::kLeastRow || height > LoneStroke::kHighestRow * glyph_) return false;
    int first = bottom_, last = top_, inked = 0;
    for (int y = top_; y < bottom_; ++y) {
      if (!has_ink(y, -centre(), centre())) continue;
      first = std::min(first, y);
      last = y + 1;
      ++inked;
    }
    const double free = std::max(LoneStroke::kLeastFree, LoneStroke::kFree * glyph_);
    if (first - top_ < free || bottom_ - last < free) return false;
    const bool has_gaps = inked < last - first;  // as dashes, dots and specks have
    if (has_gaps || inked < LoneStroke::kHeight * height) return false;
    const double reach = LoneStroke::kReach * glyph_;
    int written = 0;
    for (int y = first; y < last; ++y) written += has_ink(y, -reach, -centre()) || has_ink(y, centre(), reach);
    return written > LoneStroke::kWritten * (last - first);
  }

 private:
  double centre() const { return std::max(EdgeView::kLeastRuling, EdgeView::kRuling * glyph_); }

  double x_at(int y) const { return above_.x + (y + 0.5 - above_.y) / (below_.y - above_.y) * (below_.x - above_.x); }

  /// Ink on a row between two distances from the edge.
  bool has_ink(int y, double from, double to) const {
    const int begin = std::max(0, static_cast<int>(std::lround(x_at(y) + from)));
    const int end = std::min(ink_.cols, static_cast<int>(std::lround(x_at(y) + to)));
    const auto* row = ink_.ptr<unsigned char>(y);
    for (int x = begin; x < end; ++x) {
      if (row[x] != 0) return true;
    }
    return false;
  }

  bool has_writing(int y) const {
    return has_ink(y, -EdgeView::kWriting * glyph_, -centre()) || has_ink(y, centre(), EdgeView::kWriting * glyph_);
  }

  const cv::Mat& ink_;
  Point above_, below_;
  double glyph_;
  int top_ = 0, bottom_ = 0;
};

}  // namespace

void unite_cells(TableGrid& table, const cv::Mat& ink, const cv::Mat& text, double glyph_height) {
  std::vector<Cell> cells;  // by row, then column: the left one of two comes first
  for (const Cell& cell : table.cells) {
    const auto left = std::find_if(cells.begin(), cells.end(), [&](const Cell& other) {
      return other.row == cell.row && other.row_span == cell.row_span && other.col + other.col_span == cell.col;
    });
    const Point &above = cell.quad.corners[0], &below = cell.quad.corners[3];
    if (left == cells.end() || !(Edge(ink, above, below, glyph_height).is_writing() ||
                                 Edge(text, above, below, glyph_height).is_lone_stroke())) {
      cells.push_back(cell);
      continue;
    }
    left->col_span += cell.col_span;
    left->quad.corners[1] = cell.quad.corners[1];
    left->quad.corners[2] = cell.quad.corners[2];
    left->inferred = left->inferred || cell.inferred;
  }
  table.cells = std::move(cells);
}

}  // namespace shenbao::layout
