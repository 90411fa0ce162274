#include "extract/clear_edges.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace shenbao::extract {
namespace {

/// Long strokes along the top and bottom edge, within `reach` rows of it.
void erase_along_rows(cv::Mat& ink, int reach, int min_length, int thickness) {
  const int length = std::min(min_length, std::max(3, ink.cols * 3 / 5)) | 1;  // odd: an even kernel shifts the result
  reach = std::min(reach, ink.rows);
  for (const int top : {0, ink.rows - reach}) {
    cv::Mat band = ink.rowRange(top, top + reach);
    cv::Mat strokes;
    cv::morphologyEx(band, strokes, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, {length, 1}));
    if (cv::countNonZero(strokes) == 0) continue;
    cv::dilate(strokes, strokes, cv::getStructuringElement(cv::MORPH_RECT, {3, 3}));
    // A column whose stroke is thicker than a ruling carries writing that crosses it.
    for (int x = 0; x < band.cols; ++x) {
      cv::Mat column = band.col(x);
      if (cv::countNonZero(column) > thickness) continue;
      column.setTo(0, strokes.col(x));
    }
  }
}

/// Pieces that lie wholly within `reach` of the edges: dots, dashes and corners of rulings.
void erase_pieces_on_edges(cv::Mat& ink, int reach) {
  cv::Mat labels;
  const int count = cv::connectedComponents(ink, labels, 8, CV_32S);
  std::vector<uchar> drop(static_cast<std::size_t>(count), 1);
  drop[0] = 0;
  for (int y = reach; y < ink.rows - reach; ++y) {
    const int* label = labels.ptr<int>(y);
    for (int x = reach; x < ink.cols - reach; ++x) drop[static_cast<std::size_t>(label[x])] = 0;
  }
  if (std::count(drop.begin(), drop.end(), 1) == 0) return;
  for (int y = 0; y < ink.rows; ++y) {
    const int* label = labels.ptr<int>(y);
    uchar* pixel = ink.ptr<uchar>(y);
    for (int x = 0; x < ink.cols; ++x) {
      if (drop[static_cast<std::size_t>(label[x])]) pixel[x] = 0;
    }
  }
}

}  // namespace

cv::Mat clear_edges(const cv::Mat& ink, int glyph_height) {
  cv::Mat cleared = ink.clone();
  const int thickness = std::max(3, glyph_height / 5);  // half a bold ruling and what the cell's place is off
  const int reach = std::max(4, glyph_height / 4);
  erase_along_rows(cleared, reach, glyph_height * 3 / 2, thickness);
  cv::Mat turned = cleared.t();
  erase_along_rows(turned, reach, glyph_height * 3 / 2, thickness);
  cleared = turned.t();
  erase_pieces_on_edges(cleared, thickness);
  return cleared;
}

}  // namespace shenbao::extract
