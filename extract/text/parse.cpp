#include "extract/text/parse.h"

#include <algorithm>

#include "extract/text/fold.h"
#include "extract/text/hanzi.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kMostDigits = 18;  // what 64 bits hold for certain
constexpr int kMostDecimals = 9;

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

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

std::u32string without_suffix(std::u32string text, const std::vector<std::string>& suffixes) {
  for (const std::string& suffix : suffixes) {
    const std::u32string end = fold(suffix).text;
    if (text.size() > end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0) {
      text.resize(text.size() - end.size());
      return text;
    }
  }
  return text;
}

/// A comma marks thousands only where three digits follow and one to three stand before it.
std::optional<std::u32string> without_thousands_marks(const std::u32string& text) {
  const std::size_t point = std::min(text.find(U'.'), text.size());
  std::u32string plain;
  std::size_t group = 0;
  bool marked = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == ',' && i < point) {
      if (group == 0 || group > 3 || (marked && group != 3)) return std::nullopt;
      marked = true;
      group = 0;
      continue;
    }
    if (i < point && is_digit(text[i])) ++group;
    plain.push_back(text[i]);
  }
  if (marked && group != 3) return std::nullopt;
  return plain;
}

struct MonthAt {
  Month month;
  std::size_t end = 0;
};

/// A month at the very start of `text` (folded); without a year of its own it takes `year`, if that is not 0.
std::optional<MonthAt> month_at(const std::u32string& text, std::size_t at, int year) {
  const std::size_t year_digits = digits_at(text, at);
  std::size_t next = at;
  std::size_t month_digits = 0;
  if (year_digits == 6 || year_digits == 8) {
    year = number_at(text, at, 4);
    next = at + 4;
    month_digits = 2;
  } else if (year_digits == 4) {
    year = number_at(text, at, 4);
    next = at + 4;
    if (next >= text.size() || (text[next] != U'年' && text[next] != '.' && text[next] != '-' && text[next] != '/')) {
      return std::nullopt;
    }
    ++next;
    month_digits = digits_at(text, next);
  } else if (year != 0 && (year_digits == 1 || year_digits == 2)) {
    month_digits = year_digits;
  } else {
    return std::nullopt;
  }
  if (month_digits < 1 || month_digits > 2) return std::nullopt;
  const Month month{year, number_at(text, next, month_digits)};
  if (month.year < 1900 || month.year > 2099 || month.month < 1 || month.month > 12) return std::nullopt;
  next += month_digits;
  if (year_digits == 8) {
    next += 2;
  } else if (next < text.size() && text[next] == U'月') {
    ++next;
    const std::size_t day_digits = digits_at(text, next);
    const std::size_t behind = next + day_digits;
    if (day_digits >= 1 && day_digits <= 2 && behind < text.size() &&
        (text[behind] == U'日' || text[behind] == U'号')) {
      next = behind + 1;
    }
  } else if (next + 1 < text.size() && (text[next] == '.' || text[next] == '/' || text[next] == '-')) {
    // A day has two digits at most: "2021-01-2021-12" goes on with a year.
    const std::size_t day_digits = digits_at(text, next + 1);
    if (day_digits >= 1 && day_digits <= 2) next += 1 + day_digits;
  }
  return MonthAt{month, next};
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
  return {fold_words(pattern.substr(0, hole)).text, fold_words(pattern.substr(hole + 2)).text};
}

std::size_t misread(const std::u32string& a, const std::u32string& b) {
  std::size_t count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i] ? 1 : 0;
  return count;
}

bool prints_like_one(char32_t c) { return c == 'l' || c == 'I' || c == 'i' || c == '|' || c == ']'; }

/// Words of a unit's length; a longer rest is a sentence. 万人次/年, 元/平方米/年; digits only in a ratio: 1/10万
bool may_be_unit(const std::u32string& text) {
  constexpr std::size_t kLongest = 6, kLongestPart = 4;
  std::size_t part = 0, longest = 0, parts = 1;
  for (const char32_t c : text) {
    part = c == '/' ? 0 : part + 1;
    parts += c == '/' ? 1 : 0;
    longest = std::max(longest, part);
  }
  if (parts == 1 && std::any_of(text.begin(), text.end(), is_digit)) return false;
  return text.size() <= kLongest || (parts > 1 && longest <= kLongestPart);
}

bool ends_sentence(char32_t c) { return c == U'。' || c == ';' || c == '.'; }

bool is_mark_end(char32_t c) { return c == ':' || c == '.' || c == U'、' || c == ',' || c == ';' || c == ')'; }

}  // namespace

