#include "extract/read/clear_specks.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace shenbao::extract {
namespace {

constexpr int hanzi = 32;

cv::Mat blank() { return cv::Mat::zeros(60, 400, CV_8UC1); }

void draw(cv::Mat& ink, int left, int top, int width, int height) {
  cv::rectangle(ink, cv::Rect(left, top, width, height), 255, cv::FILLED);
}

cv::Rect rest(const cv::Mat& ink) { return cv::boundingRect(clear_specks(ink, hanzi)); }

TEST(ClearSpecks, KeepsTheDecimalPointBetweenDigits) {
  cv::Mat ink = blank();
  draw(ink, 100, 14, 14, 24);
  draw(ink, 120, 34, 4, 4);
  draw(ink, 130, 14, 14, 24);

  EXPECT_EQ(cv::countNonZero(clear_specks(ink, hanzi) != ink), 0);
}

TEST(ClearSpecks, TakesOutSpecksFarFromTheWriting) {
  cv::Mat ink = blank();
  draw(ink, 100, 14, 14, 24);
  draw(ink, 20, 20, 4, 4);
  draw(ink, 200, 36, 5, 4);

  EXPECT_EQ(rest(ink), cv::Rect(100, 14, 14, 24));
}

TEST(ClearSpecks, TakesOutDustAmongTheWriting) {
  cv::Mat ink = blank();
  draw(ink, 100, 14, 14, 24);
  draw(ink, 118, 20, 2, 2);

  EXPECT_EQ(rest(ink), cv::Rect(100, 14, 14, 24));
}

TEST(ClearSpecks, KeepsAColonAndAFullStopAfterAHanzi) {
  cv::Mat ink = blank();
  draw(ink, 100, 14, 30, 30);
  draw(ink, 144, 22, 5, 5);
  draw(ink, 144, 36, 5, 5);
  draw(ink, 170, 14, 30, 30);
  draw(ink, 206, 36, 8, 8);

  EXPECT_EQ(rest(ink), cv::Rect(100, 14, 114, 30));
}

TEST(ClearSpecks, KeepsAGlyphBrokenIntoFragments) {
  cv::Mat ink = blank();
  for (int i = 0; i < 5; ++i) draw(ink, 100, 10 + 6 * i, 4, 4);  // a worn 1

  EXPECT_EQ(rest(ink), cv::Rect(100, 10, 4, 28));
}

TEST(ClearSpecks, LeavesNothingOfACellOfSpecks) {
  cv::Mat ink = blank();
  for (int i = 0; i < 6; ++i) draw(ink, 30 + 60 * i, 10 + 7 * i, 4, 4);

  EXPECT_EQ(cv::countNonZero(clear_specks(ink, hanzi)), 0);
}

TEST(ClearSpecks, RefusesAPictureThatIsNoMask) {
  EXPECT_THROW(clear_specks(cv::Mat(), hanzi), std::invalid_argument);
  EXPECT_THROW(clear_specks(blank(), 0), std::invalid_argument);
}

}  // namespace
}  // namespace shenbao::extract
