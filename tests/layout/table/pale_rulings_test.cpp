#include "layout/table/pale_rulings.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace shenbao::layout {
namespace {

constexpr int glyph = 20;
constexpr double least = 5;

/// Paper with a noise of a few levels, the same in every run.
cv::Mat paper() {
  cv::Mat gray(400, 600, CV_8UC1);
  cv::RNG random(5);
  random.fill(gray, cv::RNG::NORMAL, 230, 3);
  return gray;
}

void darken(cv::Mat& gray, const cv::Rect& place, int levels) { gray(place) -= levels; }

cv::Mat no_ink() { return cv::Mat::zeros(400, 600, CV_8UC1); }

TEST(FindPaleRulings, FindsALineThatIsHardlyDarkerThanTheNoise) {
  cv::Mat gray = paper();
  darken(gray, {100, 200, 300, 2}, 12);
  darken(gray, {450, 50, 2, 300}, 12);

  const cv::Mat lines = find_pale_rulings(gray, no_ink(), glyph, least);

  EXPECT_NEAR(cv::countNonZero(lines.row(200)), 300, 12);
  EXPECT_NEAR(cv::countNonZero(lines.col(450)), 300, 12);
  EXPECT_LT(cv::countNonZero(lines), 1500);
  EXPECT_EQ(lines.at<std::uint8_t>(200, 85), 0);
  EXPECT_EQ(lines.at<std::uint8_t>(200, 415), 0);
}

TEST(FindPaleRulings, FindsNoneOnNoisyPaper) {
  EXPECT_EQ(cv::countNonZero(find_pale_rulings(paper(), no_ink(), glyph, least)), 0);
}

TEST(FindPaleRulings, TakesTheEdgeOfATintForNone) {
  cv::Mat gray = paper();
  darken(gray, {100, 100, 300, 60}, 20);

  EXPECT_EQ(cv::countNonZero(find_pale_rulings(gray, no_ink(), glyph, least)), 0);
}

TEST(FindPaleRulings, LeavesOutLinesPalerThanAskedFor) {
  cv::Mat gray = paper();
  darken(gray, {100, 200, 300, 2}, 12);

  EXPECT_EQ(cv::countNonZero(find_pale_rulings(gray, no_ink(), glyph, 20)), 0);
}

TEST(FindPaleRulings, LeavesOutWhatRunsThroughWriting) {
  cv::Mat gray = paper(), ink = no_ink();
  darken(gray, {100, 200, 300, 2}, 12);
  for (int x = 100; x < 400; x += 24) {
    const cv::Rect stroke(x, 190, 4, 20);
    gray(stroke).setTo(20);
    ink(stroke).setTo(255);
  }

  EXPECT_EQ(cv::countNonZero(find_pale_rulings(gray, ink, glyph, least)), 0);
}

TEST(FindPaleRulings, FindsADottedLineSomeOfWhoseDotsAreDarkEnoughForInk) {
  cv::Mat gray = paper(), ink = no_ink();
  for (int x = 100; x < 400; x += 4) {
    const cv::Rect dot(x, 200, 2, 2);
    darken(gray, dot, 35);
    if (x % 24 != 0) ink(dot).setTo(255);
  }

  EXPECT_NEAR(cv::countNonZero(find_pale_rulings(gray, ink, glyph, least).row(200)), 300, 12);
}

TEST(FindPaleRulings, RefusesMasksOfAnotherSize) {
  EXPECT_THROW(find_pale_rulings(paper(), cv::Mat::zeros(10, 10, CV_8UC1), glyph, least), std::invalid_argument);
}

TEST(ContrastOfRulings, IsThatOfTheRulingsSeen) {
  cv::Mat gray(400, 600, CV_8UC1, cv::Scalar(230));
  cv::rectangle(gray, cv::Rect(100, 100, 300, 200), 150, 2);
  TableGrid table;
  Cell cell;
  cell.quad = to_quad(Box{100, 100, 400, 300});
  table.cells.push_back(cell);

  EXPECT_EQ(contrast_of_rulings(gray, {table}, glyph), 80);
  EXPECT_EQ(contrast_of_rulings(gray, {}, glyph), 0);
}

TEST(ShareInWriting, CountsEdgesWithInkOnBothSides) {
  TableGrid table;
  for (const int col : {0, 1}) {
    Cell cell;
    cell.col = col;
    cell.quad = to_quad(Box{100 + 100 * col, 100, 200 + 100 * col, 200});
    table.cells.push_back(cell);
  }
  cv::Mat ink = no_ink();
  ink(cv::Rect(190, 110, 20, 40)).setTo(255);

  EXPECT_NEAR(share_in_writing({table}, ink, glyph), 0.5, 0.05);
  EXPECT_EQ(share_in_writing({table}, no_ink(), glyph), 0);
}

}  // namespace
}  // namespace shenbao::layout
