#include "extract/check/amount_relations.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "extract/text/align.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

const Decimal kSmallest{1, 2}, kZero{0, 0};
constexpr int kMostPlaces = 9;                  // behind the point: more no form prints
constexpr std::size_t kDigitsForScale = 3;      // 4 and 40 differ by a digit as easily as by a decimal point
constexpr int kThousand = 3, kTenThousand = 4;  // places; between 元 and 万元 no slip of a digit makes so many

/// The result of a computation with amounts; nothing where it does not fit.
template <typename Compute>
std::optional<Decimal> if_it_fits(Compute compute) {
  try {
    return compute();
  } catch (const std::overflow_error&) {
    return std::nullopt;
  }
}

bool has_part(const AmountRelation& relation) {
  return std::any_of(relation.amounts.begin() + 1, relation.amounts.end(),
                     [](const Amount& part) { return part.value.has_value(); });
}

bool is_doubtful(const AmountRelation& relation) {
  return std::any_of(relation.amounts.begin(), relation.amounts.end(),
                     [](const Amount& amount) { return amount.doubtful; });
}

bool mentions(const AmountRelation& relation, const AmountPlace& place) {
  return std::any_of(relation.amounts.begin(), relation.amounts.end(),
                     [&](const Amount& amount) { return amount.place == place && amount.value; });
}

/// The sum of the parts, each of which is its value or what `of_blank` says.
template <typename OfBlank>
std::optional<Decimal> sum_of(const AmountRelation& relation, OfBlank of_blank) {
  return if_it_fits([&] {
    Decimal sum;
    for (auto part = relation.amounts.begin() + 1; part != relation.amounts.end(); ++part) {
      sum = sum + (part->value ? *part->value : of_blank(*part));
    }
    return sum;
  });
}

RelationVerdict judge_alone(const AmountRelation& relation) {
  const auto sum = sum_of(relation, [](const Amount&) { return kZero; });
  const auto& total = relation.total().value;
  if (!sum || (total && !if_it_fits([&] { return *total - *sum; }))) return {Verdict::not_applicable, {}, {}};
  const bool countable = total && has_part(relation);
  const bool holds = countable && same_amount(*total, *sum);
  return {holds                   ? Verdict::holds
          : is_doubtful(relation) ? Verdict::doubtful
          : countable             ? Verdict::broken
                                  : Verdict::not_applicable,
          *sum,
          {}};
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
                                [&](std::size_t i) { return relations[i].total().place == cause; });
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
      for (const Amount& amount : relations[i].amounts) {
        auto together = amount.value ? repaired_by(amount.place, relations, verdicts) : std::vector<std::size_t>();
        if (together.size() < 2 || together.size() <= most.size()) continue;
        most = std::move(together);
        cause = amount.place;
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
      const bool is_own = relations[i].total().place == blank.place && has_part(relations[i]);
      if (is_own && !is_doubtful(relations[i])) return verdicts[i].sum;
    }
    return kZero;
  };
  for (std::size_t i = 0; i < relations.size(); ++i) {
    const auto sum = verdicts[i].verdict == Verdict::broken ? sum_of(relations[i], own_sum) : std::nullopt;
    if (sum && same_amount(*relations[i].total().value, *sum)) verdicts[i].verdict = Verdict::consequence;
  }
}

std::optional<Decimal> shifted(const Decimal& value, int places) {
  Decimal moved = value;
  for (moved.scale -= places; moved.scale < 0; ++moved.scale) {
    if (__builtin_mul_overflow(moved.units, 10, &moved.units)) return std::nullopt;
  }
  return moved.scale > kMostPlaces ? std::nullopt : std::make_optional(moved);
}

/// The number, a few places further left or right, if that is the one needed.
std::optional<Decimal> scaled_to(const Decimal& value, const Decimal& needed) {
  const std::string digits = std::to_string(std::abs(value.units));
  const bool is_telling = digits.find_last_not_of('0') + 1 >= kDigitsForScale;
  for (const int places : {1, -1, 2, -2, kThousand, -kThousand, kTenThousand, -kTenThousand}) {
    const auto moved = is_telling || std::abs(places) == kTenThousand ? shifted(value, places) : std::nullopt;
    if (moved && same_amount(*moved, needed)) return moved;
  }
  return std::nullopt;
}

/// Of several such amounts one that no relation confirms.
std::optional<ScaleRepair> find_scale_repair(const AmountRelation& relation, const Decimal& sum,
                                             const std::vector<AmountRelation>& relations,
                                             const std::vector<RelationVerdict>& verdicts) {
  const auto is_unconfirmed = [&](const Amount& amount) {
    for (std::size_t i = 0; i < relations.size(); ++i) {
      if (verdicts[i].verdict == Verdict::holds && mentions(relations[i], amount.place)) return false;
    }
    return true;
  };
  std::vector<Amount> amounts = relation.amounts;
  std::stable_partition(amounts.begin(), amounts.end(), is_unconfirmed);
  for (const Amount& amount : amounts) {
    const auto needed = amount.value ? amount_needed(relation, sum, amount.place) : std::nullopt;
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

bool same_amount(const Decimal& a, const Decimal& b) {
  const auto difference = if_it_fits([&] { return a < b ? b - a : a - b; });
  return difference && *difference < kSmallest;
}

bool is_one_slip(const Decimal& read, const Decimal& needed) {
  const std::u32string from = folded(to_string(read));
  const std::string to = to_string(needed);
  return edit_distance(from, folded(to)) == 1 || edit_distance(from, folded(without_last_zeros(to))) == 1;
}

std::optional<Decimal> amount_needed(const AmountRelation& relation, const Decimal& sum, const AmountPlace& place) {
  if (relation.total().place == place) return sum;
  const auto part = std::find_if(relation.amounts.begin() + 1, relation.amounts.end(),
                                 [&](const Amount& amount) { return amount.place == place; });
  if (part == relation.amounts.end() || !relation.total().value) return std::nullopt;
  return if_it_fits([&] { return *relation.total().value - (sum - part->value.value_or(kZero)); });
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
