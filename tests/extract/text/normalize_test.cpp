#include "extract/text/normalize.h"

#include <gtest/gtest.h>

namespace shenbao::extract {
namespace {

TEST(NormalizeLine, DropsWhiteSpaceBesideHanziAndFigures) {
  EXPECT_EQ(normalize_line("年度 部门 预算"), "年度部门预算");
  EXPECT_EQ(normalize_line("2021 年 12 月"), "2021年12月");
  EXPECT_EQ(normalize_line("1 375.40"), "1375.40");
}

TEST(NormalizeLine, KeepsWhiteSpaceBetweenLatinWords) { EXPECT_EQ(normalize_line("Adobe  Reader"), "Adobe Reader"); }

TEST(NormalizeLine, RestoresFullWidthPunctuationInChinese) {
  EXPECT_EQ(normalize_line("部门(单位)名称:朝阳县,司法局;"), "部门（单位）名称：朝阳县，司法局；");
  EXPECT_EQ(normalize_line("完善制度. 2、监督"), "完善制度。2、监督");
  EXPECT_EQ(normalize_line("“三公\"经费"), "“三公”经费");
  EXPECT_EQ(normalize_line("\"三公\"经费"), "“三公”经费");
}

TEST(NormalizeLine, LeavesFiguresAlone) {
  EXPECT_EQ(normalize_line("1,375.40"), "1,375.40");
  EXPECT_EQ(normalize_line("845.44"), "845.44");
  EXPECT_EQ(normalize_line("1.财政拨款收入"), "1.财政拨款收入");
  EXPECT_EQ(normalize_line("1,375.40元"), "1,375.40元");
}

TEST(NormalizeLine, TakesABarBetweenMonthsForADash) {
  EXPECT_EQ(normalize_line("2021年1月一2021年12月"), "2021年1月—2021年12月");
  EXPECT_EQ(normalize_line("一、基本支出"), "一、基本支出");
}

TEST(NormalizeLine, DropsTheCommaReadInTheWhiteHalfOfAColon) {
  EXPECT_EQ(normalize_line("其中:， 财政拨款收入: 100"), "其中：财政拨款收入：100");
}

TEST(NormalizeLine, DropsSignsReadWithSecondOpinion) {
  EXPECT_EQ(normalize_line("预算收入((1至7项合计)"), "预算收入（1至7项合计）");
  EXPECT_EQ(normalize_line("资金情况\"(万元)"), "资金情况（万元）");
}

TEST(NormalizeLine, TakesABarForTheDigitOfAMonth) {
  EXPECT_EQ(normalize_line("2019年]月-2019年12月"), "2019年1月-2019年12月");
  EXPECT_EQ(normalize_line("2023年1]月"), "2023年11月");
  EXPECT_EQ(normalize_line("2023年l2月"), "2023年12月");
  EXPECT_EQ(normalize_line("目标]"), "目标]");
}

TEST(NormalizeLine, ChangesNothingTwice) {
  for (const char* text :
       {"2021 年 12 月", "部门(单位)名称:朝阳县", "\"三公\"经费 .", "1 375.40", "2019年]月", "((万元))", ""}) {
    const std::string once = normalize_line(text);
    EXPECT_EQ(normalize_line(once), once);
  }
}

TEST(JoinLines, JoinsChineseWithoutWhiteSpace) {
  EXPECT_EQ(join_lines({"2021年12", "月"}), "2021年12月");
  EXPECT_EQ(join_lines({"Adobe", "Reader"}), "Adobe Reader");
  EXPECT_EQ(join_lines({}), "");
  EXPECT_EQ(join_lines({"", "人"}), "人");
}

}  // namespace
}  // namespace shenbao::extract
