#include "extract/read/clear_ink.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

cv::Mat blank(int rows, int cols) { return cv::Mat::zeros(rows, cols, CV_8UC1); }

void draw(cv::Mat& ink, int left, int top, int width, int height) {
  cv::rectangle(ink, cv::Rect(left, top, width, height), 255, cv::FILLED);
}

TEST(ClearEdges, TakesOutRulingsAlongEveryEdge) {
  cv::Mat ink = blank(80, 200);
  draw(ink, 0, 0, 200, 3);
  draw(ink, 0, 77, 200, 3);
  draw(ink, 0, 0, 3, 80);
  draw(ink, 197, 0, 3, 80);

  EXPECT_EQ(cv::countNonZero(clear_edges(ink, 40)), 0);
}

TEST(ClearEdges, TakesOutDotsAndDashesOnTheEdge) {
  cv::Mat ink = blank(80, 200);
  for (int x = 0; x < 200; x += 9) draw(ink, x, 1, 4, 2);

  EXPECT_EQ(cv::countNonZero(clear_edges(ink, 40)), 0);
}

TEST(ClearEdges, TakesOutACornerThatTheCellWasCutAcross) {
  cv::Mat ink = blank(80, 200);
  draw(ink, 0, 0, 22, 3);
  draw(ink, 0, 0, 3, 18);

  EXPECT_EQ(cv::countNonZero(clear_edges(ink, 40)), 0);
}

TEST(ClearEdges, KeepsWriting) {
  cv::Mat ink = blank(80, 200);
  draw(ink, 40, 20, 4, 40);
  draw(ink, 60, 38, 36, 4);  // 一
  draw(ink, 120, 55, 5, 5);  // a decimal point

  EXPECT_EQ(cv::norm(clear_edges(ink, 40), ink, cv::NORM_INF), 0);
}

TEST(ClearEdges, KeepsAStrokeThatCrossesTheRuling) {
  cv::Mat ink = blank(80, 200);
  draw(ink, 0, 0, 200, 3);
  draw(ink, 90, 0, 5, 50);

  const cv::Mat cleared = clear_edges(ink, 40);

  EXPECT_EQ(cleared.at<uchar>(1, 92), 255);
  EXPECT_EQ(cleared.at<uchar>(1, 20), 0);
}

constexpr int hanzi = 32;

cv::Rect rest(const cv::Mat& ink) { return cv::boundingRect(clear_specks(ink, hanzi)); }

TEST(ClearSpecks, KeepsTheDecimalPointBetweenDigits) {
  cv::Mat ink = blank(60, 400);
  draw(ink, 100, 14, 14, 24);
  draw(ink, 120, 34, 4, 4);
  draw(ink, 130, 14, 14, 24);

  EXPECT_EQ(cv::countNonZero(clear_specks(ink, hanzi) != ink), 0);
}

TEST(ClearSpecks, TakesOutSpecksFarFromTheWriting) {
  cv::Mat ink = blank(60, 400);
  draw(ink, 100, 14, 14, 24);
  draw(ink, 20, 20, 4, 4);
  draw(ink, 200, 36, 5, 4);

  EXPECT_EQ(rest(ink), cv::Rect(100, 14, 14, 24));
}

TEST(ClearSpecks, KeepsALoneDash) {
  for (const int width : {9, 14, 24}) {
    cv::Mat ink = blank(80, 200);
    draw(ink, 90, 40, width, 3);

    EXPECT_EQ(cv::norm(clear_specks(ink, 40), ink, cv::NORM_INF), 0) << width;
  }
}

TEST(ClearSpecks, TakesOutDustAmongTheWriting) {
  cv::Mat ink = blank(60, 400);
  draw(ink, 100, 14, 14, 24);
  draw(ink, 118, 20, 2, 2);

  EXPECT_EQ(rest(ink), cv::Rect(100, 14, 14, 24));
}

TEST(ClearSpecks, KeepsAColonAndAFullStopAfterAHanzi) {
  cv::Mat ink = blank(60, 400);
  draw(ink, 100, 14, 30, 30);
  draw(ink, 144, 22, 5, 5);
  draw(ink, 144, 36, 5, 5);
  draw(ink, 170, 14, 30, 30);
  draw(ink, 206, 36, 8, 8);

  EXPECT_EQ(rest(ink), cv::Rect(100, 14, 114, 30));
}

TEST(ClearSpecks, KeepsAColonAmidItsSquareAfterABracket) {
  cv::Mat ink = blank(60, 400);
  draw(ink, 100, 12, 4, 34);
  draw(ink, 100, 12, 12, 4);
  draw(ink, 147, 22, 5, 5);
  draw(ink, 147, 36, 5, 5);

  EXPECT_EQ(rest(ink), cv::boundingRect(ink));
}

