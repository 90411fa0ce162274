#include "extract/text/normalize.h"

#include <unicode/unistr.h>
#include <unicode/utypes.h>

#include <cstddef>

#include "extract/text/hanzi.h"

namespace shenbao::extract {
namespace {

bool is_latin(UChar32 c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }
bool is_space(UChar32 c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == 0xa0 || c == 0x3000; }

std::vector<UChar32> code_points(const std::string& text) {
  const icu::UnicodeString units = icu::UnicodeString::fromUTF8(text);
  std::vector<UChar32> points;
  for (std::int32_t i = 0; i < units.length(); i = units.moveIndex32(i, 1)) points.push_back(units.char32At(i));
  return points;
}

std::string to_utf8(const std::vector<UChar32>& points) {
  icu::UnicodeString units;
  for (const UChar32 point : points) units.append(point);
  std::string text;
  units.toUTF8String(text);
  return text;
}

/// White space stays between Latin words alone.
std::vector<UChar32> without_spaces(const std::vector<UChar32>& points) {
  std::vector<UChar32> kept;
  for (std::size_t i = 0; i < points.size(); ++i) {
    if (!is_space(points[i])) {
      kept.push_back(points[i]);
      continue;
    }
    std::size_t next = i;
    while (next < points.size() && is_space(points[next])) ++next;
    if (!kept.empty() && next < points.size() && is_latin(kept.back()) && is_latin(points[next])) kept.push_back(' ');
    i = next - 1;
  }
  return kept;
}

/// The full-width form of a half-width sign, 0 if it has none.
UChar32 full_width(UChar32 sign) {
  switch (sign) {
    case ',':
      return 0xff0c;
    case ':':
      return 0xff1a;
    case ';':
      return 0xff1b;
    case '?':
      return 0xff1f;
    case '!':
      return 0xff01;
    case '(':
      return 0xff08;
    case ')':
      return 0xff09;
    default:
      return 0;
  }
}

bool is_quote(UChar32 c) { return c == '"' || c == 0x201c || c == 0x201d || c == 0xff02; }

bool is_digit(UChar32 c) { return c >= '0' && c <= '9'; }

/// A bar before 月 that stands where a month's digit must be: 2019年]月 is printed 2019年1月.
void restore_month_digits(std::vector<UChar32>& points) {
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    const UChar32 c = points[i], before = points[i - 1], after = points[i + 1];
    const bool bar = c == ']' || c == '[' || c == '|' || c == 'l' || c == 'I';
    const bool ends_month = after == 0x6708 && (before == 0x5e74 || is_digit(before));
    const bool begins_month = before == 0x5e74 && is_digit(after);
    if (bar && (ends_month || begins_month)) points[i] = '1';
  }
}

/// The white half of a wide sign is read as a sign of its own: a comma after a colon, a second bracket, a quotation
/// mark before a bracket. None of these follow each other in print.
void drop_doubled_signs(std::vector<UChar32>& points) {
  for (std::size_t i = 1; i < points.size();) {
    const UChar32 before = points[i - 1], here = points[i];
    const bool second = (before == 0xff1a && (here == 0xff0c || here == 0xff1a)) ||
                        ((here == 0xff08 || here == 0xff09) && here == before);
    const bool first = here == 0xff08 && is_quote(before);
    if (second || first) {
      points.erase(points.begin() + static_cast<std::ptrdiff_t>(second ? i : i - 1));
    } else {
      ++i;
    }
  }
}

}  // namespace

std::string normalize_line(const std::string& text) {
  std::vector<UChar32> points = without_spaces(code_points(text));
  bool chinese = false;
  for (const UChar32 point : points) chinese = chinese || is_hanzi(point);
  if (!chinese) return to_utf8(points);
  restore_month_digits(points);

  bool open = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const UChar32 before = i > 0 ? points[i - 1] : 0;
    const UChar32 after = i + 1 < points.size() ? points[i + 1] : 0;
    if (is_quote(points[i])) {
      // A line may begin inside a quotation: a mark before the end or a sign closes it.
      const bool closes = points[i] == 0x201d ? true : points[i] == 0x201c ? false : open;
      points[i] = closes ? 0x201d : 0x201c;
      open = !closes;
    } else if (points[i] == '.' && is_hanzi(before) && !is_latin(after)) {
      if (after == 0 || is_hanzi(after) || (after >= '0' && after <= '9')) points[i] = 0x3002;
    } else if (points[i] == 0x4e00 && before == 0x6708 && after >= '0' && after <= '9') {
      points[i] = 0x2014;  // 2021年1月—2021年12月: a dash, for no number follows 月一
    } else if (full_width(points[i]) != 0) {
      const bool between_digits = before >= '0' && before <= '9' && after >= '0' && after <= '9';
      if (!between_digits && before < 0x80 && is_latin(before) && is_latin(after)) continue;
      if (!between_digits) points[i] = full_width(points[i]);
    }
  }
  drop_doubled_signs(points);
  return to_utf8(points);
}

std::string join_lines(const std::vector<std::string>& lines) {
  std::string joined;
  for (const std::string& line : lines) {
    if (!joined.empty() && !line.empty() && is_latin(static_cast<unsigned char>(joined.back())) &&
        is_latin(static_cast<unsigned char>(line.front()))) {
      joined += ' ';
    }
    joined += line;
  }
  return joined;
}

}  // namespace shenbao::extract
