#include "extract/text/look_alikes.h"

#include <gtest/gtest.h>

namespace shenbao::extract {
namespace {

TEST(LookAlike, KnowsHanziThatPrintAlikeWhicheverComesFirst) {
  EXPECT_TRUE(look_alike(U'准', U'淮'));
  EXPECT_TRUE(look_alike(U'淮', U'准'));
  EXPECT_TRUE(look_alike(U'目', U'日'));
  EXPECT_TRUE(look_alike(U'县', U'县'));
  EXPECT_FALSE(look_alike(U'县', U'局'));
}

TEST(LookAlike, TellsTextsThatDifferInNothingElse) {
  EXPECT_TRUE(differ_by_look_alikes(U"淮备金", U"准备金"));
  EXPECT_FALSE(differ_by_look_alikes(U"准备金", U"准备金"));
  EXPECT_FALSE(differ_by_look_alikes(U"准备", U"准备金"));
  EXPECT_FALSE(differ_by_look_alikes(U"县备金", U"准备金"));
}

TEST(AlikeWhenWorn, NeverMixesTheNumeralsOfLabels) {
  const std::u32string numerals = U"一二三四五";
  EXPECT_NE(alikes_when_worn(U'目').find(U'日'), std::u32string::npos);
  for (const char32_t c : numerals) EXPECT_EQ(alikes_when_worn(c).find_first_of(numerals), std::u32string::npos) << c;
}

TEST(OftenConfused, HoldsBothWays) {
  EXPECT_TRUE(often_confused(U'治', U'制'));
  EXPECT_TRUE(often_confused(U'制', U'治'));
  EXPECT_FALSE(often_confused(U'治', U'帐'));
}

TEST(DigitLike, KnowsLettersThatPrintLikeDigits) {
  EXPECT_EQ(digit_like(U'O'), U'0');
  EXPECT_EQ(digit_like(U'l'), U'1');
  EXPECT_EQ(digit_like(U'7'), 0u);
  EXPECT_EQ(digit_like(U'人'), 0u);
}

TEST(DigitLike, TakesABracketForOneOnlyWhereADigitMustStand) {
  EXPECT_EQ(digit_like(U']'), 0u);
  EXPECT_EQ(digit_meant_by(U']'), U'1');
  EXPECT_EQ(digit_meant_by(U'O'), U'0');
}

TEST(SameSign, GivesDashesAndComparisonsOneForm) {
  for (const char32_t dash : {U'‐', U'–', U'—', U'−', U'-'}) EXPECT_EQ(same_sign(dash), U'-');
  EXPECT_EQ(same_sign(U'≧'), U'≥');
  EXPECT_EQ(same_sign(U'一'), U'一');
  EXPECT_EQ(same_sign(U'“'), U'“');
  EXPECT_EQ(same_print(U'“'), same_print(U'”'));
  EXPECT_EQ(same_print(U'—'), U'-');
}

}  // namespace
}  // namespace shenbao::extract
