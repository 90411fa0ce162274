#pragma once

#include <vector>

#include "extract/read/reading.h"
#include "extract/read/recognizer.h"
#include "extract/read/snippet.h"

namespace shenbao::extract {

/// Reads places of a page as Tesseract alone reads them: the baseline that the default reader is measured against.
///
/// Each line of a place is read once, with the model for text. The confidence is Tesseract's own, of the least certain
/// line, and no probability. Returns one reading for each place, in their order; a blank place costs nothing.
std::vector<Reading> read_with_tesseract(const std::vector<CutPlace>& places, const Recognizer& recognizer);

}  // namespace shenbao::extract
