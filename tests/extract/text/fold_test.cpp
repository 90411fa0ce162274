#include "extract/text/fold.h"

#include <gtest/gtest.h>

#include <random>

#include "extract/text/hanzi.h"
#include "extract/text/normalize.h"
#include "extract/text/parse.h"
#include "extract/text/repair.h"
#include "support/mutate.h"

namespace shenbao::extract {
namespace {

TEST(Fold, TakesFullWidthForHalfWidth) {
  EXPECT_EQ(folded("（１－７）　Ａｂ％＝"), U"(1-7)Ab%=");
  EXPECT_EQ(folded("≧⩽﹦﹪—"), U"≥≤=%-");
  EXPECT_EQ(folded("“三公”、〇"), U"“三公”、〇");
}

TEST(Fold, KnowsTheBytesOfEachCharacter) {
  const std::string text = " ９ 万人";
  const Folded places = fold(text);
  ASSERT_EQ(places.text, U"9万人");
  EXPECT_EQ(text.substr(places.begin[0], places.end[0] - places.begin[0]), "９");
  EXPECT_EQ(text.substr(places.begin[2], places.end[2] - places.begin[2]), "人");
}

TEST(Fold, LeavesPunctuationOutOfWords) {
  EXPECT_EQ(match_key("（1至7项合计）"), match_key("1至7项合计"));
  EXPECT_EQ(match_key("目标 1："), U"目标1");
}

TEST(Fold, LeavesOutBrokenBytes) {
  EXPECT_EQ(folded("年\xE5\xB9度\xFF"), U"年度");
  EXPECT_EQ(folded("\xC0\xAF\xED\xA0\x80"), U"");  // overlong, surrogate
}

TEST(Trim, TakesEveryWhiteSpaceFromTheEnds) {
  EXPECT_EQ(trim(" \t　甲 乙\xC2\xA0\n"), "甲 乙");
  EXPECT_EQ(trim(" 　"), "");
}

TEST(JoinWords, KeepsABlankBetweenLatinWordsAlone) {
  EXPECT_EQ(join_words(" 甲 县\n乙局 "), "甲县乙局");
  EXPECT_EQ(join_words("Windows   Office 软件"), "Windows Office软件");
}

TEST(IsHanzi, KnowsThemInEveryPlane) {
  for (const char32_t c : {U'一', U'〇', U'㐀', U'龘', U'𠀀', U'豈'}) EXPECT_TRUE(is_hanzi(c));
  for (const char32_t c : {U'a', U'，', U'あ', U'①', U'㎡', U'、'}) EXPECT_FALSE(is_hanzi(c));
}

TEST(Utf8, ComesBackAsItWas) {
  const std::string text = "a≥½年𠀀";
  EXPECT_EQ(to_utf8(to_utf32(text)), text);
}

TEST(BrokenText, IsReadWithoutTrouble) {
  std::mt19937 random(7);
  const std::vector<std::string> units = {"%", "元/人/月"};
  const char* const samples[] = {"≥ 35.6 公里",
                                 "2021年1月至2021年12月",
                                 "目标1：修路。目标2：植树。",
                                 "1,375.40万元",
                                 "（2021年度）“三公”",
                                 "甲县 乙局，l0O件",
                                 "乏95%",
                                 "𠀀Ａ—～"};
  for (int i = 0; i < 4000; ++i) {
    const std::string text = test::mutated(samples[i % 8], &random);
    EXPECT_EQ(to_utf32(text), to_utf32(to_utf8(to_utf32(text))));
    EXPECT_EQ(fold(text).text, folded(text));
    EXPECT_EQ(fold_match_key(text).text, match_key(text));
    EXPECT_EQ(normalize_line(normalize_line(text)), normalize_line(text)) << text;
    EXPECT_EQ(trim(trim(text)), trim(text));
    const Target target = split_target(text, units);
    EXPECT_LE(target.value.size() + target.unit.size(), text.size());
    const auto items = split_items(text, "目标{}");
    if (const auto number = parse_decimal(text)) {
      EXPECT_EQ(parse_decimal(to_string(*number)), number);
    }
    parse_month(text);
    parse_month_range(text);
    parse_year(text, "（{}年度）");
    numbers_meant(text);
    dates_meant(text);
    years_meant(text);
    comparisons_meant(text);
    join_words(without_specks(text));
  }
}

}  // namespace
}  // namespace shenbao::extract
