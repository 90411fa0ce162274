#include "extract/text/normalize.h"

#include <cstddef>

#include "extract/text/hanzi.h"
#include "extract/text/look_alikes.h"
#include "extract/text/utf8.h"

namespace shenbao::extract {
namespace {

/// White space stays between Latin words alone.
std::u32string without_spaces(const std::u32string& points) {
  std::u32string kept;
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
char32_t full_width(char32_t sign) {
  static const std::u32string half = U",:;?!()", full = U"，：；？！（）";
  const std::size_t at = half.find(sign);
  return at == std::u32string::npos ? 0 : full[at];
}

bool is_quote(char32_t c) { return c == '"' || c == U'“' || c == U'”' || c == U'＂'; }

/// A bar before 月 that stands where a month's digit must be: 2019年]月 is printed 2019年1月.
void restore_month_digits(std::u32string& points) {
  for (std::size_t i = 1; i + 1 < points.size(); ++i) {
    const char32_t c = points[i], before = points[i - 1], after = points[i + 1];
    const bool bar = digit_meant_by(c) == '1';
    const bool ends_month = after == U'月' && (before == U'年' || is_digit(before));
    const bool begins_month = before == U'年' && is_digit(after);
    if (bar && (ends_month || begins_month)) points[i] = '1';
  }
}

/// The white half of a wide sign is read as a sign of its own: a comma after a colon, a second bracket, a quotation
/// mark before a bracket. None of these follow each other in print.
void drop_doubled_signs(std::u32string& points) {
  for (std::size_t i = 1; i < points.size();) {
    const char32_t before = points[i - 1], here = points[i];
    const bool second =
        (before == U'：' && (here == U'，' || here == U'：')) || ((here == U'（' || here == U'）') && here == before);
    const bool first = here == U'（' && is_quote(before);
    if (second || first) {
      points.erase(points.begin() + static_cast<std::ptrdiff_t>(second ? i : i - 1));
    } else {
      ++i;
    }
  }
}

}  // namespace

std::string normalize_line(const std::string& text) {
  std::u32string points = without_spaces(to_utf32(text));
  bool chinese = false;
  for (const char32_t point : points) chinese = chinese || is_hanzi(point);
  if (!chinese) return to_utf8(points);
  restore_month_digits(points);

  bool open = false;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const char32_t before = i > 0 ? points[i - 1] : 0;
    const char32_t after = i + 1 < points.size() ? points[i + 1] : 0;
    if (is_quote(points[i])) {
      // A line may begin inside a quotation: a mark before the end or a sign closes it.
      const bool closes = points[i] == U'”' ? true : points[i] == U'“' ? false : open;
      points[i] = closes ? U'”' : U'“';
      open = !closes;
    } else if (points[i] == '.' && is_hanzi(before) && !is_latin(after)) {
      if (after == 0 || is_hanzi(after) || is_digit(after)) points[i] = U'。';
    } else if (points[i] == U'一' && before == U'月' && is_digit(after)) {
      points[i] = U'—';  // 2021年1月—2021年12月: a dash, for no number follows 月一
    } else if (full_width(points[i]) != 0) {
      const bool between_digits = is_digit(before) && is_digit(after);
      if (!between_digits && is_latin(before) && is_latin(after)) continue;
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
