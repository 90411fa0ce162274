#include "extract/text/parse.h"

#include <algorithm>

#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/look_alikes.h"
#include "extract/text/pattern.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kMostDigits = 18;  // what 64 bits hold for certain

std::size_t digits_at(const std::u32string& text, std::size_t at) {
  std::size_t count = 0;
  while (at + count < text.size() && is_digit(text[at + count])) ++count;
  return count;
}

int number_at(const std::u32string& text, std::size_t at, std::size_t count) {
  int number = 0;
  for (std::size_t i = at; i < at + count; ++i) number = number * 10 + static_cast<int>(text[i] - '0');
  return number;
}

/// A comma marks thousands only where three digits follow and one to three stand before it.
std::optional<std::u32string> without_thousands_marks(std::u32string text) {
  static const Pattern marked("^-?\\d{1,3}(,\\d{3})+(\\.|$)");
  if (text.find(U',') == std::u32string::npos) return text;
  if (!marked.find(text)) return std::nullopt;
  const auto point = std::find(text.begin(), text.end(), U'.');
  text.erase(std::remove(text.begin(), point, U','), point);
  return text;
}

struct MonthAt {
  Month month;
  std::size_t end = 0;
};

/// A month at a place of a text (folded), with the day behind it; without a year of its own it takes `year`, if that is
/// not 0.
std::optional<MonthAt> month_at(const std::u32string& text, std::size_t at, int year) {
  static const Pattern with_year(
      "^(?:(\\d{4})[年./-](\\d{1,2})(?:月(?:\\d{1,2}[日号])?|[./-]\\d{1,2}(?!\\d)|(?!\\d))|"
      "(\\d{4})(\\d{2})(?:\\d{2})?(?!\\d)(?:月(?:\\d{1,2}[日号])?)?)");
  static const Pattern alone("^(\\d{1,2})(?:月(?:\\d{1,2}[日号])?|[./-]\\d{1,2}(?!\\d)|(?!\\d))");
  const std::u32string rest = text.substr(at);
  const auto number = [](const std::u32string& digits) { return number_at(digits, 0, digits.size()); };
  auto found = with_year.find(rest);
  Month month{year, 0};
  if (found) {
    const std::size_t kind = found->groups[0].empty() ? 2 : 0;
    month = {number(found->groups[kind]), number(found->groups[kind + 1])};
  } else if (year != 0 && (found = alone.find(rest))) {
    month.month = number(found->groups[0]);
  }
  const bool exists = month.year >= kFirstYear && month.year <= kLastYear && month.month >= 1 && month.month <= 12;
  return found && exists ? std::make_optional(MonthAt{month, at + found->end}) : std::nullopt;
}

bool is_range_sign(char32_t c) {
  return c == '-' || c == '~' || c == U'至' || c == U'到' || c == U'～' || c == U'一' || c == U'_';
}

/// The text with everything but the marks' own characters left out, and where the mark's number stands in it.
struct Mark {
  std::u32string before;
  std::u32string after;
};

Mark mark_of(const std::string& pattern) {
  const std::size_t hole = pattern.find("{}");
  return {match_key(pattern.substr(0, hole)), match_key(pattern.substr(hole + 2))};
}

std::size_t misread(const std::u32string& a, const std::u32string& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i] ? 1 : 0;
  return count;
}

constexpr std::size_t kLongestComparison = 2;  // characters: >=

/// A target's text, read by this grammar:
///
///     target     = [comparison] number [unit [unit]]   the number may be missing between a comparison and a unit
///                | words
///     comparison = an operator (parse_comparison), or one or two strange characters before a number and a known unit
///     number     = what parse_decimal reads; it ends at a blank before a ratio: 5 1/10万
///     unit       = a known one; behind a comparison also a short word or ratio: 次, 元/平方米/年, 1/10万
///
/// Places are counted in the folded text.
struct TargetText {
  const std::string& text;
  const std::vector<std::string>& units;
  Folded folded = fold(text);
  const std::u32string& signs = folded.text;

  /// What is printed there, the width of its characters kept.
  std::string piece(std::size_t begin, std::size_t end) const {
    end = std::min(end, signs.size());
    return begin < end ? text.substr(folded.begin[begin], folded.end[end - 1] - folded.begin[begin]) : "";
  }

  bool is_known_unit(std::size_t begin) const {
    return std::any_of(units.begin(), units.end(),
                       [&](const std::string& unit) { return extract::folded(unit) == signs.substr(begin); });
  }

