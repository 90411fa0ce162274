#include "extract/read/read_snippets.h"

#include "extract/read/read_with_second_opinion.h"
#include "extract/read/read_with_tesseract.h"

namespace shenbao::extract {

std::vector<Reading> read_snippets(const std::vector<CutPlace>& places, const Readers& readers) {
  std::vector<Reading> readings =
      readers.lines == nullptr
          ? read_with_tesseract(places, *readers.tesseract)
          : read_with_second_opinion(places, *readers.lines, readers.tesseract, *readers.calibration);
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (const Doubt doubt : places[i].snippet.doubts) add_doubt(readings[i].doubts, doubt);
  }
  return readings;
}

}  // namespace shenbao::extract
