#pragma once

#include <vector>

#include "extract/read/snippet.h"

namespace shenbao::test {

/// A cell with crossed blocks where glyphs would stand, 40 pixels high, in one row for each number given.
extract::CutPlace drawn_cell(const std::vector<int>& glyphs_per_line);

}  // namespace shenbao::test
