#include "extract/read/stamp_strokes.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

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

}  // namespace
}  // namespace shenbao::extract
