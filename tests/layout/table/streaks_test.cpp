#include "layout/table/streaks.h"

#include <gtest/gtest.h>

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

TEST(WithoutStreaks, KeepsATable) { EXPECT_TRUE(without_streaks(table(), page, glyph) == table()); }

TEST(WithoutStreaks, LeavesOutAFoldAndAStreak) {
  std::vector<Ruling> rulings = table();
  rulings.push_back(level(450, 0, 1000));
  rulings.push_back(upright(600, 0, 1400));

  EXPECT_TRUE(without_streaks(rulings, page, glyph) == table());
}

TEST(WithoutStreaks, KeepsARowAsWideAsTheSheetThatFewUprightsCross) {
  // An open table whose uprights stand in its head alone, but for one.
  const std::vector<Ruling> head = {level(300, 2, 998),     level(400, 300, 998),   level(500, 2, 998),
                                    level(800, 2, 998),     level(350, 300, 998),   upright(300, 300, 800),
                                    upright(600, 350, 500), upright(990, 300, 500), level(450, 300, 998)};

  EXPECT_TRUE(without_streaks(head, page, glyph) == head);
}

TEST(WithoutStreaks, KeepsAFrameAsWideAsTheSheet) {
  const std::vector<Ruling> wide = {level(300, 2, 998),   level(400, 2, 998),     level(500, 2, 998),
                                    upright(2, 300, 500), upright(500, 300, 500), upright(998, 300, 500)};

  EXPECT_TRUE(without_streaks(wide, page, glyph) == wide);
}

TEST(WithoutStreaks, KeepsTheRowsOfAnOpenTableAsWideAsTheSheet) {
  const std::vector<Ruling> open = {level(300, 2, 998), level(400, 2, 998), level(500, 2, 998), upright(400, 300, 500),
                                    upright(600, 300, 500)};

  EXPECT_TRUE(without_streaks(open, page, glyph) == open);
}

}  // namespace
}  // namespace shenbao::layout
