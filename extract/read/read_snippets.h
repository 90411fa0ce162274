#pragma once

#include <vector>

#include "extract/read/readers.h"
#include "extract/read/reading.h"
#include "extract/read/snippet.h"

namespace shenbao::extract {

/// Reads places of a page, all together: a reader given many lines at once is faster. A blank place costs nothing.
/// What a stamp's stroke was taken out of is never sure. Returns one reading for each place, in their order.
std::vector<Reading> read_snippets(const std::vector<CutPlace>& places, const Readers& readers);

}  // namespace shenbao::extract
