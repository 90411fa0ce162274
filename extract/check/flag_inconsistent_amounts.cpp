#include <set>

#include "extract/check/check.h"
#include "extract/check/form_view.h"
#include "extract/check/rule_kinds.h"

namespace shenbao::extract {
namespace {

/// A whole number far above the total that it is part of is what a lost point makes, whatever else is wrong.
bool lost_its_point(const Decimal& part, const Decimal& total) {
  return part.scale == 0 && Decimal{10 * total.units, total.scale} < part;
}

std::set<AmountPlace> doubted(const std::vector<AmountRelation>& relations, const std::vector<FormView>& views) {
  const std::vector<RelationVerdict> verdicts = judge_relations(relations);
  std::set<AmountPlace> places;
  for (std::size_t i = 0; i < relations.size(); ++i) {
    if (verdicts[i].verdict != Verdict::broken && verdicts[i].verdict != Verdict::consequence) continue;
    for (const Amount& amount : amounts_of(relations[i])) {
      const auto needed = amount_needed(relations[i], verdicts[i].sum, place_of(amount));
      const bool explains = amount.value && needed && is_one_slip(*amount.value, *needed);
      const bool beyond =
          amount.value && relations[i].total.value && lost_its_point(*amount.value, *relations[i].total.value);
      const bool doubtful = find_view(views, amount.form_no)->confidence(amount.path) <
                            kReadForCertain;  // forms go wrong more often than a better reading
      if ((explains || beyond) && doubtful) places.insert(place_of(amount));
    }
  }
  return places;
}

}  // namespace

std::vector<Form> flag_inconsistent_amounts(std::vector<Form> forms, const std::vector<FormTemplate>& templates) {
  const std::vector<FormView> views = views_of(forms, templates);
  const std::set<AmountPlace> places = doubted(relations_of(views), views);
  for (const auto& [form_no, path] : places) {
    for (Field& field : forms[static_cast<std::size_t>(form_no)].fields) {
      if (field.path == path) add_doubt(field.doubts, Doubt::sum);
    }
  }
  return forms;
}

}  // namespace shenbao::extract