  /// Words of a unit's length; a longer rest is a sentence. Digits stand only in a ratio.
  bool may_be_unit(std::size_t begin) const {
    constexpr std::size_t kLongest = 6, kLongestRatio = 8;  // characters: 万人次/年, 元/平方米/年
    const std::u32string unit = signs.substr(begin);
    if (unit.find(U'/') != std::u32string::npos) return unit.size() <= kLongestRatio;
    return unit.size() <= kLongest && std::none_of(unit.begin(), unit.end(), is_digit);
  }

  /// Where the number from `at` on ends; `at` where there is none.
  std::size_t number_end(std::size_t at) const {
    std::size_t end = std::min(signs.find_first_not_of(U"0123456789.,", at), signs.size());
    for (std::size_t i = end; end < signs.size() && signs[end] == '/' && i-- > at + 1;) {
      if (folded.begin[i] > folded.end[i - 1]) end = i;
    }
    return parse_decimal(piece(at, end)) ? end : at;
  }

  /// The end of the operator, and of strange characters that can only be a misread one; 0 for none.
  std::size_t comparison_end() const {
    for (const std::size_t length : {kLongestComparison, std::size_t{1}}) {
      if (parse_comparison(piece(0, length))) return std::min(length, signs.size());
    }
    for (std::size_t end = 1; end <= kLongestComparison && end < signs.size() && !is_digit(signs[end - 1]); ++end) {
      const std::size_t number = number_end(end);
      if (number > end && is_known_unit(number)) return end;
    }
    return 0;
  }

  /// Where the second of two equal units begins; `begin` where there is one.
  std::size_t last_unit(std::size_t begin) const {
    const std::size_t half = (signs.size() - begin) / 2;
    const bool is_twice = half > 0 && signs.substr(begin, half) == signs.substr(begin + half);
    return is_twice ? begin + half : begin;
  }
};

bool ends_sentence(char32_t c) { return c == U'。' || c == ';' || c == '.'; }

bool is_mark_end(char32_t c) { return c == ':' || c == '.' || c == U'、' || c == ',' || c == ';' || c == ')'; }

}  // namespace

std::optional<Decimal> parse_decimal(const std::string& text, const std::vector<std::string>& suffixes) {
  std::vector<std::u32string> ends(suffixes.size());
  std::transform(suffixes.begin(), suffixes.end(), ends.begin(), folded);
  const auto plain = without_thousands_marks(without_suffix(folded(text), ends));
  if (!plain) return std::nullopt;
  Decimal value;
  std::size_t at = !plain->empty() && plain->front() == '-' ? 1 : 0;
  const bool negative = at == 1;
  std::size_t digits = 0;
  bool fraction = false;
  for (; at < plain->size(); ++at) {
    const char32_t c = (*plain)[at];
    if (c == '.' && !fraction && digits > 0 && at + 1 < plain->size()) {
      fraction = true;
      continue;
    }
    if (!is_digit(c) || ++digits > kMostDigits) return std::nullopt;
    value.units = value.units * 10 + static_cast<std::int64_t>(c - '0');
    if (fraction && ++value.scale > kMostDecimals) return std::nullopt;
  }
  if (digits == 0) return std::nullopt;
  if (negative) value.units = -value.units;
  return value;
}

std::optional<Month> parse_month(const std::string& text) {
  const std::u32string signs = folded(text);
  const auto found = month_at(signs, 0, 0);
  if (!found) return std::nullopt;
  std::size_t end = found->end;
  for (const std::u32string tail : {U"底", U"末", U"前", U"份"}) {
    if (signs.compare(end, tail.size(), tail) == 0) end += tail.size();
  }
  return end == signs.size() ? std::optional<Month>(found->month) : std::nullopt;
}

std::optional<std::pair<Month, Month>> parse_month_range(const std::string& text) {
  const std::u32string signs = folded(text);
  const auto first = month_at(signs, 0, 0);
  if (!first) return std::nullopt;
  std::size_t at = first->end;
  while (at < signs.size() && is_range_sign(signs[at])) ++at;
  const auto second = month_at(signs, at, at > first->end ? first->month.year : 0);
  if (!second || second->end != signs.size()) return std::nullopt;
  return std::make_pair(first->month, second->month);
}

