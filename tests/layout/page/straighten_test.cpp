#include "layout/page/straighten.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "support/drawn_table.h"
#include "support/source_tree.h"

namespace shenbao::layout {
namespace {

constexpr int glyph = 28;

const OrientationModel& orientation() {
  static const OrientationModel model(test::source_path("models/orientation.onnx"));
  return model;
}

Page straightened(const cv::Mat& pixels, double dpi = 0.0) {
  Scan scan;
  scan.page_no = 3;
  scan.pixels = pixels;
  scan.dpi = dpi;
  return straighten(scan, orientation());
}

/// A ruled form at 200 dpi: three columns, four rows, writing in each cell.
cv::Mat form(int type = CV_8UC1) {
  cv::Mat page = tests::blank_page(type);
  const tests::DrawnTable table = tests::table_of({150, 600, 1100, 1500}, {300, 500, 700, 1000, 1400});
  tests::draw(page, table);
  tests::fill_with_writing(page, table, glyph);
  return page;
}

TEST(Straighten, LeavesAStraightPageAsItIs) {
  const cv::Mat scan = form();

  const Page page = straightened(scan);

  EXPECT_EQ(page.page_no, 3);
  EXPECT_EQ(page.skew, 0.0);
  EXPECT_EQ(page.rotation, 0);
  EXPECT_EQ(page.page_to_scan, Transform{});
  EXPECT_EQ(cv::norm(page.gray, scan, cv::NORM_INF), 0.0);
}

TEST(Straighten, NeverChangesTheScan) {
  cv::Mat scan = form();
  tests::draw_seal(scan, {900, 700}, 150, cv::Scalar::all(120));
  const cv::Mat before = scan.clone();

  const Page page = straightened(scan);

  ASSERT_EQ(page.seals.size(), 1u);
  EXPECT_FALSE(page.seals[0].hides_print);
  EXPECT_EQ(cv::norm(scan, before, cv::NORM_INF), 0.0);
  EXPECT_GT(cv::norm(page.gray, before, cv::NORM_INF), 0.0);
}

class StraightenTurned : public testing::TestWithParam<int> {};

TEST_P(StraightenTurned, TurnsThePageUprightWithoutResampling) {
  const cv::Mat upright = form();
  const int needed = GetParam();
  cv::Mat scan;
  cv::rotate(upright, scan,
             needed == 90    ? cv::ROTATE_90_COUNTERCLOCKWISE
             : needed == 180 ? cv::ROTATE_180
                             : cv::ROTATE_90_CLOCKWISE);

  const Page page = straightened(scan);

  ASSERT_EQ(page.rotation, needed);
  EXPECT_EQ(cv::norm(page.gray, upright, cv::NORM_INF), 0.0);
  EXPECT_EQ(page.scan_width, scan.cols);
  EXPECT_EQ(page.scan_height, scan.rows);
  // The page's top left is the corner of the scan from which the writing begins.
  const Point top_left = page.page_to_scan(Point{0, 0}), right = page.page_to_scan(Point{1, 0});
  const Point expected = needed == 90    ? Point{0, static_cast<double>(scan.rows)}
                         : needed == 180 ? Point{static_cast<double>(scan.cols), static_cast<double>(scan.rows)}
                                         : Point{static_cast<double>(scan.cols), 0};
  EXPECT_EQ(top_left, expected);
  EXPECT_EQ(right, (Point{expected.x + (needed == 180 ? -1 : 0), expected.y + (needed == 90    ? -1
                                                                               : needed == 270 ? 1
                                                                                               : 0)}));
}

INSTANTIATE_TEST_SUITE_P(Degrees, StraightenTurned, testing::Values(90, 180, 270));

/// How a sheet is laid down, degrees clockwise, and what is said of it.
struct Lying {
  double turned = 0.0;
  int rotation = 0;
  double skew = 0.0;
};

class StraightenSlanting : public testing::TestWithParam<Lying> {};

TEST_P(StraightenSlanting, LaysThePageLevelAndSaysWhereEachPointCameFrom) {
  constexpr int kSide = 2900;  // pixels: the sheet fits in whichever way it lies
  cv::Mat page = form();
  const double x0 = (kSide - page.cols) / 2.0, y0 = (kSide - page.rows) / 2.0;
  cv::Mat turn = cv::getRotationMatrix2D({827.0F, 1169.5F}, -GetParam().turned, 1.0);
  turn.at<double>(0, 2) += x0;
  turn.at<double>(1, 2) += y0;
  cv::Mat scan;
  cv::warpAffine(page, scan, turn, {kSide, kSide}, cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);

  const Page found = straightened(scan);

  EXPECT_EQ(found.rotation, GetParam().rotation);
  EXPECT_NEAR(found.skew, GetParam().skew, 0.05);
  const Transform scan_to_page = inverse(found.page_to_scan);
  const auto seen = [&](double x, double y) {
    return scan_to_page(Point{turn.at<double>(0, 0) * x + turn.at<double>(0, 1) * y + turn.at<double>(0, 2),
                              turn.at<double>(1, 0) * x + turn.at<double>(1, 1) * y + turn.at<double>(1, 2)});
  };
  EXPECT_NEAR(seen(150, 300).y, seen(1500, 300).y, 1.5);
  EXPECT_NEAR(seen(150, 300).x, seen(150, 1400).x, 1.5);
  EXPECT_NEAR(seen(1500, 300).x - seen(150, 300).x, 1350, 0.5);
}

INSTANTIATE_TEST_SUITE_P(Degrees, StraightenSlanting,
                         testing::Values(Lying{2, 0, 2}, Lying{25, 0, 25}, Lying{40, 0, 40}, Lying{78, 270, -12},
                                         Lying{100, 270, 10}, Lying{171, 180, -9}, Lying{300, 90, 30}));

TEST(Straighten, EnlargesASheetOfSmallPrint) {
  cv::Mat scan;
  cv::resize(form(), scan, {}, 0.5, 0.5, cv::INTER_AREA);

  const Page page = straightened(scan, 100);

  EXPECT_EQ(page.enlarged, 2);
  EXPECT_EQ(page.dpi, 200);
  EXPECT_EQ(page.gray.size(), scan.size() * 2);
  EXPECT_EQ(page.page_to_scan(Point{300, 800}), (Point{150, 400}));
}

TEST(Straighten, SmoothsTheDotsOfAScreen) {
  cv::Mat scan = form();
  for (int y = 0; y < scan.rows; ++y) {
    for (int x = y % 2; x < scan.cols; x += 2)
      scan.at<uchar>(y, x) = cv::saturate_cast<uchar>(scan.at<uchar>(y, x) - 90);
  }

  const Page page = straightened(scan);

  EXPECT_LT(cv::countNonZero(page.ink), 2 * cv::countNonZero(straightened(form()).ink));
  EXPECT_GT(page.gray.at<uchar>(250, 800), 200 - 90 / 2);
}

TEST(Straighten, TakesASheetWithoutResolutionForA4) {
  EXPECT_NEAR(straightened(form()).dpi, 200, 0.1);
  EXPECT_EQ(straightened(form(), 150).dpi, 150);
  EXPECT_NEAR(straightened(form(), 20000).dpi, 200, 0.1);
}

TEST(Straighten, TakesAColouredSealOutAndReportsIt) {
  cv::Mat scan = form(CV_8UC3);
  tests::draw_seal(scan, {1200, 1900}, 150, cv::Scalar(60, 50, 210));

  const Page page = straightened(scan);

  ASSERT_EQ(page.seals.size(), 1u);
  EXPECT_EQ(page.seals[0].colour, SealColour::red);
  EXPECT_EQ(cv::countNonZero(page.ink(cv::Rect(1000, 1700, 400, 400))), 0);
}

TEST(Straighten, RectifiesAPhotographedLetterByTheEdgesOfItsSheet) {
  cv::Mat page = tests::blank_page(CV_8UC1);
  tests::fill_with_writing(page, tests::table_of({200, 1450}, {300, 1500}), glyph);
  const std::vector<cv::Point2f> from{{0, 0}, {1654, 0}, {1654, 2339}, {0, 2339}};
  const std::vector<cv::Point2f> to{{170, 130}, {1560, 90}, {1600, 2240}, {60, 2200}};
  const cv::Mat map = cv::getPerspectiveTransform(from, to);
  cv::Mat photo;
  cv::warpPerspective(page, photo, map, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, 90);

  const Transform scan_to_page = inverse(straightened(photo).page_to_scan);

  const auto seen = [&](float x, float y) {
    std::vector<cv::Point2f> at{{x, y}};
    cv::perspectiveTransform(at, at, map);
    return scan_to_page(Point{at[0].x, at[0].y});
  };
  for (const float along : {300.0F, 1400.0F}) {
    EXPECT_NEAR(seen(200, along).y, seen(1450, along).y, 5);
    EXPECT_NEAR(seen(along, 300).x, seen(along, 1500).x, 5);
  }
}

TEST(Straighten, TurnsNoPageForAHandfulOfLetters) {
  cv::Mat scan = tests::blank_page(CV_8UC1);
  cv::putText(scan, "no", {150, 300}, cv::FONT_HERSHEY_SIMPLEX, 1.4, 0, 3, cv::LINE_AA);

  EXPECT_EQ(straightened(scan).rotation, 0);
}

TEST(Straighten, KeepsABlankPageUpright) {
  const Page page = straightened(tests::blank_page(CV_8UC3));

  EXPECT_EQ(page.rotation, 0);
  EXPECT_EQ(page.skew, 0.0);
  EXPECT_EQ(page.gray.size(), cv::Size(1654, 2339));
  EXPECT_EQ(cv::countNonZero(page.ink), 0);
}

TEST(Straighten, RefusesWhatIsNoScan) {
  EXPECT_THROW(straightened(cv::Mat()), std::invalid_argument);
  EXPECT_THROW(straightened(cv::Mat::zeros(20, 20, CV_8UC4)), std::invalid_argument);
}

}  // namespace
}  // namespace shenbao::layout
