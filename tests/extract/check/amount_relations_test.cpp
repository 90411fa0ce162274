#include "extract/check/amount_relations.h"

#include <gtest/gtest.h>

namespace shenbao::extract {
namespace {

Amount amount(const char* path, std::int64_t units, int scale = 2) { return {{0, path}, Decimal{units, scale}, false}; }

AmountRelation sum(const Amount& total, std::vector<Amount> parts) {
  parts.insert(parts.begin(), total);
  return {parts};
}

TEST(JudgeRelations, FindsOneTotalBehindTwoBrokenSums) {
  const Amount a = amount("/a", 100), b = amount("/b", 200), part = amount("/ab", 310), rest = amount("/c", 50);
  const auto verdicts = judge_relations({sum(amount("/all", 350), {part, rest}), sum(part, {a, b})});
  EXPECT_EQ(verdicts[0].verdict, Verdict::consequence);
  EXPECT_EQ(verdicts[1].verdict, Verdict::broken);
}

TEST(JudgeRelations, KeepsTwoMistakesApart) {
  const auto verdicts =
      judge_relations({sum(amount("/x", 100), {amount("/a", 70)}), sum(amount("/y", 100), {amount("/b", 80)})});
  EXPECT_EQ(verdicts[0].verdict, Verdict::broken);
  EXPECT_EQ(verdicts[1].verdict, Verdict::broken);
}

TEST(JudgeRelations, CountsABlankPartAsZeroAndLeavesABlankTotalAlone) {
  const Amount blank{{0, "/b"}, std::nullopt, false};
  EXPECT_EQ(judge_relations({sum(amount("/x", 100), {amount("/a", 100), blank})})[0].verdict, Verdict::holds);
  EXPECT_EQ(judge_relations({sum(blank, {amount("/a", 100)})})[0].verdict, Verdict::not_applicable);
}

TEST(JudgeRelations, DoesNotJudgeWithADoubtfulAmount) {
  Amount doubtful = amount("/a", 90);
  doubtful.doubtful = true;
  const std::vector<AmountRelation> relations = {sum(amount("/x", 100), {doubtful})};
  const auto verdicts = judge_relations(relations);
  EXPECT_EQ(verdicts[0].verdict, Verdict::doubtful);
}

TEST(JudgeRelations, TakesADifferenceBelowAHundredthForNone) {
  EXPECT_EQ(judge_relations({sum(amount("/x", 10000, 3), {amount("/a", 10004, 3)})})[0].verdict, Verdict::holds);
  EXPECT_EQ(judge_relations({sum(amount("/x", 1000), {amount("/a", 1001)})})[0].verdict, Verdict::broken);
}

TEST(JudgeRelations, SeesAPowerOfTenThatWouldRepairASum) {
  const auto verdicts = judge_relations({sum(amount("/x", 19850), {amount("/a", 14850), amount("/b", 500000)})});
  ASSERT_TRUE(verdicts[0].repair.has_value() == false);  // 5000 has one significant digit: a digit may be wrong as well
  const auto others = judge_relations({sum(amount("/x", 20075), {amount("/a", 14850), amount("/b", 522500)})});
  ASSERT_TRUE(others[0].repair.has_value());
  EXPECT_EQ(others[0].repair->amount.place.second, "/b");
  EXPECT_EQ(others[0].repair->repaired, (Decimal{5225, 2}));
}

TEST(JudgeRelations, RepairsAnAmountThatNoOtherSumConfirms) {
  const Amount total = amount("/x", 20000), part = amount("/a", 200000);
  const auto verdicts = judge_relations({sum(total, {part}), sum(total, {amount("/other", 20000)})});
  ASSERT_TRUE(verdicts[0].repair.has_value() == false);  // 200 has one significant digit
  const Amount sure = amount("/x", 22500), wrong = amount("/a", 225000);
  const auto others = judge_relations({sum(sure, {wrong}), sum(sure, {amount("/other", 22500)})});
  ASSERT_TRUE(others[0].repair.has_value());
  EXPECT_EQ(others[0].repair->amount.place.second, "/a");
}

TEST(JudgeRelations, SeesYuanWhereTenThousandYuanAreDueHoweverFewTheDigits) {
  const auto verdicts = judge_relations({sum(amount("/x", 10'000'000), {amount("/a", 1000)})});
  ASSERT_TRUE(verdicts[0].repair.has_value());
  EXPECT_EQ(verdicts[0].repair->repaired, (Decimal{1000, 2}));
}

TEST(JudgeRelations, ExcusesASumWhoseBlankPartHasPartsOfItsOwn) {
  const Amount blank{{0, "/basic"}, std::nullopt, false}, project = amount("/project", 100);
  const std::vector<AmountRelation> relations = {sum(amount("/all", 350), {blank, project}),
                                                 sum(blank, {amount("/a", 200), amount("/b", 50)})};
  EXPECT_EQ(judge_relations(relations)[0].verdict, Verdict::consequence);
  const std::vector<AmountRelation> wrong = {sum(amount("/all", 360), {blank, project}),
                                             sum(blank, {amount("/a", 200), amount("/b", 50)})};
  EXPECT_EQ(judge_relations(wrong)[0].verdict, Verdict::broken);
}

TEST(JudgeRelations, LeavesAmountsThatNoNumberHoldsAlone) {
  const Amount huge{{0, "/a"}, Decimal{999'999'999'999'999'999, 0}, false}, fine = amount("/b", 1, 9);
  EXPECT_EQ(judge_relations({sum(huge, {huge, fine})})[0].verdict, Verdict::not_applicable);
}

}  // namespace
}  // namespace shenbao::extract
