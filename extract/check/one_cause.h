#pragma once

#include <vector>

#include "extract/form/finding.h"

namespace shenbao::extract {

/// Leaves out what only follows from another finding, so that one cause gives one finding.
///
/// Damage to the table explains what its cells seem to say (repeated labels, an absent section), a fused operator
/// explains the missing one, a garbled name why names differ, a wrong year why dates lie outside it.
/// Several rows that one merged cell speaks for are reported on the first, and the same is said of one place once.
std::vector<Finding> without_consequences(std::vector<Finding> findings);

}  // namespace shenbao::extract
