#include "extract/read/glyph_groups.h"

#include <opencv2/imgproc.hpp>

namespace shenbao::extract {

std::vector<layout::Box> find_glyph_groups(const cv::Mat& ink, const layout::Box& line) {
  const cv::Mat piece =
      ink(cv::Rect(line.left, line.top, line.width(), line.height()) & cv::Rect(0, 0, ink.cols, ink.rows));
  cv::Mat columns;
  cv::reduce(piece, columns, 0, cv::REDUCE_MAX);
  std::vector<layout::Box> groups;
  for (int x = 0; x < columns.cols;) {
    if (columns.at<uchar>(0, x) == 0) {
      ++x;
      continue;
    }
    int end = x;
    while (end < columns.cols && columns.at<uchar>(0, end) != 0) ++end;
    const cv::Rect tight = cv::boundingRect(piece.colRange(x, end));
    groups.push_back(
        layout::Box{line.left + x, line.top + tight.y, line.left + end, line.top + tight.y + tight.height});
    x = end;
  }
  return groups;
}

}  // namespace shenbao::extract
