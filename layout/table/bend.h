#pragma once

#include <array>
#include <vector>

#include "layout/ink/rulings.h"

namespace shenbao::layout {

/// How far a page's rulings of one direction are off their axis, depending on the place.
///
/// The level of a ruling is its position (y of a horizontal one) with the bend taken out: the pieces of
/// one straight ruling have one level, however the paper curls.
class Bend {
 public:
  /// Fits the bend that makes `rulings`, all of one direction, level. With few or short ones it stays small.
  ///
  /// Method: ridge regression on low-order polynomials, each ruling with a level of its own.
  Bend(const std::vector<Ruling>& rulings, double page_size);

  double level_of(const Ruling& ruling) const;

  /// Position across, at `along`, of the edge with this level.
  double across(double level, double along) const;

  double residual() const { return residual_; }  ///< what is left of bends, root mean square, pixels

 private:
  static constexpr int terms = 6;      ///< slope and curl, and how both change over the page; those of basis()
  static constexpr int kSamples = 60;  ///< of a ruling as long as the page: many more than terms
  std::array<double, terms> basis(double along, double across) const;
  double offset(double along, double across) const;

  std::array<double, terms> weights_{};
  double scale_ = 1.0;
  double residual_ = 0.0;
};

}  // namespace shenbao::layout
