#include "extract/read/stamp_strokes.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "layout/ink/runs.h"

namespace shenbao::extract {
namespace {

constexpr double kStrokeHeight = 1.8;  // hanzi: no glyph of the line is as high
constexpr double kStrokeWidth = 0.8;   // hanzi: a long thin one is a ruling
constexpr int kSparse = 5;             // a stroke fills less than a fifth of its box, glyphs that touch a third
constexpr double kPaler = 0.2;  // of the way from the writing's gray to the paper's: then the darker pixels are writing

}  // namespace

StampCleared clear_stamp_strokes(const cv::Mat& ink, const cv::Mat& gray, int glyph_height) {
  StampCleared cleared{ink, false};
  const layout::ConnectedRuns connected = layout::connect_runs(ink);
  const std::vector<layout::Box> boxes = layout::boxes_of(connected);
  std::vector<int> areas(boxes.size(), 0);
  for (const layout::Run& run : connected.runs) areas[static_cast<std::size_t>(run.piece)] += run.end - run.begin;
  std::vector<char> large(boxes.size(), 0);
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const int width = boxes[i].width(), height = boxes[i].height();
    const bool sparse = areas[i] * kSparse < width * height;
    large[i] = height > kStrokeHeight * glyph_height && width > kStrokeWidth * glyph_height && sparse;
  }
  if (std::count(large.begin(), large.end(), 1) == 0) return cleared;

  cleared.ink = ink.clone();
  layout::erase_pieces(cleared.ink, connected, large);
  const cv::Mat strokes = ink & ~cleared.ink;
  if (cv::countNonZero(cleared.ink) == 0) return cleared;
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

}  // namespace shenbao::extract
