#include "layout/ink/rulings.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "support/drawn_table.h"

namespace shenbao::layout {
namespace {

constexpr int glyph = 20;

cv::Mat blank_ink() { return cv::Mat::zeros(600, 800, CV_8UC1); }

TEST(FindRulings, ReducesAThickLineToItsCentre) {
  cv::Mat ink = blank_ink();
  cv::rectangle(ink, cv::Rect(20, 49, 160, 3), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  EXPECT_EQ(rulings[0].direction, Direction::horizontal);
  EXPECT_DOUBLE_EQ(rulings[0].at(100), 50.5);
  EXPECT_DOUBLE_EQ(rulings[0].begin(), 20);
  EXPECT_DOUBLE_EQ(rulings[0].end(), 180);
  EXPECT_NEAR(rulings[0].thickness, 3, 0.01);
}

TEST(FindRulings, ListsLevelOnesFromTheTopThenUprightOnesFromTheLeft) {
  cv::Mat ink = blank_ink();
  cv::rectangle(ink, cv::Rect(500, 100, 2, 400), 255, cv::FILLED);
  cv::rectangle(ink, cv::Rect(100, 100, 2, 400), 255, cv::FILLED);
  cv::rectangle(ink, cv::Rect(100, 498, 402, 2), 255, cv::FILLED);
  cv::rectangle(ink, cv::Rect(100, 100, 402, 2), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 4u);
  EXPECT_NEAR(rulings[0].at(300), 101, 0.01);
  EXPECT_NEAR(rulings[1].at(300), 499, 0.01);
  EXPECT_NEAR(rulings[2].at(300), 101, 0.01);
  EXPECT_NEAR(rulings[3].at(300), 501, 0.01);
}

TEST(FindRulings, KeepsADottedLineInOnePiece) {
  cv::Mat ink = blank_ink();
  for (int x = 50; x < 700; x += 5) cv::rectangle(ink, cv::Rect(x, 200, 2, 2), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  ASSERT_EQ(rulings[0].printed.size(), 1u);
  EXPECT_NEAR(rulings[0].printed[0].begin, 50, 1);
  EXPECT_NEAR(rulings[0].printed[0].end, 697, 1);
}

TEST(FindRulings, KeepsHeavyDashesInOnePiece) {
  cv::Mat ink = blank_ink();
  for (int x = 50; x < 700; x += 37) cv::rectangle(ink, cv::Rect(x, 200, 25, 8), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  EXPECT_DOUBLE_EQ(rulings[0].begin(), 50);
  EXPECT_DOUBLE_EQ(rulings[0].end(), 704);
  EXPECT_DOUBLE_EQ(rulings[0].at(300), 204);
  EXPECT_EQ(rulings[0].printed.size(), 1u);
}

TEST(FindRulings, SeesALineWholeOfWhichAPartIsDashed) {
  cv::Mat ink = blank_ink();
  for (int x = 50; x < 250; x += 12) cv::rectangle(ink, cv::Rect(x, 200, 8, 2), 255, cv::FILLED);
  cv::rectangle(ink, cv::Rect(250, 200, 450, 2), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  ASSERT_EQ(rulings[0].printed.size(), 1u);
  EXPECT_DOUBLE_EQ(rulings[0].printed[0].begin, 50);
  EXPECT_DOUBLE_EQ(rulings[0].printed[0].end, 700);
}

TEST(FindRulings, JoinsPiecesThatContinueEachOther) {
  cv::Mat ink = blank_ink();
  for (const int x : {50, 258, 466}) cv::rectangle(ink, cv::Rect(x, 200, 200, 2), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  EXPECT_DOUBLE_EQ(rulings[0].begin(), 50);
  EXPECT_DOUBLE_EQ(rulings[0].end(), 666);
}

TEST(FindRulings, JoinsWhatAPenToreAndKeepsTheGapUnprinted) {
  cv::Mat ink = blank_ink();
  for (const int x : {50, 325}) cv::rectangle(ink, cv::Rect(x, 200, 250, 2), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  EXPECT_EQ(rulings[0].printed, (std::vector<Stretch>{{50, 300}, {325, 575}}));
}

TEST(FindRulings, LeavesTwoRulingsApartThatLieFartherThanATear) {
  cv::Mat ink = blank_ink();
  for (const int x : {50, 340}) cv::rectangle(ink, cv::Rect(x, 200, 250, 2), 255, cv::FILLED);

  EXPECT_EQ(find_rulings(ink, glyph).size(), 2u);
}

TEST(FindRulings, LeavesPiecesOnTwoLevelsApart) {
  cv::Mat ink = blank_ink();
  cv::rectangle(ink, cv::Rect(50, 200, 200, 2), 255, cv::FILLED);
  cv::rectangle(ink, cv::Rect(255, 206, 200, 2), 255, cv::FILLED);

  EXPECT_EQ(find_rulings(ink, glyph).size(), 2u);
}

TEST(FindRulings, TakesStrokesOfWritingForText) {
  cv::Mat page(600, 800, CV_8UC1, cv::Scalar(255));
  for (int y = 40; y < 560; y += 26) {
    for (int x = 40; x < 760; x += 24) tests::draw_glyph(page, {x, y}, glyph, x * 1000 + y);
  }

  for (const Ruling& ruling : find_rulings(~page, glyph)) {
    EXPECT_LT(ruling.end() - ruling.begin(), 1.5 * glyph)
        << "at " << ruling.begin() << ", " << ruling.at(ruling.begin());
  }
}

TEST(FindRulings, KeepsAShortLineBetweenTwoRulingsWhateverStandsBesideIt) {
  cv::Mat page(600, 800, CV_8UC1, cv::Scalar(255));
  for (const int y : {100, 140}) cv::rectangle(page, cv::Rect(50, y, 700, 2), 0, cv::FILLED);
  cv::rectangle(page, cv::Rect(400, 100, 2, 42), 0, cv::FILLED);
  cv::rectangle(page, cv::Rect(405, 106, 4, 30), 0, cv::FILLED);
  for (int x = 404; x < 540; x += 24) tests::draw_glyph(page, {x, 110}, glyph, x);

  std::vector<Ruling> upright;
  for (const Ruling& ruling : find_rulings(~page, glyph)) {
    if (ruling.direction == Direction::vertical && ruling.end() - ruling.begin() > 1.6 * glyph) {
      upright.push_back(ruling);
    }
  }
  ASSERT_EQ(upright.size(), 1u);
  EXPECT_NEAR(upright[0].at(120), 401, 0.5);
  EXPECT_NEAR(upright[0].begin(), 100, 2);
  EXPECT_NEAR(upright[0].end(), 142, 2);
}

TEST(FindRulings, KeepsTheDottedUprightOfASingleRow) {
  cv::Mat ink = blank_ink();
  for (const int y : {100, 144}) cv::rectangle(ink, cv::Rect(50, y, 700, 2), 255, cv::FILLED);
  for (int y = 104; y < 144; y += 5) cv::rectangle(ink, cv::Rect(400, y, 2, 2), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 3u);
  EXPECT_EQ(rulings[2].direction, Direction::vertical);
  EXPECT_NEAR(rulings[2].at(120), 401, 0.5);
  EXPECT_NEAR(rulings[2].begin(), 102, 3);
  EXPECT_NEAR(rulings[2].end(), 142, 4);
}

TEST(FindRulings, KeepsTheUprightsOfASingleRowInAHeavyFrame) {
  cv::Mat ink = blank_ink();
  cv::rectangle(ink, cv::Rect(50, 100, 700, 50), 255, 8);
  for (const int x : {200, 500}) cv::rectangle(ink, cv::Rect(x, 100, 3, 50), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 6u);
  const std::vector<double> at = {50, 201.5, 501.5, 750};
  for (std::size_t i = 0; i < at.size(); ++i) {
    EXPECT_EQ(rulings[2 + i].direction, Direction::vertical);
    EXPECT_NEAR(rulings[2 + i].at(125), at[i], 1.0);
  }
}

TEST(FindRulings, LeavesOutAColumnOfDotsThatEndsBelowARuling) {
  cv::Mat ink = blank_ink();
  for (const int y : {100, 164}) cv::rectangle(ink, cv::Rect(50, y, 700, 2), 255, cv::FILLED);
  for (int y = 118; y < 158; y += 5) cv::rectangle(ink, cv::Rect(400, y, 2, 2), 255, cv::FILLED);

  EXPECT_EQ(find_rulings(ink, glyph).size(), 2u);
}

TEST(FindRulings, FollowsASlantedLine) {
  cv::Mat ink = blank_ink();
  cv::line(ink, {50, 200}, {750, 214}, 255, 2);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  for (const int x : {60, 400, 740}) EXPECT_NEAR(rulings[0].at(x), 200.5 + (x - 50) * 0.02, 1.0) << x;
}

TEST(FindRulings, FindsTheHeavyLineOfAFrame) {
  cv::Mat ink = blank_ink();
  cv::rectangle(ink, cv::Rect(50, 200, 500, 11), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  EXPECT_DOUBLE_EQ(rulings[0].at(300), 205.5);
  EXPECT_DOUBLE_EQ(rulings[0].begin(), 50);
  EXPECT_DOUBLE_EQ(rulings[0].end(), 550);
}

TEST(FindRulings, LeavesTheEdgeOfTheSheetOut) {
  cv::Mat ink = blank_ink();
  cv::rectangle(ink, cv::Rect(50, 0, 500, 11), 255, cv::FILLED);

  EXPECT_TRUE(find_rulings(ink, glyph).empty());
}

TEST(FindRulings, LeavesABarThatIsAsHighAsWritingOut) {
  cv::Mat ink = blank_ink();
  cv::rectangle(ink, cv::Rect(50, 200, 500, 24), 255, cv::FILLED);

  EXPECT_TRUE(find_rulings(ink, glyph).empty());
}

TEST(FindRulings, FindsBothLinesOfADoubledRuling) {
  cv::Mat ink = blank_ink();
  for (const int y : {200, 205}) cv::rectangle(ink, cv::Rect(50, y, 500, 2), 255, cv::FILLED);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 2u);
  EXPECT_NEAR(rulings[0].at(300), 201, 0.01);
  EXPECT_NEAR(rulings[1].at(300), 206, 0.01);
}

TEST(FindRulings, LeavesTheRimOfASealOut) {
  cv::Mat ink = blank_ink();
  cv::circle(ink, {400, 300}, 70, 255, 3);

  EXPECT_TRUE(find_rulings(ink, glyph).empty());
}

TEST(FindRulings, KeepsRulingsApartThatASlantedStrokeJoins) {
  cv::Mat ink = blank_ink();
  for (int y = 100; y <= 300; y += 50) cv::rectangle(ink, cv::Rect(50, y, 700, 2), 255, cv::FILLED);
  cv::line(ink, {30, 345}, {770, 225}, 255, 7);
  cv::line(ink, {60, 240}, {760, 80}, 255, 7);

  const auto rulings = find_rulings(ink, glyph);

  ASSERT_EQ(rulings.size(), 5u);
  for (int i = 0; i < 5; ++i) {
    EXPECT_NEAR(rulings[i].at(400), 101 + 50 * i, 1) << i;
    EXPECT_NEAR(rulings[i].begin(), 50, 4) << i;
    EXPECT_NEAR(rulings[i].end(), 750, 4) << i;
  }
}

TEST(FindRulings, FindsNoneOnABlankPage) { EXPECT_TRUE(find_rulings(blank_ink(), glyph).empty()); }

TEST(FindRulings, RefusesColour) {
  EXPECT_THROW(find_rulings(cv::Mat(10, 10, CV_8UC3), glyph), std::invalid_argument);
  EXPECT_THROW(find_rulings(cv::Mat(), glyph), std::invalid_argument);
}

}  // namespace
}  // namespace shenbao::layout
