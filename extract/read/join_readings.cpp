#include "extract/read/join_readings.h"

#include <algorithm>
#include <string>
#include <utility>

#include "extract/text/normalize.h"

namespace shenbao::extract {

Reading join_readings(const std::vector<Reading>& parts, double confidence) {
  if (parts.empty()) return Reading{};
  if (parts.size() == 1) return parts.front();
  std::vector<std::string> best, other;
  Candidate first{"", confidence, parts.front().candidates.front().reader}, second{"", 1.0, "second"};
  for (const Reading& part : parts) {
    const Candidate& alternative = part.candidates.size() > 1 ? part.candidates[1] : part.candidates[0];
    best.push_back(part.text);
    other.push_back(alternative.text);
    second.confidence = std::min(second.confidence, alternative.confidence);
  }
  first.text = normalize_line(join_lines(best));
  second.text = normalize_line(join_lines(other));
  Reading reading;
  reading.has_ink = true;
  reading.text = first.text;
  reading.confidence = first.confidence;
  reading.candidates.push_back(std::move(first));
  if (second.text != reading.text) reading.candidates.push_back(std::move(second));
  return reading;
}

}  // namespace shenbao::extract
