#include "layout/page/round_stamps.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "support/drawn_table.h"

namespace shenbao::layout {
namespace {

constexpr double mm = 200 / 25.4;  // at 200 dpi
constexpr int glyph = 28;

tests::DrawnTable table() {
  return tests::table_of({150, 300, 560, 900, 1100, 1500}, {300, 420, 480, 540, 660, 720, 1000, 1100});
}

cv::Mat drawn_form() {
  cv::Mat page = tests::blank_page(CV_8UC1);
  tests::draw(page, table());
  tests::fill_with_writing(page, table(), glyph);
  return page;
}

cv::Mat ink_of(const cv::Mat& gray) { return gray < 160; }

TEST(FindRoundStamps, FindsTheRimThroughTextAndRulings) {
  cv::Mat page = drawn_form();
  tests::draw_seal(page, {800, 700}, 150, cv::Scalar::all(110));

  const std::vector<Box> stamps = find_round_stamps(ink_of(page), mm);

  ASSERT_EQ(stamps.size(), 1u);
  EXPECT_NEAR(stamps[0].left, 650, 5);
  EXPECT_NEAR(stamps[0].top, 550, 5);
  EXPECT_NEAR(stamps[0].right, 950, 5);
  EXPECT_NEAR(stamps[0].bottom, 850, 5);
}

TEST(FindRoundStamps, FindsAWornRim) {
  cv::Mat page = drawn_form(), seal = tests::blank_page(CV_8UC1);
  tests::draw_seal(seal, {800, 700}, 150, cv::Scalar::all(110));
  cv::RNG random(5);
  for (int i = 0; i < 12; ++i) {
    const double angle = random.uniform(0.0, 2 * CV_PI);
    cv::circle(seal, cv::Point(cvRound(800 + 150 * std::cos(angle)), cvRound(700 + 150 * std::sin(angle))), 7,
               cv::Scalar::all(255), cv::FILLED);
  }
  cv::min(page, seal, page);

  EXPECT_EQ(find_round_stamps(ink_of(page), mm).size(), 1u);
}

TEST(FindRoundStamps, FindsARimSeenFromTheSide) {
  cv::Mat page = drawn_form();
  cv::ellipse(page, {800, 1500}, {150, 142}, 20, 0, 360, cv::Scalar::all(60), 6);

  EXPECT_EQ(find_round_stamps(ink_of(page), mm).size(), 1u);
}

TEST(FindRoundStamps, FindsBothOfTwoFromTheTop) {
  cv::Mat page = drawn_form();
  tests::draw_seal(page, {1200, 1700}, 150, cv::Scalar::all(110));
  tests::draw_seal(page, {500, 700}, 110, cv::Scalar::all(110));

  const std::vector<Box> stamps = find_round_stamps(ink_of(page), mm);

  ASSERT_EQ(stamps.size(), 2u);
  EXPECT_NEAR(stamps[0].left, 390, 5);
  EXPECT_NEAR(stamps[1].left, 1050, 5);
}

TEST(FindRoundStamps, TakesAFormForNone) { EXPECT_TRUE(find_round_stamps(ink_of(drawn_form()), mm).empty()); }

TEST(FindRoundStamps, TakesAPageOfWritingForNone) {
  cv::Mat page = tests::blank_page(CV_8UC1);
  tests::fill_with_writing(page, tests::table_of({100, 1550}, {100, 2200}), glyph);

  EXPECT_TRUE(find_round_stamps(ink_of(page), mm).empty());
}

TEST(FindRoundStamps, TakesOtherRoundThingsForNone) {
  cv::Mat page = drawn_form();
  cv::circle(page, {300, 1500}, 140, cv::Scalar::all(0), cv::FILLED);
  cv::circle(page, {700, 1500}, 24, cv::Scalar::all(0), 3);                       // the hole of a binder
  cv::ellipse(page, {1200, 1500}, {150, 150}, 0, 0, 200, cv::Scalar::all(0), 6);  // half a circle
  cv::rectangle(page, cv::Rect(300, 1800, 300, 300), cv::Scalar::all(0), 6);

  EXPECT_TRUE(find_round_stamps(ink_of(page), mm).empty());
}

TEST(FindRoundStamps, FindsNoneOnABlankPage) {
  EXPECT_TRUE(find_round_stamps(cv::Mat::zeros(1754, 1240, CV_8UC1), 150).empty());
}

TEST(FindRoundStamps, RefusesColour) {
  EXPECT_THROW(find_round_stamps(cv::Mat(10, 10, CV_8UC3), mm), std::invalid_argument);
  EXPECT_THROW(find_round_stamps(cv::Mat(), mm), std::invalid_argument);
}

}  // namespace
}  // namespace shenbao::layout
