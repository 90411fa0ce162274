#include "extract/read/underlines.h"

#include <algorithm>
#include <cstdlib>
#include <functional>
#include <opencv2/core.hpp>

#include "layout/ink/runs.h"

namespace shenbao::extract {
namespace {

// In heights of a hanzi.
constexpr double kSure = 6;        // length: feet and arms of neighbours that run together in worn print are shorter
constexpr double kWord = 2.5;      // length: of a stroke through all of a value
constexpr double kLong = 1.3;      // length: no stroke of one hanzi is as long
constexpr double kShort = 0.35;    // length: of an underline below a single digit
constexpr double kThick = 0.14;    // thickness of an underline, at most
constexpr double kBelow = 0.35;    // an underline lies no farther below its writing; the next line is farther away
constexpr double kWritten = 0.2;   // width of the writing on it, at least
constexpr double kLine = 0.7;      // height over an underline in which all glyphs of its line have ink, 一 and 干 too
constexpr double kSameRow = 0.12;  // by which underlines of one row of writing may differ
constexpr double kSameLevel = 0.04;  // by which they differ where nothing leans: the foot of ≥ lies higher
constexpr double kTail = 0.22;       // by which 年, commas and brackets go on below an underline, at most
constexpr double kEdges = 0.25;      // of a cell that a ruling leaves free, both together
constexpr double kStruck = 0.05;     // share of a stroke's width from which on glyphs that go on farther are struck out
constexpr double kDown = 0.8;        // of a cell's height: a streak goes on beyond it, its ends lie on the rulings
constexpr int kLeastHanzi = 16;      // pixels: in lower ones most strokes run together
constexpr int kFoot = 2;             // pixels above and below: neighbours' feet stand level with a foot

/// A level stroke: of each of its columns the rows that it covers, half-open.
struct Stroke {
  int left = 0;
  int thickness = 0;
  std::vector<int> tops, bottoms;

