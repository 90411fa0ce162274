#include "extract/text/repair.h"

#include <algorithm>

#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/look_alikes.h"
#include "extract/text/month.h"
#include "extract/text/pattern.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kMostStrange = 2;  // characters at an end: an edge of a ruling and a speck

/// Without the strange characters at both ends; the text itself where there are too many of them.
std::u32string without_ends(const std::u32string& text) {
  const auto first = std::find_if(text.begin(), text.end(), is_digit);
  const auto last =
      std::find_if(text.rbegin(), text.rend(), [](char32_t c) { return is_digit(c) || c == U'月' || c == U'日'; });
  const auto before = static_cast<std::size_t>(first - text.begin());
  const auto behind = static_cast<std::size_t>(last - text.rbegin());
  if (first == text.end() || before > kMostStrange || behind > kMostStrange) return text;
  // A sign or point before a number changes it.
  const auto changes = [](char32_t c) { return c == '-' || c == '.'; };
  if (std::any_of(text.begin(), first, changes)) return text;
  return {first, last.base()};
}

std::u32string digits_for_letters(std::u32string text) {
  for (char32_t& c : text) {
    if (const char32_t digit = digit_meant_by(c)) c = digit;
  }
  return text;
}

/// A number whose thousands marks were read as points, without them: 26.798.90. Empty for any other text.
std::u32string without_points_for_marks(std::u32string signs) {
  static const Pattern pointed("^\\d{1,3}(\\.\\d{3})+\\.\\d{2}$");
  if (!pointed.find(signs)) return {};
  const auto decimals = signs.end() - 3;  // the last point and two digits
  signs.erase(std::remove(signs.begin(), decimals, U'.'), decimals);
  return signs;
}

}  // namespace

std::string with_digits_for_letters(const std::string& text) { return to_utf8(digits_for_letters(folded(text))); }

std::vector<std::string> numbers_meant(const std::string& text) {
  const std::u32string signs = folded(text);
  std::vector<std::string> meant = {to_utf8(digits_for_letters(signs)), to_utf8(without_ends(signs)),
                                    to_utf8(digits_for_letters(without_ends(signs)))};
  const std::u32string number = without_points_for_marks(signs);
  if (!number.empty()) meant.push_back(to_utf8(number));
  return meant;
}

std::vector<std::string> dates_meant(const std::string& text) {
  std::vector<std::string> meant = numbers_meant(text);
  std::u32string date = digits_for_letters(folded(text));
  const auto no_date_has = [](char32_t c) {
    static const std::u32string signs = U"年月日.-/至~";
    return !is_digit(c) && signs.find(c) == std::u32string::npos;
  };
  date.erase(std::remove_if(date.begin(), date.end(), no_date_has), date.end());
  meant.push_back(to_utf8(date));
  return meant;
}

std::vector<std::string> years_meant(const std::string& text) {
  const std::u32string signs = digits_for_letters(folded(text));
  std::u32string cut;
  std::size_t run = 0;
  for (const char32_t c : signs) {
    run = is_digit(c) ? run + 1 : 0;
    if (run > kYearDigits) cut.erase(cut.size() - kYearDigits, 1);
    cut.push_back(c);
  }
  return {to_utf8(signs), to_utf8(cut)};
}

std::string without_specks(const std::string& text) {
  const Folded folded = fold(text);
  const std::u32string& signs = folded.text;
  static const std::u32string specks = U",.;:-_|'`~^·，。、；：‘’";
  static const std::u32string openers = U"“(〈《【[", closers = U"”)〉》】]";
  const auto count = [&](char32_t c) { return std::count(signs.begin(), signs.end(), c); };
  const auto is_speck = [&](char32_t c) {
    const std::size_t opens = openers.find(c), closes = closers.find(c);
    if (opens != std::u32string::npos) return count(c) != count(closers[opens]);
    if (closes != std::u32string::npos) return count(c) != count(openers[closes]);
    return specks.find(c) != std::u32string::npos;
  };
  std::size_t begin = 0, end = signs.size();
  while (begin < end && is_speck(signs[begin])) ++begin;
  while (end > begin && is_speck(signs[end - 1])) --end;
  return begin == end ? text : text.substr(folded.begin[begin], folded.end[end - 1] - folded.begin[begin]);
}

std::vector<std::string> comparisons_meant(const std::string& text) {
  std::u32string signs = folded(text);
  std::replace(signs.begin(), signs.end(), U'二', U'=');
  const auto is_sign = [](char32_t c) { return c == U'≥' || c == U'≤' || c == '=' || c == '>' || c == '<'; };
  if (signs.size() > kMostStrange + 1 || std::count_if(signs.begin(), signs.end(), is_sign) != 1) return {};
  return {to_utf8({*std::find_if(signs.begin(), signs.end(), is_sign)})};
}

}  // namespace shenbao::extract
