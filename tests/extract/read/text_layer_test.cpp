#include "extract/read/text_layer.h"

#include <gtest/gtest.h>

#include "extract/text/utf8.h"

namespace shenbao::extract {
namespace {

constexpr int glyph = 20;  // height and width of a hanzi, pixels

/// Adds a line whose characters stand beside each other, the first centred at (x, y).
void state(layout::Page& page, const std::string& text, double x, double y) {
  for (const char32_t c : to_utf32(text)) {
    page.stated.push_back({c, {x, y}});
    x += glyph;
  }
}

std::string text_in(const layout::Page& page, const layout::Box& box, double beside = 0.0) {
  return stated_text(page, layout::to_quad(box), beside, glyph);
}

Reading reading_of(const std::string& text, double confidence, std::vector<Doubt> doubts = {}) {
  return {text, confidence, true, {text}, std::move(doubts)};
}

/// What becomes of a reading on a page of which ten sure characters agree.
Reading settled(const Reading& reading, const std::string& stated) {
  std::vector<Reading> readings{reading_of("年度部门预算收入合计", 0.95), reading};
  settle(readings, {"年度部门预算收入合计", stated});
  return readings[1];
}

TEST(StatedText, IsWhatStandsInThePlaceInReadingOrder) {
  layout::Page page;
  state(page, "收入", 10, 40);  // a file may draw its lines in any order
  state(page, "年度预算", 10, 10);
  state(page, "别处", 110, 10);
  EXPECT_EQ(text_in(page, {0, 0, 100, 60}), "年度预算收入");
  EXPECT_EQ(text_in(page, {0, 60, 100, 100}), "");
}

TEST(StatedText, HoldsTheBracketsWhoseWhiteHalfEndsALineOfInk) {
  layout::Page page;
  state(page, "（年度）", 10, 10);
  EXPECT_EQ(text_in(page, {15, 0, 65, 20}), "年度");
  EXPECT_EQ(text_in(page, {15, 0, 65, 20}, glyph / 2.0), "（年度）");
}

TEST(StatedText, WritesLettersAndFiguresInHalfWidthAndKeepsSpacesBetweenWords) {
  layout::Page page;
  state(page, "第１２项ＡＢ＝3", 10, 10);
  EXPECT_EQ(text_in(page, {0, 0, 200, 20}), "第12项AB=3");
  page.stated.clear();
  state(page, "SOLAR MODULE", 10, 10);
  EXPECT_EQ(text_in(page, {0, 0, 300, 20}), "SOLAR MODULE");
}

TEST(StatedText, IsNothingWhereACharacterCannotBe) {
  layout::Page page;
  state(page, "预算", 10, 10);
  page.stated.push_back({0xE000, {50, 10}});  // private use
  EXPECT_EQ(text_in(page, {0, 0, 45, 20}), "预算");
  EXPECT_EQ(text_in(page, {0, 0, 100, 20}), "");
}

TEST(Agreement, IsTheShareOfSureCharactersThatAreAlike) {
  const std::vector<Reading> readings{reading_of("年度预算", 0.95), reading_of("100", 0.99), reading_of("赵品", 0.4)};
  EXPECT_DOUBLE_EQ(agreement({"年度预算", "100", "赵喆"}, readings), 1.0);
  EXPECT_DOUBLE_EQ(agreement({"年麽预箅", "", ""}, readings), 0.5);
  EXPECT_DOUBLE_EQ(agreement({"", "211", "赵喆"}, readings), 0.0);
  EXPECT_DOUBLE_EQ(agreement({"", "", "赵喆"}, readings), 0.0);
}

TEST(Settle, MakesNearlySureWhatFileAndReaderSay) {
  const Reading reading = settled(reading_of("SOLARMODULE", 0.6, {Doubt::unread_ink}), "SOLAR MODULE");
  EXPECT_EQ(reading.text, "SOLAR MODULE");
  EXPECT_DOUBLE_EQ(reading.confidence, 1.0);
  EXPECT_TRUE(reading.doubts.empty());
}

TEST(Settle, TakesTheFilesTextWhereTheReaderWasNotSure) {
  const Reading reading = settled(reading_of("赵品", 0.7, {Doubt::denied_hanzi}), "赵喆");
  EXPECT_EQ(reading.text, "赵喆");
  EXPECT_EQ(reading.candidates, (std::vector<std::string>{"赵喆", "赵品"}));
  EXPECT_TRUE(reads_well(reading, 0.9));
}

TEST(Settle, AsksForALookWhereASureReaderDiffers) {
  const Reading reading = settled(reading_of("88-D0Q", 0.99), "B8-D0Q");
  EXPECT_EQ(reading.text, "B8-D0Q");
  EXPECT_EQ(reading.doubts, std::vector<Doubt>{Doubt::second_reader});
}

TEST(Settle, AsksForALookWhereNearlyAllDiffers) {
  EXPECT_EQ(settled(reading_of("一", 0.3), "---").doubts, std::vector<Doubt>{Doubt::second_reader});
}

TEST(Settle, TakesNothingWhereNothingCouldBeReadOrIsPrinted) {
  const Reading hidden = settled(reading_of("", 0.0, {Doubt::unread_ink}), "845.44");
  EXPECT_EQ(hidden.text, "");
  EXPECT_FALSE(reads_well(hidden, 0.1));
  EXPECT_EQ(settled(Reading{}, "845.44"), Reading{});
}

}  // namespace
}  // namespace shenbao::extract
