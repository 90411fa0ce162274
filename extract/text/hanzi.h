#pragma once

#include <string>

namespace shenbao::extract {

bool is_hanzi(char32_t c);

/// Whether a text (UTF-8) is one hanzi and nothing else.
bool is_one_hanzi(const std::string& text);

/// Whether the character is one of the 6763 of GB 2312-80, which holds what is in use in print and in place names.
bool is_gb2312_hanzi(char32_t c);

/// Whether the character is one of the 3755 of the standard's first level, those in everyday use.
bool is_everyday_hanzi(char32_t c);

/// A character that no text holds: a control character, the replacement character, private use, unassigned.
bool is_impossible(char32_t c);

/// Whether two hanzi print much alike, so that a reader takes one for the other: 准 and 淮. One of them at least must
/// be in everyday use (GB 2312's first level).
///
/// Method: correlation of their pictures in three fonts (models/training/look_alikes.py).
bool look_alike(char32_t a, char32_t b);

/// Whether two texts differ, and only where one hanzi prints like the other: as likely the reader's slip as the form's.
bool differ_by_look_alikes(const std::u32string& a, const std::u32string& b);

/// A letter of a script that forms are not written in: kana, hangul, Cyrillic, Arabic, Thai, …
bool is_foreign_letter(char32_t c);

}  // namespace shenbao::extract
