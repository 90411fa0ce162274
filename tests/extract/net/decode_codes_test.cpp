#include "extract/net/decode_codes.h"

#include <gtest/gtest.h>

namespace shenbao::extract {
namespace {

/// Codes 0 to 3 and the blank 4; one character needs two codes, and its first is a character too.
LstmModel model() {
  LstmModel made;
  made.blank = 4;
  made.characters = {{"一", {0}}, {"二", {1}}, {"森", {2, 3}}, {"木", {2}}};
  return made;
}

/// A row for each column: the code that is likely there.
cv::Mat columns(const std::vector<int>& codes, float likely = 0.96F) {
  cv::Mat probabilities(static_cast<int>(codes.size()), 5, CV_32F, cv::Scalar((1.0F - likely) / 4));
  for (int row = 0; row < probabilities.rows; ++row) {
    probabilities.at<float>(row, codes[static_cast<std::size_t>(row)]) = likely;
  }
  return probabilities;
}

std::string decode(const cv::Mat& probabilities) {
  const LstmModel made = model();
  return decode_codes(probabilities, made, CodeTree(made.characters));
}

TEST(DecodeCodes, TakesARunOfOneCodeForOneCharacter) { EXPECT_EQ(decode(columns({4, 0, 0, 4, 1, 4})), "一二"); }

TEST(DecodeCodes, TellsACharacterTwiceByTheBlankBetween) {
  EXPECT_EQ(decode(columns({0, 4, 0})), "一一");
  EXPECT_EQ(decode(columns({0, 0})), "一");
}

TEST(DecodeCodes, SpellsACharacterFromSeveralCodes) {
  EXPECT_EQ(decode(columns({2, 4, 3, 4})), "森");
  EXPECT_EQ(decode(columns({2, 4, 0, 4})), "木一");
}

TEST(DecodeCodes, LeavesOutCodesThatSpellNothing) { EXPECT_EQ(decode(columns({4, 3, 4, 0, 4}, 0.9999F)), "一"); }

TEST(DecodeCodes, ReadsNothingFromBlanks) {
  EXPECT_EQ(decode(columns({4, 4, 4})), "");
  EXPECT_EQ(decode(cv::Mat(0, 5, CV_32F)), "");
}

}  // namespace
}  // namespace shenbao::extract
