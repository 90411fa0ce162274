#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "extract/text/decimal.h"

namespace shenbao::extract {

/// An amount's form, by its number, and its path in that form's values.
using AmountPlace = std::pair<int, std::string>;

/// An amount that a relation counts with.
struct Amount {
  AmountPlace place;
  std::optional<Decimal> value;  ///< empty: blank, or printed and unread
  bool doubtful = false;         ///< in review, or printed and unread
};

/// What should hold: the first amount is the sum of the others. A blank part counts as 0.
struct AmountRelation {
  std::vector<Amount> amounts;  ///< the total, then its parts

  const Amount& total() const { return amounts.front(); }
};

enum class Verdict {
  holds,
  broken,         ///< on its own
  consequence,    ///< broken only because of an amount that another relation is reported for
  doubtful,       ///< broken, or cannot be counted, while one of its amounts is doubtful
  not_applicable  ///< nothing to compare: a blank total, no parts
};

/// A power of ten by which one amount of a broken relation would make it hold.
struct ScaleRepair {
  Amount amount;
  Decimal repaired;
};

struct RelationVerdict {
  Verdict verdict = Verdict::holds;
  Decimal sum;                        ///< of the parts
  std::optional<ScaleRepair> repair;  ///< of a broken relation
};

/// Judges relations together, so that one wrong amount is reported once.
///
/// An amount that stands in several broken relations, in none that holds, and that one value would
/// repair in all of them is their cause: the first relation of which it is the total stays broken (or the first of
/// them), the others are consequences. Amounts that differ by less than 0.01 are the same. Verdicts in the order of
/// `relations`.
std::vector<RelationVerdict> judge_relations(const std::vector<AmountRelation>& relations);

/// What the amount at `place` would have to be for the relation to hold; nothing where it is not part of it, or the
/// total is blank. `sum` is that of the parts.
std::optional<Decimal> amount_needed(const AmountRelation& relation, const Decimal& sum, const AmountPlace& place);

/// Whether one character taken for another, left out or put in makes the one amount of the other, as they are spelled.
bool is_one_slip(const Decimal& read, const Decimal& needed);

/// Whether two amounts differ by less than 0.01 (万元), the precision that the forms print.
bool same_amount(const Decimal& a, const Decimal& b);

}  // namespace shenbao::extract
