#pragma once

#include <string>
#include <utility>
#include <vector>

namespace shenbao::extract {

/// A curve of straight pieces: (x, y) by rising x; beyond its ends it stays level.
using Curve = std::vector<std::pair<double, double>>;

/// The curve at x. Throws std::invalid_argument for a curve without points.
double value_at(const Curve& curve, double x);

/// What the line reader's own probability of a character is worth: how often such a character is right. Fitted on
/// rendered lines (models/training/calibration.py), kept in models/calibration.json.
struct Calibration {
  Curve alone;      ///< no other reader was asked
  Curve agreed;     ///< another reader saw the same
  Curve denied;     ///< the others saw something else, or nothing, and ours was kept
  Curve second;     ///< another's was taken because it was among our choices; by the probability of our first
  Curve unseen;     ///< of a line in which the others saw a character more; by how likely ours overlooked one
  double keep = 0;  ///< ours is kept against one of our other choices if its probability is at least this
};

/// Probability that a character is right from which on no second opinion is asked of it, nor believed against it.
constexpr double kSureCharacter = 0.998;

/// Reads the file. Throws std::runtime_error naming it where it is missing or holds something else.
Calibration load_calibration(const std::string& path);

}  // namespace shenbao::extract
