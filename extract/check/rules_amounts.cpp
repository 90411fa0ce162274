#include <algorithm>
#include <set>

#include "base/find_first.h"
#include "extract/check/listed_forms.h"
#include "extract/check/rule_kinds.h"
#include "extract/form/rule_reader.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

/// A relation with the rule that demands it and the form that it is reported on.
struct Demand {
  const Rule* rule = nullptr;
  const RuleScope* scope = nullptr;
  AmountRelation relation;
  Severity severity = Severity::error;
};

Amount amount_at(const FormView& view, const std::string& path) {
  return {{view.form_no(), path}, view.number(path), view.in_review(path) && !view.is_dash(path)};
}

std::string join_parts(const AmountRelation& relation) {
  std::string text;
  for (auto part = relation.amounts.begin() + 1; part != relation.amounts.end(); ++part) {
    if (part->value) text += (text.empty() ? "" : " + ") + to_string(*part->value);
  }
  return text;
}

/// Nothing where none of the listed forms is in the document. Forms that are absent count with what is listed for them,
/// and then those that nobody lists do not count: they are reported for themselves.
std::optional<Demand> demand_listed_sum(const Rule& rule, const RuleScope& scope, const Listing& listing) {
  if (listing.lister != &scope.view || listing.forms.empty()) return std::nullopt;
  Demand demand{&rule, &scope, {{amount_at(scope.view, rule.parameters.whole)}}, rule.severity};
  std::vector<Amount>& amounts = demand.relation.amounts;
  const bool complete =
      std::all_of(listing.rows.begin(), listing.rows.end(), [](const ListedRow& row) { return row.form != nullptr; });
  for (const FormView* form : listing.forms) {
    if (complete || is_listed(listing, *form)) amounts.push_back(amount_at(*form, listing.spec->form_amount));
  }
  for (const ListedRow& row : listing.rows) {
    if (row.form != nullptr || row.says_again) continue;
    amounts.push_back(amount_at(scope.view, row.amount));
    demand.severity = Severity::warning;
  }
  // A form whose own amount is blank is the business of the rule that requires it.
  const bool has_blank =
      std::any_of(amounts.begin() + 1, amounts.end(), [](const Amount& part) { return !part.value && !part.doubtful; });
  return has_blank ? std::nullopt : std::make_optional(demand);
}

std::vector<Demand> demands_of(const std::vector<RuleScope>& scopes) {
  std::vector<Demand> demands;
  for (const RuleScope& scope : scopes) {
    for (const Rule& rule : scope.form_template().rules) {
      const bool is_listed_rule = rule.kind == "listed";
      if (rule.kind == "sum") {
        demands.push_back({&rule, &scope, {{amount_at(scope.view, rule.parameters.whole)}}, rule.severity});
        for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
          demands.back().relation.amounts.push_back(amount_at(scope.view, path));
        }
      } else if (is_listed_rule && rule.parameters.what == "total") {
        if (auto demand = demand_listed_sum(rule, scope, listing_of(scope))) demands.push_back(std::move(*demand));
      } else if (is_listed_rule && rule.parameters.what == "amount") {
        const Listing& listing = listing_of(scope);
        for (const ListedRow& row : listing.rows) {
          if (row.form != &scope.view) continue;
          const AmountRelation same = {
              {amount_at(scope.view, listing.spec->form_amount), amount_at(*listing.lister, row.amount)}};
          demands.push_back({&rule, &scope, same, rule.severity});
        }
      }
    }
  }
  return demands;
}

const RuleScope& scope_of(const std::vector<RuleScope>& scopes, const Amount& amount) {
  return *find_first(scopes, [&](const RuleScope& scope) { return scope.view.form_no() == amount.place.first; });
}

std::vector<AmountRelation> relations_of(const std::vector<Demand>& demands) {
  std::vector<AmountRelation> relations;
  for (const Demand& demand : demands) relations.push_back(demand.relation);
  return relations;
}

/// Whether the number itself was read, not one that letters were taken for: 102.5 of 1O2.5.
bool is_spelled(const Amount& amount, const FormView& view) {
  std::string raw = to_utf8(folded(view.raw(amount.place.second)));
  raw.erase(std::remove(raw.begin(), raw.end(), ','), raw.end());
  return amount.value && raw.find(to_string(*amount.value)) != std::string::npos;
}

