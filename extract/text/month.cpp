#include "extract/text/month.h"

#include <tuple>

namespace shenbao::extract {

bool operator==(const Month& a, const Month& b) { return a.year == b.year && a.month == b.month; }
bool operator<(const Month& a, const Month& b) { return std::tie(a.year, a.month) < std::tie(b.year, b.month); }

}  // namespace shenbao::extract
