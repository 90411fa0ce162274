#pragma once

#include <string>
#include <vector>

#include "extract/read/doubt.h"

namespace shenbao::extract {

/// One way to read a piece of ink.
struct Candidate {
  std::string text;         ///< UTF-8, exactly as this reader gave it after joining its lines
  double confidence = 0.0;  ///< [0, 1]
  std::string reader;       ///< who read it: "chi_sim/13", "eng/7", "symbol", …
};
bool operator==(const Candidate& a, const Candidate& b);

/// What was read at one place.
struct Reading {
  std::string text;                   ///< best reading, UTF-8; "" for no ink, or for ink that nobody could read
  double confidence = 0.0;            ///< of `text`, [0, 1], calibrated
  bool has_ink = false;               ///< false: the place is blank
  std::vector<Candidate> candidates;  ///< best first, the first is `text`; alternatives differ from it
  std::vector<Doubt> doubts;  ///< what speaks against `text` besides the reader's own uncertainty; sorted, none twice
};
bool operator==(const Reading& a, const Reading& b);

/// As reads_well of the confidence and doubts.
bool reads_well(const Reading& reading, double least);

}  // namespace shenbao::extract
