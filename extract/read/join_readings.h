#pragma once

#include <vector>

#include "extract/read/reading.h"

namespace shenbao::extract {

/// The parts of one place (lines of a text), from the top, as one reading: the best of each, and one alternative with
/// every doubtful part's second. `confidence`: of the whole, by how the parts' confidences combine. A part alone stays
/// as it is; no part gives an empty reading.
Reading join_readings(const std::vector<Reading>& parts, double confidence);

}  // namespace shenbao::extract
