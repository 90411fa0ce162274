#pragma once

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace shenbao::layout {

/// The value below which `share` of the others lie; of an even number's two middle values the median is the larger.
/// `values` must not be empty.
template <typename T>
T quantile(std::vector<T> values, double share) {
  const auto last = static_cast<std::ptrdiff_t>(values.size()) - 1;
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(values.size()));
  const auto at = values.begin() + std::min(rank, last);
  std::nth_element(values.begin(), at, values.end());
  return *at;
}

template <typename T>
T median(std::vector<T> values) {
  return quantile(std::move(values), 0.5);
}

/// The smallest value that, with all below it, has at least `share` of the weights; `none` where nothing has any.
template <typename T>
T weighted_quantile(std::vector<std::pair<T, double>> values_with_weights, double share, T none) {
  std::sort(values_with_weights.begin(), values_with_weights.end());
  double total = 0.0, sum = 0.0;
  for (const auto& [value, weight] : values_with_weights) total += weight;
  for (const auto& [value, weight] : values_with_weights) {
    sum += weight;
    if (sum >= share * total) return value;
  }
  return none;
}

}  // namespace shenbao::layout
