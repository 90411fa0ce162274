#include "layout/ink/reduce.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>

namespace shenbao::layout {
namespace {

/// 7 rows of 11 pixels, all white but one.
cv::Mat with_dot(cv::Point at) {
  cv::Mat gray(7, 11, CV_8UC1, cv::Scalar(255));
  gray.at<std::uint8_t>(at) = 20;
  return gray;
}

TEST(ReduceKeepingDark, KeepsAThinDotWhereverItLies) {
  for (const int factor : {2, 3}) {
    for (int y = 0; y < 7 / factor * factor; ++y) {
      for (int x = 0; x < 11 / factor * factor; ++x) {
        const cv::Mat reduced = reduce_keeping_dark(with_dot({x, y}), factor);
        ASSERT_EQ(reduced.size(), cv::Size(11 / factor, 7 / factor));
        EXPECT_EQ(reduced.at<std::uint8_t>(y / factor, x / factor), 20) << x << ", " << y;
        EXPECT_EQ(cv::countNonZero(reduced == 255), static_cast<int>(reduced.total()) - 1);
      }
    }
  }
}

TEST(ReduceInk, KeepsInkWhereAnyPixelHasIt) {
  const cv::Mat ink = ~with_dot({4, 3}) > 0;
  const cv::Mat reduced = reduce_ink(ink, 2);
  EXPECT_EQ(reduced.at<std::uint8_t>(1, 2), 255);
  EXPECT_EQ(cv::countNonZero(reduced), 1);
}

TEST(WorkingFactor, BringsA4To150PixelsPerInch) {
  EXPECT_EQ(working_factor({2480, 3508}), 2);
  EXPECT_EQ(working_factor({1654, 2339}), 1);
  EXPECT_EQ(working_factor({4960, 7016}), 4);
  EXPECT_EQ(working_factor({500, 700}), 1);
}

}  // namespace
}  // namespace shenbao::layout
