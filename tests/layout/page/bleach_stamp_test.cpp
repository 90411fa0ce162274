#include "layout/page/bleach_stamp.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::layout {
namespace {

/// Black bars on white paper below a stamp of this grey, 200 pixels across at (100, 100).
cv::Mat stamped_print(int stamp) {
  cv::Mat gray(400, 400, CV_8UC1, cv::Scalar(250));
  cv::ellipse(gray, {200, 200}, {96, 96}, 0, 0, 360, cv::Scalar(stamp), 8, cv::LINE_AA);
  cv::rectangle(gray, cv::Rect(170, 150, 60, 100), cv::Scalar(stamp), cv::FILLED);
  for (int y = 120; y < 300; y += 30) cv::rectangle(gray, cv::Rect(60, y, 280, 6), cv::Scalar(20), cv::FILLED);
  return gray;
}

const Box place{100, 100, 300, 300};

TEST(BleachStamp, TakesAGreyStampOutAndLeavesThePrint) {
  cv::Mat gray = stamped_print(150);
  ASSERT_TRUE(bleach_stamp(gray, place));
  const cv::Mat ink = gray < 128;
  cv::Mat bars = stamped_print(250) < 128;
  EXPECT_EQ(cv::countNonZero(ink != bars), 0);
  EXPECT_GT(gray.at<std::uint8_t>(160, 200), 230);  // in the filled field, between bars
  EXPECT_EQ(gray.at<std::uint8_t>(153, 200), 20);   // a bar in it
}

TEST(BleachStamp, ChangesNothingOutsideTheStamp) {
  cv::Mat gray = stamped_print(150);
  cv::rectangle(gray, cv::Rect(10, 10, 50, 50), cv::Scalar(150), cv::FILLED);
  const cv::Mat before = gray.clone();
  ASSERT_TRUE(bleach_stamp(gray, place));
  cv::Mat mask(400, 400, CV_8UC1, cv::Scalar(255));
  cv::circle(mask, {200, 200}, 108, cv::Scalar(0), cv::FILLED);
  EXPECT_EQ(cv::countNonZero((gray != before) & mask), 0);
}

TEST(BleachStamp, LeavesAStampAsDarkAsPrintAlone) {
  cv::Mat gray = stamped_print(30);
  const cv::Mat before = gray.clone();
  EXPECT_FALSE(bleach_stamp(gray, place));
  EXPECT_EQ(cv::countNonZero(gray != before), 0);
}

TEST(BleachStamp, AStampAtTheSheetsEdgeIsNoTrouble) {
  cv::Mat gray = stamped_print(150);
  bleach_stamp(gray, {-100, -100, 100, 100});
  bleach_stamp(gray, {350, 350, 550, 550});
  EXPECT_FALSE(bleach_stamp(gray, {0, 0, 3, 3}));
}

}  // namespace
}  // namespace shenbao::layout
