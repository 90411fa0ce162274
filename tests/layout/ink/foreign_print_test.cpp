#include "layout/ink/foreign_print.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "layout/ink/binarize.h"
#include "support/drawn_table.h"

namespace shenbao::layout {
namespace {

constexpr int glyph = 26;

/// A form with writing in its cells; `rulings` is the tone of its lines.
cv::Mat form(int rulings) {
  cv::Mat page = tests::blank_page(CV_8UC1);
  const tests::DrawnTable table = tests::table_of({150, 600, 1100, 1500}, {300, 700, 1100, 1500, 2100});
  tests::draw(page, table, {cv::Scalar::all(rulings)});
  tests::fill_with_writing(page, table, glyph);
  return page;
}

/// The same darkened by what is black in `other`, as pale as `tone`.
cv::Mat darkened(const cv::Mat& page, const cv::Mat& other, int tone) {
  cv::Mat layer = other.clone(), both;
  layer.setTo(tone, other < 128);
  layer.setTo(255, other >= 128);
  cv::multiply(page, layer, both, 1.0 / 255);
  return both;
}

cv::Mat watermark() {
  cv::Mat page = tests::blank_page(CV_8UC1);
  for (int i = 0; i < 300; ++i) tests::draw_glyph(page, {20 + i % 15 * 110 + i % 7, 30 + i / 15 * 113}, 60, i);
  const cv::Mat turn = cv::getRotationMatrix2D({827.0F, 1169.5F}, 30.0, 1.0);
  cv::warpAffine(page, page, turn, page.size(), cv::INTER_NEAREST, cv::BORDER_CONSTANT, 255);
  return page;
}

/// The back of the sheet, as it shows through.
cv::Mat back() {
  cv::Mat page;
  cv::flip(form(0), page, 1);
  const cv::Mat move = (cv::Mat_<double>(2, 3) << 1, 0, 23, 0, 1, 17);
  cv::warpAffine(page, page, move, page.size(), cv::INTER_NEAREST, cv::BORDER_CONSTANT, 255);
  return page;
}

TEST(TakeOutForeignPrint, LeavesThePrintUnderAWatermark) {
  for (const int tone : {220, 190, 160}) {
    cv::Mat page = darkened(form(0), watermark(), tone);

    EXPECT_TRUE(take_out_foreign_print(page, darkness_of(page))) << tone;
    EXPECT_EQ(cv::countNonZero((page < 255) & (form(0) == 255)), 0) << tone;
    EXPECT_EQ(cv::countNonZero((page >= 128) & (form(0) < 100)), 0) << tone;
  }
}

TEST(TakeOutForeignPrint, TakesOutTheRulingsOfTheBackWithItsWriting) {
  cv::Mat page = darkened(form(0), back(), 180);

  EXPECT_TRUE(take_out_foreign_print(page, darkness_of(page)));
  EXPECT_EQ(cv::countNonZero((page < 255) & (form(0) == 255)), 0);
  EXPECT_EQ(cv::countNonZero((page >= 128) & (form(0) < 100)), 0);
}

TEST(TakeOutForeignPrint, KeepsPaleRulingsOfTheFormUnderAPalerWatermark) {
  cv::Mat page = darkened(form(150), watermark(), 225);

  EXPECT_TRUE(take_out_foreign_print(page, darkness_of(page)));
  EXPECT_EQ(cv::countNonZero((page < 255) & (form(150) == 255)), 0);
  EXPECT_EQ(cv::countNonZero((page > 150) & (form(150) <= 150)), 0);
}

TEST(TakeOutForeignPrint, LeavesAFormWithPaleRulingsAsItIs) {
  cv::Mat page = form(190);

  EXPECT_FALSE(take_out_foreign_print(page, darkness_of(page)));
  EXPECT_EQ(cv::norm(page, form(190), cv::NORM_INF), 0.0);
}

TEST(TakeOutForeignPrint, LeavesAFormThatIsPaleThroughoutAsItIs) {
  cv::Mat page = form(0);
  page.setTo(200, page < 128);
  const cv::Mat before = page.clone();

  EXPECT_FALSE(take_out_foreign_print(page, darkness_of(page)));
  EXPECT_EQ(cv::norm(page, before, cv::NORM_INF), 0.0);
}

TEST(TakeOutForeignPrint, TakesAGreyStampForNone) {
  cv::Mat page = form(0);
  tests::draw_seal(page, {900, 900}, 160, cv::Scalar::all(180));

  EXPECT_FALSE(take_out_foreign_print(page, darkness_of(page)));
}

}  // namespace
}  // namespace shenbao::layout
