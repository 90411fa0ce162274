#include "extract/text/fold.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "base/find_first.h"
#include "extract/text/hanzi.h"
#include "extract/text/look_alikes.h"

namespace shenbao::extract {
namespace {

/// The half-width form of a full-width character, and one form for those of a sign that mean the same.
///
/// Method: Unicode's compatibility decompositions of the kinds <wide> and <small>, which are single characters.
char32_t half_width(char32_t c) {
  if (c < 0x80 || (c >= 0x3400 && c < 0xA000)) return c;  // most of our texts: ASCII and hanzi have no other width
  const auto kind = u_getIntPropertyValue(static_cast<UChar32>(c), UCHAR_DECOMPOSITION_TYPE);
  if (kind != U_DT_WIDE && kind != U_DT_SMALL) return same_sign(c);
  UErrorCode status = U_ZERO_ERROR;
  const icu::Normalizer2* compatible = icu::Normalizer2::getNFKCInstance(status);
  icu::UnicodeString plain;
  if (U_FAILURE(status) != 0 || !compatible->getRawDecomposition(static_cast<UChar32>(c), plain)) return c;
  return same_sign(static_cast<char32_t>(plain.char32At(0)));
}

bool is_wide(char32_t c) { return c >= 0x2E80; }

bool tells_words_apart(char32_t c) {
  return is_digit(c) || is_latin(c) || c == '%' || c == U'‰' || (c >= 0x2100 && c <= 0x218F) ||
         (c >= 0x3200 && c <= 0x33FF) || is_hanzi(c) || (c >= 0x391 && c <= 0x3C9);
}

template <typename Keep>
Folded fold_where(const std::string& text, Keep keep) {
  Folded folded;
  folded.text.reserve(text.size());
  folded.begin.reserve(text.size());
  folded.end.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = half_width(next_character(text, at));
    if (c == kBroken || is_space(c) || !keep(c)) continue;
    folded.text.push_back(c);
    folded.begin.push_back(begin);
    folded.end.push_back(at);
  }
  return folded;
}

}  // namespace

Folded fold(const std::string& text) {
  return fold_where(text, [](char32_t) { return true; });
}

Folded fold_match_key(const std::string& text) { return fold_where(text, tells_words_apart); }

std::u32string folded(const std::string& text) { return fold(text).text; }

std::u32string match_key(const std::string& text) { return fold_match_key(text).text; }

bool ends_with(const std::u32string& text, const std::u32string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

std::u32string without_suffix(const std::u32string& text, const std::vector<std::u32string>& suffixes) {
  const auto* end = find_first(
      suffixes, [&](const std::u32string& suffix) { return text.size() > suffix.size() && ends_with(text, suffix); });
  return end == nullptr ? text : text.substr(0, text.size() - end->size());
}

std::string trim(const std::string& text) {
  std::size_t first = text.size(), last = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_character(text, at);
    if (c == kBroken || is_space(c)) continue;
    if (first == text.size()) first = begin;
    last = at;
  }
  return text.substr(first, last - first);
}

std::string join_words(const std::string& text) {
  std::string joined;
  char32_t before = 0;
  bool gap = false;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = next_character(text, at);
    if (is_space(c)) {
      gap = before != 0;
      continue;
    }
    if (gap && !is_wide(before) && !is_wide(c)) joined += ' ';
    gap = false;
    joined.append(text, begin, at - begin);
    before = c;
  }
  return joined;
}

bool is_placeholder(const std::string& text) {
  const std::u32string signs = folded(text);
  return std::all_of(signs.begin(), signs.end(), [](char32_t c) { return c == '-' || c == '/' || c == '*'; });
}

}  // namespace shenbao::extract
