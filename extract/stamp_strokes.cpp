#include "extract/stamp_strokes.h"

#include <opencv2/imgproc.hpp>
#include <vector>

namespace shenbao::extract {

StampCleared clear_stamp_strokes(const cv::Mat& ink, const cv::Mat& gray, int glyph_height) {
  StampCleared cleared{ink, false};
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(ink, labels, stats, centroids, 8, CV_32S);
  std::vector<int> large;
  for (int i = 1; i < count; ++i) {
    const int* s = stats.ptr<int>(i);
    const int width = s[cv::CC_STAT_WIDTH], height = s[cv::CC_STAT_HEIGHT];
    const bool sparse = s[cv::CC_STAT_AREA] * 5 < width * height;  // glyphs that touch fill a third of their box
    if (height > 1.8 * glyph_height && width > 0.8 * glyph_height && sparse) large.push_back(i);
  }
  if (large.empty()) return cleared;

  cv::Mat strokes = cv::Mat::zeros(ink.size(), CV_8UC1);
  for (const int i : large) strokes |= labels == i;
  cleared.ink = ink & ~strokes;
  if (cv::countNonZero(cleared.ink) == 0) return cleared;
  const double text_level = cv::mean(gray, cleared.ink)[0];
  const double stroke_level = cv::mean(gray, strokes)[0];
  const double paper_level = cv::mean(gray, ~ink)[0];
  if (stroke_level - text_level > 0.2 * (paper_level - text_level)) {
    cv::Mat dark = (gray < (text_level + stroke_level) / 2) & strokes;
    cv::Mat grown;  // soft edges of the writing are as pale as the stamp
    cv::dilate(dark, grown, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    cleared.ink |= grown & strokes;
  }
  cleared.touched = true;
  return cleared;
}

}  // namespace shenbao::extract
