#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "extract/read/doubt.h"

namespace shenbao::extract {

/// What was read at one place.
struct Reading {
  std::string text;                     ///< best reading, UTF-8; "" for no ink, or for ink that nobody could read
  double confidence = 0.0;              ///< of `text`, [0, 1], calibrated
  bool has_ink = false;                 ///< false: the place is blank
  std::vector<std::string> candidates;  ///< ways to read it, best first: `text`, then others that a reader saw
  std::vector<Doubt> doubts;  ///< what speaks against `text` besides the reader's own uncertainty; sorted, none twice
};
inline bool operator==(const Reading& a, const Reading& b) {
  return std::tie(a.text, a.confidence, a.has_ink, a.candidates, a.doubts) ==
         std::tie(b.text, b.confidence, b.has_ink, b.candidates, b.doubts);
}

/// As reads_well of the confidence and doubts.
inline bool reads_well(const Reading& reading, double least) {
  return reads_well(reading.confidence, reading.doubts, least);
}

}  // namespace shenbao::extract
