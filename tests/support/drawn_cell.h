#pragma once

#include <vector>

#include "extract/read/snippet.h"
#include "extract/read/symbol_reader.h"

namespace shenbao::test {

/// A cell with crossed blocks where glyphs would stand, 40 pixels high, in one row for each number given.
extract::CutPlace drawn_cell(const std::vector<int>& glyphs_per_line);

/// The reader of single symbols that the program ships.
const extract::SymbolReader& shipped_symbols();

}  // namespace shenbao::test
