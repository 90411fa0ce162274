#include "extract/net/wide.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

namespace shenbao::extract {
namespace {

double exp_of(float value) {
  Wide x = Wide{} + value;
  take_exp(x);
  return static_cast<double>(x[0]);
}

TEST(TakeExp, IsWrongByLessThanAHundredThousandth) {
  double worst = 0.0;
  for (float value = -87.0F; value <= 87.0F; value += 0.01F) {
    worst = std::max(worst, std::abs(exp_of(value) / std::exp(static_cast<double>(value)) - 1.0));
  }
  EXPECT_LT(worst, 1e-5);
}

TEST(TakeExp, StaysANumberWhereAFloatEnds) {
  EXPECT_EQ(exp_of(1000.0F), exp_of(87.0F));
  EXPECT_EQ(exp_of(-1e30F), exp_of(-87.0F));
}

}  // namespace
}  // namespace shenbao::extract
