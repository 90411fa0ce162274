#pragma once

#include <string>
#include <vector>

namespace shenbao::extract {

/// Digits for the letters and signs that print like them: O l I | ] S B Z … Half-width, without white space.
std::string with_digits_for_letters(const std::string& text);

/// How else a number may have been meant: letters taken for digits, and up to two strange characters (an edge of a
/// ruling, a speck) taken from its ends, points for the commas of thousands. Nearest first; what parses from them is
/// for review.
std::vector<std::string> numbers_meant(const std::string& text);

/// The same of a month or two: also with everything left out that no date has.
std::vector<std::string> dates_meant(const std::string& text);

/// How else a line with a year may have been meant: letters taken for digits, and each run of more than four digits
/// cut to its last four: the bracket in （2019年度） reads as 1.
std::vector<std::string> years_meant(const std::string& text);

/// A name without the marks that no name begins or ends with (a speck reads as ， or -), nor a quotation mark or
/// bracket at an end whose partner is missing. A text of nothing else stays as it is.
std::string without_specks(const std::string& text);

/// The same of an operator: the one sign among at most two strange characters, 二 for =.
std::vector<std::string> comparisons_meant(const std::string& text);

}  // namespace shenbao::extract
