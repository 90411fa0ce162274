#pragma once

#include <cstddef>
#include <vector>

#include "extract/read/character_odds.h"
#include "extract/read/line_reader.h"
#include "extract/read/reading.h"

namespace shenbao::extract {

/// A line as one reading: what the line reader saw, each character held against what the others say at its place.
///
/// `others` are readings of the same line as a whole, none for a line read once. A character that another confirms is
/// nearly sure; one that all others deny is doubtful, and where the line reader itself was in doubt, another's among
/// its own choices is taken. What only another saw is left out, and makes the reading doubtful. The confidence is the
/// probability that every character is right. What each reader said stays as a candidate.
/// Method: each other reading is aligned by edit distance, alike forms of a sign (full and half width) being equal.
Reading merge_readings(const LineReading& own, const std::vector<Candidate>& others, const CharacterOdds& odds);

/// The characters of a line from `begin` to `end`.
struct Asked {
  std::size_t begin = 0, end = 0;
};

/// As above, where the others read no more than the characters `asked`: those beside stand alone.
Reading merge_readings(const LineReading& own, const Asked& asked, const std::vector<Candidate>& others,
                       const CharacterOdds& odds);

}  // namespace shenbao::extract
