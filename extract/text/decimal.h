#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace shenbao::extract {

constexpr int kMostDecimals = 9;  ///< of the 18 digits that 64 bits hold for certain, as many stay before the point
constexpr std::size_t kThousands = 3;  ///< digits between two thousands marks

/// An exact decimal number: `units` × 10^-`scale`. Keeps the decimals that were printed: 40.00 stays 40.00.
struct Decimal {
  std::int64_t units = 0;
  int scale = 0;  ///< decimals printed, 0 to kMostDecimals
};

/// By value: 1.0 equals 1.00.
int compare(const Decimal& a, const Decimal& b);
bool operator==(const Decimal& a, const Decimal& b);
bool operator!=(const Decimal& a, const Decimal& b);
bool operator<(const Decimal& a, const Decimal& b);

/// The larger scale is kept. Throws std::overflow_error where 64 bits do not hold the result.
Decimal operator+(const Decimal& a, const Decimal& b);
Decimal operator-(const Decimal& a, const Decimal& b);

/// Plain digits with '.' and a leading '-': "845.44". Valid as a JSON number.
std::string to_string(const Decimal& value);

}  // namespace shenbao::extract
