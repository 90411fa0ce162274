#include "support/drawn_cell.h"

#include <opencv2/imgproc.hpp>
#include <string>

namespace shenbao::test {

extract::CutPlace drawn_cell(const std::vector<int>& glyphs_per_line) {
  extract::CutPlace place;
  place.glyph_height = 40;
  place.snippet.white = cv::Mat(400, 600, CV_8UC1, cv::Scalar(255));
  for (std::size_t row = 0; row < glyphs_per_line.size(); ++row) {
    const int top = 10 + static_cast<int>(row) * 60, count = glyphs_per_line[row];
    for (int i = 0; i < count; ++i) {
      cv::rectangle(place.snippet.white, cv::Rect(10 + i * 46, top, 38, 38), cv::Scalar(0), 5);
      cv::line(place.snippet.white, {10 + i * 46, top}, {46 + i * 46, top + 36}, cv::Scalar(0), 3);
    }
    place.snippet.lines.push_back(layout::Box{10, top, 10 + count * 46 - 8, top + 38});
  }
  place.snippet.ink = place.snippet.white < 128;
  return place;
}

}  // namespace shenbao::test
