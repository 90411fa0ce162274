#include "extract/read/part.h"

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <utility>

#include "extract/read/look_alikes.h"

namespace shenbao::extract {
namespace {

using layout::Box;

constexpr double kMargin = 3.0 / 26.0;  // of white around a line, in hanzi, as the line reader was trained
constexpr double kShortLine = 3.0;      // hanzi: fewer say too little to be read by themselves
constexpr std::size_t kMostLines = 3;   // of a value or label: more are a paragraph

}  // namespace

std::vector<Part> find_parts(const std::vector<CutPlace>& places) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::vector<Box>& lines = places[i].snippet.lines;
    for (std::size_t k = 0; k < lines.size(); ++k) {
      const bool goes_on = lines.size() <= kMostLines || lines[k].width() <= kShortLine * places[i].glyph_height;
      if (k == 0 || !goes_on) {
        parts.emplace_back();
        parts.back().place = i;
        parts.back().glyph_height = places[i].glyph_height;
      }
      parts.back().lines.push_back(lines[k]);
    }
  }
  return parts;
}

void read_parts(const std::vector<CutPlace>& places, std::vector<Part>& parts, const LineReader& reader,
                double stretch) {
  std::vector<cv::Mat> lines;
  for (const Part& part : parts) {
    for (const Box& box : part.lines) {
      cv::Mat line = frame_lines(places[part.place].snippet, {box}, part.glyph_height, LineReader::kHanzi, kMargin);
      if (stretch > 1.0) cv::resize(line, line, cv::Size(), stretch, 1.0, cv::INTER_CUBIC);
      lines.push_back(std::move(line));
    }
  }
  std::vector<LineReading> readings = reader.read_lines(lines);
  auto reading = readings.begin();
  for (Part& part : parts) {
    const double scale = std::max(1.0, part.glyph_height) / LineReader::kHanzi;
    for (std::size_t k = 0; k < part.lines.size(); ++k, ++reading) {
      settle_look_alikes(*reading);
      part.own.overlooked = std::max(part.own.overlooked, reading->overlooked);
      part.own.skips_ink = part.own.skips_ink || reading->skips_ink;
      for (LineCharacter& character : reading->characters) {
        part.x.push_back(part.lines[k].left + (character.x / stretch - LineReader::kHanzi * kMargin) * scale);
        part.line_of.push_back(k);
        part.own.characters.push_back(std::move(character));
      }
    }
  }
}

std::vector<Box> boxes_of(const Part& part, std::size_t begin, std::size_t end, const cv::Mat& ink) {
  const std::size_t first = part.line_of[begin], last = part.line_of[end - 1];
  std::vector<Box> boxes(part.lines.begin() + static_cast<std::ptrdiff_t>(first),
                         part.lines.begin() + static_cast<std::ptrdiff_t>(last) + 1);
  const auto cut_before = [&](std::size_t i) {
    const Box& line = part.lines[part.line_of[i]];
    return least_inked_column(ink.rowRange(line.top, line.bottom), part.x[i - 1], part.x[i]);
  };
  if (begin > 0 && part.line_of[begin - 1] == first) boxes.front().left = cut_before(begin);
  if (end < part.x.size() && part.line_of[end - 1] == part.line_of[end]) boxes.back().right = cut_before(end);
  return boxes;
}

}  // namespace shenbao::extract
