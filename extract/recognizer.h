#pragma once

#include <string>

#include <opencv2/core/mat.hpp>

#include "extract/page_text.h"

namespace shenbao::extract {

/// What a line is expected to hold, so that the reader that is best at it is asked. It comes from
/// the ink and the grid position alone, never from a half-filled form.
enum class Script { text, digits };

/// Reads one line of writing. The only interface: tests put fixed, recorded or failing readers here.
/// Not thread-safe: one object per thread.
class Recognizer {
 public:
  virtual ~Recognizer() = default;

  /// `line` is CV_8UC1, dark on white, one line of writing cropped to its ink.
  /// `mode` is the page segmentation mode for readers that have one (7 or 13).
  /// Returns the text (UTF-8, "" for nothing readable) with its confidence in [0, 1].
  virtual Candidate read_line(const cv::Mat& line, Script script, int mode) const = 0;
};

}  // namespace shenbao::extract
