#pragma once

#include <string>

namespace shenbao::extract {

bool is_hanzi(char32_t c);

/// Whether the character is one of the 6763 of GB 2312-80, which holds what is in use in print and in place names.
bool is_gb2312_hanzi(char32_t c);

/// A character that no text holds: a control character, the replacement character, private use, unassigned.
bool is_impossible(char32_t c);

/// A letter of a script that forms are not written in: kana, hangul, Cyrillic, Arabic, Thai, …
bool is_foreign_letter(char32_t c);

}  // namespace shenbao::extract
