#include "extract/read/clear_edges.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::extract {
namespace {

cv::Mat blank() { return cv::Mat::zeros(80, 200, CV_8UC1); }

void draw(cv::Mat& ink, int left, int top, int width, int height) {
  cv::rectangle(ink, cv::Rect(left, top, width, height), 255, cv::FILLED);
}

TEST(ClearEdges, TakesOutRulingsAlongEveryEdge) {
  cv::Mat ink = blank();
  draw(ink, 0, 0, 200, 3);
  draw(ink, 0, 77, 200, 3);
  draw(ink, 0, 0, 3, 80);
  draw(ink, 197, 0, 3, 80);

  EXPECT_EQ(cv::countNonZero(clear_edges(ink, 40)), 0);
}

TEST(ClearEdges, TakesOutDotsAndDashesOnTheEdge) {
  cv::Mat ink = blank();
  for (int x = 0; x < 200; x += 9) draw(ink, x, 1, 4, 2);

  EXPECT_EQ(cv::countNonZero(clear_edges(ink, 40)), 0);
}

TEST(ClearEdges, TakesOutACornerThatTheCellWasCutAcross) {
  cv::Mat ink = blank();
  draw(ink, 0, 0, 22, 3);
  draw(ink, 0, 0, 3, 18);

  EXPECT_EQ(cv::countNonZero(clear_edges(ink, 40)), 0);
}

TEST(ClearEdges, KeepsWriting) {
  cv::Mat ink = blank();
  draw(ink, 40, 20, 4, 40);
  draw(ink, 60, 38, 36, 4);  // 一
  draw(ink, 120, 55, 5, 5);  // a decimal point

  EXPECT_EQ(cv::norm(clear_edges(ink, 40), ink, cv::NORM_INF), 0);
}

TEST(ClearEdges, KeepsAStrokeThatCrossesTheRuling) {
  cv::Mat ink = blank();
  draw(ink, 0, 0, 200, 3);
  draw(ink, 90, 0, 5, 50);

  const cv::Mat cleared = clear_edges(ink, 40);

  EXPECT_EQ(cleared.at<uchar>(1, 92), 255);
  EXPECT_EQ(cleared.at<uchar>(1, 20), 0);
}

}  // namespace
}  // namespace shenbao::extract