  int width() const { return static_cast<int>(tops.size()); }
  int row() const { return (tops[tops.size() / 2] + bottoms[bottoms.size() / 2]) / 2; }
};

/// The level strokes made of runs of at least `length` pixels, from the top.
std::vector<Stroke> find_strokes(const cv::Mat& ink, int length) {
  cv::Mat level;
  for (int y = 0; y < ink.rows; ++y) {
    layout::for_each_run(ink.ptr<uchar>(y), ink.cols, [&](int begin, int end) {
      if (end - begin < length) return;
      if (level.empty()) level = cv::Mat::zeros(ink.size(), CV_8UC1);
      level.row(y).colRange(begin, end).setTo(255);
    });
  }
  if (level.empty()) return {};
  const layout::ConnectedRuns connected = layout::connect_runs(level);
  std::vector<Stroke> strokes;
  for (const layout::Box& box : layout::boxes_of(connected)) {
    const auto width = static_cast<std::size_t>(box.width());
    strokes.push_back({box.left, 0, std::vector<int>(width, ink.rows), std::vector<int>(width, 0)});
  }
  for (const layout::Run& run : connected.runs) {
    Stroke& stroke = strokes[static_cast<std::size_t>(run.piece)];
    for (int x = run.begin; x < run.end; ++x) {
      const auto column = static_cast<std::size_t>(x - stroke.left);
      stroke.tops[column] = std::min(stroke.tops[column], run.row);
      stroke.bottoms[column] = run.row + 1;
    }
  }
  for (Stroke& stroke : strokes) {  // the round foot of a figure that runs into an underline stays
    std::vector<int> thickness(stroke.tops.size());
    std::transform(stroke.bottoms.begin(), stroke.bottoms.end(), stroke.tops.begin(), thickness.begin(),
                   std::minus<>());
    const auto thin = thickness.begin() + static_cast<std::ptrdiff_t>(thickness.size() / 4);
    std::nth_element(thickness.begin(), thin, thickness.end());
    stroke.thickness = *thin;
    for (std::size_t i = 0; i < stroke.tops.size(); ++i) {
      stroke.tops[i] = std::max(stroke.tops[i], stroke.bottoms[i] - *thin);
    }
  }
  return strokes;
}

/// The ink around a stroke.
struct Surroundings {
  int written = 0;  ///< columns with ink above, no farther than was asked for
  int touched = 0;  ///< columns with ink on the stroke itself
  int struck = 0;   ///< columns in which ink goes on from above to farther below than a glyph's tail
};

Surroundings look_around(const cv::Mat& ink, const Stroke& stroke, int glyph_height, double reach) {
  const int below = static_cast<int>(reach * glyph_height), tail = static_cast<int>(kTail * glyph_height);
  Surroundings around;
  for (int i = 0; i < stroke.width(); ++i) {
    const auto column = static_cast<std::size_t>(i);
    const int x = stroke.left + i, top = stroke.tops[column] - 1, bottom = stroke.bottoms[column];  // a soft edge above
    const auto count = [&](int begin, int end) {
      begin = std::clamp(begin, 0, ink.rows);
      end = std::clamp(end, begin, ink.rows);
      return cv::countNonZero(ink.col(x).rowRange(begin, end));
    };
    around.written += count(top - below, top) > 0;
    const bool touched = count(top - 1, top + 1) == 2;
    around.touched += touched;
    around.struck += touched && count(bottom, bottom + tail) == tail;
  }
  return around;
}

/// Whether there is ink beside a stroke, within `reach` pixels, from `above` its middle to `below` it.
bool has_beside(const cv::Mat& ink, const Stroke& stroke, int reach, int above, int below) {
  const cv::Mat rows = ink.rowRange(std::max(0, stroke.row() - above), std::min(ink.rows, stroke.row() + below));
  const int left = std::max(0, stroke.left - 1), right = std::min(ink.cols, stroke.left + stroke.width() + 1);
  return cv::countNonZero(rows.colRange(std::max(0, left - reach), left)) > 0 ||
         cv::countNonZero(rows.colRange(right, std::min(ink.cols, right + reach))) > 0;
}

/// Takes a stroke out but where a glyph crosses it, with its soft edges where nothing goes on beyond them.
void erase(cv::Mat& ink, const Stroke& stroke) {
  for (int i = 0; i < stroke.width(); ++i) {
    const auto column = static_cast<std::size_t>(i);
    const int x = stroke.left + i;
    const auto is_ink = [&](int y) { return y >= 0 && y < ink.rows && ink.at<uchar>(y, x) != 0; };
    int top = stroke.tops[column], bottom = stroke.bottoms[column];
    const bool above = is_ink(top - 1) && is_ink(top - 2), below = is_ink(bottom) && is_ink(bottom + 1);
    if (above && below) continue;
    if (!above) top = std::max(0, top - 1);
    if (!below) bottom = std::min(ink.rows, bottom + 1);
    ink.col(x).rowRange(top, bottom).setTo(0);
  }
}

}  // namespace

UnderlinesCleared clear_underlines(const cv::Mat& ink, int glyph_height, const std::vector<int>& known) {
  UnderlinesCleared cleared{ink, {}};
  const auto off = [&](const Stroke& stroke) {  // pixels from the nearest known one
    int least = ink.rows;
    for (const int row : known) least = std::min(least, std::abs(row - stroke.row()));
    return least;
  };
  const auto take_out = [&](double shortest, bool by_others) {
    for (const Stroke& stroke : find_strokes(cleared.ink, static_cast<int>(shortest * glyph_height))) {
      if (stroke.row() == 0 || stroke.thickness > kThick * glyph_height) continue;  // none above the first
      const int length = stroke.width(), line = static_cast<int>(kLine * glyph_height);
      const bool first = cleared.levels.empty();
      const bool whole = !has_beside(cleared.ink, stroke, ink.cols, line, 0);
      if (by_others && (!whole || (first && off(stroke) > kSameRow * glyph_height))) continue;
      const Surroundings around = look_around(cleared.ink, stroke, glyph_height, by_others ? kLine : kBelow);
      if (around.written < kWritten * glyph_height) continue;
      const bool sure = length >= kSure * glyph_height;
      if (around.struck >= kStruck * length) {
        cleared.doubtful = cleared.doubtful || sure || (whole && length >= kWord * glyph_height);
        continue;
      }
      if (!sure && known.empty() && around.touched > 0) continue;
      if (!sure && !whole && has_beside(cleared.ink, stroke, glyph_height, kFoot, kFoot)) continue;
      if (first) cleared.ink = ink.clone();
      if (by_others && first) cleared.may_be_foot = around.touched > 0 || off(stroke) > kSameLevel * glyph_height;
      cleared.doubtful = cleared.doubtful || length >= ink.cols - kEdges * glyph_height;
      erase(cleared.ink, stroke);
      cleared.levels.push_back(stroke.row());
    }
  };
  if (glyph_height < kLeastHanzi) return cleared;
  take_out(kLong, false);
  if (!known.empty() || !cleared.levels.empty()) take_out(kShort, true);
  return cleared;
}

cv::Mat without_streaks(const cv::Mat& ink, int glyph_height) {
  cv::Mat turned = ink.t();
  bool found = false;
  for (const Stroke& stroke : find_strokes(turned, glyph_height)) {
    if (stroke.thickness > kThick * glyph_height || stroke.width() < kDown * ink.rows) continue;
    erase(turned, stroke);
    found = true;
  }
  return found ? cv::Mat(turned.t()) : ink;
}

}  // namespace shenbao::extract
