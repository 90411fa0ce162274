#pragma once

#include <string>
#include <utility>
#include <vector>

#include "extract/text/decimal.h"

namespace shenbao::extract {

/// A rule's parameter as its form definition spells it: a JSON value without the JSON library.
struct Parameter {
  enum class Kind { nothing, truth, number, text, list, group };

  Kind kind = Kind::nothing;
  bool truth = false;
  Decimal number;
  std::string text;
  std::vector<Parameter> items;                            ///< of a list, in order
  std::vector<std::pair<std::string, Parameter>> members;  ///< of a group, in the order of the definition

  /// The member of that name; nullptr where there is none, or where this is not a group.
  const Parameter* find(const std::string& name) const;
  /// The same, never null: an absent member is a Parameter of Kind::nothing.
  const Parameter& operator[](const std::string& name) const;
  /// The texts of a list of texts; a single text counts as a list of one; anything else is empty.
  std::vector<std::string> texts() const;
};
bool operator==(const Parameter& a, const Parameter& b);

}  // namespace shenbao::extract