std::optional<Decimal> parse_decimal(const std::string& text, const std::vector<std::string>& suffixes) {
  const auto plain = without_thousands_marks(without_suffix(fold(text).text, suffixes));
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

std::optional<Decimal> parse_integer(const std::string& text, const std::vector<std::string>& suffixes) {
  const auto value = parse_decimal(text, suffixes);
  return value && value->scale == 0 ? value : std::nullopt;
}

std::optional<Month> parse_month(const std::string& text) {
  const std::u32string folded = fold(text).text;
  const auto found = month_at(folded, 0, 0);
  if (!found) return std::nullopt;
  std::size_t end = found->end;
  for (const std::u32string tail : {U"底", U"末", U"前", U"份"}) {
    if (folded.compare(end, tail.size(), tail) == 0) end += tail.size();
  }
  return end == folded.size() ? std::optional<Month>(found->month) : std::nullopt;
}

std::optional<std::pair<Month, Month>> parse_month_range(const std::string& text) {
  const std::u32string folded = fold(text).text;
  const auto first = month_at(folded, 0, 0);
  if (!first) return std::nullopt;
  std::size_t at = first->end;
  while (at < folded.size() && is_range_sign(folded[at])) ++at;
  const auto second = month_at(folded, at, at > first->end ? first->month.year : 0);
  if (!second || second->end != folded.size()) return std::nullopt;
  return std::make_pair(first->month, second->month);
}

std::optional<Decimal> parse_year(const std::string& text, const std::string& pattern) {
  const Mark mark = mark_of(pattern);
  const std::u32string words = fold_words(text).text;
  for (std::size_t at = mark.before.size(); at + 4 + mark.after.size() <= words.size(); ++at) {
    if (digits_at(words, at) < 4 || (at > 0 && is_digit(words[at - 1]))) continue;
    const int year = number_at(words, at, 4);
    if (year < 1900 || year > 2099) continue;
    const std::size_t wrong = misread(mark.before, words.substr(at - mark.before.size(), mark.before.size())) +
                              misread(mark.after, words.substr(at + 4, mark.after.size()));
    const std::size_t around = mark.before.size() + mark.after.size();
    if (wrong == 0 || (wrong == 1 && around >= 2)) return Decimal{year, 0};
  }
  return std::nullopt;
}

std::optional<std::string> parse_comparison(const std::string& text) {
  const std::u32string sign = fold(text).text;
  static const std::vector<std::pair<std::u32string, std::string>> signs = {
      {U"≥", "≥"},  {U"≤", "≤"},  {U"=", "="},  {U">", ">"},  {U"<", "<"},  {U">=", "≥"}, {U"=>", "≥"},
      {U"<=", "≤"}, {U"=<", "≤"}, {U"==", "="}, {U"》", ">"}, {U"《", "<"}, {U"〉", ">"}, {U"〈", "<"}};
  for (const auto& [printed, meant] : signs) {
    if (sign == printed) return meant;
  }
  return std::nullopt;
}

Target split_target(const std::string& text, const std::vector<std::string>& units) {
  const Folded folded = fold(text);
  const std::u32string& signs = folded.text;
  const auto piece = [&](std::size_t begin, std::size_t end) {
    return begin < end ? text.substr(folded.begin[begin], folded.end[end - 1] - folded.begin[begin]) : std::string();
  };
  const auto number_end = [&](std::size_t at) {
    while (at < signs.size() && (is_digit(signs[at]) || signs[at] == '.' || signs[at] == ',')) ++at;
    return at;
  };
  const auto is_known_unit = [&](const std::string& word) {
    return std::any_of(units.begin(), units.end(),
                       [&](const std::string& unit) { return fold(unit).text == fold(word).text; });
  };

  Target target;
  std::size_t at = 0;
  for (const std::size_t length : {std::size_t{2}, std::size_t{1}}) {
    const auto sign = signs.size() < length ? std::nullopt : parse_comparison(to_utf8(signs.substr(0, length)));
    if (!sign) continue;
    target.comparison = *sign;
    at = length;
    break;
  }
  // One or two strange characters before a number with its unit are an operator that was misread: 乏95%.
  for (std::size_t strange = 1; at == 0 && strange <= 2 && strange < signs.size(); ++strange) {
    const bool words = std::none_of(signs.begin(), signs.begin() + static_cast<std::ptrdiff_t>(strange), is_digit);
    if (words && parse_decimal(piece(strange, number_end(strange))) &&
        is_known_unit(piece(number_end(strange), signs.size()))) {
      target.misread_comparison = true;
      at = strange;
    }
  }

  std::size_t end = number_end(at);
  // 5 1/10万: the blank ends the number.
  for (std::size_t i = end; end < signs.size() && signs[end] == '/' && i-- > at + 1;) {
    if (folded.begin[i] > folded.end[i - 1]) end = i;
  }
  const std::string behind = piece(end, signs.size());
  target.value = piece(at, signs.size());
  if (behind.empty()) return target;
  if (end == at) {
    if (target.comparison.empty() || !is_known_unit(behind)) return target;
    target.value.clear();  // the number between operator and unit is missing
    target.unit = behind;
    return target;
  }
  if (!parse_decimal(piece(at, end))) return target;
  const std::u32string word = fold(behind).text;
  // 95% % repeats its unit, which the first then belongs to.
  const std::size_t half = word.size() / 2;
  if (word.size() % 2 == 0 && word.compare(0, half, word, half) == 0) {
    target.value = piece(at, end + half);
    target.unit = piece(end + half, signs.size());
    return target;
  }
  const bool plausible = !target.comparison.empty() && may_be_unit(word);
  if (is_known_unit(behind) || plausible) {
    target.value = piece(at, end);
    target.unit = behind;
  }
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
    const std::size_t digits = std::max(digits_at(words, end), prints_like_one(words[end]) ? std::size_t{1} : 0);
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
