#pragma once

#include <algorithm>
#include <cstddef>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace shenbao::extract {

/// What it costs to make one sequence out of another, told by the positions in both.
///
/// A caller gives an object with these three members; EditCosts is the plainest.
///   double replace(std::size_t i, std::size_t j) const;  // the first's i stands for the second's j; 0 for the same
///   double drop(std::size_t i) const;                    // the first has i, the second nothing
///   double insert(std::size_t j) const;                  // the second has j, the first nothing
struct EditCosts {
  std::u32string_view first, second;

  double replace(std::size_t i, std::size_t j) const { return first[i] == second[j] ? 0.0 : 1.0; }
  double drop(std::size_t) const { return 1.0; }
  double insert(std::size_t) const { return 1.0; }
};

/// Which ends of the second sequence may go on beyond the first for nothing: the first is looked for inside it.
struct FreeEnds {
  bool before = false;
  bool behind = false;
};

/// The cheapest way to lay a sequence along another.
struct Alignment {
  /// A pair, an item of the first alone (dropped), or one of the second alone (inserted).
  struct Step {
    std::optional<std::size_t> first, second;
  };

  double cost = 0.0;
  std::size_t begin = 0, end = 0;  ///< the stretch of the second that the first was laid along
  std::vector<Step> steps;         ///< in the order of both; nothing of the second outside the stretch
};

/// Lays a sequence of `size` items along another of `other_size`, at the least cost. Of equally cheap ways it takes,
/// from the end on, the one that pairs rather than inserts, and inserts rather than drops; of equally cheap ends the
/// first. Where no way costs `most` or less it may give up, at an infinite cost.
///
/// Method: Wagner and Fischer, "The String-to-String Correction Problem", JACM 21, 1974; with free ends Sellers, "The
/// theory and computation of evolutionary distances", J. Algorithms 1, 1980.
template <typename Costs>
Alignment align(std::size_t size, std::size_t other_size, const Costs& costs, FreeEnds free = {},
                double most = std::numeric_limits<double>::infinity()) {
  const std::size_t columns = other_size + 1;
  std::vector<double> cost((size + 1) * columns);
  const auto at = [&](std::size_t i, std::size_t j) -> double& { return cost[i * columns + j]; };
  for (std::size_t j = 1; j <= other_size; ++j) at(0, j) = free.before ? 0.0 : at(0, j - 1) + costs.insert(j - 1);
  for (std::size_t i = 1; i <= size; ++i) {
    const double drop = costs.drop(i - 1);
    double least = at(i, 0) = at(i - 1, 0) + drop;
    for (std::size_t j = 1; j <= other_size; ++j) {
      at(i, j) = std::min(
          {at(i - 1, j - 1) + costs.replace(i - 1, j - 1), at(i, j - 1) + costs.insert(j - 1), at(i - 1, j) + drop});
      least = std::min(least, at(i, j));
    }
    if (least > most) return {std::numeric_limits<double>::infinity(), 0, 0, {}};
  }

  const auto last_row = cost.end() - static_cast<std::ptrdiff_t>(columns);
  const auto end = free.behind ? std::min_element(last_row, cost.end()) : cost.end() - 1;
  Alignment alignment{*end, 0, static_cast<std::size_t>(end - last_row), {}};
  std::size_t i = size, j = alignment.end;
  while (i > 0 || (j > 0 && !free.before)) {
    if (i > 0 && j > 0 && at(i, j) == at(i - 1, j - 1) + costs.replace(i - 1, j - 1)) {
      --i, --j;
      alignment.steps.push_back({i, j});
    } else if (j > 0 && at(i, j) == at(i, j - 1) + costs.insert(j - 1)) {
      alignment.steps.push_back({std::nullopt, --j});
    } else {
      alignment.steps.push_back({--i, std::nullopt});
    }
  }
  alignment.begin = j;
  std::reverse(alignment.steps.begin(), alignment.steps.end());
  return alignment;
}

/// The least number of characters to insert, drop or replace that turns one text into the other (Levenshtein).
inline int edit_distance(std::u32string_view a, std::u32string_view b) {
  return static_cast<int>(align(a.size(), b.size(), EditCosts{a, b}).cost);
}

}  // namespace shenbao::extract
