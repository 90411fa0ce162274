#include "extract/read/look_alikes.h"

#include <gtest/gtest.h>

namespace shenbao::extract {
namespace {

using Others = std::vector<std::pair<std::string, double>>;

std::string settled(LineReading line) {
  settle_look_alikes(line);
  std::string text;
  for (const LineCharacter& character : line.characters) text += character.text;
  return text;
}

LineReading line_of(const std::vector<std::string>& characters) {
  LineReading line;
  for (const std::string& character : characters) line.characters.push_back({character, 0.9, {}, 0.0});
  return line;
}

TEST(LookAlikes, AmongFiguresARoundGlyphIsZeroAndABarIsOne) {
  EXPECT_EQ(settled(line_of({"2", "O", "2", "l", "年"})), "2021年");
  EXPECT_EQ(settled(line_of({"I", "3", "7", "5", ".", "4", "o"})), "1375.40");
  EXPECT_EQ(settled(line_of({"O"})), "0");
}

TEST(LookAlikes, AmongLettersALetterStays) {
  EXPECT_EQ(settled(line_of({"G", "O", "O", "D"})), "GOOD");
  EXPECT_EQ(settled(line_of({"S", "O", "2"})), "SO2");
  EXPECT_EQ(settled(line_of({"人", "O"})), "人O");
}

TEST(LookAlikes, TheFormsOfOneSignShareTheirProbability) {
  LineReading line;
  line.characters.push_back({"（", 0.6, Others{{"(", 0.35}, {"C", 0.05}}, 0.0});
  settle_look_alikes(line);
  EXPECT_NEAR(line.characters[0].confidence, 0.95, 1e-9);
}

TEST(LookAlikes, AFigureCountsWhatLooksLikeItForItself) {
  LineReading line;
  line.characters.push_back({"1", 0.5, Others{{"l", 0.3}, {"I", 0.15}, {"7", 0.05}}, 0.0});
  line.characters.push_back({"2", 1.0, {}, 0.0});
  settle_look_alikes(line);
  EXPECT_EQ(line.characters[0].text, "1");
  EXPECT_NEAR(line.characters[0].confidence, 0.95, 1e-9);
}

TEST(LookAlikes, OneBetweenDatesOrFiguresIsADash) {
  EXPECT_EQ(settled(line_of({"1", "月", "一", "6", "月"})), "1月—6月");
  EXPECT_EQ(settled(line_of({"3", "一", "5"})), "3—5");
  EXPECT_EQ(settled(line_of({"第", "一", "2"})), "第一2");
  EXPECT_EQ(settled(line_of({"3", "月", "一", "日"})), "3月一日");
}

TEST(LookAlikes, HalfAndFullWidthAreOneForm) {
  EXPECT_EQ(plain_form("（"), plain_form("("));
  EXPECT_EQ(plain_form("—"), plain_form("-"));
  EXPECT_NE(plain_form("一"), plain_form("-"));
  EXPECT_EQ(plain_form("县"), "县");
}

}  // namespace
}  // namespace shenbao::extract
