#pragma once

#include <algorithm>

namespace shenbao {

/// The first element of a list that `is` holds for; nullptr for none.
template <typename List, typename Is>
auto* find_first(List& list, Is is) {
  const auto found = std::find_if(list.begin(), list.end(), is);
  return found == list.end() ? nullptr : &*found;
}

}  // namespace shenbao
