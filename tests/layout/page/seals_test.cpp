#include "layout/page/seals.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "support/drawn_table.h"

namespace shenbao::layout {
namespace {

const cv::Scalar red(60, 50, 210), black(10, 10, 10);

constexpr int radius = 150;  // a seal of 1.5 inches on A4 at 200 dpi

void draw_seal(cv::Mat& page, cv::Point middle, const cv::Scalar& colour) {
  tests::draw_seal(page, middle, radius, colour);
}

TEST(TakeOutSeals, FindsARedSealAndWhitensIt) {
  cv::Mat page = tests::blank_page(CV_8UC3);
  draw_seal(page, {800, 900}, red);

  const Unsealed sheet = take_out_seals(page);

  ASSERT_EQ(sheet.seals.size(), 1u);
  EXPECT_EQ(sheet.seals[0].colour, SealColour::red);
  EXPECT_NEAR(sheet.seals[0].quad.corners[0].x, 646, 8);
  EXPECT_NEAR(sheet.seals[0].quad.corners[2].y, 1054, 8);
  double darkest = 0;
  cv::minMaxLoc(sheet.gray, &darkest);
  EXPECT_GT(darkest, 225);
}

TEST(TakeOutSeals, FindsOneWhoseRimABoldTitleCovers) {
  cv::Mat page = tests::blank_page(CV_8UC3);
  tests::draw_seal(page, {800, 600}, 150, cv::Scalar(60, 50, 210));
  cv::rectangle(page, cv::Rect(500, 500, 600, 44), cv::Scalar::all(0), cv::FILLED);

  const Unsealed sheet = take_out_seals(page);

  ASSERT_EQ(sheet.seals.size(), 1u);
  const Box box = bounding_box(sheet.seals[0].quad);
  EXPECT_NEAR(box.left, 650, 8);
  EXPECT_NEAR(box.top, 450, 8);
  EXPECT_NEAR(box.bottom, 750, 8);
}

TEST(TakeOutSeals, KeepsPrintBelowTheSeal) {
  cv::Mat page = tests::blank_page(CV_8UC3);
  draw_seal(page, {800, 900}, red);
  const cv::Rect stroke(640, 898, 320, 4);
  page(stroke).setTo(black);

  const cv::Mat gray = take_out_seals(page).gray;

  double palest = 0;
  cv::minMaxLoc(gray(stroke), nullptr, &palest);
  EXPECT_LT(palest, 80);
}

/// A frame of 56 by 20 millimetres with words in it, turned by `degrees`.
void draw_box_stamp(cv::Mat& page, cv::Point middle, double degrees) {
  cv::Mat stamp = tests::blank_page(CV_8UC1);
  cv::rectangle(stamp, {middle.x - 220, middle.y - 80, 440, 160}, 0, 9);
  tests::fill_with_writing(stamp, tests::table_of({middle.x - 200, middle.x + 210}, {middle.y - 90, middle.y + 90}),
                           96);
  cv::Mat bold;
  cv::erode(stamp, bold, cv::Mat());
  cv::warpAffine(bold, bold, cv::getRotationMatrix2D(middle, degrees, 1), bold.size(), cv::INTER_LINEAR,
                 cv::BORDER_CONSTANT, 255);
  page.setTo(red, bold < 128);
}

TEST(TakeOutSeals, FindsABoxStampAndKeepsPrintBelowIt) {
  for (const double degrees : {-14, 0, 9}) {
    cv::Mat page = tests::blank_page(CV_8UC3);
    draw_box_stamp(page, {800, 900}, degrees);
    const cv::Rect stroke(300, 898, 1000, 4);
    page(stroke).setTo(black);

    const Unsealed sheet = take_out_seals(page);

    ASSERT_EQ(sheet.seals.size(), 1u) << degrees;
    const Box box = bounding_box(sheet.seals[0].quad);
    EXPECT_NEAR((box.left + box.right) / 2, 800, 8) << degrees;
    EXPECT_GT(box.width(), 425) << degrees;
    double palest = 0, darkest = 0;
    cv::minMaxLoc(sheet.gray(stroke), nullptr, &palest);
    EXPECT_LT(palest, 80) << degrees;
    cv::minMaxLoc(sheet.gray.rowRange(0, 880), &darkest);
    EXPECT_GT(darkest, 225) << degrees;
  }
}

TEST(TakeOutSeals, TakesASmallRedTableForNoSeal) {
  cv::Mat page = tests::blank_page(CV_8UC3);
  tests::LineStyle style;
  style.colour = red;
  const tests::DrawnTable table = tests::table_of({200, 320, 480, 640}, {300, 360, 420, 480});
  tests::draw(page, table, style);
  tests::fill_with_writing(page, table, 28);

  const Unsealed sheet = take_out_seals(page);

  EXPECT_TRUE(sheet.seals.empty());
  EXPECT_LT(sheet.gray.at<std::uint8_t>(300, 260), 130);
}

TEST(TakeOutSeals, FindsABlueOne) {
  cv::Mat page = tests::blank_page(CV_8UC3);
  draw_seal(page, {800, 900}, cv::Scalar(200, 70, 50));

  const Unsealed sheet = take_out_seals(page);

  ASSERT_EQ(sheet.seals.size(), 1u);
  EXPECT_EQ(sheet.seals[0].colour, SealColour::blue);
}

TEST(TakeOutSeals, TakesRedPrintAndRedRulingsForNoSeal) {
  cv::Mat page = tests::blank_page(CV_8UC3);
  tests::LineStyle style;
  style.colour = red;
  tests::draw(page, tests::table_of({100, 400, 900, 1500}, {300, 400, 600, 900}), style);
  cv::putText(page, "2021", {500, 200}, cv::FONT_HERSHEY_SIMPLEX, 4, red, 8);

  EXPECT_TRUE(take_out_seals(page).seals.empty());
}

TEST(TakeOutSeals, FindsASealAcrossRedRulings) {
  cv::Mat page = tests::blank_page(CV_8UC3);
  tests::LineStyle style;
  style.colour = red;
  tests::draw(page, tests::table_of({100, 700, 900, 1500}, {300, 800, 1000, 1400}), style);
  draw_seal(page, {800, 900}, red);

  EXPECT_EQ(take_out_seals(page).seals.size(), 1u);
}

TEST(TakeOutSeals, KeepsRedRulingsThatCrossTheSeal) {
  cv::Mat page = tests::blank_page(CV_8UC3);
  const cv::Rect level(100, 850, 1400, 3), upright(800, 300, 3, 1100);
  page(level).setTo(red);
  page(upright).setTo(red);
  draw_seal(page, {800, 900}, red);

  const Unsealed sheet = take_out_seals(page);

  ASSERT_EQ(sheet.seals.size(), 1u);
  double palest = 0;
  cv::minMaxLoc(sheet.gray(level), nullptr, &palest);
  EXPECT_LT(palest, 130);
  cv::minMaxLoc(sheet.gray(upright), nullptr, &palest);
  EXPECT_LT(palest, 130);
  // The seal's own strokes are gone all the same: the rim beside the crossing, the star.
  EXPECT_GT(sheet.gray.at<std::uint8_t>(900, 650), 225);
  EXPECT_GT(sheet.gray.at<std::uint8_t>(900, 780), 225);
}

TEST(TakeOutSeals, TakesAPensCircleForNoSealButWhitensIt) {
  cv::Mat page = tests::blank_page(CV_8UC3);
  cv::ellipse(page, {800, 900}, {120, 90}, 0, 0, 360, red, 6);

  const Unsealed sheet = take_out_seals(page);

  EXPECT_TRUE(sheet.seals.empty());
  double darkest = 0;
  cv::minMaxLoc(sheet.gray, &darkest);
  EXPECT_GT(darkest, 225);
}

TEST(TakeOutSeals, RefusesGrey) { EXPECT_THROW(take_out_seals(cv::Mat(10, 10, CV_8UC1)), std::invalid_argument); }

}  // namespace
}  // namespace shenbao::layout