std::optional<Decimal> parse_year(const std::string& text, const std::string& pattern) {
  const Mark mark = mark_of(pattern);
  const std::u32string words = match_key(text);
  for (std::size_t at = mark.before.size(); at + kYearDigits + mark.after.size() <= words.size(); ++at) {
    if (digits_at(words, at) < kYearDigits || (at > 0 && is_digit(words[at - 1]))) continue;
    const int year = number_at(words, at, kYearDigits);
    if (year < kFirstYear || year > kLastYear) continue;
    const std::size_t wrong = misread(mark.before, words.substr(at - mark.before.size(), mark.before.size())) +
                              misread(mark.after, words.substr(at + kYearDigits, mark.after.size()));
    const std::size_t around = mark.before.size() + mark.after.size();
    if (wrong == 0 || (wrong == 1 && around >= 2)) return Decimal{year, 0};
  }
  return std::nullopt;
}

std::optional<std::string> parse_comparison(const std::string& text) {
  const std::u32string sign = folded(text);
  static const std::vector<std::pair<std::u32string, std::string>> signs = {
      {U"≥", "≥"},  {U"≤", "≤"},  {U"=", "="},  {U">", ">"},  {U"<", "<"},  {U">=", "≥"}, {U"=>", "≥"},
      {U"<=", "≤"}, {U"=<", "≤"}, {U"==", "="}, {U"》", ">"}, {U"《", "<"}, {U"〉", ">"}, {U"〈", "<"}};
  for (const auto& [printed, meant] : signs) {
    if (sign == printed) return meant;
  }
  return std::nullopt;
}

Target split_target(const std::string& text, const std::vector<std::string>& units) {
  const TargetText printed{text, units};
  Target target;
  const std::size_t at = printed.comparison_end(), number = printed.number_end(at), end = printed.signs.size();
  target.comparison = parse_comparison(printed.piece(0, at)).value_or("");
  target.misread_comparison = at > 0 && target.comparison.empty();

  const bool compared = !target.comparison.empty();
  std::size_t value = end;
  if (number == at) {
    // The number between operator and unit is missing.
    if (compared && printed.is_known_unit(at)) value = at;
  } else if (number < end) {
    const std::size_t unit = printed.last_unit(number);  // 95% % repeats its unit, which the first then belongs to
    if (unit > number || (compared && printed.may_be_unit(number)) || printed.is_known_unit(number)) value = unit;
  }
  target.value = printed.piece(at, value);
  target.unit = printed.piece(value, end);
  return target;
}

std::vector<std::string> split_items(const std::string& text, const std::string& pattern) {
  const Mark mark = mark_of(pattern);
  const Folded folded = fold(text);
  const std::u32string& words = folded.text;

  struct Cut {
    std::size_t begin = 0, end = 0;  // bytes of the mark
  };
  std::vector<Cut> cuts;
  for (std::size_t at = 0; at + mark.before.size() < words.size(); ++at) {
    const std::size_t wrong = misread(mark.before, words.substr(at, mark.before.size()));
    if (wrong > 1 || wrong == mark.before.size()) continue;
    std::size_t end = at + mark.before.size();
    const std::size_t digits = std::max(digits_at(words, end), digit_meant_by(words[end]) == '1' ? std::size_t{1} : 0);
    if (digits < 1 || digits > 2) continue;
    const int number = is_digit(words[end]) ? number_at(words, end, digits) : 1;
    end += digits;
    if (words.compare(end, mark.after.size(), mark.after) != 0) continue;
    end += mark.after.size();
    if (end >= words.size()) continue;
    const bool ended = is_mark_end(words[end]);
    // Without a colon it is a mark where a sentence begins, words follow, and its number is the next.
    const bool opens = wrong == 0 && (at == 0 || ends_sentence(words[at - 1])) && is_hanzi(words[end]) &&
                       number == static_cast<int>(cuts.size()) + 1;
    if (!ended && !opens) continue;
    // A misread mark is one only where its number is the next: 日标2 behind 目标1.
    if (wrong > 0 && number != static_cast<int>(cuts.size()) + 1) continue;
    cuts.push_back({folded.begin[at], ended ? folded.end[end] : folded.begin[end]});
    at = end;
  }

  std::vector<std::string> items;
  const auto add = [&](std::size_t begin, std::size_t end) {
    std::string item = trim(text.substr(begin, end - begin));
    if (!item.empty()) items.push_back(std::move(item));
  };
  add(0, cuts.empty() ? text.size() : cuts.front().begin);
  for (std::size_t i = 0; i < cuts.size(); ++i) {
    add(cuts[i].end, i + 1 < cuts.size() ? cuts[i + 1].begin : text.size());
  }
  return items;
}

}  // namespace shenbao::extract