TEST(ClearSpecks, KeepsAGlyphBrokenIntoFragments) {
  cv::Mat ink = blank(60, 400);
  for (int i = 0; i < 5; ++i) draw(ink, 100, 10 + 6 * i, 4, 4);  // a worn 1

  EXPECT_EQ(rest(ink), cv::Rect(100, 10, 4, 28));
}

TEST(ClearSpecks, LeavesNothingOfACellOfSpecks) {
  cv::Mat ink = blank(60, 400);
  for (int i = 0; i < 6; ++i) draw(ink, 30 + 60 * i, 10 + 7 * i, 4, 4);

  EXPECT_EQ(cv::countNonZero(clear_specks(ink, hanzi)), 0);
}

/// A cell with one glyph and the arc of a stamp, drawn in the arc's gray.
struct Drawn {
  cv::Mat gray = cv::Mat(300, 200, CV_8UC1, cv::Scalar(250));

  Drawn(const cv::Point& centre, int arc_gray) {
    cv::circle(gray, centre, 120, cv::Scalar(arc_gray), 5);
    glyph(40);
  }
  void glyph(int left) { cv::rectangle(gray, cv::Rect(left, 220, 20, 36), cv::Scalar(20), cv::FILLED); }
  cv::Mat ink() const { return gray < 200; }
};

TEST(ClearStampStrokes, LeavesWritingAlone) {
  Drawn cell({900, 900}, 150);
  const StampCleared cleared = clear_stamp_strokes(cell.ink(), cell.gray, 40);
  EXPECT_FALSE(cleared.touched);
  EXPECT_EQ(cv::norm(cleared.ink, cell.ink(), cv::NORM_INF), 0);
}

TEST(ClearStampStrokes, TakesOutAnArc) {
  Drawn cell({200, 0}, 20);
  const StampCleared cleared = clear_stamp_strokes(cell.ink(), cell.gray, 40);
  EXPECT_EQ(cv::countNonZero(cleared.ink), 20 * 36);
  EXPECT_TRUE(cleared.touched);
}

TEST(ClearStampStrokes, GivesBackDarkWritingThatAPaleArcTouches) {
  Drawn cell({200, 140}, 160);
  cell.glyph(110);  // the arc passes through it
  const StampCleared cleared = clear_stamp_strokes(cell.ink(), cell.gray, 40);
  EXPECT_GE(cv::countNonZero(cleared.ink(cv::Rect(110, 220, 20, 36))), 20 * 36 * 9 / 10);
  EXPECT_EQ(cleared.ink.at<uchar>(140, 80), 0);
}

TEST(ClearStampStrokes, KeepsWritingThatAStrokeOfItsOwnToneRunsThrough) {
  Drawn cell({170, 240}, 20);
  const StampCleared cleared = clear_stamp_strokes(cell.ink(), cell.gray, 40);
  EXPECT_EQ(cv::norm(cleared.ink, cell.ink(), cv::NORM_INF), 0);
  EXPECT_TRUE(cleared.touched);
}

TEST(Whiten, MakesPaperWhiteAndInkBlack) {
  cv::Mat gray(40, 80, CV_8UC1, cv::Scalar(180));
  cv::Mat ink = cv::Mat::zeros(40, 80, CV_8UC1);
  const cv::Rect stroke(20, 15, 30, 5);
  gray(stroke).setTo(110);
  ink(stroke).setTo(255);

  const cv::Mat white = whiten(gray, ink, ink);

  EXPECT_EQ(white.at<uchar>(2, 2), 255);
  EXPECT_EQ(white.at<uchar>(17, 30), 0);
}

TEST(Whiten, PaintsOverInkThatIsNotText) {
  cv::Mat gray(40, 80, CV_8UC1, cv::Scalar(200));
  cv::Mat ink = cv::Mat::zeros(40, 80, CV_8UC1);
  const cv::Rect stroke(20, 15, 30, 5), ruling(0, 0, 80, 3);
  gray(stroke).setTo(50);
  gray(ruling).setTo(50);
  ink(stroke).setTo(255);
  cv::Mat text = ink.clone();
  ink(ruling).setTo(255);

  const cv::Mat white = whiten(gray, ink, text);

  EXPECT_EQ(white.at<uchar>(1, 40), 255);
  EXPECT_EQ(white.at<uchar>(17, 30), 0);
}

TEST(Whiten, IsAllWhiteWithoutText) {
  const cv::Mat gray(10, 10, CV_8UC1, cv::Scalar(100));
  const cv::Mat none = cv::Mat::zeros(10, 10, CV_8UC1);
  EXPECT_EQ(cv::countNonZero(whiten(gray, none, none) != 255), 0);
}

}  // namespace
}  // namespace shenbao::extract
