#pragma once

#include <opencv2/core/mat.hpp>
#include <vector>

#include "extract/read/reading.h"

namespace shenbao::extract {

/// What a line is expected to hold, so that the reader that is best at it is asked. It comes from
/// the ink and the grid position alone, never from a half-filled form.
enum class Script { text, digits };

/// Reads lines of writing. The only interface: tests put fixed, recorded or failing readers here.
/// Not thread-safe: one object per thread.
class Recognizer {
 public:
  virtual ~Recognizer() = default;

  /// `lines` are CV_8UC1, dark on white, each one line of writing with a margin of white around it.
  /// Returns for each its text (UTF-8, "" for nothing readable) with the confidence of its least certain
  /// place in [0, 1]. Many lines at once cost less than one by one, and each is read the same either way.
  virtual std::vector<Candidate> read_lines(const std::vector<cv::Mat>& lines, Script script) const = 0;
};

}  // namespace shenbao::extract
