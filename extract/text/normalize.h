#pragma once

#include <string>
#include <vector>

namespace shenbao::extract {

/// What a reader gave, made to read as it is printed.
///
/// No white space beside a hanzi or a sign; full-width punctuation after a hanzi ("，" "：" "；" "（" "）" "。" and
/// paired “ ”). Figures keep their points, numbering ("1.财政") its dot. Between months 一 is a dash, and a bar
/// where a month's digit must stand is a 1. A sign read in the white half of a wide one (a comma after a colon,
/// a bracket twice) goes. UTF-8 in and out; applied twice it changes nothing more.
std::string normalize_line(const std::string& text);

/// Lines of one place in reading order, joined as Chinese is: without white space, except between two Latin words.
std::string join_lines(const std::vector<std::string>& lines);

}  // namespace shenbao::extract
