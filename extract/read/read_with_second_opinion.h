#pragma once

#include <vector>

#include "extract/read/calibration.h"
#include "extract/read/line_reader.h"
#include "extract/read/reading.h"
#include "extract/read/recognizer.h"
#include "extract/read/snippet.h"

namespace shenbao::extract {

/// Reads places of a page with the line reader, and asks Tesseract for a second opinion where a wrong reading could
/// pass as right: of what is in doubt, and of figures sooner than of words, with its digits model.
///
/// With `tesseract` null each line is read by the line reader alone. The confidence is the probability that the whole
/// reading is right. Returns one reading for each place, in their order; a blank place costs nothing.
std::vector<Reading> read_with_second_opinion(const std::vector<CutPlace>& places, const LineReader& lines,
                                              const Recognizer* tesseract, const Calibration& calibration);

}  // namespace shenbao::extract
