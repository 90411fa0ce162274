#include "extract/clear_specks.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <vector>

namespace shenbao::extract {
namespace {

/// Tight boxes of the pieces of `mask`, by label from 1.
std::vector<cv::Rect> boxes_of(const cv::Mat& mask, cv::Mat& labels) {
  cv::Mat stats, centroids;
  const int count = cv::connectedComponentsWithStats(mask, labels, stats, centroids, 8, CV_32S);
  std::vector<cv::Rect> boxes(static_cast<std::size_t>(count));
  for (int i = 1; i < count; ++i) {
    const int* s = stats.ptr<int>(i);
    boxes[static_cast<std::size_t>(i)] = {s[cv::CC_STAT_LEFT], s[cv::CC_STAT_TOP], s[cv::CC_STAT_WIDTH],
                                          s[cv::CC_STAT_HEIGHT]};
  }
  return boxes;
}

void erase(cv::Mat& ink, const cv::Mat& labels, const std::vector<uchar>& drop) {
  for (int y = 0; y < ink.rows; ++y) {
    const int* label = labels.ptr<int>(y);
    uchar* pixel = ink.ptr<uchar>(y);
    for (int x = 0; x < ink.cols; ++x) {
      if (drop[static_cast<std::size_t>(label[x])] != 0) pixel[x] = 0;
    }
  }
}

int gap(int begin_a, int end_a, int begin_b, int end_b) {
  return std::max(0, std::max(begin_a, begin_b) - std::min(end_a, end_b));
}

bool is_beside(const cv::Rect& mark, const cv::Rect& glyph, double hanzi) {
  return gap(mark.x, mark.x + mark.width, glyph.x, glyph.x + glyph.width) <= 0.8 * hanzi &&
         gap(mark.y, mark.y + mark.height, glyph.y, glyph.y + glyph.height) <= 0.35 * hanzi;
}

/// Pieces too small for any mark: a decimal point is an eighth of a hanzi.
void erase_dust(cv::Mat& ink, double hanzi) {
  cv::Mat labels;
  const std::vector<cv::Rect> boxes = boxes_of(ink, labels);
  std::vector<uchar> drop(boxes.size(), 0);
  for (std::size_t i = 1; i < boxes.size(); ++i) {
    drop[i] = std::max(boxes[i].width, boxes[i].height) <= 0.08 * hanzi;
  }
  erase(ink, labels, drop);
}

/// Small marks that no writing stands beside.
void erase_stray_marks(cv::Mat& ink, double hanzi) {
  const int close = std::max(1, static_cast<int>(0.1 * hanzi));  // fragments twice as far apart are one glyph
  cv::Mat grown, labels;
  cv::dilate(ink, grown, cv::getStructuringElement(cv::MORPH_RECT, {2 * close + 1, 2 * close + 1}));
  std::vector<cv::Rect> boxes = boxes_of(grown, labels);
  const auto is_mark = [&](const cv::Rect& box) { return std::max(box.width, box.height) - 2 * close < 0.3 * hanzi; };
  std::vector<uchar> drop(boxes.size(), 0);
  for (std::size_t i = 1; i < boxes.size(); ++i) {
    if (!is_mark(boxes[i])) continue;
    drop[i] = std::none_of(boxes.begin() + 1, boxes.end(),
                           [&](const cv::Rect& other) { return !is_mark(other) && is_beside(boxes[i], other, hanzi); });
  }
  erase(ink, labels, drop);
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
