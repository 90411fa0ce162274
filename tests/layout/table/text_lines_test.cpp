#include "layout/table/text_lines.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace shenbao::layout {
namespace {

cv::Mat blank(int width, int height) { return cv::Mat::zeros(height, width, CV_8UC1); }

void draw(cv::Mat& ink, int left, int top, int width, int height) {
  cv::rectangle(ink, cv::Rect(left, top, width, height), 255, cv::FILLED);
}

/// Boxes as wide and high as hanzi, side by side.
void draw_row(cv::Mat& ink, int left, int top, int count, int size) {
  for (int i = 0; i < count; ++i) draw(ink, left + i * (size + 4), top, size, size);
}

TEST(FindTextLines, FindsNothingWithoutInk) { EXPECT_TRUE(find_text_lines(blank(100, 50), 30, 0).empty()); }

TEST(FindTextLines, RefusesAPictureThatIsNoMask) {
  EXPECT_THROW(find_text_lines(cv::Mat(), 30, 0), std::invalid_argument);
  EXPECT_THROW(find_text_lines(cv::Mat::zeros(10, 10, CV_8UC3), 30, 0), std::invalid_argument);
}

TEST(FindTextLines, SeparatesTightLines) {
  cv::Mat ink = blank(400, 120);
  draw_row(ink, 10, 10, 8, 30);
  draw_row(ink, 10, 46, 5, 30);

  const std::vector<Box> lines = find_text_lines(ink, 30, 0);

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], (Box{10, 10, 278, 40}));
  EXPECT_EQ(lines[1], (Box{10, 46, 176, 76}));
}

TEST(FindTextLines, EstimatesTheGlyphHeightFromTheInk) {
  cv::Mat ink = blank(400, 120);
  draw_row(ink, 10, 10, 8, 30);
  draw_row(ink, 10, 46, 5, 30);

  EXPECT_EQ(find_text_lines(ink, 0, 0).size(), 2u);
}

TEST(FindTextLines, KeepsThinMarksOnTheirLine) {
  cv::Mat ink = blank(300, 60);
  draw(ink, 10, 10, 18, 30);
  draw(ink, 33, 36, 4, 4);  // a decimal point
  draw(ink, 42, 10, 18, 30);
  draw(ink, 70, 24, 28, 3);  // 一
  draw(ink, 110, 38, 6, 9);  // a comma below the baseline

  const std::vector<Box> lines = find_text_lines(ink, 30, 0);

  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0], (Box{10, 10, 116, 47}));
}

TEST(FindTextLines, GivesALoneGlyphItsUpperStroke) {
  cv::Mat ink = blank(400, 120);
  draw_row(ink, 10, 10, 8, 48);
  draw(ink, 31, 60, 4, 6);  // 高
  draw(ink, 12, 65, 42, 4);
  draw(ink, 22, 73, 22, 12);
  draw(ink, 14, 88, 38, 20);

  const std::vector<Box> lines = find_text_lines(ink, 48, 0);

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], (Box{10, 10, 422 - 22, 58}));
  EXPECT_EQ(lines[1], (Box{12, 60, 54, 108}));
}

TEST(FindTextLines, TakesTwoBarsForOneSign) {
  cv::Mat ink = blank(80, 60);
  draw(ink, 20, 20, 20, 3);
  draw(ink, 20, 29, 20, 3);

  const std::vector<Box> lines = find_text_lines(ink, 34, 0);

  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0], (Box{20, 20, 40, 32}));
}

TEST(FindTextLines, FindsALoneBar) {
  cv::Mat ink = blank(80, 60);
  draw(ink, 20, 28, 30, 3);
  ASSERT_EQ(find_text_lines(ink, 34, 0).size(), 1u);
}

TEST(FindTextLines, UnitesTheHalvesOfOneGlyph) {
  cv::Mat ink = blank(200, 60);
  draw(ink, 10, 10, 26, 13);  // 昌
  draw(ink, 10, 26, 26, 14);
  draw_row(ink, 42, 10, 3, 30);

  EXPECT_EQ(find_text_lines(ink, 30, 0).size(), 1u);
}

TEST(FindTextLines, SplitsAtWideGapsWhenAsked) {
  cv::Mat ink = blank(800, 60);
  draw_row(ink, 10, 10, 4, 30);
  draw_row(ink, 600, 10, 4, 30);

  EXPECT_EQ(find_text_lines(ink, 30, 0).size(), 1u);
  const std::vector<Box> parts = find_text_lines(ink, 30, 3.0);
  ASSERT_EQ(parts.size(), 2u);
  EXPECT_EQ(parts[0].left, 10);
  EXPECT_EQ(parts[1].left, 600);
}

TEST(FindTextLines, FollowsALineThatClimbs) {
  cv::Mat ink = blank(1700, 120);
  for (int i = 0; i < 48; ++i) draw(ink, 10 + i * 34, 10 + i / 2, 30, 30);

  EXPECT_EQ(find_text_lines(ink, 30, 0).size(), 1u);
}

TEST(FindTextLines, IgnoresDust) {
  cv::Mat ink = blank(200, 200);
  draw(ink, 20, 20, 2, 2);
  draw(ink, 150, 90, 3, 2);
  draw_row(ink, 10, 140, 4, 34);

  const std::vector<Box> lines = find_text_lines(ink, 34, 0);

  ASSERT_EQ(lines.size(), 1u);
  EXPECT_EQ(lines[0].top, 140);
}

