#include "extract/read/doubt.h"

#include <gmock/gmock.h>

namespace {

using namespace shenbao::extract;
using testing::ElementsAre;

TEST(AddDoubt, KeepsTheListSortedAndEachDoubtOnce) {
  std::vector<Doubt> doubts;
  for (const Doubt doubt : {Doubt::sum, Doubt::unsure, Doubt::below_seal, Doubt::unsure}) add_doubt(doubts, doubt);
  EXPECT_THAT(doubts, ElementsAre(Doubt::unsure, Doubt::below_seal, Doubt::sum));
}

TEST(ReadsWell, NeedsTheProbabilityAndNothingThatItDoesNotKnow) {
  EXPECT_TRUE(reads_well(0.9, {}, 0.8));
  EXPECT_FALSE(reads_well(0.7, {}, 0.8));
  EXPECT_FALSE(reads_well(0.9, {Doubt::below_seal}, 0.8));
  EXPECT_TRUE(reads_well(0.9, {Doubt::second_reader, Doubt::label}, 0.8));
  EXPECT_TRUE(reads_well(0.9, {Doubt::below_seal}, 0.5));
}

TEST(DoubtNamed, FindsEveryDoubtByTheNameThatResultsGiveIt) {
  for (int i = 0; i <= static_cast<int>(Doubt::sum); ++i) {
    const auto doubt = static_cast<Doubt>(i);
    EXPECT_EQ(doubt_named(words_of(doubt).name), doubt);
  }
  EXPECT_EQ(words_of(Doubt::below_seal).name, "below_seal");
  EXPECT_EQ(words_of(Doubt::sum).name, "sum");
  EXPECT_FALSE(doubt_named("no such doubt"));
}

}  // namespace
