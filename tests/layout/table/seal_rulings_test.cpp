#include "layout/table/seal_rulings.h"

#include <gtest/gtest.h>

#include "support/straight_rulings.h"

namespace shenbao::layout {
namespace {

using test::level;
using test::upright;

constexpr double glyph = 20;
const Box seal{300, 100, 500, 300};

TEST(MendUnderSeals, JoinsWhatASealToreApart) {
  const auto rulings = mend_under_seals({level(200, 50, 320), level(200.5, 480, 700)}, {seal}, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  EXPECT_DOUBLE_EQ(rulings[0].begin(), 50);
  EXPECT_DOUBLE_EQ(rulings[0].end(), 700);
  ASSERT_EQ(rulings[0].printed.size(), 3u);
  EXPECT_TRUE((rulings[0].printed[1] == Stretch{320, 480}));
}

TEST(MendUnderSeals, LeavesPiecesApartThatEndAtOtherRulings) {
  // Between the uprights lies a merged cell.
  const std::vector<Ruling> drawn = {level(200, 50, 320), level(200, 480, 700), upright(320, 50, 350),
                                     upright(480, 50, 350)};

  EXPECT_TRUE(mend_under_seals(drawn, {seal}, glyph) == drawn);
}

TEST(MendUnderSeals, LeavesPiecesApartWithoutASeal) {
  const std::vector<Ruling> drawn = {level(200, 50, 320), level(200, 480, 700)};

  EXPECT_TRUE(mend_under_seals(drawn, {}, glyph) == drawn);
}

TEST(MendUnderSeals, DropsTheStrokesOfTheSeal) {
  const std::vector<Ruling> drawn = {level(200, 50, 700), upright(400, 150, 190)};

  const auto rulings = mend_under_seals(drawn, {seal}, glyph);

  ASSERT_EQ(rulings.size(), 1u);
  EXPECT_TRUE(rulings[0] == drawn[0]);
}

TEST(MendUnderSeals, KeepsTheUprightOfASingleRow) {
  const std::vector<Ruling> drawn = {level(150, 50, 700), level(220, 50, 700), upright(400, 150, 220)};

  EXPECT_TRUE(mend_under_seals(drawn, {seal}, glyph) == drawn);
}

TEST(MendUnderSeals, DropsAStrokeBetweenTwoOthersOfTheSeal) {
  const std::vector<Ruling> drawn = {level(150, 350, 450), level(220, 350, 450), upright(400, 150, 220)};

  EXPECT_TRUE(mend_under_seals(drawn, {seal}, glyph).empty());
}

TEST(MendUnderSeals, KeepsAPieceThatARulingOutsideTheSealContinues) {
  const std::vector<Ruling> drawn = {upright(400, 350, 600), upright(400, 150, 190)};

  EXPECT_EQ(mend_under_seals(drawn, {seal}, glyph).size(), 2u);
}

}  // namespace
}  // namespace shenbao::layout
