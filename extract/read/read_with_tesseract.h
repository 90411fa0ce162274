#pragma once

#include <vector>

#include "extract/read/reading.h"
#include "extract/read/recognizer.h"
#include "extract/read/snippet.h"
#include "extract/read/symbol_reader.h"

namespace shenbao::extract {

/// Reads places of a page with Tesseract's models, and lone signs with the symbol reader. A blank place costs nothing.
///
/// A second reading is spent where the first is in doubt, and on every figure, since a wrong one looks
/// right; a third where two differ. The confidence says how often such a reading is right: readings that
/// agree make it high, readings that differ keep it low and leave the others as candidates.
/// Returns one reading for each place, in their order.
std::vector<Reading> read_with_tesseract(const std::vector<CutPlace>& places, const Recognizer& recognizer,
                                         const SymbolReader& symbols);

}  // namespace shenbao::extract