/// Takes the doubtful amounts for certain that are read well enough, and that no slip of the reader sets apart from
/// what their relations ask for: what contradicts these is printed.
void trust_what_is_printed(std::vector<Demand>& demands, const std::vector<RuleScope>& scopes) {
  const std::vector<AmountRelation> relations = relations_of(demands);
  const std::vector<RelationVerdict> verdicts = judge_relations(relations);
  std::set<AmountPlace> likely, slips;
  for (std::size_t i = 0; i < relations.size(); ++i) {
    if (verdicts[i].verdict != Verdict::doubtful || !relations[i].total().value) continue;
    for (const Amount& amount : relations[i].amounts) {
      if (!amount.doubtful) continue;
      const auto needed = amount_needed(relations[i], verdicts[i].sum, amount.place);
      const FormView& view = scope_of(scopes, amount).view;
      const std::string& path = amount.place.second;
      const bool is_read =
          is_spelled(amount, view) && view.reads_well(path, kReadAtAll) && !view.at(path).has(Doubt::sum);
      (is_read && needed && !is_one_slip(*amount.value, *needed) ? likely : slips).insert(amount.place);
    }
  }
  for (Demand& demand : demands) {
    for (Amount& amount : demand.relation.amounts) {
      if (likely.count(amount.place) != 0 && slips.count(amount.place) == 0) amount.doubtful = false;
    }
  }
}

/// That a relation cannot be judged; where all but one of its amounts are certain, what that one would have to be.
Judgement report_doubt(const Demand& demand, const RelationVerdict& verdict, const std::vector<RuleScope>& scopes) {
  const std::vector<Amount>& amounts = demand.relation.amounts;
  const auto is_doubtful = [](const Amount& amount) { return amount.doubtful; };
  const Amount& doubtful = *std::find_if(amounts.begin(), amounts.end(), is_doubtful);
  const bool is_only = std::count_if(amounts.begin(), amounts.end(), is_doubtful) == 1;
  const auto needed = is_only ? amount_needed(demand.relation, verdict.sum, doubtful.place) : std::nullopt;
  const RuleScope& operand_scope = scope_of(scopes, doubtful);
  const auto& [path, operand] = std::tie(demand.relation.total().place.second, doubtful.place.second);
  if (!needed || *needed < Decimal{}) return say_not_judged(*demand.scope, path, operand_scope, operand);
  const MessageValues values = {{"operand", describe_path(operand_scope, operand)}, {"expected", to_string(*needed)}};
  return {say(own_wording("not_judged_but_for"), *demand.scope, path, values).finding, nullptr};
}

Judgement report(const Demand& demand, const RelationVerdict& verdict, const std::vector<RuleScope>& scopes) {
  if (verdict.repair) {
    const auto& [amount, repaired] = *verdict.repair;
    const RuleScope& scope = scope_of(scopes, amount);
    const Rule* scale = find_rule(scope.form_template(), "scale", "");
    const MessageValues values = {{"actual", to_string(*amount.value)}, {"expected", to_string(repaired)}};
    if (scale != nullptr) return say(*scale, scope, amount.place.second, values);
  }
  const Amount& total = demand.relation.total();
  Judgement judgement = say(*demand.rule, *demand.scope, total.place.second,
                            {{"actual", to_string(*total.value)},
                             {"expected", to_string(verdict.sum)},
                             {"parts", join_parts(demand.relation)}});
  judgement.finding.severity = demand.severity;
  for (const Amount& amount : demand.relation.amounts) {
    const std::string doubt = doubt_at(scope_of(scopes, amount), amount.place.second);
    judgement.finding.message += doubt;
    if (!doubt.empty()) break;
  }
  return judgement;
}

}  // namespace

Judgements check_amounts(const std::vector<RuleScope>& scopes) {
  std::vector<Demand> demands = demands_of(scopes);
  trust_what_is_printed(demands, scopes);
  const std::vector<RelationVerdict> verdicts = judge_relations(relations_of(demands));
  Judgements all;
  for (std::size_t i = 0; i < demands.size(); ++i) {
    if (verdicts[i].verdict == Verdict::broken) all.push_back(report(demands[i], verdicts[i], scopes));
    if (verdicts[i].verdict == Verdict::doubtful) all.push_back(report_doubt(demands[i], verdicts[i], scopes));
  }
  return all;
}

std::vector<AmountRelation> relations_of(const std::vector<FormView>& views) {
  static const std::vector<PageText> no_pages;
  SubmissionFacts facts;
  return relations_of(demands_of(scopes_of(views, no_pages, Language::zh, facts)));
}

}  // namespace shenbao::extract
