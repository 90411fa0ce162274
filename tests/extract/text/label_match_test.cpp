#include "extract/text/label_match.h"

#include <gtest/gtest.h>

#include <limits>

namespace shenbao::extract {
namespace {

TEST(EditCost, CountsMisreadLeftOutAndAddedCharacters) {
  EXPECT_DOUBLE_EQ(edit_cost(U"主管部门", U"主管部门"), 0.0);
  EXPECT_DOUBLE_EQ(edit_cost(U"主营部门", U"主管部门"), 1.0);
  EXPECT_DOUBLE_EQ(edit_cost(U"主部门", U"主管部门"), 1.0);
  EXPECT_DOUBLE_EQ(edit_cost(U"主管的部门", U"主管部门"), 1.0);
}

TEST(EditCost, ChargesLessForADigitReadAsItsLetter) {
  EXPECT_LT(edit_cost(U"l财政拨款收入", U"1财政拨款收入"), edit_cost(U"2财政拨款收入", U"1财政拨款收入"));
}

TEST(EditCost, ChargesLessForHanziOfOneShape) {
  EXPECT_LT(edit_cost(U"年度日标", U"年度目标"), 0.5);
  EXPECT_DOUBLE_EQ(edit_cost(U"年度门标", U"年度目标"), 1.0);
}

TEST(EditCost, ChargesLessForASpeckAtAnEnd) {
  EXPECT_DOUBLE_EQ(edit_cost(U"5年度目标", U"年度目标"), 0.5);
  EXPECT_DOUBLE_EQ(edit_cost(U"年度目标5", U"年度目标"), 0.5);
  EXPECT_DOUBLE_EQ(edit_cost(U"年度5目标", U"年度目标"), 1.0);
  EXPECT_DOUBLE_EQ(edit_cost(U"去年度目标", U"年度目标"), 1.0);
  EXPECT_LE(edit_cost(U"5年度日标", U"年度目标"), cost_limit(4));
}

TEST(EditCost, GivesUpOnlyWhereItCostsMoreOrNothingIsShared) {
  const double most = 1.5, none = std::numeric_limits<double>::infinity();
  EXPECT_DOUBLE_EQ(edit_cost(U"5年度目标5", U"年度目标", most), 1.0);
  EXPECT_DOUBLE_EQ(edit_cost(U"年度目标及要求", U"年度目标", most), none);
  EXPECT_DOUBLE_EQ(edit_cost(U"日日", U"目目", most), none);
  EXPECT_LT(edit_cost(U"日日", U"目目"), most);
}

TEST(FindTerm, FindsATermInsideAText) {
  const Found found = find_term(U"甲县乙局整体绩效目标申报表2021年度", U"整体绩效目标申报表", false);
  EXPECT_DOUBLE_EQ(found.cost, 0.0);
  EXPECT_EQ(found.begin, 4u);
  EXPECT_EQ(found.end, 13u);
}

TEST(FindTerm, ChargesForWhatStandsBeforeATermAtTheStart) {
  EXPECT_DOUBLE_EQ(find_term(U"甲县主管部门", U"主管部门", true).cost, 2.0);
}

TEST(MatchTerm, TakesAClearlyMeantTerm) {
  const auto match = match_term("服务对家满意度指标", {"服务对象满意度指标", "社会效益指标"});
  ASSERT_TRUE(match);
  EXPECT_EQ(match->term, "服务对象满意度指标");
  EXPECT_TRUE(match->clear);
}

TEST(MatchTerm, DoubtsATermThatCouldBeAnother) {
  const auto match = match_term("长量指标", {"数量指标", "质量指标"});
  ASSERT_TRUE(match);
  EXPECT_FALSE(match->clear);
}

TEST(MatchTerm, PullsNoShortWord) {
  EXPECT_FALSE(match_term("处", {"次", "个"}));
  EXPECT_FALSE(match_term("可持续发展指标", {"社会效益指标"}));
}

}  // namespace
}  // namespace shenbao::extract
