#include "extract/text/hanzi.h"

#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/uscript.h>

#include <vector>

#include "extract/text/utf8.h"

namespace shenbao::extract {
namespace {

constexpr char32_t kFirstWide = 0x2E80;  // Unicode: below it stand no Chinese signs
constexpr char32_t kFirstHanzi = 0x4E00;
constexpr std::size_t kHanzi = 0x9FFF - kFirstHanzi + 1;
// GB 2312: hanzi stand in the rows from 16 on, everyday ones up to row 55, by their sound.
constexpr int kFirstRow = 16, kLastEverydayRow = 55;

/// The standard's row of every hanzi, by the first of its EUC bytes; below kFirstRow for one that it does not have.
std::vector<int> decode_rows() {
  std::vector<int> rows(kHanzi, 0);
  UErrorCode status = U_ZERO_ERROR;
  UConverter* converter = ucnv_open("GB2312", &status);
  for (std::size_t i = 0; i < kHanzi && U_SUCCESS(status) != 0; ++i) {
    const auto hanzi = static_cast<UChar>(kFirstHanzi + i);
    char bytes[UCNV_GET_MAX_BYTES_FOR_STRING(1, 2)] = {};
    ucnv_fromUChars(converter, bytes, sizeof bytes, &hanzi, 1, &status);
    rows[i] = static_cast<unsigned char>(bytes[0]) - 0xA0;
  }
  ucnv_close(converter);
  return rows;
}

int row_of(char32_t c) {
  static const std::vector<int> rows = decode_rows();
  return c >= kFirstHanzi && c < kFirstHanzi + kHanzi ? rows[c - kFirstHanzi] : 0;
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

bool is_gb2312_hanzi(char32_t c) { return c == 0x3007 || row_of(c) >= kFirstRow; }

bool is_everyday_hanzi(char32_t c) { return row_of(c) >= kFirstRow && row_of(c) <= kLastEverydayRow; }

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
