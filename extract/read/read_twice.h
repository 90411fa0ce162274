#pragma once

#include <vector>

#include "extract/read/readers.h"
#include "extract/read/reading.h"
#include "extract/read/snippet.h"

namespace shenbao::extract {

/// Reads places of a page with the line reader, and again with Tesseract where a wrong reading could pass as right:
/// what is in doubt, figures sooner than words and with its digits model.
///
/// Without Tesseract each line is read once. The confidence is the probability that the whole reading is right.
/// Returns one reading for each place, in their order; a blank place costs nothing.
std::vector<Reading> read_twice(const std::vector<CutPlace>& places, const Readers& readers);

}  // namespace shenbao::extract
