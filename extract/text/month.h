#pragma once

#include <cstddef>

namespace shenbao::extract {

constexpr std::size_t kYearDigits = 4;              ///< as forms print a year
constexpr int kFirstYear = 1900, kLastYear = 2099;  ///< what a form may speak of; other four digits are no year

/// A calendar month, the precision that the forms print.
struct Month {
  int year = 0;
  int month = 0;  ///< 1 to 12
};
bool operator==(const Month& a, const Month& b);
bool operator<(const Month& a, const Month& b);

}  // namespace shenbao::extract
