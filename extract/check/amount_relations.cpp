#include "extract/check/amount_relations.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "extract/text/fold.h"
#include "extract/text/text_distance.h"

namespace shenbao::extract {
namespace {

const Decimal kSmallest{1, 2};
const Decimal kZero{0, 0};
constexpr int kMostScales = 9;           // places behind the point: more no form prints
constexpr int kLeastDigitsForScale = 3;  // 4 and 40 differ by a digit as easily as by a decimal point

Decimal sum_of(const std::vector<Amount>& parts) {
  Decimal sum;
  for (const Amount& part : parts) sum = sum + part.value.value_or(kZero);
  return sum;
}

const Amount* first_doubtful(const AmountRelation& relation) {
  if (relation.total.doubtful) return &relation.total;
  for (const Amount& part : relation.parts) {
    if (part.doubtful) return &part;
  }
  return nullptr;
}

bool has_part(const AmountRelation& relation) {
  return std::any_of(relation.parts.begin(), relation.parts.end(),
                     [](const Amount& part) { return part.value.has_value(); });
}

RelationVerdict judge_alone(const AmountRelation& relation) {
  RelationVerdict result;
  try {
    result.sum = sum_of(relation.parts);
    const bool countable = relation.total.value && has_part(relation);
    if (countable && same_amount(*relation.total.value, result.sum)) return result;
    result.doubtful = first_doubtful(relation);
    result.verdict = result.doubtful != nullptr ? Verdict::doubtful
                     : countable                ? Verdict::broken
                                                : Verdict::not_applicable;
  } catch (const std::overflow_error&) {
    result.verdict = Verdict::not_applicable;
  }
  return result;
}

bool mentions(const AmountRelation& relation, const AmountPlace& place) {
  const auto is_it = [&](const Amount& amount) { return place_of(amount) == place && amount.value.has_value(); };
  return is_it(relation.total) || std::any_of(relation.parts.begin(), relation.parts.end(), is_it);
}

/// The broken relations that one other value at `place` would repair together; fewer than two is no cause.
std::vector<std::size_t> repaired_by(const AmountPlace& place, const std::vector<AmountRelation>& relations,
                                     const std::vector<RelationVerdict>& verdicts) {
  std::vector<std::size_t> repaired;
  std::optional<Decimal> value;
  for (std::size_t i = 0; i < relations.size(); ++i) {
    if (!mentions(relations[i], place)) continue;
    if (verdicts[i].verdict == Verdict::holds) return {};
    if (verdicts[i].verdict != Verdict::broken) continue;
    const auto needed = amount_needed(relations[i], verdicts[i].sum, place);
    if (!needed || (value && !same_amount(*value, *needed))) return {};
    value = needed;
    repaired.push_back(i);
  }
  return repaired;
}

/// Keeps one of the relations broken: the first whose total is the cause, or else the first.
void keep_one(const AmountPlace& cause, const std::vector<std::size_t>& together,
              const std::vector<AmountRelation>& relations, std::vector<RelationVerdict>& verdicts) {
  const auto own = std::find_if(together.begin(), together.end(),
                                [&](std::size_t i) { return place_of(relations[i].total) == cause; });
  const std::size_t kept = own != together.end() ? *own : together.front();
  for (const std::size_t i : together) {
    if (i != kept) verdicts[i].verdict = Verdict::consequence;
  }
}

void find_causes(const std::vector<AmountRelation>& relations, std::vector<RelationVerdict>& verdicts) {
  for (;;) {
    std::vector<std::size_t> most;
    AmountPlace cause;
    for (std::size_t i = 0; i < relations.size(); ++i) {
      if (verdicts[i].verdict != Verdict::broken) continue;
      for (const Amount& amount : amounts_of(relations[i])) {
        if (!amount.value) continue;
        auto together = repaired_by(place_of(amount), relations, verdicts);
        if (together.size() >= 2 && together.size() > most.size()) {
          most = std::move(together);
          cause = place_of(amount);
        }
      }
    }
    if (most.empty()) return;
    keep_one(cause, most, relations, verdicts);
  }
}

/// Relations that hold once a blank part is put in as the sum of its own parts: that the total is blank is another
/// rule's business.
void excuse_blank_totals(const std::vector<AmountRelation>& relations, std::vector<RelationVerdict>& verdicts) {
  const auto own_sum = [&](const Amount& blank) {
    for (std::size_t i = 0; i < relations.size(); ++i) {
      const bool is_own = place_of(relations[i].total) == place_of(blank) && has_part(relations[i]);
      if (is_own && !first_doubtful(relations[i])) return verdicts[i].sum;
    }
    return kZero;
  };
  for (std::size_t i = 0; i < relations.size(); ++i) {
    if (verdicts[i].verdict != Verdict::broken) continue;
    try {
      Decimal sum = verdicts[i].sum;
      for (const Amount& part : relations[i].parts) {
        if (!part.value) sum = sum + own_sum(part);
      }
      if (same_amount(*relations[i].total.value, sum)) verdicts[i].verdict = Verdict::consequence;
    } catch (const std::overflow_error&) {
      continue;
    }
  }
}

std::optional<Decimal> shifted(const Decimal& value, int places) {
  Decimal moved = value;
  moved.scale -= places;
  while (moved.scale < 0) {
    if (__builtin_mul_overflow(moved.units, 10, &moved.units)) return std::nullopt;
    ++moved.scale;
  }
  if (moved.scale > kMostScales) return std::nullopt;
  return moved;
}

int significant_digits(const Decimal& value) {
  std::int64_t units = value.units < 0 ? -value.units : value.units;
  while (units != 0 && units % 10 == 0) units /= 10;
  int digits = 0;
  for (; units != 0; units /= 10) ++digits;
  return digits;
}

/// Whether the number, a few places further left or right, is the one needed.
std::optional<Decimal> scaled_to(const Decimal& value, const Decimal& needed) {
  constexpr int kThousand = 3;  // places
  constexpr int kUnits = 4;     // places between 元 and 万元: no slip of a digit makes so many
  for (const int places : {1, -1, 2, -2, kThousand, -kThousand, kUnits, -kUnits}) {
    const bool telling = std::abs(places) == kUnits || significant_digits(value) >= kLeastDigitsForScale;
    const auto moved = shifted(value, places);
    if (telling && moved && same_amount(*moved, needed)) return moved;
  }
  return std::nullopt;
}

/// Of several such amounts one that no relation confirms.
std::optional<ScaleRepair> find_scale_repair(const AmountRelation& relation, const Decimal& sum,
                                             const std::vector<AmountRelation>& relations,
                                             const std::vector<RelationVerdict>& verdicts) {
  const auto is_confirmed = [&](const Amount& amount) {
    for (std::size_t i = 0; i < relations.size(); ++i) {
      if (verdicts[i].verdict == Verdict::holds && mentions(relations[i], place_of(amount))) return true;
    }
    return false;
  };
  std::vector<Amount> amounts = amounts_of(relation);
  std::stable_partition(amounts.begin(), amounts.end(), [&](const Amount& amount) { return !is_confirmed(amount); });
  for (const Amount& amount : amounts) {
    const auto needed = amount.value ? amount_needed(relation, sum, place_of(amount)) : std::nullopt;
    const auto repaired = needed && kZero < *needed ? scaled_to(*amount.value, *needed) : std::nullopt;
    if (repaired) return ScaleRepair{amount, *repaired};
  }
  return std::nullopt;
}

/// 48.4 of 48.40.
std::string without_last_zeros(std::string number) {
  if (number.find('.') == std::string::npos) return number;
  number.erase(number.find_last_not_of('0') + 1);
  if (number.back() == '.') number.pop_back();
  return number;
}

}  // namespace

AmountPlace place_of(const Amount& amount) { return {amount.form_no, amount.path}; }

std::vector<Amount> amounts_of(const AmountRelation& relation) {
  std::vector<Amount> amounts = {relation.total};
  amounts.insert(amounts.end(), relation.parts.begin(), relation.parts.end());
  return amounts;
}

bool same_amount(const Decimal& a, const Decimal& b) {
  const Decimal difference = a < b ? b - a : a - b;
  return difference < kSmallest;
}

bool is_one_slip(const Decimal& read, const Decimal& needed) {
  const std::string from = to_string(read);
  for (const std::string& to : {to_string(needed), without_last_zeros(to_string(needed))}) {
    if (edit_distance(folded(from), folded(to)) == 1) return true;
  }
  return false;
}

std::optional<Decimal> amount_needed(const AmountRelation& relation, const Decimal& sum, const AmountPlace& place) {
  if (place_of(relation.total) == place) return sum;
  if (!relation.total.value) return std::nullopt;
  for (const Amount& part : relation.parts) {
    if (place_of(part) != place) continue;
    try {
      return *relation.total.value - (sum - part.value.value_or(kZero));
    } catch (const std::overflow_error&) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

std::vector<RelationVerdict> judge_relations(const std::vector<AmountRelation>& relations) {
  std::vector<RelationVerdict> verdicts;
  for (const AmountRelation& relation : relations) verdicts.push_back(judge_alone(relation));
  excuse_blank_totals(relations, verdicts);
  find_causes(relations, verdicts);
  for (std::size_t i = 0; i < relations.size(); ++i) {
    if (verdicts[i].verdict != Verdict::broken) continue;
    verdicts[i].repair = find_scale_repair(relations[i], verdicts[i].sum, relations, verdicts);
  }
  return verdicts;
}

}  // namespace shenbao::extract
