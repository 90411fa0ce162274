#include "extract/read/missed_ink.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

#include "layout/ink/runs.h"

namespace shenbao::extract {
namespace {

using layout::Box;

// Lengths in pixels of a line whose hanzi are LineReader::kHanzi high.
constexpr double kPointInk = 144;  // gray: a point is small, and blurred more than a stroke
// Its side: a point is an eighth of a hanzi, a blot twice that.
constexpr double kSmallestPoint = 0.07 * LineReader::kHanzi;
constexpr double kLargestPoint = 0.24 * LineReader::kHanzi;
constexpr double kLowestDigit = 0.45 * LineReader::kHanzi;  // digits are two thirds of a hanzi high
constexpr double kLevel =
    0.12 * LineReader::kHanzi;  // by which a point's foot may miss that of the digits: its own size

constexpr uchar kInk = 128;                               // gray, halfway from ink to paper
constexpr double kReach = 0.62 * LineReader::kHanzi;      // of a character's ink from its middle, wide faces included
constexpr double kNarrowest = 0.45 * LineReader::kHanzi;  // what is left of a hanzi beyond its neighbours' reach
constexpr double kLowest = 0.5 * LineReader::kHanzi;      // a dash is lower

/// The connected pieces of ink, from the left.
std::vector<Box> pieces_of(const cv::Mat& line) {
  std::vector<Box> pieces = layout::boxes_of(layout::connect_runs(line <= kPointInk));
  std::sort(pieces.begin(), pieces.end(), [](const Box& a, const Box& b) { return a.left < b.left; });
  return pieces;
}

bool is_point(const Box& piece, const std::vector<Box>& pieces) {
  const auto is_side = [](int length) { return length >= kSmallestPoint && length <= kLargestPoint; };
  if (!is_side(piece.width()) || !is_side(piece.height()) ||
      std::abs(piece.width() - piece.height()) > 0.5 * kLargestPoint) {
    return false;
  }
  const Box *before = nullptr, *behind = nullptr;  // the nearest digits
  for (const Box& other : pieces) {
    if (&other != &piece && other.right > piece.left && other.left < piece.right) return false;
    if (other.height() < kLowestDigit) continue;
    if (other.left < piece.left) {
      before = &other;
    } else if (behind == nullptr) {
      behind = &other;
    }
  }
  const auto is_level = [&](const Box* digit) {
    return digit != nullptr && std::abs(piece.bottom - digit->bottom) <= kLevel;
  };
  return is_level(before) && is_level(behind);
}

}  // namespace

void restore_points(const cv::Mat& line, std::vector<LineCharacter>& characters) {
  const auto are_digits = [](const LineCharacter& a, const LineCharacter& b) { return a.is_digit() && b.is_digit(); };
  if (std::adjacent_find(characters.begin(), characters.end(), are_digits) == characters.end()) return;
  const std::vector<Box> pieces = pieces_of(line);
  for (const Box& piece : pieces) {
    if (!is_point(piece, pieces)) continue;
    const double x = piece.left + piece.width() / 2.0;
    const auto next = std::find_if(characters.begin(), characters.end(),
                                   [&](const LineCharacter& character) { return character.x > x; });
    if (next == characters.begin() || next == characters.end() || !are_digits(*(next - 1), *next)) continue;
    constexpr double kEven = 0.5;
    characters.insert(next, LineCharacter{".", kEven, {{"", kEven}}, x});
  }
}

bool skips_ink(const cv::Mat& line, const std::vector<LineCharacter>& characters) {
  const int beyond = (line.rows - LineReader::kRows) / 2;  // rows above and below what is read
  for (const bool above : {true, false}) {
    if (beyond < kLowest) break;
    const cv::Mat rows = line.rowRange(above ? 0 : line.rows - beyond, above ? beyond : line.rows);
    const cv::Rect ink = cv::boundingRect(rows < kInk);
    if (ink.height >= kLowest && ink.width >= kNarrowest) return true;
  }
  const auto is_covered = [&](int x) {
    return std::any_of(characters.begin(), characters.end(),
                       [&](const LineCharacter& character) { return std::abs(character.x - x) <= kReach; });
  };
  for (int begin = 0, end = 0; begin < line.cols; begin = end + 1) {
    for (end = begin; end < line.cols && !is_covered(end);) ++end;
    if (end - begin < kNarrowest) continue;
    const cv::Mat ink = line.colRange(begin, end) < kInk;
    cv::Mat columns;
    cv::reduce(ink, columns, 0, cv::REDUCE_MAX);
    if (cv::countNonZero(columns) >= kNarrowest && cv::boundingRect(ink).height >= kLowest) return true;
  }
  return false;
}

}  // namespace shenbao::extract
