#include "extract/read/whiten.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

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
