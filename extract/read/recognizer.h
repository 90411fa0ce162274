#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

namespace shenbao::extract {

/// What a line is expected to hold, so that the reader that is best at it is asked. It comes from
/// the ink and the grid position alone, never from a half-filled form.
enum class Script { text, digits };

/// What a reader made of a line.
struct Recognized {
  std::string text;         ///< UTF-8, "" for nothing readable
  double confidence = 0.0;  ///< [0, 1], of its least certain place; 0 where the reader does not say
};
inline bool operator==(const Recognized& a, const Recognized& b) {
  return a.text == b.text && a.confidence == b.confidence;
}

/// Reads lines of writing. The only interface: tests put fixed, recorded or failing readers here.
/// Not thread-safe: one object per thread.
class Recognizer {
 public:
  static constexpr double kTextHanzi = 24.0;    ///< height of a hanzi at which text is read best, pixels
  static constexpr double kDigitsHanzi = 36.0;  ///< the same among figures
  static constexpr double kMargin =
      1.0 / 6.0;  ///< of white around a line, in hanzi: with much less or more nothing is read

  virtual ~Recognizer() = default;

  /// `lines` are CV_8UC1, dark on white, each one line of writing with a margin of white around it.
  /// Each is read the same whatever stands beside it.
  virtual std::vector<Recognized> read_lines(const std::vector<cv::Mat>& lines, Script script) const = 0;
};

}  // namespace shenbao::extract
