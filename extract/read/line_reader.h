#pragma once

#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <string>
#include <utility>
#include <vector>

namespace shenbao::extract {

/// One character of a line.
struct LineCharacter {
  std::string text;         ///< UTF-8, one character; digits, letters and operators in half width
  double confidence = 0.0;  ///< [0, 1], that it is there and is this one
  std::vector<std::pair<std::string, double>> others;  ///< the next likely ones with their probabilities, best first
  double x = 0.0;                                      ///< of its middle, pixels of the line as given

  bool is_digit() const { return text.size() == 1 && text[0] >= '0' && text[0] <= '9'; }
};

/// What the network made of a line.
struct LineReading {
  std::vector<LineCharacter> characters;  ///< from the left
  double overlooked = 0.0;                ///< [0, 1], how likely there is one more that is not among them
  bool skips_ink = false;                 ///< ink as large as a character stands where none was read

  /// The characters from `begin` to `end`, as read.
  std::string text(std::size_t begin, std::size_t end) const {
    std::string joined;
    for (std::size_t i = begin; i < end; ++i) joined += characters[i].text;
    return joined;
  }
};

/// Reads lines character by character: a second reader that fails differently from Tesseract.
/// Tests put fixed or failing readers here. Not thread-safe: one object per thread.
class LineReader {
 public:
  static constexpr double kHanzi = 26.0;  ///< height at which a line's hanzi are read best, pixels
  static constexpr int kRows = 32;        ///< pixels about the middle of a line's height that are looked at

  virtual ~LineReader() = default;

  /// `lines` are CV_8UC1, dark on white, each one line whose hanzi are about `kHanzi` high, in the middle of its
  /// height. Each is read the same whatever other lines are given with it.
  virtual std::vector<LineReading> read_lines(const std::vector<cv::Mat>& lines) const = 0;
};

}  // namespace shenbao::extract
