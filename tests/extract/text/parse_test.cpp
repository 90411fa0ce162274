#include "extract/text/parse.h"

#include <gtest/gtest.h>

#include <random>

#include "extract/text/utf8.h"

namespace shenbao::extract {
namespace {

const std::vector<std::string> kUnits = {"%", "年", "元/人/月", "公里"};

TEST(ParseDecimal, KeepsThePrintedDecimals) {
  EXPECT_EQ(to_string(*parse_decimal("845.44")), "845.44");
  EXPECT_EQ(to_string(*parse_decimal("40.00")), "40.00");
  EXPECT_EQ(to_string(*parse_decimal("-0.5")), "-0.5");
}

TEST(ParseDecimal, ReadsWhatItPrints) {
  for (const Decimal value : {Decimal{0, 0}, Decimal{5, 1}, Decimal{-5, 2}, Decimal{123456789012345678, 9}}) {
    EXPECT_EQ(parse_decimal(to_string(value)), value) << to_string(value);
  }
}

TEST(ParseDecimal, ReadsEveryPrintOfANumber) {
  std::mt19937_64 random(3);
  for (int i = 0; i < 2000; ++i) {
    const Decimal value{static_cast<std::int64_t>(random() >> 5) % 100000000000000000 * (i % 2 == 0 ? 1 : -1), i % 10};
    const std::string print = to_string(value);
    ASSERT_TRUE(parse_decimal(print)) << print;
    EXPECT_EQ(to_string(*parse_decimal(print)), print);
    std::string wide;
    for (const char c : print) wide += to_utf8({static_cast<char32_t>(c) + 0xFEE0});
    EXPECT_EQ(parse_decimal(wide), parse_decimal(print)) << wide;
  }
}

TEST(ParseDecimal, TakesFullWidthDigitsForHalfWidthOnes) {
  EXPECT_EQ(parse_decimal("１３７５．４０"), parse_decimal("1375.40"));
}

TEST(ParseDecimal, PassesOverThousandsMarks) {
  EXPECT_EQ(to_string(*parse_decimal("1,375.40")), "1375.40");
  EXPECT_EQ(to_string(*parse_decimal("1 375.4")), "1375.4");
  EXPECT_FALSE(parse_decimal("13,75.4"));
  EXPECT_FALSE(parse_decimal("1,37"));
}

TEST(ParseDecimal, TakesNoLetterForADigit) {
  EXPECT_FALSE(parse_decimal("8O5"));
  EXPECT_FALSE(parse_decimal("1.2.3"));
  EXPECT_FALSE(parse_decimal("12."));
  EXPECT_FALSE(parse_decimal(""));
}

TEST(ParseDecimal, AllowsOnlyTheSuffixesGiven) {
  EXPECT_EQ(parse_decimal("53人", {"人"}), (Decimal{53, 0}));
  EXPECT_FALSE(parse_decimal("53人", {"个"}));
}

TEST(ParseMonth, ReadsEveryPrintedStyle) {
  for (const char* text : {"2021年6月", "2021年06月", "2021.06", "2021.6", "2021-06", "2021/6", "202106",
                           "２０２１年６月", "2021年6月30日", "2021.6.30", "20210630", "2021年6月底"}) {
    EXPECT_EQ(parse_month(text), (Month{2021, 6})) << text;
  }
}

TEST(ParseMonth, ReadsEveryMonthInEveryPrintedForm) {
  for (const int year : {1900, 2021, 2099}) {
    for (int month = 1; month <= 12; ++month) {
      const std::string y = std::to_string(year), m = std::to_string(month), mm = month < 10 ? "0" + m : m;
      for (const std::string& text :
           {y + "年" + m + "月", y + "年" + mm + "月", y + "." + m, y + "." + mm, y + "-" + mm, y + "/" + m, y + mm,
            y + mm + "28", y + "年" + m + "月28日", y + "." + mm + ".28"}) {
        EXPECT_EQ(parse_month(text), (Month{year, month})) << text;
      }
    }
  }
}

TEST(ParseMonth, RefusesWhatIsNoMonth) {
  for (const char* text : {"2021年13月", "2021年", "12月", "长期", "2021.06.31.1", "1021年6月", ""}) {
    EXPECT_FALSE(parse_month(text)) << text;
  }
}

TEST(ParseMonthRange, ReadsEverySeparator) {
  const auto year_2021 = std::make_pair(Month{2021, 1}, Month{2021, 12});
  for (const char* text : {"2021年1月 — 2021年12月", "2021年1月至2021年12月", "2021年01月-2021年12月",
                           "2021.01-2021.12", "2021-01-2021-12", "2021年1月至12月", "2021年1月2021年12月"}) {
    EXPECT_EQ(parse_month_range(text), year_2021) << text;
  }
  EXPECT_FALSE(parse_month_range("2021年1月"));
  EXPECT_FALSE(parse_month_range("2021年1月至今"));
}

TEST(ParseYear, FindsTheYearOverAMisreadWord) {
  EXPECT_EQ(parse_year("（2021年度）", "（{}年度）"), (Decimal{2021, 0}));
  EXPECT_EQ(parse_year("(2021年皮)", "（{}年度）"), (Decimal{2021, 0}));
  EXPECT_EQ(parse_year("甲县乙局整体绩效目标申报表(2021年度)", "{}年度"), (Decimal{2021, 0}));
  EXPECT_FALSE(parse_year("2021.10.8", "（{}年度）"));
  EXPECT_FALSE(parse_year("12021年度", "{}年度"));
}

TEST(ParseComparison, KnowsTheVariants) {
  EXPECT_EQ(parse_comparison("≧"), "≥");
  EXPECT_EQ(parse_comparison("＝"), "=");
  EXPECT_EQ(parse_comparison(">="), "≥");
  EXPECT_FALSE(parse_comparison("二"));
}

TEST(SplitTarget, CutsOperatorNumberAndUnit) {
  const Target target = split_target("≥ 35.6 公里", kUnits);
  EXPECT_EQ(target.comparison, "≥");
  EXPECT_EQ(target.value, "35.6");
  EXPECT_EQ(target.unit, "公里");
  EXPECT_EQ(split_target("=1500元/人/月", kUnits).unit, "元/人/月");
  EXPECT_EQ(split_target("≤14.4元/平方米/年", kUnits).unit, "元/平方米/年");
  EXPECT_EQ(split_target("15年", kUnits).value, "15");
}

TEST(SplitTarget, GivesTheFirstOfTwoUnitsToTheValue) {
  EXPECT_EQ(split_target("≥ 95% %", kUnits).value, "95%");
  EXPECT_EQ(split_target("≥ 95% %", kUnits).unit, "%");
  EXPECT_EQ(split_target("=600元/册 元/册", kUnits).value, "600元/册");
}

TEST(SplitTarget, CutsARatioThatItDoesNotKnow) {
  EXPECT_EQ(split_target("≤ 11 元/平方米/年", kUnits).unit, "元/平方米/年");
  EXPECT_EQ(split_target("≤ 5 1/10万", kUnits).value, "5");
  EXPECT_EQ(split_target("≤ 5 1/10万", kUnits).unit, "1/10万");
  EXPECT_EQ(split_target("≤ 12 /10万", kUnits).unit, "/10万");
}

TEST(SplitTarget, LeavesWordsInOnePiece) {
  EXPECT_EQ(split_target("效果明显", kUnits).value, "效果明显");
  EXPECT_EQ(split_target("3次以上即可", kUnits).value, "3次以上即可");
  EXPECT_EQ(split_target("3次以上即可", kUnits).unit, "");
}

TEST(SplitTarget, KnowsThatTheNumberIsMissing) {
  const Target target = split_target("≥ 年", kUnits);
  EXPECT_EQ(target.value, "");
  EXPECT_EQ(target.unit, "年");
}

TEST(SplitTarget, MarksAMisreadOperator) {
  const Target target = split_target("乏95%", kUnits);
  EXPECT_TRUE(target.misread_comparison);
  EXPECT_EQ(target.value, "95");
  EXPECT_EQ(target.unit, "%");
}

TEST(SplitTarget, TakesAnOperatorAloneForOne) {
  const Target target = split_target("≥", kUnits);
  EXPECT_EQ(target.comparison, "≥");
  EXPECT_EQ(target.value, "");
  EXPECT_EQ(target.unit, "");
}

TEST(SplitTarget, PutsTogetherWhatItTookApart) {
  for (const std::string sign : {"≥", "≤", "=", ">", "<"}) {
    for (const std::string number : {"0", "95", "1,375.40", "0.5"}) {
      for (const std::string unit : {"%", "年", "元/人/月", "公里", "万人次"}) {
        const Target target = split_target(sign + number + unit, kUnits);
        EXPECT_EQ(target.comparison, sign);
        EXPECT_EQ(target.value, number);
        EXPECT_EQ(target.unit, unit);
        EXPECT_FALSE(target.misread_comparison);
      }
    }
  }
}

TEST(SplitItems, CutsAtTheMarks) {
  EXPECT_EQ(split_items("目标1：修路。目标2:植树。", "目标{}"), (std::vector<std::string>{"修路。", "植树。"}));
  EXPECT_EQ(split_items("目标 1：修路。\n目标 2：植树。", "目标{}"), (std::vector<std::string>{"修路。", "植树。"}));
}

TEST(SplitItems, CutsAtAMisreadMarkWhoseNumberIsTheNext) {
  EXPECT_EQ(split_items("目标l：修路。日标2；植树。", "目标{}"), (std::vector<std::string>{"修路。", "植树。"}));
  EXPECT_EQ(split_items("目标1：见指标7：修路。", "目标{}"), (std::vector<std::string>{"见指标7：修路。"}));
}

TEST(SplitItems, CutsAtAMarkWithoutAColonWhereASentenceBegins) {
  EXPECT_EQ(split_items("目标1修路。目标2 植树。", "目标{}"), (std::vector<std::string>{"修路。", "植树。"}));
  EXPECT_EQ(split_items("目标1：完成目标2所列道路。", "目标{}"), (std::vector<std::string>{"完成目标2所列道路。"}));
  EXPECT_EQ(split_items("目标10年内不变。", "目标{}"), (std::vector<std::string>{"目标10年内不变。"}));
}

TEST(SplitItems, KeepsATextWithoutMarksWhole) {
  EXPECT_EQ(split_items("达到年度目标，完成3项。", "目标{}"), (std::vector<std::string>{"达到年度目标，完成3项。"}));
  EXPECT_TRUE(split_items("  ", "目标{}").empty());
}

}  // namespace
}  // namespace shenbao::extract
