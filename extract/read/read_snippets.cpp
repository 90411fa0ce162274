#include "extract/read/read_snippets.h"

#include <algorithm>

#include "extract/read/read_with_second_opinion.h"
#include "extract/read/read_with_tesseract.h"

namespace shenbao::extract {
namespace {

constexpr double kDamagedAtBest = 0.6;  // probability: with a stamp's stroke or a ruling a digit may have gone

void cap_confidence(Reading& reading, double highest) {
  for (Candidate& candidate : reading.candidates) candidate.confidence = std::min(candidate.confidence, highest);
  reading.confidence = std::min(reading.confidence, highest);
}

}  // namespace

std::vector<Reading> read_snippets(const std::vector<CutPlace>& places, const Readers& readers) {
  std::vector<Reading> readings =
      readers.lines == nullptr
          ? read_with_tesseract(places, *readers.tesseract)
          : read_with_second_opinion(places, *readers.lines, readers.tesseract, *readers.calibration);
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (places[i].snippet.doubts.empty()) continue;
    cap_confidence(readings[i], kDamagedAtBest);
    for (const Doubt doubt : places[i].snippet.doubts) add_doubt(readings[i].doubts, doubt);
  }
  return readings;
}

}  // namespace shenbao::extract
