#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "extract/read/calibration.h"
#include "extract/read/line_reader.h"
#include "extract/read/reading.h"

namespace shenbao::extract {

/// What a second reader made of a line, or of some of its characters.
struct SecondOpinion {
  std::size_t begin = 0, end = 0;  ///< the line reader's characters that it was shown
  std::string answer;
};

/// A line as one reading: what the line reader saw, each character held against what the second reader says there.
///
/// A character that the second reader confirms is nearly sure; one that it denies is doubtful, and where the line
/// reader itself was in doubt, the other's is taken if it is among its own choices. What only the second reader saw is
/// left out, and makes the reading doubtful. Characters that it was not shown stand alone. The confidence is the
/// probability that every character is right. What each reader
/// said stays as a candidate. Method: the readings are
/// aligned by edit distance, alike forms of a sign (full and half width) being equal.
Reading merge_readings(const LineReading& own, const std::optional<SecondOpinion>& second,
                       const Calibration& calibration);

/// The parts of one place (lines of a text), from the top, as one reading: the best of each, and one alternative with
/// every doubtful part's second. `confidence`: of the whole, by how the parts' confidences combine. A part alone stays
/// as it is; no part gives an empty reading.
Reading join_readings(const std::vector<Reading>& parts, double confidence);

}  // namespace shenbao::extract
