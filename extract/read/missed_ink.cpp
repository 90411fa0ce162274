#include "extract/read/missed_ink.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdlib>
#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

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
std::vector<cv::Rect> pieces_of(const cv::Mat& line) {
  cv::Mat ink, labels, stats, centroids;
  cv::threshold(line, ink, kPointInk, 255, cv::THRESH_BINARY_INV);
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centroids, 8, CV_32S);
  std::vector<cv::Rect> pieces;
  for (int i = 1; i < count; ++i) {
    const int* box = stats.ptr<int>(i);
    pieces.emplace_back(box[cv::CC_STAT_LEFT], box[cv::CC_STAT_TOP], box[cv::CC_STAT_WIDTH], box[cv::CC_STAT_HEIGHT]);
  }
  std::sort(pieces.begin(), pieces.end(), [](const cv::Rect& a, const cv::Rect& b) { return a.x < b.x; });
  return pieces;
}

bool is_point(const cv::Rect& piece, const std::vector<cv::Rect>& pieces) {
  const auto is_side = [](int length) { return length >= kSmallestPoint && length <= kLargestPoint; };
  if (!is_side(piece.width) || !is_side(piece.height) || std::abs(piece.width - piece.height) > 0.5 * kLargestPoint) {
    return false;
  }
  const cv::Rect *before = nullptr, *behind = nullptr;  // the nearest digits
  for (const cv::Rect& other : pieces) {
    if (&other != &piece && other.br().x > piece.x && other.x < piece.br().x) return false;
    if (other.height < kLowestDigit) continue;
    if (other.x < piece.x) {
      before = &other;
    } else if (behind == nullptr) {
      behind = &other;
    }
  }
  const auto is_level = [&](const cv::Rect* digit) {
    return digit != nullptr && std::abs(piece.br().y - digit->br().y) <= kLevel;
  };
  return is_level(before) && is_level(behind);
}

}  // namespace

void restore_points(const cv::Mat& line, std::vector<LineCharacter>& characters) {
  const auto between_digits = [&] {
    for (std::size_t i = 1; i < characters.size(); ++i) {
      if (characters[i - 1].is_digit() && characters[i].is_digit()) return true;
    }
    return false;
  };
  if (!between_digits()) return;
  const std::vector<cv::Rect> pieces = pieces_of(line);
  for (const cv::Rect& piece : pieces) {
    if (!is_point(piece, pieces)) continue;
    const double x = piece.x + piece.width / 2.0;
    const auto next = std::find_if(characters.begin(), characters.end(),
                                   [&](const LineCharacter& character) { return character.x > x; });
    if (next == characters.begin() || next == characters.end()) continue;
    if (!(next - 1)->is_digit() || !next->is_digit()) continue;
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
  int inked = 0, top = line.rows, bottom = 0;
  for (int x = 0; x <= line.cols; ++x) {
    if (x == line.cols || is_covered(x)) {
      if (inked >= kNarrowest && bottom - top >= kLowest) return true;
      inked = 0;
      top = line.rows;
      bottom = 0;
      continue;
    }
    bool any = false;
    for (int y = 0; y < line.rows; ++y) {
      if (line.at<uchar>(y, x) >= kInk) continue;
      any = true;
      top = std::min(top, y);
      bottom = std::max(bottom, y + 1);
    }
    inked += any;
  }
  return false;
}

}  // namespace shenbao::extract
