#include "extract/read/read_snippets.h"

#include <algorithm>
#include <utility>

#include "extract/read/merge_readings.h"
#include "extract/read/read_with_second_opinion.h"
#include "extract/text/normalize.h"

namespace shenbao::extract {
namespace {

/// Reads every line as Tesseract alone reads it, once: the baseline that the default reader is measured against.
std::vector<Reading> read_with_tesseract(const std::vector<CutPlace>& places, const Recognizer& tesseract) {
  std::vector<cv::Mat> lines;
  for (const CutPlace& place : places) {
    for (const layout::Box& line : place.snippet.lines) {
      lines.push_back(
          frame_lines(place.snippet, {line}, place.glyph_height, Recognizer::kTextHanzi, Recognizer::kMargin));
    }
  }
  const std::vector<Recognized> read = tesseract.read_lines(lines, Script::text);
  auto line = read.begin();
  std::vector<Reading> readings;
  for (const CutPlace& place : places) {
    std::vector<Reading> parts;
    double least_sure = 1.0;
    for (std::size_t i = 0; i < place.snippet.lines.size(); ++i, ++line) {
      const std::string text = normalize_line(line->text);
      least_sure = std::min(least_sure, line->confidence);
      parts.push_back({text, line->confidence, true, {text}, {}});
    }
    readings.push_back(join_readings(parts, least_sure));
  }
  return readings;
}

}  // namespace

std::vector<Reading> read_snippets(const std::vector<CutPlace>& places, const Readers& readers) {
  std::vector<Reading> readings =
      readers.lines == nullptr
          ? read_with_tesseract(places, *readers.tesseract)
          : read_with_second_opinion(places, *readers.lines, readers.tesseract, *readers.calibration);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!readings[i].has_ink) continue;
    for (const Doubt doubt : places[i].snippet.doubts) add_doubt(readings[i].doubts, doubt);
  }
  return readings;
}

}  // namespace shenbao::extract
