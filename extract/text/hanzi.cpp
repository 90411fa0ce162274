#include "extract/text/hanzi.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/uscript.h>

#include <bitset>

#include "extract/text/utf8.h"

namespace shenbao::extract {
namespace {

constexpr char32_t kFirstWide = 0x2E80;  // Unicode: below it stand no Chinese signs
constexpr char32_t kFirstHanzi = 0x4E00;
// GB 2312: hanzi stand in the rows from 16 on, everyday ones up to row 55, by their sound; 94 cells to a row.
constexpr int kFirstRow = 16, kLastEverydayRow = 55, kLastRow = 87, kCells = 94;
constexpr std::size_t kHanzi = 0x9FFF - kFirstHanzi + 1;

/// The hanzi of the standard up to that row, decoded from their EUC bytes.
std::bitset<kHanzi> decode_gb2312(int last_row) {
  std::bitset<kHanzi> set;
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open("GB2312", &status);
  if (U_FAILURE(status) != 0) return set;
  for (int row = kFirstRow; row <= last_row; ++row) {
    for (int cell = 1; cell <= kCells; ++cell) {
      const char bytes[2] = {static_cast<char>(0xA0 + row), static_cast<char>(0xA0 + cell)};
      UChar decoded[2] = {};  // the character and a closing zero
      status = U_ZERO_ERROR;
      const int length = ucnv_toUChars(converter, decoded, 2, bytes, 2, &status);
      if (length == 1 && decoded[0] >= kFirstHanzi && decoded[0] < kFirstHanzi + kHanzi) {
        set.set(decoded[0] - kFirstHanzi);
      }
    }
  }
  ucnv_close(converter);
  return set;
}

}  // namespace

bool is_space(char32_t c) {
  constexpr char32_t kZeroWidth = 0x200B;
  return u_isUWhiteSpace(static_cast<UChar32>(c)) != 0 || c == kZeroWidth;
}

bool is_hanzi(char32_t c) {
  if (c >= kFirstHanzi && c < kFirstHanzi + kHanzi) return true;  // nearly all of them, at no look-up
  UErrorCode status = U_ZERO_ERROR;
  return c > kFirstWide && uscript_getScript(static_cast<UChar32>(c), &status) == USCRIPT_HAN;
}

bool is_one_hanzi(const std::string& text) {
  const std::u32string characters = to_utf32(text);
  return characters.size() == 1 && is_hanzi(characters.front());
}

bool is_gb2312_hanzi(char32_t c) {
  static const std::bitset<kHanzi> set = decode_gb2312(kLastRow);
  return c == 0x3007 || (c >= kFirstHanzi && c < kFirstHanzi + kHanzi && set.test(c - kFirstHanzi));
}

bool is_everyday_hanzi(char32_t c) {
  static const std::bitset<kHanzi> set = decode_gb2312(kLastEverydayRow);
  return c >= kFirstHanzi && c < kFirstHanzi + kHanzi && set.test(c - kFirstHanzi);
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
