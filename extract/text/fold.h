#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "extract/text/utf8.h"

namespace shenbao::extract {

/// A text reduced to what tells words apart, with the way back to its bytes.
struct Folded {
  std::u32string text;             ///< half-width
  std::vector<std::size_t> begin;  ///< byte in the original at which each character begins
  std::vector<std::size_t> end;    ///< one past its last byte
};

/// Half-width letters, digits and signs for full-width ones, - for every dash; white space left out. UTF-8 in; broken
/// bytes are left out.
Folded fold(const std::string& text);

/// The text of fold alone, for who needs no way back.
std::u32string folded(const std::string& text);

/// What two prints of the same words have alike: the folded text without punctuation and brackets. "（1至7项合计）" and
/// "1至7项合计" have one key.
std::u32string match_key(const std::string& text);

/// The same with the way back.
Folded fold_match_key(const std::string& text);

bool ends_with(const std::u32string& text, const std::u32string& end);

/// The text without the first of the suffixes that it ends with and is longer than.
std::u32string without_suffix(const std::u32string& text, const std::vector<std::u32string>& suffixes);

/// White space (U+3000 too) taken from both ends.
std::string trim(const std::string& text);

/// The text on one line, as a name is printed: trimmed, no white space beside a hanzi, single spaces elsewhere.
std::string join_words(const std::string& text);

/// Whether the text holds nothing but white space and signs that stand for nothing: - — / *
bool is_placeholder(const std::string& text);

}  // namespace shenbao::extract
