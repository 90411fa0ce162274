#include "layout/table/stray_lines.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

#include "support/straight_rulings.h"

namespace shenbao::layout {
namespace {

using test::level;
using test::upright;

constexpr double glyph = 20;
const cv::Size page(1000, 1400);

std::vector<Ruling> table() {
  return {level(300, 150, 850),   level(400, 150, 850),   level(500, 150, 850),  level(600, 150, 850),
          upright(150, 300, 600), upright(500, 300, 600), upright(850, 300, 600)};
}

std::vector<Ruling> without_streaks(std::vector<Ruling> rulings, const cv::Size& sheet, double size) {
  take_out_streaks(rulings, sheet, size);
  return rulings;
}

TEST(TakeOutStreaks, KeepsATable) { EXPECT_TRUE(without_streaks(table(), page, glyph) == table()); }

TEST(TakeOutStreaks, LeavesOutAFoldAndAStreak) {
  std::vector<Ruling> rulings = table();
  rulings.push_back(level(450, 0, 1000));
  rulings.push_back(upright(600, 0, 1400));

  EXPECT_TRUE(without_streaks(rulings, page, glyph) == table());
}

TEST(TakeOutStreaks, LeavesOutPiecesOfFoldsThatComeFromTheEdge) {
  std::vector<Ruling> rulings = table();
  rulings.push_back(level(350, 0, 520));
  rulings.push_back(level(550, 5, 300));
  rulings.push_back(level(450, 480, 1000));

  EXPECT_TRUE(without_streaks(rulings, page, glyph) == table());
}

TEST(TakeOutStreaks, KeepsTheRowsOfATableThatTheSheetCutsOff) {
  const std::vector<Ruling> cut = {level(300, 0, 850),     level(400, 0, 850),     level(500, 300, 850),
                                   level(600, 0, 850),     upright(300, 300, 600), upright(500, 300, 600),
                                   upright(850, 300, 600), level(550, 500, 850),   level(450, 500, 850)};

  EXPECT_TRUE(without_streaks(cut, page, glyph) == cut);
}

TEST(TakeOutStreaks, LeavesOutAStreakWhoseTableNearlyFillsTheSheet) {
  const std::vector<Ruling> large = {level(45, 150, 850),    level(700, 150, 850),   level(1355, 150, 850),
                                     upright(150, 45, 1355), upright(500, 45, 1355), upright(850, 45, 1355)};
  std::vector<Ruling> rulings = large;
  rulings.push_back(upright(600, 0, 1400));

  EXPECT_TRUE(without_streaks(rulings, page, glyph) == large);
}

TEST(TakeOutStreaks, KeepsARowAsWideAsTheSheetThatFewUprightsCross) {
  // An open table whose uprights stand in its head alone, but for one.
  const std::vector<Ruling> head = {level(300, 2, 998),     level(400, 300, 998),   level(500, 2, 998),
                                    level(800, 2, 998),     level(350, 300, 998),   upright(300, 300, 800),
                                    upright(600, 350, 500), upright(990, 300, 500), level(450, 300, 998)};

  EXPECT_TRUE(without_streaks(head, page, glyph) == head);
}

TEST(TakeOutStreaks, KeepsAFrameAsWideAsTheSheet) {
  const std::vector<Ruling> wide = {level(300, 2, 998),   level(400, 2, 998),     level(500, 2, 998),
                                    upright(2, 300, 500), upright(500, 300, 500), upright(998, 300, 500)};

  EXPECT_TRUE(without_streaks(wide, page, glyph) == wide);
}

TEST(TakeOutStreaks, KeepsTheRowsOfAnOpenTableAsWideAsTheSheet) {
  const std::vector<Ruling> open = {level(300, 2, 998), level(400, 2, 998), level(500, 2, 998), upright(400, 300, 500),
                                    upright(600, 300, 500)};

  EXPECT_TRUE(without_streaks(open, page, glyph) == open);
}

TEST(WithoutInkOfStreaks, LeavesTheRulingThatAFoldHides) {
  cv::Mat gray(page, CV_8UC1, cv::Scalar(250));
  cv::line(gray, {0, 450}, {999, 450}, 150, 7);
  const cv::Mat fold = gray < 200;
  cv::line(gray, {150, 452}, {850, 452}, 60, 1);
  Ruling streak = level(450, 0, 1000);
  streak.thickness = 7;

  EXPECT_EQ(cv::countNonZero(without_ink_of_streaks(fold, gray, {streak}, glyph) != (gray < 100)), 0);
}

/// Lines as they are printed, and writing along one: dashes of it, so that it has ink over half of its length.
cv::Mat drawn(const std::vector<Ruling>& rulings, const cv::Rect& writing) {
  cv::Mat text = cv::Mat::zeros(page, CV_8UC1);
  for (const Ruling& ruling : rulings) {
    const Point &from = ruling.trace.front(), &to = ruling.trace.back();
    cv::line(text, cv::Point2d(from.x, from.y), cv::Point2d(to.x, to.y), 255, 2);
  }
  for (int x = writing.x; x + 5 < writing.br().x; x += 10) text(cv::Rect(x, writing.y, 5, writing.height)) = 255;
  return text;
}

TEST(WithoutUnderlines, LeavesOutALineBelowWritingThatStopsShortOfTheUprights) {
  std::vector<Ruling> rulings = table();
  rulings.push_back(level(450, 156, 494));

  EXPECT_TRUE(without_underlines(rulings, drawn(rulings, {160, 430, 330, 18}), glyph) == table());
}

TEST(WithoutUnderlines, LeavesOutALineThroughWritingOfAWholeRow) {
  std::vector<Ruling> rulings = table();
  rulings.push_back(level(445, 170, 840, 0.01));

  EXPECT_TRUE(without_underlines(rulings, drawn(rulings, {200, 440, 600, 20}), glyph) == table());
}

TEST(WithoutUnderlines, KeepsARulingBelowCloseWriting) {
  std::vector<Ruling> rulings = table();
  rulings.push_back(level(450, 151, 499));

  EXPECT_TRUE(without_underlines(rulings, drawn(rulings, {160, 430, 330, 18}), glyph) == rulings);
}

TEST(WithoutUnderlines, KeepsARulingThatEndsShortWithoutWriting) {
  std::vector<Ruling> rulings = table();
  rulings.push_back(level(450, 156, 494));

  EXPECT_TRUE(without_underlines(rulings, drawn(rulings, {160, 418, 330, 20}), glyph) == rulings);
}

TEST(WithoutUnderlines, KeepsADashedRuling) {
  const std::vector<Ruling> rulings = table();
  cv::Mat text = drawn(rulings, {160, 380, 680, 18});
  for (int x = 144; x < 850; x += 20) text(cv::Rect(x, 395, 10, 10)) = 0;

  EXPECT_TRUE(without_underlines(rulings, text, glyph) == rulings);
}

TEST(WithoutUnderlines, KeepsAPaleRulingThatIsDarkInPlaces) {
  const std::vector<Ruling> rulings = table();
  cv::Mat text = drawn(rulings, {160, 380, 680, 18});
  text(cv::Rect(140, 396, 200, 8)) = 0;
  text(cv::Rect(360, 396, 500, 8)) = 0;

  EXPECT_TRUE(without_underlines(rulings, text, glyph) == rulings);
}

TEST(WithoutUnderlines, KeepsTheRowsOfATableWithoutSideFrames) {
  const std::vector<Ruling> open = {level(300, 150, 850), level(330, 150, 850), level(360, 150, 850),
                                    upright(400, 300, 360), upright(600, 300, 360)};

  EXPECT_TRUE(without_underlines(open, drawn(open, {160, 305, 680, 23}), glyph) == open);
}

}  // namespace
}  // namespace shenbao::layout
