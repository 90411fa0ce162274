#include "extract/text/text_distance.h"

#include <algorithm>

#include "extract/text/fold.h"

namespace shenbao::extract {

int edit_distance(std::u32string_view a, std::u32string_view b) {
  std::vector<int> above(b.size() + 1), row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) above[j] = static_cast<int>(j);
  for (std::size_t i = 0; i < a.size(); ++i) {
    row[0] = static_cast<int>(i) + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      row[j + 1] = std::min({above[j + 1] + 1, row[j] + 1, above[j] + (a[i] == b[j] ? 0 : 1)});
    }
    std::swap(above, row);
  }
  return above.back();
}

Nearest nearest_word(const std::string& text, const std::vector<std::string>& words) {
  const std::u32string folded = folded_words(text);
  Nearest nearest;
  for (const std::string& word : words) {
    const int distance = edit_distance(folded, folded_words(word));
    if (nearest.word == nullptr || distance < nearest.distance) nearest = {&word, distance};
  }
  return nearest;
}

}  // namespace shenbao::extract
