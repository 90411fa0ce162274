#include "extract/read/clear_ink.h"

#include <algorithm>
#include <cstddef>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "extract/read/underlines.h"
#include "layout/ink/runs.h"

namespace shenbao::extract {
namespace {

using layout::Box;
using layout::Run;

// In heights of a hanzi.
constexpr double kDust = 0.08;           // longer side: a decimal point is an eighth
constexpr double kMark = 0.3;            // longer side: points, commas and dots are smaller
constexpr double kDash = 0.2;            // width: a hyphen is a quarter at least
constexpr double kFlat = 2.5;            // times as wide as high: a speck is as likely higher
constexpr double kBesideAcross = 1.15;   // a mark belongs to a glyph no further away, as ： amid its square after ）
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
  const auto is_mark = [&](const Box& box) {
    const int width = box.width() - 2 * close, height = box.height() - 2 * close;
    const bool dash = width >= kDash * hanzi && width >= kFlat * height;
    return std::max(width, height) < kMark * hanzi && !dash;
  };
  std::vector<char> drop(boxes.size(), 0);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    if (!is_mark(boxes[i])) continue;
    drop[i] = std::none_of(boxes.begin(), boxes.end(),
                           [&](const Box& other) { return !is_mark(other) && is_beside(boxes[i], other, hanzi); });
  }
  layout::erase_pieces(ink, connected, drop);
}

constexpr double kStrokeHeight = 1.8;  // hanzi: no glyph of the line is as high
constexpr double kStrokeWidth = 0.8;   // hanzi: a long thin one is a ruling
constexpr int kSparse = 5;             // a stroke fills less than a fifth of its box, glyphs that touch a third
constexpr double kPaler = 0.2;  // of the way from the writing's gray to the paper's: then the darker pixels are writing

constexpr double kPaperSpread = 1.5;     // standard deviations below the mean paper that are still paper
constexpr double kLeastContrast = 20.0;  // gray levels: fainter ink is not told from paper

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

/// Takes long strokes along the rows out of the pixels that `band` looks at, but not where a column carries more than
/// `thickness` pixels of ink: that is writing which crosses the stroke.
void erase_strokes(const cv::Mat& band, int min_length, int thickness) {
  // Pixels. In a narrow cell, whose ruling may be broken, three fifths of the width are long; less than three pixels
  // are a speck.
  const int length = std::min(min_length, std::max(3, band.cols * 3 / 5)) | 1;
  const std::vector<Run> strokes = find_strokes(band, length);
  if (strokes.empty()) return;
  cv::Mat column_ink;
  cv::reduce(band, column_ink, 0, cv::REDUCE_SUM, CV_32S);
  const cv::Mat uncrossed = column_ink <= 255 * thickness;
  for (const Run& stroke : strokes) {
    const int begin = std::max(0, stroke.begin - 1), end = std::min(band.cols, stroke.end + 1);
    for (int y = std::max(0, stroke.row - 1); y <= std::min(band.rows - 1, stroke.row + 1); ++y) {
      band.row(y).colRange(begin, end).setTo(0, uncrossed.colRange(begin, end));
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

cv::Mat clear_specks(const cv::Mat& ink, int glyph_height) {
  cv::Mat cleared = ink.clone();
  erase_dust(cleared, glyph_height);
  if (cv::countNonZero(cleared) > 0) erase_stray_marks(cleared, glyph_height);
  return cleared;
}

namespace {

/// As clear_stamp_strokes; streaks are taken out once, before all else, if there `may_be_streaks`.
StampCleared clear_large_strokes(const cv::Mat& ink, const cv::Mat& gray, int glyph_height, bool may_be_streaks) {
  StampCleared cleared{ink};
  const layout::ConnectedRuns connected = layout::connect_runs(ink);
  const std::vector<Box> boxes = layout::boxes_of(connected);
  std::vector<int> areas(boxes.size(), 0);
  for (const Run& run : connected.runs) areas[static_cast<std::size_t>(run.piece)] += run.end - run.begin;
  std::vector<char> large(boxes.size(), 0);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const int width = boxes[i].width(), height = boxes[i].height();
    const bool sparse = areas[i] * kSparse < width * height;
    large[i] = height > kStrokeHeight * glyph_height && width > kStrokeWidth * glyph_height && sparse;
  }
  if (std::count(large.begin(), large.end(), 1) == 0) return cleared;
  const cv::Mat unstreaked = may_be_streaks ? without_streaks(ink, glyph_height) : ink;
  if (unstreaked.data != ink.data) {
    cleared = clear_large_strokes(unstreaked, gray, glyph_height, false);
    cleared.streaked = true;
    return cleared;
  }

  cleared.ink = ink.clone();
  layout::erase_pieces(cleared.ink, connected, large);
  const cv::Mat strokes = ink & ~cleared.ink;
  if (cv::countNonZero(cleared.ink) == 0) return {ink, true};  // writing that a stroke runs through is all of one piece
  const double text_level = cv::mean(gray, cleared.ink)[0];
  const double stroke_level = cv::mean(gray, strokes)[0];
  const double paper_level = cv::mean(gray, ~ink)[0];
  if (stroke_level - text_level > kPaler * (paper_level - text_level)) {
    cv::Mat dark = (gray < (text_level + stroke_level) / 2) & strokes;
    cv::Mat grown;  // by one pixel: soft edges of the writing are as pale as the stamp
    cv::dilate(dark, grown, cv::Mat());
    cleared.ink |= grown & strokes;
  }
  cleared.touched = true;
  return cleared;
}

}  // namespace

StampCleared clear_stamp_strokes(const cv::Mat& ink, const cv::Mat& gray, int glyph_height) {
  return clear_large_strokes(ink, gray, glyph_height, true);
}

cv::Mat whiten(const cv::Mat& gray, const cv::Mat& ink, const cv::Mat& text) {
  cv::Mat white(gray.size(), CV_8UC1, cv::Scalar(255));
  if (cv::countNonZero(text) == 0) return white;
  // Two pixels around ink are neither ink nor paper.
  const cv::Mat soft_edge = cv::getStructuringElement(cv::MORPH_RECT, {5, 5});
  cv::Mat near_ink;
  cv::dilate(ink, near_ink, soft_edge);
  cv::Scalar paper(255), spread(0);
  if (static_cast<std::size_t>(cv::countNonZero(near_ink)) < near_ink.total())
    cv::meanStdDev(gray, paper, spread, ~near_ink);
  const double light = paper[0] - kPaperSpread * spread[0];
  const double dark = std::min(cv::mean(gray, text)[0], light - kLeastContrast);
  const double gain = 255.0 / (light - dark);
  gray.convertTo(white, CV_8UC1, gain, -dark * gain);

  const cv::Mat remains = ink & ~text;
  if (cv::countNonZero(remains) > 0) {
    cv::Mat near_remains, near_text;  // by one pixel: the text keeps most of its own edge
    cv::dilate(remains, near_remains, soft_edge);
    cv::dilate(text, near_text, cv::Mat());
    white.setTo(255, remains | (near_remains & ~near_text));
  }
  return white;
}

}  // namespace shenbao::extract
