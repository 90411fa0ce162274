#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <utility>
#include <vector>

#include "extract/read/reading.h"

namespace shenbao::extract {

/// One character of a line.
struct LineCharacter {
  std::string text;         ///< UTF-8, one character; digits, letters and operators in half width
  double confidence = 0.0;  ///< [0, 1], that it is there and is this one
  std::vector<std::pair<std::string, double>> others;  ///< the next likely ones with their probabilities, best first
  double x = 0.0;                                      ///< of its middle, pixels of the line as given
};

/// What the network made of a line.
struct LineReading {
  std::vector<LineCharacter> characters;  ///< from the left
  double overlooked = 0.0;                ///< [0, 1], how likely there is one more that is not among them
  bool skips_ink = false;                 ///< ink as large as a character stands where none was read
};

/// Reads lines character by character: a second reader that fails differently from Tesseract.
/// Tests put fixed or failing readers here. Not thread-safe: one object per thread.
class LineReader {
 public:
  static constexpr double kHanzi = 26.0;  ///< height at which a line's hanzi are read best, pixels

  virtual ~LineReader() = default;

  /// `lines` are CV_8UC1, dark on white, each one line whose hanzi are about `kHanzi` high, in the middle of its
  /// height. Each is read the same whatever other lines are given with it.
  virtual std::vector<LineReading> read_lines(const std::vector<cv::Mat>& lines) const = 0;
};

/// The characters as one text, with the confidence of the least certain of them; reader "own".
Candidate text_of(const LineReading& reading);

}  // namespace shenbao::extract
