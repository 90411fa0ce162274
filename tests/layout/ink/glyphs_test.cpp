#include "layout/ink/glyphs.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "support/drawn_table.h"

namespace shenbao::layout {
namespace {

constexpr int size = 24;

TEST(FindGlyphs, FindsHanziFromTheTop) {
  cv::Mat page(200, 300, CV_8UC1, cv::Scalar(255));
  for (const cv::Point at : {cv::Point(40, 120), cv::Point(40, 30), cv::Point(100, 30)}) {
    cv::rectangle(page, cv::Rect(at.x, at.y, size, size), 0, 2);
    cv::line(page, {at.x, at.y + size / 2}, {at.x + size - 1, at.y + size / 2}, 0, 2);
  }

  const auto glyphs = find_glyphs(~page, size);

  ASSERT_EQ(glyphs.size(), 3u);
  EXPECT_NEAR(glyphs[0].left, 40, 2);
  EXPECT_NEAR(glyphs[1].left, 100, 2);
  EXPECT_NEAR(glyphs[2].top, 120, 2);
}

TEST(FindGlyphs, TakesCrossingsOfDashedRulingsForNone) {
  cv::Mat ink = cv::Mat::zeros(200, 300, CV_8UC1);
  for (const int x : {50, 120}) {
    cv::rectangle(ink, cv::Rect(x, 60, size, 2), 255, cv::FILLED);
    cv::rectangle(ink, cv::Rect(x + 8, 50, 2, size), 255, cv::FILLED);
  }

  EXPECT_TRUE(find_glyphs(ink, size).empty());
}

TEST(GlyphHeight, IsThatOfTheWritingBesideALargeMark) {
  cv::Mat ink = cv::Mat::zeros(1200, 1000, CV_8UC1);
  for (int i = 0; i < 12; ++i) cv::rectangle(ink, cv::Rect(100 + 30 * i, 100, 20, 20), 255, 2);
  for (const int x : {200, 500}) cv::rectangle(ink, cv::Rect(x, 400, 45, 45), 255, cv::FILLED);
  cv::rectangle(ink, cv::Rect(300, 600, 47, 45), 255, cv::FILLED);

  EXPECT_NEAR(glyph_height(ink), 22, 2);
}

TEST(FindLineDirection, CountsTheCharactersOfEachDirection) {
  cv::Mat ink = cv::Mat::zeros(300, 400, CV_8UC1);
  for (int line = 0; line < 3; ++line) {
    for (int i = 0; i < 8; ++i) {
      cv::rectangle(ink, cv::Rect(20 + i * (size + 7), 30 + line * (size + 20), size, size), 255, 2);
    }
  }
  cv::Mat turned;
  cv::transpose(ink, turned);

  const LineDirection level = find_line_direction(ink, size), upright = find_line_direction(turned, size);

  EXPECT_EQ(level.along_rows, 21);  // the last of a line has no neighbour but below
  EXPECT_EQ(level.along_columns, 2);
  EXPECT_EQ(upright.along_rows, 2);
  EXPECT_EQ(upright.along_columns, 21);
}

TEST(FindLineDirection, CountsNoneWithoutWriting) {
  const LineDirection direction = find_line_direction(cv::Mat::zeros(100, 100, CV_8UC1), 0);

  EXPECT_EQ(direction.along_rows + direction.along_columns, 0);
}

TEST(FindGlyphs, FindsNoneOnABlankPage) {
  EXPECT_TRUE(find_glyphs(cv::Mat::zeros(200, 300, CV_8UC1), size).empty());
  EXPECT_TRUE(find_glyphs(cv::Mat::zeros(200, 300, CV_8UC1), 0).empty());
}

}  // namespace
}  // namespace shenbao::layout
