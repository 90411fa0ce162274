#include "extract/read/rectify.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace shenbao::extract {
namespace {

using layout::Point;
using layout::Quad;

TEST(Rectify, CopiesAnUprightPlacePixelByPixel) {
  cv::Mat image(50, 60, CV_8UC1);
  cv::randu(image, 0, 256);

  const cv::Mat piece = rectify(image, layout::to_quad(layout::Box{10, 5, 40, 25}), false);

  EXPECT_EQ(cv::norm(piece, image(cv::Rect(10, 5, 30, 20)), cv::NORM_INF), 0);
}

TEST(Rectify, PaintsPaperWhereThePlaceLeavesThePage) {
  const cv::Mat image(20, 20, CV_8UC1, cv::Scalar(7));

  const cv::Mat piece = rectify(image, layout::to_quad(layout::Box{-5, 0, 10, 10}), false);

  EXPECT_EQ(piece.at<uchar>(5, 2), 255);
  EXPECT_EQ(piece.at<uchar>(5, 8), 7);
  EXPECT_EQ(rectify(image, layout::to_quad(layout::Box{-5, 0, 10, 10}), true).at<uchar>(5, 2), 0);
}

TEST(Rectify, TurnsAPlaceByTheOrderOfItsCorners) {
  cv::Mat image(60, 60, CV_8UC1, cv::Scalar(255));
  image(cv::Rect(10, 40, 10, 10)).setTo(0);  // bottom left
  const Quad turned{{Point{10, 50}, Point{10, 10}, Point{50, 10}, Point{50, 50}}};

  const cv::Mat piece = rectify(image, turned, false);

  ASSERT_EQ(piece.size(), cv::Size(40, 40));
  EXPECT_EQ(piece.at<uchar>(5, 5), 0);
  EXPECT_EQ(piece.at<uchar>(5, 35), 255);
  EXPECT_EQ(piece.at<uchar>(35, 5), 255);
}

TEST(Rectify, SetsASlantedPlaceUpright) {
  cv::Mat image(200, 300, CV_8UC1, cv::Scalar(255));
  const double slope = 0.1;
  for (int x = 0; x < 300; ++x) {
    const int y = static_cast<int>(std::lround(60 + slope * x));
    cv::line(image, {x, y}, {x, y + 9}, cv::Scalar(0));
  }
  const Quad slanted{{Point{50, 45}, Point{250, 65}, Point{250, 105}, Point{50, 85}}};

  const cv::Mat piece = rectify(image, slanted, false);

  for (const int x : {5, 100, 195}) {
    EXPECT_LT(piece.at<uchar>(25, x), 60) << x;
    EXPECT_GT(piece.at<uchar>(8, x), 200) << x;
    EXPECT_GT(piece.at<uchar>(37, x), 200) << x;
  }
}

TEST(Rectify, RefusesAnImageThatIsNotGray) {
  EXPECT_THROW(rectify(cv::Mat(), Quad{}, false), std::invalid_argument);
  EXPECT_THROW(rectify(cv::Mat::zeros(5, 5, CV_8UC3), Quad{}, false), std::invalid_argument);
}

}  // namespace
}  // namespace shenbao::extract
