#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace shenbao::extract {

/// The least number of characters to insert, drop or replace that turns one text into the other (Levenshtein).
int edit_distance(std::u32string_view a, std::u32string_view b);

/// A word of a list and how far a text is from it.
struct Nearest {
  const std::string* word = nullptr;  ///< nullptr: the list is empty
  int distance = 0;                   ///< of the folded texts, in characters
};

/// The word nearest to the text; of equals the first. Both sides are compared without punctuation (match_key).
Nearest nearest_word(const std::string& text, const std::vector<std::string>& words);

}  // namespace shenbao::extract
