#include "layout/ink/runs.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::layout {
namespace {

TEST(ConnectRuns, JoinsPiecesThatTouchAtACorner) {
  cv::Mat mask = cv::Mat::zeros(20, 40, CV_8UC1);
  cv::rectangle(mask, cv::Rect(2, 3, 5, 4), 255, cv::FILLED);
  cv::rectangle(mask, cv::Rect(7, 7, 3, 2), 255, cv::FILLED);
  cv::rectangle(mask, cv::Rect(30, 1, 10, 1), 255, cv::FILLED);

  const std::vector<Box> boxes = boxes_of(connect_runs(mask));

  EXPECT_EQ(boxes, (std::vector<Box>{{30, 1, 40, 2}, {2, 3, 10, 9}}));
}

TEST(ConnectRuns, FindsNothingOnEmptyPaper) {
  EXPECT_TRUE(boxes_of(connect_runs(cv::Mat::zeros(20, 40, CV_8UC1))).empty());
}

TEST(ErasePieces, LeavesWhatIsNotMarked) {
  cv::Mat mask = cv::Mat::zeros(10, 20, CV_8UC1);
  cv::rectangle(mask, cv::Rect(0, 0, 20, 2), 255, cv::FILLED);
  cv::Mat expected = mask.clone();
  cv::rectangle(mask, cv::Rect(4, 5, 3, 3), 255, cv::FILLED);

  erase_pieces(mask, connect_runs(mask), {0, 1});

  EXPECT_EQ(cv::countNonZero(mask != expected), 0);
}

}  // namespace
}  // namespace shenbao::layout
