#include "extract/read/clear_specks.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <vector>

#include "layout/ink/runs.h"

namespace shenbao::extract {
namespace {

using layout::Box;

// In heights of a hanzi.
constexpr double kDust = 0.08;         // longer side: a decimal point is an eighth
constexpr double kMark = 0.3;          // longer side: points, commas and dots are smaller
constexpr double kBesideAcross = 0.8;  // a mark belongs to a glyph no further away than this, as a comma before a space
constexpr double kBesideUpright = 0.35;  // less than the space between two lines
constexpr double kFragment = 0.1;        // fragments up to twice this apart are one glyph

int gap(int begin_a, int end_a, int begin_b, int end_b) {
  return std::max(0, std::max(begin_a, begin_b) - std::min(end_a, end_b));
}

bool is_beside(const Box& mark, const Box& glyph, double hanzi) {
  return gap(mark.left, mark.right, glyph.left, glyph.right) <= kBesideAcross * hanzi &&
         gap(mark.top, mark.bottom, glyph.top, glyph.bottom) <= kBesideUpright * hanzi;
}

/// Pieces too small for any mark.
void erase_dust(cv::Mat& ink, double hanzi) {
  const layout::ConnectedRuns connected = layout::connect_runs(ink);
  std::vector<char> drop;
  for (const Box& box : layout::boxes_of(connected)) {
    drop.push_back(std::max(box.width(), box.height()) <= kDust * hanzi);
  }
  layout::erase_pieces(ink, connected, drop);
}

/// Small marks that no writing stands beside.
void erase_stray_marks(cv::Mat& ink, double hanzi) {
  const int close = std::max(1, static_cast<int>(kFragment * hanzi));
  cv::Mat grown;
  cv::dilate(ink, grown, cv::getStructuringElement(cv::MORPH_RECT, {2 * close + 1, 2 * close + 1}));
  const layout::ConnectedRuns connected = layout::connect_runs(grown);
  const std::vector<Box> boxes = layout::boxes_of(connected);
  const auto is_mark = [&](const Box& box) { return std::max(box.width(), box.height()) - 2 * close < kMark * hanzi; };
  std::vector<char> drop(boxes.size(), 0);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (!is_mark(boxes[i])) continue;
    drop[i] = std::none_of(boxes.begin(), boxes.end(),
                           [&](const Box& other) { return !is_mark(other) && is_beside(boxes[i], other, hanzi); });
  }
  layout::erase_pieces(ink, connected, drop);
}

}  // namespace

cv::Mat clear_specks(const cv::Mat& ink, int glyph_height) {
  if (ink.empty() || ink.type() != CV_8UC1) throw std::invalid_argument("clear_specks: ink must be CV_8UC1");
  if (glyph_height <= 0) throw std::invalid_argument("clear_specks: glyph_height must be positive");
  cv::Mat cleared = ink.clone();
  erase_dust(cleared, glyph_height);
  if (cv::countNonZero(cleared) > 0) erase_stray_marks(cleared, glyph_height);
  return cleared;
}

}  // namespace shenbao::extract
