#include "extract/text/fold.h"

#include <algorithm>

#include "extract/text/hanzi.h"

namespace shenbao::extract {
namespace {

constexpr char32_t kBroken = 0xFFFD;

/// Reads the character at `at` and moves behind it; a broken byte gives kBroken.
char32_t next_char(const std::string& text, std::size_t& at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(at);
  const int extra = lead < 0x80 ? 0 : lead >= 0xF0 && lead < 0xF8 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : -1;
  if (extra < 0 || lead >= 0xF8 || at + static_cast<std::size_t>(extra) >= text.size()) {
    ++at;
    return kBroken;
  }
  char32_t code = extra == 0 ? lead : lead & (0x3F >> extra);
  for (int i = 1; i <= extra; ++i) {
    if ((byte(at + static_cast<std::size_t>(i)) & 0xC0) != 0x80) {
      ++at;
      return kBroken;
    }
    code = (code << 6) | (byte(at + static_cast<std::size_t>(i)) & 0x3F);
  }
  at += static_cast<std::size_t>(extra) + 1;
  return code;
}

/// The hanzi at `at` that UTF-8 spells with three bytes, U+5000 to U+9FFF; 0 for anything else. Most of our texts is
/// such.
char32_t common_hanzi_at(const std::string& text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (at + 2 >= text.size() || byte(at) < 0xE5 || byte(at) > 0xE9) return 0;
  if ((byte(at + 1) & 0xC0) != 0x80 || (byte(at + 2) & 0xC0) != 0x80) return 0;
  return static_cast<char32_t>((byte(at) & 0x0F) << 12 | (byte(at + 1) & 0x3F) << 6 | (byte(at + 2) & 0x3F));
}

char32_t half_width(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;
  switch (c) {
    case 0x3000:
      return ' ';
    case 0xFE66:
      return '=';
    case 0xFE6A:
      return '%';
    case 0x2266:
    case 0x2A7D:
      return 0x2264;  // ≦ ⩽
    case 0x2267:
    case 0x2A7E:
      return 0x2265;  // ≧ ⩾
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2212:
    case 0x2010:
    case 0x2011:
    case 0x2500:
      return '-';
    default:
      return c;
  }
}

bool is_space(char32_t c) { return c == ' ' || (c >= 0x09 && c <= 0x0D) || c == 0xA0 || (c >= 0x2000 && c <= 0x200B); }

bool is_wide(char32_t c) { return c >= 0x2E80; }

bool tells_words_apart(char32_t c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '%' || c == 0x2030 ||
         (c >= 0x2100 && c <= 0x218F) || (c >= 0x3200 && c <= 0x33FF) || is_hanzi(c) || (c >= 0x391 && c <= 0x3C9);
}

template <typename Keep>
Folded fold_where(const std::string& text, Keep keep) {
  Folded folded;
  folded.text.reserve(text.size());
  folded.begin.reserve(text.size());
  folded.end.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = half_width(next_char(text, at));
    if (c == kBroken || is_space(c) || !keep(c)) continue;
    folded.text.push_back(c);
    folded.begin.push_back(begin);
    folded.end.push_back(at);
  }
  return folded;
}

template <typename Keep>
std::u32string text_where(const std::string& text, Keep keep) {
  std::u32string kept;
  kept.reserve(text.size() / 3 + 1);
  for (std::size_t at = 0; at < text.size();) {
    if (const char32_t hanzi = common_hanzi_at(text, at)) {
      kept.push_back(hanzi);
      at += 3;
      continue;
    }
    const char32_t c = half_width(next_char(text, at));
    if (c != kBroken && !is_space(c) && keep(c)) kept.push_back(c);
  }
  return kept;
}

}  // namespace

Folded fold(const std::string& text) {
  return fold_where(text, [](char32_t) { return true; });
}

Folded fold_words(const std::string& text) { return fold_where(text, tells_words_apart); }

std::u32string folded(const std::string& text) {
  return text_where(text, [](char32_t) { return true; });
}

std::u32string folded_words(const std::string& text) { return text_where(text, tells_words_apart); }

std::string to_utf8(const std::u32string& text) {
  std::string bytes;
  bytes.reserve(3 * text.size());
  for (const char32_t c : text) {
    if (c < 0x80) {
      bytes += static_cast<char>(c);
    } else if (c < 0x800) {
      bytes += static_cast<char>(0xC0 | (c >> 6));
      bytes += static_cast<char>(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
      bytes += static_cast<char>(0xE0 | (c >> 12));
      bytes += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      bytes += static_cast<char>(0x80 | (c & 0x3F));
    } else {
      bytes += static_cast<char>(0xF0 | (c >> 18));
      bytes += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
      bytes += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
      bytes += static_cast<char>(0x80 | (c & 0x3F));
    }
  }
  return bytes;
}

std::string trim(const std::string& text) {
  std::size_t first = text.size(), last = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t begin = at;
    const char32_t c = half_width(next_char(text, at));
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
    const char32_t c = next_char(text, at);
    if (is_space(half_width(c))) {
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
