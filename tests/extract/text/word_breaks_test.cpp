#include "extract/text/word_breaks.h"

#include <gtest/gtest.h>

namespace shenbao::extract {
namespace {

TEST(WordBreaks, TellsAWordFromHalfOfOne) {
  const std::u32string whole = U"指导调解工作", half = U"指导调工作";
  EXPECT_FALSE(stands_alone(whole, 2));
  EXPECT_FALSE(stands_alone(whole, 3));
  EXPECT_TRUE(stands_alone(half, 2));
  EXPECT_FALSE(stands_alone(half, 3));
}

TEST(WordBreaks, GivesTheWordThatHoldsACharacter) {
  const WordSpan word = word_at(U"退役军人事务局", 2);
  EXPECT_EQ(word.begin, 0u);
  EXPECT_EQ(word.end, 4u);
}

TEST(WordBreaks, CountsCharactersAndNotTheirHalves) {
  const WordSpan word = word_at(U"𠮷县司法局", 3);  // the first takes two units of UTF-16
  EXPECT_EQ(word.begin, 2u);
  EXPECT_EQ(word.end, 4u);
}

TEST(WordBreaks, HoldsForTheFirstAndTheLastCharacter) {
  EXPECT_EQ(word_at(U"司法", 0).end, 2u);
  EXPECT_EQ(word_at(U"司法", 1).begin, 0u);
  EXPECT_TRUE(stands_alone(U"局", 0));
}

}  // namespace
}  // namespace shenbao::extract
