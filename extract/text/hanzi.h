#pragma once

#include <string>

namespace shenbao::extract {

/// 0 to 9, half-width.
constexpr bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// A to Z and a to z, half-width.
constexpr bool is_latin(char32_t c) { return (c >= U'A' && c <= U'Z') || (c >= U'a' && c <= U'z'); }

/// White space, U+3000 and the zero-width space too.
bool is_space(char32_t c);

bool is_hanzi(char32_t c);

/// Whether a text (UTF-8) is one hanzi and nothing else.
bool is_one_hanzi(const std::string& text);

/// Whether the character is one of the 6763 of GB 2312-80, which holds what is in use in print and in place names.
bool is_gb2312_hanzi(char32_t c);

/// Whether the character is one of the 3755 of the standard's first level, those in everyday use.
bool is_everyday_hanzi(char32_t c);

/// A character that no text holds: a control character, the replacement character, private use, unassigned.
bool is_impossible(char32_t c);

/// A letter of a script that forms are not written in: kana, hangul, Cyrillic, Arabic, Thai, …
bool is_foreign_letter(char32_t c);

}  // namespace shenbao::extract
