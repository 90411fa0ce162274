#include "extract/form/known_title.h"

#include <algorithm>

#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"

namespace shenbao::extract {
namespace {

const std::string kAnyWords = "…";

/// The known title's own words, half-width, with its marks.
std::u32string signs_of(const std::string& known) {
  return folded(is_open_title(known) ? known.substr(kAnyWords.size()) : known);
}

}  // namespace

bool is_open_title(const std::string& known) { return known.compare(0, kAnyWords.size(), kAnyWords) == 0; }

bool is_title(const std::string& text, const std::string& known) {
  const std::u32string title = match_key(text), words = match_key(known);
  return is_open_title(known) ? title.size() > words.size() && ends_with(title, words) : title == words;
}

bool lacks_marks(const std::string& text, const std::string& known) {
  return is_title(text, known) && !ends_with(folded(text), signs_of(known));
}

std::string nearest_title(const std::string& text, const std::vector<std::string>& known) {
  const std::u32string title = match_key(text);
  const auto distance = [&](const std::string& one) {
    const std::u32string words = match_key(one);
    return align(words.size(), title.size(), EditCosts{words, title}, {is_open_title(one), false}).cost;
  };
  const auto nearest = std::min_element(known.begin(), known.end(), [&](const std::string& a, const std::string& b) {
    return distance(a) < distance(b);
  });
  return nearest == known.end() || distance(*nearest) > static_cast<double>(title.size()) ? "" : *nearest;
}

bool is_misread_title(const std::string& text, const std::string& known) {
  const std::u32string read = match_key(text), words = match_key(known);
  constexpr std::size_t kCut = 2;  // characters
  for (std::size_t cut = 1; cut <= kCut && cut < words.size(); ++cut) {
    const std::u32string front = words.substr(0, words.size() - cut);
    if (is_open_title(known) ? ends_with(read, front) : read == front || read == words.substr(cut)) return true;
  }
  const std::u32string signs = folded(text), printed = signs_of(known);
  if (signs.size() != printed.size()) return false;
  for (std::size_t i = 0; i < signs.size(); ++i) {
    if (signs[i] != printed[i] && is_hanzi(printed[i])) return false;
  }
  return true;
}

}  // namespace shenbao::extract
