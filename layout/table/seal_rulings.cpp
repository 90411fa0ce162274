#include "layout/table/seal_rulings.h"

#include <algorithm>
#include <cmath>

namespace shenbao::layout {
namespace {

/// Shares of the height of a hanzi where nothing else is said.
struct TornRuling {
  static constexpr double kLeastLength = 2;    // of a ruling that others end at; shorter ones may be strokes
  static constexpr double kPastEnd = 0.5;      // of a crossing ruling: it may have lost a piece, too
  static constexpr double kReach = 0.4;        // from an end to the ruling that it ends at
  static constexpr double kOffLine = 0.12;     // of two pieces on one line
  static constexpr double kLeastOffLine = 2;   // pixels
  static constexpr double kDrift = 0.01;       // of the gap between them, off the line: paper curls
  static constexpr double kAroundSeal = 0.5;   // where taking it out still tears
  static constexpr double kWithinSeal = 0.25;  // by which the seal's own strokes leave its box
};

bool lies_in(const Point& point, const Box& seal, double margin) {
  return point.x >= seal.left - margin && point.x <= seal.right + margin && point.y >= seal.top - margin &&
         point.y <= seal.bottom + margin;
}

/// Whether a ruling of the other direction passes at `end`.
bool is_held(const Point& end, Direction direction, const std::vector<Ruling>& rulings, double glyph) {
  return std::any_of(rulings.begin(), rulings.end(), [&](const Ruling& other) {
    return other.direction != direction && other.length() >= TornRuling::kLeastLength * glyph &&
           other.passes(end, TornRuling::kReach * glyph, TornRuling::kPastEnd * glyph);
  });
}

bool are_on_one_line(const Ruling& a, const Ruling& b, double glyph) {
  if (a.direction != b.direction) return false;
  const double gap = std::max(0.0, std::max(a.begin(), b.begin()) - std::min(a.end(), b.end()));
  const Ruling& longer = a.length() >= b.length() ? a : b;
  const Ruling& shorter = &longer == &a ? b : a;
  const double middle = (shorter.begin() + shorter.end()) / 2;
  return std::abs(longer.at(middle) - shorter.at(middle)) <=
         std::max(TornRuling::kLeastOffLine, TornRuling::kOffLine * glyph) + TornRuling::kDrift * gap;
}

bool are_torn_apart(const Ruling& earlier, const Ruling& later, const Box& seal, const std::vector<Ruling>& rulings,
                    double glyph) {
  const double margin = TornRuling::kAroundSeal * glyph;
  if (later.begin() <= earlier.end() || !are_on_one_line(earlier, later, glyph)) return false;
  if (!lies_in(earlier.trace.back(), seal, margin) || !lies_in(later.trace.front(), seal, margin)) return false;
  return !is_held(earlier.trace.back(), earlier.direction, rulings, glyph) ||
         !is_held(later.trace.front(), later.direction, rulings, glyph);
}

bool lies_wholly_in(const Ruling& ruling, const Box& seal, double glyph) {
  const double margin = TornRuling::kWithinSeal * glyph;
  return lies_in(ruling.trace.front(), seal, margin) && lies_in(ruling.trace.back(), seal, margin);
}

bool is_of_seal(const Ruling& ruling, const Box& seal, const std::vector<Ruling>& rulings, double glyph) {
  if (!lies_wholly_in(ruling, seal, glyph)) return false;
  std::vector<Ruling> of_tables;  // what leaves the seal is none of its strokes
  for (const Ruling& other : rulings) {
    if (other.length() > TornRuling::kLeastLength * glyph && !lies_wholly_in(other, seal, glyph))
      of_tables.push_back(other);
  }
  const bool joins_two = is_held(ruling.trace.front(), ruling.direction, of_tables, glyph) &&
                         is_held(ruling.trace.back(), ruling.direction, of_tables, glyph);
  return !joins_two && std::none_of(of_tables.begin(), of_tables.end(),
                                    [&](const Ruling& other) { return are_on_one_line(other, ruling, glyph); });
}

void join(Ruling& earlier, const Ruling& later) {
  earlier.printed.push_back({earlier.end(), later.begin()});
  earlier.trace.insert(earlier.trace.end(), later.trace.begin(), later.trace.end());
  earlier.printed.insert(earlier.printed.end(), later.printed.begin(), later.printed.end());
}

/// Joins the first two pieces that `seal` tore apart; false if there are none.
bool join_torn_pair(std::vector<Ruling>& rulings, const Box& seal, double glyph) {
  for (std::size_t i = 0; i < rulings.size(); ++i) {
    for (std::size_t k = 0; k < rulings.size(); ++k) {
      if (i == k || !are_torn_apart(rulings[i], rulings[k], seal, rulings, glyph)) continue;
      join(rulings[i], rulings[k]);
      rulings.erase(rulings.begin() + static_cast<std::ptrdiff_t>(k));
      return true;
    }
  }
  return false;
}

}  // namespace

std::vector<Ruling> mend_under_seals(std::vector<Ruling> rulings, const std::vector<Box>& seals, double glyph_height) {
  for (const Box& seal : seals) {
    std::vector<Ruling> kept;
    for (const Ruling& ruling : rulings) {
      if (!is_of_seal(ruling, seal, rulings, glyph_height)) kept.push_back(ruling);
    }
    rulings = std::move(kept);
    while (join_torn_pair(rulings, seal, glyph_height)) {
    }
  }
  return rulings;
}

}  // namespace shenbao::layout
