#include "extract/text/utf8.h"

#include <unicode/utf8.h>

namespace shenbao::extract {

char32_t next_character(const std::string& text, std::size_t& at) {
  UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // within ICU's macro
  U8_NEXT_OR_FFFD(text.data(), at, text.size(), c);
#pragma GCC diagnostic pop
  return static_cast<char32_t>(c);
}

std::u32string to_utf32(const std::string& text) {
  std::u32string characters;
  characters.reserve(text.size() / kHanziBytes + 1);
  for (std::size_t at = 0; at < text.size();) characters.push_back(next_character(text, at));
  return characters;
}

std::string to_utf8(const std::u32string& text) {
  std::string bytes;
  bytes.reserve(kHanziBytes * text.size());
  for (const char32_t c : text) {
    char units[U8_MAX_LENGTH];
    std::size_t count = 0;
    U8_APPEND_UNSAFE(units, count, c);
    bytes.append(units, count);
  }
  return bytes;
}

}  // namespace shenbao::extract
