#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "extract/read/line_reader.h"
#include "extract/read/merge_readings.h"
#include "extract/read/snippet.h"

namespace shenbao::extract {

/// What of a place is read at once: a line of a paragraph, or a value broken over a few lines.
struct Part {
  std::size_t place = 0;             ///< which of the places
  std::vector<layout::Box> lines;    ///< snippet pixels
  double glyph_height = 0.0;         ///< of a hanzi, as it was read
  LineReading own;                   ///< of all lines, one after the other
  std::vector<double> x;             ///< middle of each character, snippet pixels
  std::vector<std::size_t> line_of;  ///< of each character
  std::optional<SecondOpinion> second;
};

/// The parts of all places, in reading order, not yet read.
std::vector<Part> find_parts(const std::vector<CutPlace>& places);

/// Has the line reader read the parts at their heights of a hanzi, their lines `stretch` times as wide as they are.
void read_parts(const std::vector<CutPlace>& places, std::vector<Part>& parts, const LineReader& reader,
                double stretch = 1.0);

/// The lines, or pieces of them, that hold the characters from `begin` to `end`, cut where there is least ink between
/// them and their neighbours. `ink` is the snippet's.
std::vector<layout::Box> boxes_of(const Part& part, std::size_t begin, std::size_t end, const cv::Mat& ink);

}  // namespace shenbao::extract
