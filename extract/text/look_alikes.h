#pragma once

#include <string>

namespace shenbao::extract {

// Characters that a reader or a clerk takes for each other: models/lexicon/look_alikes.json, the one table of them.
//
// The table is compiled in. It is asked in the innermost steps of comparing texts, which have no place to hand a
// resource through, and it is as much a part of the program as the words "digit" and "dash": nobody sets up another.

/// Whether two hanzi print much alike, so that a reader takes one for the other: 准 and 淮. One of them at least must
/// be in everyday use (GB 2312's first level).
///
/// Method: correlation of their pictures in three fonts (models/training/look_alikes.py), and `worn_hanzi`.
bool look_alike(char32_t a, char32_t b);

/// Whether two texts differ, and only where one hanzi prints like the other: as likely the reader's slip as the form's.
bool differ_by_look_alikes(const std::u32string& a, const std::u32string& b);

/// The hanzi of labels and closed vocabularies that worn print cannot tell from this one: 日 among others for 目. Fewer
/// than look_alike has: never two that tell one label from another, as 二 and 三 do.
const std::u32string& alikes_when_worn(char32_t c);

/// Whether clerks often write one hanzi for the other: 制 and 治.
bool often_confused(char32_t a, char32_t b);

/// The digit that a letter or sign prints like: 0 for O, 1 for l; 0 (no character) for none.
char32_t digit_like(char32_t c);

/// The same where a digit must stand: there a bracket or an exclamation mark too is a 1.
char32_t digit_meant_by(char32_t c);

/// One form for those of a sign that mean the same: - for every dash, ≤ for ≦. Others are themselves.
char32_t same_sign(char32_t c);

/// The same for those too that only their surroundings tell apart, which a glyph alone does not: ' for ‘ and ’.
char32_t same_print(char32_t c);

}  // namespace shenbao::extract
