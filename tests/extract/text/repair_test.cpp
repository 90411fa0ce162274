#include "extract/text/repair.h"

#include <gmock/gmock.h>

namespace shenbao::extract {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

TEST(Repair, TakesLettersForTheDigitsTheyPrintLike) {
  EXPECT_EQ(with_digits_for_letters("8O.5l"), "80.51");
  EXPECT_EQ(with_digits_for_letters("2021年]月"), "2021年1月");
}

TEST(Repair, TakesSpecksFromTheEndsOfANumber) {
  EXPECT_THAT(numbers_meant("19.7下"), Contains("19.7"));
  EXPECT_THAT(numbers_meant("”19.7"), Contains("19.7"));
}

TEST(Repair, TakesPointsForTheMarksOfThousands) {
  EXPECT_THAT(numbers_meant("26.798.90"), Contains("26798.90"));
  EXPECT_THAT(numbers_meant("1.026.798.90"), Contains("1026798.90"));
  for (const char* other : {"26.79.90", "26.798", "2679.890.00"}) {
    EXPECT_THAT(numbers_meant(other), testing::Each(testing::Eq(other))) << other;
  }
}

TEST(Repair, LeavesAPointOrSignBeforeANumber) {
  EXPECT_THAT(numbers_meant(".75"), Not(Contains("75")));
  EXPECT_THAT(numbers_meant("-75"), Not(Contains("75")));
}

TEST(Repair, LeavesANumberAmongWordsAlone) { EXPECT_THAT(numbers_meant("完成第3期工程"), Not(Contains("3"))); }

TEST(Repair, LeavesOutOfADateWhatNoDateHas) { EXPECT_THAT(dates_meant("2019人年12月"), Contains("2019年12月")); }

TEST(Repair, TakesSpecksFromTheEndsOfAName) {
  EXPECT_EQ(without_specks("工作完成率，"), "工作完成率");
  EXPECT_EQ(without_specks("：甲县乙局、"), "甲县乙局");
  EXPECT_EQ(without_specks("”甲县乙局"), "甲县乙局");
}

TEST(Repair, LeavesSignsThatBelongToAName) {
  for (const char* name : {"“三公”经费变动率", "经费（甲类）", "甲、乙项目", "《规划》"})
    EXPECT_EQ(without_specks(name), name);
  EXPECT_EQ(without_specks("—"), "—");
}

TEST(Repair, CutsABracketReadAsADigitFromAYear) {
  EXPECT_THAT(years_meant("412019年度"), Contains("2019年度"));
  EXPECT_THAT(years_meant("2O19年度"), Contains("2019年度"));
}

TEST(Repair, FindsTheOneSignOfAnOperator) {
  EXPECT_THAT(comparisons_meant("≤N"), Contains("≤"));
  EXPECT_THAT(comparisons_meant("”二"), Contains("="));
  EXPECT_THAT(comparisons_meant("≥≤"), IsEmpty());
  EXPECT_THAT(comparisons_meant("大于=三"), IsEmpty());
}

}  // namespace
}  // namespace shenbao::extract
