#pragma once

#include <string>
#include <vector>

namespace shenbao::extract {

/// What a reader gave, made to read as it is printed: no white space beside a hanzi or a sign, full-width
/// punctuation after a hanzi ("，" "：" "；" "（" "）" "。" and paired “ ”). Figures keep their points,
/// numbering ("1.财政") its dot; between months 一 is a dash. UTF-8 in and out; otherwise characters are
/// neither added nor dropped, but for a comma right after a colon.
std::string normalize_line(const std::string& text);

/// Lines of one place in reading order, joined as Chinese is: without white space, except between two Latin words.
std::string join_lines(const std::vector<std::string>& lines);

}  // namespace shenbao::extract
