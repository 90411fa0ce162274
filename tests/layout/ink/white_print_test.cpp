#include "layout/ink/white_print.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "support/drawn_table.h"

namespace shenbao::layout {
namespace {

constexpr int glyph = 32;
const cv::Rect filled(300, 400, 500, 160);  // a cell within its rulings, pixels of A4 at 200 dpi

/// A ruled cell filled with `ground`, with writing in `print` on it, on a white page.
cv::Mat page_with_cell(int ground, int print) {
  cv::Mat page = tests::blank_page(CV_8UC1), cell(filled.size(), CV_8UC1, cv::Scalar(255));
  cv::rectangle(page, filled + cv::Size(6, 6) - cv::Point(3, 3), 0, 3);
  for (int i = 0; i < 8; ++i) tests::draw_glyph(cell, {60 + 48 * i, 64}, glyph, i);
  cell.setTo(print, cell < 128);
  cell.setTo(ground, cell == 255);
  cell.copyTo(page(filled));
  return page;
}

class TurnOverWhitePrint : public testing::TestWithParam<int> {};

TEST_P(TurnOverWhitePrint, MakesItBlackOnPaperAndKeepsTheRulings) {
  cv::Mat page = page_with_cell(GetParam(), 254);
  const cv::Mat wanted = page_with_cell(255, 0);

  EXPECT_TRUE(turn_over_white_print(page));

  EXPECT_EQ(cv::countNonZero((page < 128) != (wanted < 128)), 0);
}

INSTANTIATE_TEST_SUITE_P(Grounds, TurnOverWhitePrint, testing::Values(90, 120, 150));

TEST(TurnOverWhitePrint, LeavesALineAroundABlackCell) {
  cv::Mat page = page_with_cell(0, 254);
  const cv::Mat wanted = page_with_cell(255, 0);
  const cv::Rect inside = filled + cv::Point(6, 6) - cv::Size(12, 12);

  EXPECT_TRUE(turn_over_white_print(page));

  EXPECT_EQ(cv::countNonZero((page(inside) < 128) != (wanted(inside) < 128)), 0);
  EXPECT_EQ(cv::countNonZero(page(cv::Rect(filled.x, filled.y - 3, filled.width, 1)) < 128), filled.width);
}

TEST(TurnOverWhitePrint, LeavesBlackPrintOnATintAsItIs) {
  cv::Mat page = page_with_cell(150, 0);
  const cv::Mat before = page.clone();

  EXPECT_FALSE(turn_over_white_print(page));
  EXPECT_EQ(cv::norm(page, before, cv::NORM_INF), 0.0);
}

TEST(TurnOverWhitePrint, TakesBoldBlackCharactersForNoFilledCell) {
  cv::Mat page = tests::blank_page(CV_8UC1), bold;
  for (int i = 0; i < 8; ++i) tests::draw_glyph(page, {300 + 48 * i, 464}, 44, i);
  cv::erode(page, page, cv::Mat::ones(3, 3, CV_8UC1));

  EXPECT_FALSE(turn_over_white_print(page));
}

TEST(TurnOverWhitePrint, LeavesABlankPageAsItIs) {
  cv::Mat page = tests::blank_page(CV_8UC1);

  EXPECT_FALSE(turn_over_white_print(page));
}

}  // namespace
}  // namespace shenbao::layout
