#include "layout/page/sheet.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <opencv2/imgproc.hpp>

namespace shenbao::layout {
namespace {

constexpr int width = 300, height = 400;

/// A white sheet with `margin` pixels of desk around it.
cv::Mat sheet_on_desk(int margin) {
  cv::Mat scan(height, width, CV_8UC1, cv::Scalar(60));
  cv::rectangle(scan, cv::Rect(margin, margin, width - 2 * margin, height - 2 * margin), 235, cv::FILLED);
  return scan;
}

/// Darkens the lower third of the scan to half, softly, as a hand or a phone above it does.
void cast_shadow(cv::Mat& scan) {
  for (int y = 0; y < scan.rows; ++y) {
    const double depth = std::clamp((y - 0.55 * scan.rows) / (0.15 * scan.rows), 0.0, 1.0);
    scan.row(y) *= 1.0 - 0.5 * depth;
  }
}

bool is_sheet(const cv::Mat& surroundings, int x, int y) { return surroundings.at<std::uint8_t>(y, x) == 0; }

TEST(FindSurroundings, GivesNothingWhereTheSheetFillsTheScan) {
  EXPECT_TRUE(find_surroundings(sheet_on_desk(0)).empty());
}

TEST(FindSurroundings, FindsTheDeskAroundASheet) {
  const cv::Mat surroundings = find_surroundings(sheet_on_desk(30));

  ASSERT_EQ(surroundings.size(), cv::Size(width, height));
  EXPECT_FALSE(is_sheet(surroundings, 10, 200));
  EXPECT_FALSE(is_sheet(surroundings, 150, 390));
  EXPECT_TRUE(is_sheet(surroundings, 40, 40));
  EXPECT_TRUE(is_sheet(surroundings, 150, 360));
}

TEST(FindSurroundings, TakesAShadowOnTheSheetForPaper) {
  cv::Mat scan = sheet_on_desk(0);
  cast_shadow(scan);

  EXPECT_TRUE(find_surroundings(scan).empty());
}

TEST(FindSurroundings, FindsTheDeskBelowAShadow) {
  cv::Mat scan = sheet_on_desk(30);
  cast_shadow(scan);

  const cv::Mat surroundings = find_surroundings(scan);

  ASSERT_FALSE(surroundings.empty());
  EXPECT_FALSE(is_sheet(surroundings, 10, 200));
  EXPECT_FALSE(is_sheet(surroundings, 150, 390));
  EXPECT_TRUE(is_sheet(surroundings, 150, 360));
}

TEST(FindSurroundings, KeepsAShadedHalfThatJoinsTheDesk) {
  cv::Mat scan(height, width, CV_8UC1, cv::Scalar(90));
  for (int y = 30; y < height - 30; ++y) {  // the shadow ends in a step on the left, softly on the right
    const double soft = std::clamp((y - 170.0) / 60.0, 0.0, 1.0);
    scan.row(y).colRange(30, 170) = y < 200 ? 150 : 230;
    scan.row(y).colRange(170, width - 30) = 150.0 + 80.0 * soft;
  }

  const cv::Mat surroundings = find_surroundings(scan);

  ASSERT_FALSE(surroundings.empty());
  EXPECT_FALSE(is_sheet(surroundings, 10, 200));
  EXPECT_TRUE(is_sheet(surroundings, 150, 60));
  EXPECT_TRUE(is_sheet(surroundings, 150, 360));
}

TEST(FindSurroundings, TakesAGreySheetThatRunsIntoTheBorderForNoDesk) {
  cv::Mat scan(height, width, CV_8UC1, cv::Scalar(255));  // white where the picture was turned
  cv::fillConvexPoly(scan, std::vector<cv::Point>{{80, 0}, {299, 80}, {220, 399}, {0, 320}}, 170);

  EXPECT_TRUE(find_surroundings(scan).empty());
}

TEST(FindSurroundings, LeavesPrintAtTheBorderToTheSheet) {
  cv::Mat scan = sheet_on_desk(0);
  cv::rectangle(scan, cv::Rect(0, 100, width, 4), 0, cv::FILLED);

  EXPECT_TRUE(find_surroundings(scan).empty());
}

}  // namespace
}  // namespace shenbao::layout
