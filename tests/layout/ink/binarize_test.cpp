#include "layout/ink/binarize.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace shenbao::layout {
namespace {

TEST(Binarize, FindsExactlyThePrintOnWhitePaper) {
  cv::Mat gray(300, 400, CV_8UC1, cv::Scalar(255));
  const cv::Rect stroke(100, 120, 60, 5);
  gray(stroke).setTo(0);

  const cv::Mat ink = binarize(gray);

  EXPECT_EQ(cv::countNonZero(ink), stroke.area());
  EXPECT_EQ(cv::countNonZero(ink(stroke)), stroke.area());
}

TEST(Binarize, TakesAnUnevenlyLitSheetForPaper) {
  cv::Mat gray(1200, 900, CV_8UC1);
  for (int y = 0; y < gray.rows; ++y) gray.row(y).setTo(250 - y / 8);  // from 250 down to 100
  const cv::Rect top(300, 60, 80, 4), bottom(300, 1100, 80, 4);
  gray(top) *= 0.3;
  gray(bottom) *= 0.3;

  const cv::Mat ink = binarize(gray);

  EXPECT_EQ(cv::countNonZero(ink(top)), top.area());
  EXPECT_EQ(cv::countNonZero(ink(bottom)), bottom.area());
  EXPECT_EQ(cv::countNonZero(ink), top.area() + bottom.area());
}

TEST(Binarize, TakesATintedRowForPaperAndKeepsTheRulingsAroundIt) {
  cv::Mat gray(1754, 1240, CV_8UC1, cv::Scalar(250));
  const cv::Rect row(100, 300, 1000, 26), above(100, 298, 1000, 2), below(100, 326, 1000, 2), word(400, 306, 3, 14);
  gray(row).setTo(205);
  for (const cv::Rect& print : {above, below, word}) gray(print).setTo(10);

  const cv::Mat ink = binarize(gray, kRulingContrast);

  EXPECT_EQ(cv::countNonZero(ink(row)), word.area());
  EXPECT_EQ(cv::countNonZero(ink), word.area() + above.area() + below.area());
}

TEST(Binarize, FindsAFaintRulingBesideBlackPrintAtRulingContrast) {
  cv::Mat gray(600, 600, CV_8UC1, cv::Scalar(250));
  gray(cv::Rect(100, 100, 200, 20)).setTo(10);
  const cv::Rect faint(50, 300, 500, 1);
  gray(faint).setTo(200);

  EXPECT_EQ(cv::countNonZero(binarize(gray, kRulingContrast)(faint)), faint.area());
  EXPECT_EQ(cv::countNonZero(binarize(gray, kTextContrast)(faint)), 0);
}

TEST(BinarizeBoth, GivesTheMasksOfBothContrasts) {
  cv::Mat gray(600, 600, CV_8UC1, cv::Scalar(250));
  gray(cv::Rect(100, 100, 200, 20)).setTo(10);
  gray(cv::Rect(50, 300, 500, 1)).setTo(200);

  const InkMasks masks = binarize_both(gray);

  EXPECT_EQ(cv::norm(masks.text, binarize(gray, kTextContrast), cv::NORM_INF), 0.0);
  EXPECT_EQ(cv::norm(masks.faint, binarize(gray, kRulingContrast), cv::NORM_INF), 0.0);
}

TEST(Binarize, LeavesNoiseOfTheSheetOut) {
  cv::Mat gray(600, 600, CV_8UC1);
  cv::RNG random(7);
  random.fill(gray, cv::RNG::NORMAL, 230, 6);

  EXPECT_LT(cv::countNonZero(binarize(gray, kRulingContrast)), 40);
}

TEST(Binarize, GivesAnEmptyMaskForABlankSheet) {
  EXPECT_EQ(cv::countNonZero(binarize(cv::Mat(500, 400, CV_8UC1, cv::Scalar(240)))), 0);
}

TEST(Binarize, RefusesColour) {
  EXPECT_THROW(binarize(cv::Mat(10, 10, CV_8UC3)), std::invalid_argument);
  EXPECT_THROW(binarize(cv::Mat()), std::invalid_argument);
}

TEST(WithoutSpeckedGround, TakesSpecksFromTheFaintMaskAndLeavesThinRulings) {
  cv::Mat text = cv::Mat::zeros(400, 600, CV_8UC1), faint = cv::Mat::zeros(400, 600, CV_8UC1);
  cv::RNG random(7);
  const cv::Rect ground(0, 0, 300, 400);
  random.fill(faint(ground), cv::RNG::UNIFORM, 0, 256);
  cv::threshold(faint, faint, 127, 255, cv::THRESH_BINARY);
  for (const int y : {100, 140}) {
    text(cv::Rect(20, y, 200, 3)).setTo(255);
    faint(cv::Rect(20, y, 200, 3)).setTo(255);
  }
  const cv::Rect thin(400, 0, 200, 400);  // farther from the ground than a hanzi
  for (int y = 0; y < 400; y += 30) faint(cv::Rect(400, y, 200, 2)).setTo(255);

  const cv::Mat clean = without_specked_ground(faint, text, 20);

  const cv::Rect inner = ground - cv::Size(60, 0);
  EXPECT_EQ(cv::countNonZero(clean(inner) != text(inner)), 0);
  EXPECT_EQ(cv::countNonZero(clean(thin) != faint(thin)), 0);
}

}  // namespace
}  // namespace shenbao::layout