TEST(FindTextLines, LosesNoGlyphThatTouchesTheNextLine) {
  cv::Mat ink = blank(400, 120);
  draw_row(ink, 10, 10, 8, 30);
  draw_row(ink, 10, 43, 1, 30);
  draw(ink, 24, 40, 3, 3);  // from the first glyph of the upper line to the only one of the lower

  const std::vector<Box> lines = find_text_lines(ink, 30, 0);

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].left, 10);
  EXPECT_EQ(lines[0].right, 278);
  EXPECT_EQ(lines[1].left, 10);
  EXPECT_EQ(lines[1].right, 40);
}

TEST(FindTextLines, PartsALowGlyphFromTheOneBelowThatItTouches) {
  cv::Mat ink = blank(400, 120);
  draw_row(ink, 44, 10, 8, 30);
  draw_row(ink, 10, 43, 9, 30);
  draw(ink, 10, 22, 30, 18);
  draw(ink, 20, 40, 2, 3);

  const std::vector<Box> lines = find_text_lines(ink, 32, 0);

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_LE(lines[0].bottom, 43);
}

TEST(FindTextLines, PartsLinesWhoseGlyphsAllTouch) {
  cv::Mat ink = blank(400, 140);
  for (int line = 0; line < 3; ++line) draw_row(ink, 10, 10 + 33 * line, 8, 30);
  for (int i = 0; i < 8; ++i) draw(ink, 24 + 34 * i, 40, 2, 66);

  const std::vector<Box> lines = find_text_lines(ink, 30, 0);

  ASSERT_EQ(lines.size(), 3u);
  for (const Box& line : lines) {
    EXPECT_EQ(line.width(), 268);
    EXPECT_NEAR(line.height(), 30, 3);
  }
}

TEST(FindTextLines, EndsALineWhereTheNextBegins) {
  cv::Mat ink = blank(400, 140);
  draw_row(ink, 10, 10, 8, 30);
  draw_row(ink, 10, 46, 8, 30);
  draw(ink, 290, 30, 5, 16);   // a comma of the upper line
  draw(ink, 283, 46, 30, 30);  // touches the glyph below it

  const std::vector<Box> lines = find_text_lines(ink, 30, 0);

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].right, 278);
  EXPECT_GE(lines[1].top, lines[0].bottom);
  EXPECT_EQ(lines[1].right, 313);
}

TEST(FindTextLines, FindsATitleLargerThanTheRest) {
  cv::Mat ink = blank(900, 200);
  draw_row(ink, 100, 10, 8, 70);
  draw_row(ink, 10, 130, 8, 34);

  const std::vector<Box> lines = find_text_lines(ink, 34, 3.0);

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0].height(), 70);
}

TEST(FindTextLines, KeepsTheLastGlyphOfATitleInOnePiece) {
  cv::Mat ink = blank(900, 260);
  draw_row(ink, 40, 10, 11, 64);
  draw(ink, 400, 90, 60, 18);  // 表, its two parts apart
  draw(ink, 394, 111, 70, 44);
  draw_row(ink, 360, 180, 6, 30);

  const std::vector<Box> lines = find_text_lines(ink, 32, 0);

  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(lines[1], (Box{394, 90, 464, 155}));
}

TEST(FindTextLines, KeepsTheSmallPartsOfATitleWithIt) {
  cv::Mat ink = blank(900, 200);
  draw_row(ink, 100, 10, 4, 70);
  draw(ink, 400, 10, 70, 30);  // the halves of 昌
  draw(ink, 400, 46, 70, 34);
  draw(ink, 480, 10, 24, 50);  // the parts of 治
  draw(ink, 512, 12, 38, 26);
  draw(ink, 510, 46, 40, 34);
  draw_row(ink, 560, 10, 3, 70);
  draw_row(ink, 10, 96, 8, 34);

  const std::vector<Box> lines = find_text_lines(ink, 34, 3.0);

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], (Box{100, 10, 778, 80}));
  EXPECT_EQ(lines[1], (Box{10, 96, 310, 130}));
}

TEST(FindTextLines, KeepsGlyphsThatAreOnlyJustTooHigh) {
  cv::Mat ink = blank(900, 200);
  draw_row(ink, 100, 12, 6, 54);
  draw_row(ink, 448, 10, 2, 58);
  draw_row(ink, 10, 130, 8, 34);

  const std::vector<Box> lines = find_text_lines(ink, 34, 3.0);

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], (Box{100, 10, 568, 68}));
}

TEST(FindTextLines, KeepsATitlesEndBesideALongStroke) {
  cv::Mat ink = blank(1100, 170);
  draw(ink, 20, 20, 8, 121);  // of the sheet's edge
  draw_row(ink, 245, 102, 20, 27);
  draw(ink, 865, 102, 30, 29);  // only just too high
  draw(ink, 899, 102, 50, 29);  // glyphs that touch
  draw(ink, 952, 102, 50, 30);  // higher, and farther from the line
  draw_row(ink, 400, 140, 6, 18);

  const std::vector<Box> lines = find_text_lines(ink, 18, 2.5);

  EXPECT_TRUE(std::any_of(lines.begin(), lines.end(), [](const Box& line) {
    return line == Box{245, 102, 1002, 132};
  }));
}

TEST(FindTextLines, CutsATitleOffTheLineThatItTouches) {
  cv::Mat ink = blank(900, 200);
  draw_row(ink, 100, 10, 8, 60);
  draw_row(ink, 260, 74, 5, 34);
  draw(ink, 300, 68, 4, 8);  // from a glyph of the one to a glyph of the other

  const std::vector<Box> lines = find_text_lines(ink, 34, 3.0);

  ASSERT_EQ(lines.size(), 2u);
  EXPECT_EQ(lines[0], (Box{100, 10, 608, 70}));
  EXPECT_EQ(lines[1].left, 260);
  EXPECT_EQ(lines[1].bottom, 108);
}

}  // namespace
}  // namespace shenbao::layout
