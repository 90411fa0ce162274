#pragma once

#include <cstddef>
#include <string>

namespace shenbao::extract {

/// The longest stretch of characters that all belong, the first of several.
template <typename Belongs>
std::u32string longest_run(const std::u32string& text, Belongs belongs) {
  std::size_t begin = 0, length = 0;
  for (std::size_t i = 0, run = 0; i < text.size(); ++i) {
    run = belongs(text[i]) ? run + 1 : 0;
    if (run <= length) continue;
    begin = i + 1 - run;
    length = run;
  }
  return text.substr(begin, length);
}

}  // namespace shenbao::extract
