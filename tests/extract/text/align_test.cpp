#include "extract/text/align.h"

#include <gmock/gmock.h>

#include <random>
#include <string>

namespace shenbao::extract {
namespace {

/// The pairs as text: "0-0 1- -1".
std::string print(const Alignment& alignment) {
  std::string text;
  for (const Alignment::Step& step : alignment.steps) {
    if (!text.empty()) text += ' ';
    if (step.first) text += std::to_string(*step.first);
    text += '-';
    if (step.second) text += std::to_string(*step.second);
  }
  return text;
}

Alignment align_texts(std::u32string_view a, std::u32string_view b, FreeEnds free = {}) {
  return align(a.size(), b.size(), EditCosts{a, b}, free);
}

TEST(Align, PairsWhatIsAlike) {
  const Alignment found = align_texts(U"目标一", U"目标一");
  EXPECT_EQ(found.cost, 0.0);
  EXPECT_EQ(print(found), "0-0 1-1 2-2");
}

TEST(Align, DropsInsertsAndReplaces) {
  EXPECT_EQ(print(align_texts(U"年度目标", U"年目标")), "0-0 1- 2-1 3-2");
  EXPECT_EQ(print(align_texts(U"年目标", U"年度目标")), "0-0 -1 1-2 2-3");
  EXPECT_EQ(print(align_texts(U"年度日标", U"年度目标")), "0-0 1-1 2-2 3-3");
  EXPECT_EQ(align_texts(U"年度日标", U"年度目标").cost, 1.0);
}

TEST(Align, LaysNothingAlongNothing) {
  EXPECT_EQ(align_texts(U"", U"").cost, 0.0);
  EXPECT_EQ(print(align_texts(U"甲", U"")), "0-");
  EXPECT_EQ(print(align_texts(U"", U"甲乙")), "-0 -1");
}

TEST(Align, FindsTheFirstInsideTheSecond) {
  const Alignment found = align_texts(U"目标", U"年度目标表", {true, true});
  EXPECT_EQ(found.cost, 0.0);
  EXPECT_EQ(found.begin, 2u);
  EXPECT_EQ(found.end, 4u);
  EXPECT_EQ(print(found), "0-2 1-3");
}

TEST(Align, ChargesForAnEndThatIsNotFree) {
  EXPECT_EQ(align_texts(U"目标", U"年度目标表", {true, false}).cost, 1.0);
  EXPECT_EQ(align_texts(U"目标", U"年度目标表", {false, true}).cost, 2.0);
  EXPECT_EQ(align_texts(U"目标", U"年度目标表").cost, 3.0);
}

TEST(Align, TakesTheFirstOfSeveralPlaces) { EXPECT_EQ(align_texts(U"目", U"目日目", {true, true}).end, 1u); }

TEST(Align, TakesTheCallersCosts) {
  struct Costs {
    double replace(std::size_t i, std::size_t j) const { return i == j ? 0.0 : 5.0; }
    double drop(std::size_t) const { return 0.25; }
    double insert(std::size_t) const { return 2.0; }
  };
  EXPECT_EQ(align(4, 2, Costs{}).cost, 0.5);
  EXPECT_EQ(align(2, 3, Costs{}).cost, 2.0);
}

std::u32string random_text(std::mt19937* random) {
  std::u32string text;
  for (auto length = (*random)() % 8; length > 0; --length) text += U"目日标"[(*random)() % 3];
  return text;
}

TEST(EditDistance, IsAMetric) {
  std::mt19937 random(1);
  for (int i = 0; i < 2000; ++i) {
    const std::u32string a = random_text(&random), b = random_text(&random), c = random_text(&random);
    EXPECT_EQ(edit_distance(a, a), 0);
    EXPECT_EQ(edit_distance(a, b) == 0, a == b);
    EXPECT_EQ(edit_distance(a, b), edit_distance(b, a));
    EXPECT_LE(edit_distance(a, c), edit_distance(a, b) + edit_distance(b, c));
  }
}

TEST(EditDistance, IsTheCostOfTheStepsOfItsAlignment) {
  std::mt19937 random(2);
  for (int i = 0; i < 500; ++i) {
    const std::u32string a = random_text(&random), b = random_text(&random);
    const Alignment found = align_texts(a, b);
    int cost = 0;
    std::size_t firsts = 0, seconds = 0;
    for (const Alignment::Step& step : found.steps) {
      if (step.first) {
        EXPECT_EQ(*step.first, firsts++);
      }
      if (step.second) {
        EXPECT_EQ(*step.second, seconds++);
      }
      cost += step.first && step.second && a[*step.first] == b[*step.second] ? 0 : 1;
    }
    EXPECT_EQ(firsts, a.size());
    EXPECT_EQ(seconds, b.size());
    EXPECT_EQ(cost, edit_distance(a, b));
  }
}

TEST(EditDistance, CountsTheSlipsOfAWord) {
  EXPECT_EQ(edit_distance(U"kitten", U"sitting"), 3);
  EXPECT_EQ(edit_distance(U"整体绩效目标", U"整体续效目标"), 1);
}

}  // namespace
}  // namespace shenbao::extract
