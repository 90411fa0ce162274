#include "extract/read/read_with_tesseract.h"

#include <algorithm>
#include <utility>

#include "extract/read/merge_readings.h"
#include "extract/text/normalize.h"

namespace shenbao::extract {
namespace {

constexpr double kHanzi = 24.0;        // height at which chi_sim reads most lines right, pixels
constexpr double kMargin = 1.0 / 6.0;  // of white around a line, in hanzi: much less or more is not read at all

}  // namespace

std::vector<Reading> read_with_tesseract(const std::vector<CutPlace>& places, const Recognizer& recognizer) {
  std::vector<cv::Mat> lines;
  for (const CutPlace& place : places) {
    for (const layout::Box& line : place.snippet.lines) {
      lines.push_back(frame_lines(place.snippet, {line}, place.glyph_height, kHanzi, kMargin));
    }
  }
  std::vector<Candidate> read = recognizer.read_lines(lines, Script::text);
  auto candidate = read.begin();
  std::vector<Reading> readings;
  for (const CutPlace& place : places) {
    std::vector<Reading> parts;
    double least_sure = 1.0;
    for (std::size_t line = 0; line < place.snippet.lines.size(); ++line, ++candidate) {
      candidate->text = normalize_line(candidate->text);
      least_sure = std::min(least_sure, candidate->confidence);
      parts.push_back({candidate->text, candidate->confidence, true, {*candidate}});
    }
    readings.push_back(join_readings(parts, least_sure));
  }
  return readings;
}

}  // namespace shenbao::extract
