#pragma once

namespace shenbao::extract {

/// A calendar month, the precision that the forms print.
struct Month {
  int year = 0;
  int month = 0;  ///< 1 to 12
};
bool operator==(const Month& a, const Month& b);
bool operator<(const Month& a, const Month& b);

}  // namespace shenbao::extract
