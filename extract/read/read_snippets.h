#pragma once

#include <vector>

#include "extract/read/calibration.h"
#include "extract/read/line_reader.h"
#include "extract/read/reading.h"
#include "extract/read/recognizer.h"
#include "extract/read/snippet.h"

namespace shenbao::extract {

/// Who reads a page: Tesseract, the line reader, or both; one of the two may be null. Owned by the caller.
struct Readers {
  const LineReader* lines = nullptr;
  const Recognizer* tesseract = nullptr;
  const Calibration* calibration = nullptr;  ///< null only without the line reader
};

/// Reads places of a page, all together: a reader given many lines at once is faster. A blank place costs nothing.
/// With Tesseract alone the confidence is its own, of the least certain line, and no probability.
/// The doubts of a snippet are the reading's too. Returns one reading for each place, in their order.
std::vector<Reading> read_snippets(const std::vector<CutPlace>& places, const Readers& readers);

}  // namespace shenbao::extract
