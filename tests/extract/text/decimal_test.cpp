#include "extract/text/decimal.h"

#include <gtest/gtest.h>

#include <limits>
#include <stdexcept>

namespace shenbao::extract {
namespace {

TEST(Decimal, ComparesByValueNotByDecimalsPrinted) {
  EXPECT_EQ((Decimal{10, 1}), (Decimal{100, 2}));
  EXPECT_LT((Decimal{-5, 1}), (Decimal{-4, 1}));
  EXPECT_LT((Decimal{99, 2}), (Decimal{1, 0}));
}

TEST(Decimal, ComparesWhatOneScaleCannotHold) {
  EXPECT_LT((Decimal{1, 9}), (Decimal{std::numeric_limits<std::int64_t>::max(), 0}));
}

TEST(Decimal, AddsExactly) {
  EXPECT_EQ(to_string(Decimal{55859, 2} + Decimal{9913, 2} + Decimal{3741, 2}), "695.13");
  EXPECT_EQ(to_string(Decimal{1, 1} + Decimal{2, 2}), "0.12");
  EXPECT_EQ(to_string(Decimal{0, 0} - Decimal{5, 2}), "-0.05");
}

TEST(Decimal, ThrowsWhereSixtyFourBitsAreTooFew) {
  EXPECT_THROW((Decimal{std::numeric_limits<std::int64_t>::max(), 0} + Decimal{1, 0}), std::overflow_error);
  EXPECT_THROW((Decimal{std::numeric_limits<std::int64_t>::max(), 0} + Decimal{1, 2}), std::overflow_error);
}

}  // namespace
}  // namespace shenbao::extract
