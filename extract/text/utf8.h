#pragma once

#include <cstddef>
#include <string>

namespace shenbao::extract {

constexpr std::size_t kHanziBytes = 3;  ///< of a hanzi in UTF-8; nearly all of a page's characters are hanzi

/// What stands for bytes that are not UTF-8.
constexpr char32_t kBroken = 0xFFFD;

/// Reads the character at byte `at` and moves behind it; broken bytes give kBroken.
char32_t next_character(const std::string& text, std::size_t& at);

/// The characters of a text; kBroken where its bytes are not UTF-8.
std::u32string to_utf32(const std::string& text);

std::string to_utf8(const std::u32string& text);

}  // namespace shenbao::extract
