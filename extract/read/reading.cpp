#include "extract/read/reading.h"

#include <tuple>

namespace shenbao::extract {

bool operator==(const Reading& a, const Reading& b) {
  return std::tie(a.text, a.confidence, a.has_ink, a.candidates, a.doubts) ==
         std::tie(b.text, b.confidence, b.has_ink, b.candidates, b.doubts);
}

bool reads_well(const Reading& reading, double least) { return reads_well(reading.confidence, reading.doubts, least); }

}  // namespace shenbao::extract
