#include "extract/read/settle_votes.h"

#include <gtest/gtest.h>

namespace shenbao::extract {
namespace {

Candidate vote(const char* text, double confidence, const char* reader = "chi_sim") {
  return Candidate{text, confidence, reader};
}

TEST(SettleVotes, TakesTheTextThatMostReadersGave) {
  const Reading reading = settle_votes({vote("95", 0.8), vote("93", 0.7), vote("93", 0.6)});
  EXPECT_EQ(reading.text, "93");
  ASSERT_EQ(reading.candidates.size(), 2u);
  EXPECT_EQ(reading.candidates[1].text, "95");
}

TEST(SettleVotes, IsSureOfFiguresThatTwoModelsReadAlike) {
  EXPECT_GE(settle_votes({vote("845.44", 0.7), vote("845.44", 0.6, "eng")}).confidence, 0.95);
}

TEST(SettleVotes, IsNeverSureWhereReadersDiffer) {
  EXPECT_LE(settle_votes({vote("845.44", 0.99), vote("945.44", 0.99, "eng")}).confidence, 0.5);
  EXPECT_LT(settle_votes({vote("845.44", 0.99), vote("945.44", 0.99, "eng"), vote("845.44", 0.99)}).confidence, 0.8);
}

TEST(SettleVotes, PrefersAFigureWhereReadersDiffer) {
  EXPECT_EQ(settle_votes({vote("了。1", 0.9), vote("7.1", 0.5, "eng")}).text, "7.1");
}

TEST(SettleVotes, DoubtsSignsThatAreNeverPrinted) {
  const Reading reading = settle_votes({vote("管理效率|", 0.99)});
  EXPECT_EQ(reading.text, "管理效率|");
  EXPECT_LT(reading.confidence, 0.5);
  EXPECT_EQ(settle_votes({vote("管理效率|", 0.9), vote("管理效率", 0.8)}).text, "管理效率");
}

TEST(SettleVotes, KnowsInkThatNobodyCanRead) {
  const Reading reading = settle_votes({vote("", 0.0)});
  EXPECT_TRUE(reading.has_ink);
  EXPECT_EQ(reading.text, "");
  EXPECT_EQ(reading.confidence, 0.0);
}

TEST(SettleVotes, TakesTheSymbolReadersWordAsItIs) {
  EXPECT_DOUBLE_EQ(settle_votes({vote("≥", 0.93, "symbol")}).confidence, 0.93);
}

TEST(IsFigure, AcceptsPrintedNumbersAlone) {
  for (const char* text : {"0", "845.44", "1,375.40", "-3", "95%"}) EXPECT_TRUE(is_figure(text)) << text;
  for (const char* text : {"", ".", "95人", "二", "B.2"}) EXPECT_FALSE(is_figure(text)) << text;
}

}  // namespace
}  // namespace shenbao::extract
