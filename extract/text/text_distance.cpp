#include "extract/text/text_distance.h"

#include "extract/text/align.h"
#include "extract/text/fold.h"

namespace shenbao::extract {

int edit_distance(std::u32string_view a, std::u32string_view b) {
  return static_cast<int>(align(a.size(), b.size(), EditCosts{a, b}).cost);
}

Nearest nearest_word(const std::string& text, const std::vector<std::string>& words) {
  const std::u32string folded = match_key(text);
  Nearest nearest;
  for (const std::string& word : words) {
    const int distance = edit_distance(folded, match_key(word));
    if (nearest.word == nullptr || distance < nearest.distance) nearest = {&word, distance};
  }
  return nearest;
}

}  // namespace shenbao::extract
