#include <algorithm>
#include <set>

#include "extract/check/check.h"
#include "extract/check/form_view.h"
#include "extract/check/rule_kinds.h"

namespace shenbao::extract {
namespace {

constexpr int kLostPoint = 10;  // times the total: what a lost point makes of a part, whatever else is wrong

bool lost_its_point(const Decimal& part, const Decimal& total) {
  return part.scale == 0 && Decimal{kLostPoint * total.units, total.scale} < part;
}

}  // namespace

std::vector<Form> flag_inconsistent_amounts(std::vector<Form> forms, const std::vector<FormTemplate>& templates) {
  const std::vector<FormView> views = views_of(forms, templates);
  const std::vector<AmountRelation> relations = relations_of(views);
  const std::vector<RelationVerdict> verdicts = judge_relations(relations);
  std::set<AmountPlace> places;
  for (std::size_t i = 0; i < relations.size(); ++i) {
    if (verdicts[i].verdict != Verdict::broken && verdicts[i].verdict != Verdict::consequence) continue;
    for (const Amount& amount : relations[i].amounts) {
      const auto needed = amount_needed(relations[i], verdicts[i].sum, amount.place);
      const auto& [form_no, path] = amount.place;
      // Of amounts read with more the program takes one in some hundred wrongly; forms go wrong more often.
      if (!amount.value || find_view(views, form_no)->reads_well(path, kReadForCertain)) continue;
      const bool explains = needed && is_one_slip(*amount.value, *needed);
      if (explains || lost_its_point(*amount.value, *relations[i].total().value)) places.insert(amount.place);
    }
  }
  for (const auto& [form_no, path] : places) {
    for (Field& field : forms[static_cast<std::size_t>(form_no)].fields) {
      if (field.path == path) add_doubt(field.doubts, Doubt::sum);
    }
  }
  return forms;
}

}  // namespace shenbao::extract
