#include "extract/text/decimal.h"

#include <algorithm>
#include <stdexcept>

namespace shenbao::extract {
namespace {

std::int64_t power_of_ten(int exponent) {
  std::int64_t power = 1;
  for (int i = 0; i < exponent; ++i) power *= 10;
  return power;
}

std::int64_t units_at(const Decimal& value, int scale) {
  std::int64_t units = 0;
  if (__builtin_mul_overflow(value.units, power_of_ten(scale - value.scale), &units)) {
    throw std::overflow_error("decimal: " + to_string(value) + " does not fit");
  }
  return units;
}

}  // namespace

int compare(const Decimal& a, const Decimal& b) {
  // Whole and fraction apart: bringing both to one scale could overflow.
  const std::int64_t whole_a = a.units / power_of_ten(a.scale), whole_b = b.units / power_of_ten(b.scale);
  if (whole_a != whole_b) return whole_a < whole_b ? -1 : 1;
  const std::int64_t fraction_a = a.units % power_of_ten(a.scale) * power_of_ten(kMostDecimals - a.scale);
  const std::int64_t fraction_b = b.units % power_of_ten(b.scale) * power_of_ten(kMostDecimals - b.scale);
  return fraction_a < fraction_b ? -1 : fraction_a > fraction_b ? 1 : 0;
}

bool operator==(const Decimal& a, const Decimal& b) { return compare(a, b) == 0; }
bool operator!=(const Decimal& a, const Decimal& b) { return compare(a, b) != 0; }
bool operator<(const Decimal& a, const Decimal& b) { return compare(a, b) < 0; }

Decimal operator+(const Decimal& a, const Decimal& b) {
  const int scale = std::max(a.scale, b.scale);
  std::int64_t units = 0;
  if (__builtin_add_overflow(units_at(a, scale), units_at(b, scale), &units)) {
    throw std::overflow_error("decimal: " + to_string(a) + " + " + to_string(b) + " does not fit");
  }
  return {units, scale};
}

Decimal operator-(const Decimal& a, const Decimal& b) { return a + Decimal{-b.units, b.scale}; }

std::string to_string(const Decimal& value) {
  std::string digits = std::to_string(value.units);
  const bool negative = digits.front() == '-';
  if (negative) digits.erase(0, 1);
  if (value.scale > 0) {
    const auto scale = static_cast<std::size_t>(value.scale);
    if (digits.size() <= scale) digits.insert(0, scale + 1 - digits.size(), '0');
    digits.insert(digits.size() - scale, ".");
  }
  return negative ? "-" + digits : digits;
}

}  // namespace shenbao::extract
