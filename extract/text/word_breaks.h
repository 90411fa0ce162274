#pragma once

#include <cstddef>
#include <string>

namespace shenbao::extract {

/// Where the word that holds a character begins and ends.
struct WordSpan {
  std::size_t begin = 0;
  std::size_t end = 0;  ///< one past its last character
};

/// The word that holds the character at `at` (within the text). A character that makes no word with its neighbours is
/// a word of its own: 指导|调|工作, 指导|调解|工作.
///
/// Method: ICU's word break iterator, which looks Chinese words up in its dictionary.
WordSpan word_at(const std::u32string& text, std::size_t at);

/// Whether the character at `at` makes no word with its neighbours.
bool stands_alone(const std::u32string& text, std::size_t at);

}  // namespace shenbao::extract
