#include "extract/text/hanzi.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <bitset>
#include <string_view>
#include <unordered_map>

namespace shenbao::extract {
namespace {

constexpr std::u32string_view kLookAlikes[] = {
#include "extract/text/look_alike_table.inc"
};

constexpr char32_t kFirstHanzi = 0x4E00;
constexpr std::size_t kHanzi = 0x9FFF - kFirstHanzi + 1;

/// The characters of the standard from row 16 on, decoded from their EUC bytes.
std::bitset<kHanzi> decode_gb2312(int last_row) {
  std::bitset<kHanzi> set;
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open("GB2312", &status);
  if (U_FAILURE(status) != 0) return set;
  for (int row = 16; row <= last_row; ++row) {
    for (int cell = 1; cell <= 94; ++cell) {
      const char bytes[2] = {static_cast<char>(0xA0 + row), static_cast<char>(0xA0 + cell)};
      UChar decoded[4] = {};
      status = U_ZERO_ERROR;
      const int length = ucnv_toUChars(converter, decoded, 4, bytes, 2, &status);
      if (length == 1 && decoded[0] >= kFirstHanzi && decoded[0] < kFirstHanzi + kHanzi) {
        set.set(decoded[0] - kFirstHanzi);
      }
    }
  }
  ucnv_close(converter);
  return set;
}

}  // namespace

bool is_hanzi(char32_t c) { return (c >= 0x3400 && c <= 0x9FFF) || c == 0x3007 || (c >= 0x20000 && c <= 0x2FFFF); }

bool is_one_hanzi(const std::string& text) {
  const icu::UnicodeString units = icu::UnicodeString::fromUTF8(text);
  return units.countChar32() == 1 && is_hanzi(static_cast<char32_t>(units.char32At(0)));
}

bool is_gb2312_hanzi(char32_t c) {
  static const std::bitset<kHanzi> set = decode_gb2312(87);
  return c == 0x3007 || (c >= kFirstHanzi && c < kFirstHanzi + kHanzi && set.test(c - kFirstHanzi));
}

bool is_everyday_hanzi(char32_t c) {
  static const std::bitset<kHanzi> set = decode_gb2312(55);
  return c >= kFirstHanzi && c < kFirstHanzi + kHanzi && set.test(c - kFirstHanzi);
}

bool look_alike(char32_t a, char32_t b) {
  static const std::unordered_map<char32_t, std::u32string_view> alikes = [] {
    std::unordered_map<char32_t, std::u32string_view> table;
    for (const std::u32string_view row : kLookAlikes) table.emplace(row.front(), row.substr(1));
    return table;
  }();
  const auto holds = [&](char32_t one, char32_t other) {
    const auto row = alikes.find(one);
    return row != alikes.end() && row->second.find(other) != std::u32string_view::npos;
  };
  return a == b || holds(a, b) || holds(b, a);
}

bool differ_by_look_alikes(const std::u32string& a, const std::u32string& b) {
  if (a.size() != b.size() || a == b) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!look_alike(a[i], b[i])) return false;
  }
  return true;
}

bool is_impossible(char32_t c) {
  if (c == 0xFFFD) return true;
  const auto type = u_charType(static_cast<UChar32>(c));
  const bool space = c == '\n' || c == '\t' || c == '\r';
  return (type == U_CONTROL_CHAR && !space) || type == U_PRIVATE_USE_CHAR || type == U_UNASSIGNED;
}

bool is_foreign_letter(char32_t c) {
  if (u_isalpha(static_cast<UChar32>(c)) == 0) return false;
  UErrorCode status = U_ZERO_ERROR;
  const UScriptCode script = uscript_getScript(static_cast<UChar32>(c), &status);
  return script != USCRIPT_HAN && script != USCRIPT_LATIN && script != USCRIPT_GREEK && script != USCRIPT_COMMON &&
         script != USCRIPT_INHERITED;
}

}  // namespace shenbao::extract
