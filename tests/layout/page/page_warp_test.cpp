#include "layout/page/page_warp.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <vector>

namespace shenbao::layout {
namespace {

constexpr int glyph = 15;
const Point middle{400, 500};

/// Rulings of a straight page of 800 × 1000 pixels, seen through `map`.
cv::Mat drawn_rulings(const Transform& map) {
  cv::Mat ink = cv::Mat::zeros(1000, 800, CV_8UC1);
  const auto draw = [&](const Point& from, const Point& to) {
    const Point a = map(from), b = map(to);
    constexpr int kShift = 8;  // of OpenCV's coordinates, so that slopes are not rounded to pixels
    const auto fixed = [](const Point& p) {
      return cv::Point(cvRound(p.x * (1 << kShift)), cvRound(p.y * (1 << kShift)));
    };
    cv::line(ink, fixed(a), fixed(b), 255, 2, cv::LINE_8, kShift);
  };
  for (int y = 150; y <= 850; y += 70) draw({100, static_cast<double>(y)}, {700, static_cast<double>(y)});
  for (int x = 100; x <= 700; x += 100) draw({static_cast<double>(x), 150}, {static_cast<double>(x), 850});
  return ink;
}

/// How far the corners of the drawn table are off their axes once `warp` is taken out, in pixels.
double rest_of(const PageWarp& warp, const Transform& map) {
  const Transform back = inverse(straight_to_scan(warp, middle));
  const auto corner = [&](double x, double y) { return back(map(Point{x, y})); };
  const Point a = corner(100, 150), b = corner(700, 150), c = corner(700, 850), d = corner(100, 850);
  return std::max({std::abs(a.y - b.y), std::abs(c.y - d.y), std::abs(a.x - d.x), std::abs(b.x - c.x)});
}

TEST(EstimateWarp, SaysThatStraightRulingsLieStraight) {
  const PageWarp warp = estimate_warp(drawn_rulings(Transform{}), glyph);

  EXPECT_TRUE(warp.from_rulings);
  EXPECT_EQ(warp.skew, 0.0);
  EXPECT_EQ(warp.shear, 0.0);
  EXPECT_EQ(warp.level_vanishing, 0.0);
  EXPECT_EQ(warp.upright_vanishing, 0.0);
}

class EstimateWarpOfSkew : public testing::TestWithParam<double> {};

TEST_P(EstimateWarpOfSkew, FindsIt) {
  PageWarp drawn;
  drawn.skew = GetParam();

  const PageWarp warp = estimate_warp(drawn_rulings(straight_to_scan(drawn, middle)), glyph);

  EXPECT_NEAR(warp.skew, GetParam(), 0.03);
  EXPECT_EQ(warp.shear, 0.0);
}

INSTANTIATE_TEST_SUITE_P(Degrees, EstimateWarpOfSkew, testing::Values(-5.0, -0.7, 0.2, 3.0, 6.5));

TEST(EstimateWarp, FindsHowMuchTheUprightsLean) {
  PageWarp drawn;
  drawn.skew = 1.0;
  drawn.shear = 2.0;

  const PageWarp warp = estimate_warp(drawn_rulings(straight_to_scan(drawn, middle)), glyph);

  EXPECT_NEAR(warp.skew, 1.0, 0.05);
  EXPECT_NEAR(warp.shear, 2.0, 0.05);
}

TEST(EstimateWarp, SeesAPhotographedTableAsIfFromAbove) {
  PageWarp drawn;
  drawn.skew = -1.5;
  drawn.level_vanishing = 6e-5;
  drawn.upright_vanishing = -9e-5;
  const Transform map = straight_to_scan(drawn, middle);

  const PageWarp warp = estimate_warp(drawn_rulings(map), glyph);

  EXPECT_GT(rest_of(PageWarp{}, map), 20);
  EXPECT_LT(rest_of(warp, map), 2);
}

TEST(EstimateWarp, TakesTheSkewOfWritingWhereNothingIsRuled) {
  cv::Mat ink = cv::Mat::zeros(1000, 800, CV_8UC1);
  for (int line = 0; line < 12; ++line) {
    for (int i = 0; i < 30; ++i) {
      const int x = 80 + 20 * i, y = 200 + 40 * line + cvRound(std::tan(2.0 * CV_PI / 180) * x);
      cv::rectangle(ink, cv::Rect(x, y, 14, 14), 255, 2);
    }
  }

  const PageWarp warp = estimate_warp(ink, glyph);

  EXPECT_FALSE(warp.from_rulings);
  EXPECT_NEAR(warp.skew, 2.0, 0.26);  // it is looked for in steps of a quarter
}

TEST(EstimateWarp, FindsATableThatLiesSlantingAndSeenFromTheSide) {
  PageWarp drawn;
  drawn.turn = -21;
  drawn.level_vanishing = 1e-4;
  const Transform map = straight_to_scan(drawn, middle);

  const PageWarp warp = estimate_warp(drawn_rulings(map), glyph);

  EXPECT_TRUE(warp.from_rulings);
  EXPECT_NEAR(warp.turn + warp.skew, drawn.turn, 0.6);
  EXPECT_LT(rest_of(warp, map), 4);
}

TEST(EstimateWarp, TakesAStrokeAcrossAnEmptyPageForNoSlantingTable) {
  cv::Mat ink = cv::Mat::zeros(1000, 800, CV_8UC1);
  cv::line(ink, {100, 300}, {700, 800}, 255, 2);

  EXPECT_EQ(estimate_warp(ink, glyph).turn, 0.0);
}

TEST(EstimateWarp, SaysThatABlankPageLiesStraight) {
  const PageWarp warp = estimate_warp(cv::Mat::zeros(1000, 800, CV_8UC1), 0);

  EXPECT_FALSE(warp.from_rulings);
  EXPECT_EQ(warp.skew, 0.0);
}

/// What lies around a sheet with these corners, in a mask of 300 × 400 pixels.
cv::Mat surroundings_of(const std::vector<cv::Point>& corners) {
  cv::Mat mask(400, 300, CV_8UC1, cv::Scalar(255));
  cv::fillConvexPoly(mask, corners, 0);
  return mask;
}

TEST(WarpOfEdges, IsNoneForAnUprightSheet) {
  const auto warp = warp_of_edges(surroundings_of({{30, 40}, {270, 40}, {270, 360}, {30, 360}}), {3000, 4000});

  ASSERT_TRUE(warp.has_value());
  EXPECT_NEAR(warp->skew, 0.0, 1e-6);
  EXPECT_NEAR(warp->shear, 0.0, 1e-6);
  EXPECT_NEAR(warp->level_vanishing, 0.0, 1e-9);
}

TEST(WarpOfEdges, SquaresASheetSeenFromBelow) {
  const std::vector<cv::Point> corners{{60, 40}, {240, 40}, {270, 360}, {30, 360}};

  const auto warp = warp_of_edges(surroundings_of(corners), {3000, 4000});

  ASSERT_TRUE(warp.has_value());
  const Transform back = inverse(straight_to_scan(*warp, {1500, 2000}));
  std::vector<Point> seen;
  for (const cv::Point& corner : corners) seen.push_back(back(Point{10.0 * corner.x, 10.0 * corner.y}));
  EXPECT_NEAR(seen[0].x, seen[3].x, 20);  // two pixels of the mask
  EXPECT_NEAR(seen[1].x, seen[2].x, 20);
  EXPECT_NEAR(seen[0].y, seen[1].y, 20);
}

TEST(WarpOfEdges, SaysNothingWhereAnEdgeIsNotSeen) {
  EXPECT_FALSE(warp_of_edges(cv::Mat(), {3000, 4000}).has_value());
  EXPECT_FALSE(warp_of_edges(surroundings_of({{30, 0}, {270, 0}, {270, 399}, {30, 399}}), {3000, 4000}).has_value());
}

TEST(StraightToScan, TurnsAroundTheMiddle) {
  PageWarp warp;
  warp.skew = 90;

  const Transform map = straight_to_scan(warp, {100, 50});

  EXPECT_NEAR(map(Point{100, 50}).x, 100, 1e-9);
  EXPECT_NEAR(map(Point{100, 50}).y, 50, 1e-9);
  EXPECT_NEAR(map(Point{110, 50}).x, 100, 1e-9);
  EXPECT_NEAR(map(Point{110, 50}).y, 60, 1e-9);
  EXPECT_EQ(straight_to_scan(PageWarp{}, {100, 50}), Transform{});
}

}  // namespace
}  // namespace shenbao::layout
