#include "extract/read/missed_ink.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

constexpr int kFoot = 28;

/// Bars as high as digits, their middles at 10, 24, 48 and 62: room for a point before the third.
cv::Mat digits() {
  cv::Mat line(32, 80, CV_8UC1, cv::Scalar(255));
  for (const int x : {10, 24, 48, 62}) cv::rectangle(line, cv::Rect(x - 5, kFoot - 20, 10, 20), 0, cv::FILLED);
  return line;
}

std::vector<LineCharacter> read_as(const std::vector<std::string>& texts, const std::vector<double>& places) {
  std::vector<LineCharacter> characters;
  for (std::size_t i = 0; i < texts.size(); ++i) characters.push_back({texts[i], 1.0, {}, places[i]});
  return characters;
}

std::vector<LineCharacter> read_without_point() { return read_as({"3", "5", "7", "1"}, {10, 24, 48, 62}); }

std::string text_with(const cv::Rect& ink, std::vector<LineCharacter> characters = read_without_point()) {
  cv::Mat line = digits();
  cv::rectangle(line, ink, 0, cv::FILLED);
  restore_points(line, characters);
  std::string text;
  for (const LineCharacter& character : characters) text += character.text;
  return text;
}

TEST(RestorePoints, PutsOneWhereItStands) {
  EXPECT_EQ(text_with({34, kFoot - 4, 4, 4}), "35.71");
  cv::Mat line = digits();
  cv::rectangle(line, cv::Rect(34, kFoot - 4, 4, 4), 0, cv::FILLED);
  std::vector<LineCharacter> characters = read_without_point();
  restore_points(line, characters);
  ASSERT_EQ(characters.size(), 5u);
  EXPECT_DOUBLE_EQ(characters[2].confidence, 0.5);
  EXPECT_DOUBLE_EQ(characters[2].x, 36.0);
  EXPECT_EQ(characters[2].others, (std::vector<std::pair<std::string, double>>{{"", 0.5}}));
}

TEST(RestorePoints, LeavesOneThatWasRead) {
  EXPECT_EQ(text_with({34, kFoot - 4, 4, 4}, read_as({"3", "5", ".", "7", "1"}, {10, 24, 36, 48, 62})), "35.71");
}

TEST(RestorePoints, NotForASpeckAboveTheDigitsFeet) { EXPECT_EQ(text_with({34, kFoot - 12, 4, 4}), "3571"); }

TEST(RestorePoints, NotForDust) { EXPECT_EQ(text_with({34, kFoot - 1, 1, 1}), "3571"); }

TEST(RestorePoints, NotForAStroke) {
  EXPECT_EQ(text_with({34, kFoot - 20, 4, 20}), "3571");
  EXPECT_EQ(text_with({31, kFoot - 3, 10, 3}), "3571");
}

TEST(RestorePoints, NotBetweenWords) {
  EXPECT_EQ(text_with({34, kFoot - 4, 4, 4}, read_as({"年", "月", "口", "日"}, {10, 24, 48, 62})), "年月口日");
}

/// Squares as large as hanzi, 28 pixels apart, the first one's middle at 20.
cv::Mat line_of(int count) {
  cv::Mat line(32, 40 + 28 * count, CV_8UC1, cv::Scalar(255));
  for (int i = 0; i < count; ++i) cv::rectangle(line, cv::Rect(8 + 28 * i, 4, 24, 24), 0, cv::FILLED);
  return line;
}

std::vector<LineCharacter> read_at(const std::vector<double>& places) {
  std::vector<LineCharacter> characters;
  for (const double x : places) characters.push_back({"口", 1.0, {}, x});
  return characters;
}

TEST(SkipsInk, NotWhereEveryCharacterWasRead) { EXPECT_FALSE(skips_ink(line_of(3), read_at({20, 48, 76}))); }

TEST(SkipsInk, BetweenTwoCharacters) { EXPECT_TRUE(skips_ink(line_of(3), read_at({20, 76}))); }

TEST(SkipsInk, AtEitherEnd) {
  EXPECT_TRUE(skips_ink(line_of(3), read_at({48, 76})));
  EXPECT_TRUE(skips_ink(line_of(3), read_at({20, 48})));
}

TEST(SkipsInk, AboveAndBelowWhatTheReaderLooksAt) {
  cv::Mat line(32 + 2 * 24, 60, CV_8UC1, cv::Scalar(255));
  for (const int top : {0, 28, 56}) cv::rectangle(line, cv::Rect(8, top, 24, 24), 0, cv::FILLED);
  EXPECT_TRUE(skips_ink(line, read_at({20})));
  EXPECT_FALSE(skips_ink(line.rowRange(20, 60), read_at({20})));
}

TEST(SkipsInk, NotForADashOrARemnantOfARuling) {
  cv::Mat line = line_of(3);
  cv::rectangle(line, cv::Rect(36, 0, 24, 32), 255, cv::FILLED);
  cv::rectangle(line, cv::Rect(30, 15, 36, 3), 0, cv::FILLED);
  EXPECT_FALSE(skips_ink(line, read_at({20, 76})));
  cv::rectangle(line, cv::Rect(47, 0, 3, 32), 0, cv::FILLED);
  cv::rectangle(line, cv::Rect(30, 15, 16, 3), 255, cv::FILLED);
  cv::rectangle(line, cv::Rect(50, 15, 16, 3), 255, cv::FILLED);
  EXPECT_FALSE(skips_ink(line, read_at({20, 76})));
}

}  // namespace
}  // namespace shenbao::extract
