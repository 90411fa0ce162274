#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "extract/page_text.h"

namespace shenbao::extract {

/// One character of a line.
struct LineCharacter {
  std::string text;         ///< UTF-8, one character; half-width digits, letters and operators, full-width 、，：
  double confidence = 0.0;  ///< [0, 1], that it is there and is this one
  std::string second;       ///< the next likely one
  double second_confidence = 0.0;  ///< [0, 1]
  double x = 0.0;                  ///< of its middle, pixels of the line as given
};

/// What the network made of a line.
struct LineReading {
  std::vector<LineCharacter> characters;  ///< from the left
  double overlooked = 0.0;                ///< [0, 1], how likely there is one more that is not among them
};

/// Reads lines with a network of our own that knows all of GB 2312 and the operators: a second reader that fails
/// differently from Tesseract.
///
/// Method: convolutions over the whole line give features and a blank score for every fourth pixel column; each run of
/// columns that are no blank is one character, named by a linear layer on the run's features. Trained on rendered lines
/// (models/training). Not thread-safe: one object per thread. The same pixels give the same answer on every run, and
/// whatever other lines are given with them.
class LineReader {
 public:
  static constexpr double hanzi = 26.0;  ///< height at which a line's hanzi are read best, pixels

  /// Loads both networks and their list of classes. Throws std::runtime_error if a file is missing or they do not fit.
  LineReader(const std::string& features_path, const std::string& classes_path, const std::string& names_path);
  ~LineReader();
  LineReader(LineReader&&) noexcept;
  LineReader& operator=(LineReader&&) noexcept;

  /// `lines` are CV_8UC1, dark on white, each one line whose hanzi are about `hanzi` high, in the middle of its height.
  std::vector<LineReading> read_lines(const std::vector<cv::Mat>& lines) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The characters as one text, with the confidence of the least certain of them; reader "own".
Candidate text_of(const LineReading& reading);

}  // namespace shenbao::extract
