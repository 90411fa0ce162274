#include "extract/read/line_reader.h"

#include <algorithm>

namespace shenbao::extract {

Candidate text_of(const LineReading& reading) {
  Candidate whole{"", reading.characters.empty() ? 0.0 : 1.0 - reading.overlooked, "own"};
  for (const LineCharacter& character : reading.characters) {
    whole.text += character.text;
    whole.confidence = std::min(whole.confidence, character.confidence);
  }
  return whole;
}

}  // namespace shenbao::extract
