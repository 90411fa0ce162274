#pragma once

#include <cstddef>
#include <tuple>

namespace shenbao::extract {

constexpr std::size_t kYearDigits = 4;              ///< as forms print a year
constexpr int kFirstYear = 1900, kLastYear = 2099;  ///< what a form may speak of; other four digits are no year

/// A calendar month, the precision that the forms print.
struct Month {
  int year = 0;
  int month = 0;  ///< 1 to 12
};
inline bool operator==(const Month& a, const Month& b) { return a.year == b.year && a.month == b.month; }
inline bool operator<(const Month& a, const Month& b) { return std::tie(a.year, a.month) < std::tie(b.year, b.month); }

}  // namespace shenbao::extract
