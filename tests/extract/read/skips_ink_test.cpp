#include "extract/read/skips_ink.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

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
