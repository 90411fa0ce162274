#include <algorithm>
#include <set>

#include "extract/check/listed_forms.h"
#include "extract/check/rule_kinds.h"
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
  return {view.form_no(), path, view.number(path), view.in_review(path) && !view.is_dash(path)};
}

std::string join_parts(const std::vector<Amount>& parts) {
  std::string text;
  for (const Amount& part : parts) {
    if (part.value) text += (text.empty() ? "" : " + ") + to_string(*part.value);
  }
  return text;
}

Demand demand_sum(const Rule& rule, const RuleScope& scope) {
  Demand demand{&rule, &scope, {amount_at(scope.view, rule.parameters.whole), {}}, rule.severity};
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    demand.relation.parts.push_back(amount_at(scope.view, path));
  }
  return demand;
}

/// That a listed form's amount is the one in the rows that list it.
std::vector<Demand> demand_listed_amount(const Rule& rule, const RuleScope& scope, const Listing& listing) {
  std::vector<Demand> demands;
  for (const ListedRow& row : listing.rows) {
    if (row.form != &scope.view) continue;
    demands.push_back({&rule,
                       &scope,
                       {amount_at(scope.view, listing.spec->form_amount), {amount_at(*listing.lister, row.amount)}},
                       rule.severity});
  }
  return demands;
}

/// Nothing where none of the listed forms is in the document. Forms that are absent count with what is listed for them,
/// and then those that nobody lists do not count: they are reported for themselves.
std::vector<Demand> demand_listed_sum(const Rule& rule, const RuleScope& scope, const Listing& listing) {
  if (listing.lister != &scope.view || listing.forms.empty()) return {};
  Demand demand{&rule, &scope, {amount_at(scope.view, rule.parameters.whole), {}}, rule.severity};
  const bool complete =
      std::all_of(listing.rows.begin(), listing.rows.end(), [](const ListedRow& row) { return row.form != nullptr; });
  for (const FormView* form : listing.forms) {
    if (!complete && !is_listed(listing, *form)) continue;
    demand.relation.parts.push_back(amount_at(*form, listing.spec->form_amount));
  }
  for (const ListedRow& row : listing.rows) {
    if (row.form != nullptr || row.says_again) continue;
    demand.relation.parts.push_back(amount_at(scope.view, row.amount));
    demand.severity = Severity::warning;
  }
  // A form whose own amount is blank is the business of the rule that requires it.
  for (const Amount& part : demand.relation.parts) {
    if (!part.value && !part.doubtful) return {};
  }
  return {demand};
}

std::vector<Demand> demands_of(const std::vector<RuleScope>& scopes) {
  std::vector<Demand> demands;
  for (const RuleScope& scope : scopes) {
    for (const Rule& rule : scope.form_template().rules) {
      const std::string what = rule.kind == "listed" ? rule.parameters.what : "";
      std::vector<Demand> more;
      if (rule.kind == "sum") more = {demand_sum(rule, scope)};
      if (what == "amount") more = demand_listed_amount(rule, scope, listing_of(scope));
      if (what == "total") more = demand_listed_sum(rule, scope, listing_of(scope));
      demands.insert(demands.end(), more.begin(), more.end());
    }
  }
  return demands;
}

const RuleScope& scope_of(const std::vector<RuleScope>& scopes, const Amount& amount) {
  return *std::find_if(scopes.begin(), scopes.end(),
                       [&](const RuleScope& scope) { return scope.view.form_no() == amount.form_no; });
}

std::vector<AmountRelation> relations_of(const std::vector<Demand>& demands) {
  std::vector<AmountRelation> relations;
  for (const Demand& demand : demands) relations.push_back(demand.relation);
  return relations;
}

/// Whether the number itself was read, not one that letters were taken for: 102.5 of 1O2.5.
bool is_spelled(const Amount& amount, const FormView& view) {
  std::string raw = to_utf8(folded(view.raw(amount.path)));
  raw.erase(std::remove(raw.begin(), raw.end(), ','), raw.end());
  return amount.value && raw.find(to_string(*amount.value)) != std::string::npos;
}

/// The doubtful amounts that are read well enough, and that no slip of the reader sets apart from what their relations
/// ask for: what contradicts these is printed.
std::set<AmountPlace> trusted(const std::vector<AmountRelation>& relations,
                              const std::vector<RelationVerdict>& verdicts, const std::vector<RuleScope>& scopes) {
  std::set<AmountPlace> likely, slips;
  for (std::size_t i = 0; i < relations.size(); ++i) {
    if (verdicts[i].verdict != Verdict::doubtful || !relations[i].total.value) continue;
    for (const Amount& amount : amounts_of(relations[i])) {
      if (!amount.doubtful) continue;
      const AmountPlace place = place_of(amount);
      const auto needed = amount_needed(relations[i], verdicts[i].sum, place);
      const FormView& view = scope_of(scopes, amount).view;
      const bool is_read = is_spelled(amount, view) && view.confidence(amount.path) >= kReadAtAll &&
                           !view.find(amount.path)->has(Doubt::sum);
      (is_read && needed && !is_one_slip(*amount.value, *needed) ? likely : slips).insert(place);
    }
  }
  for (const AmountPlace& place : slips) likely.erase(place);
  return likely;
}

void trust(const std::set<AmountPlace>& places, AmountRelation& relation) {
  const auto settle = [&](Amount& amount) {
    if (places.count(place_of(amount)) != 0) amount.doubtful = false;
  };
  settle(relation.total);
  for (Amount& part : relation.parts) settle(part);
}

/// That a relation cannot be judged; where all but one of its amounts are certain, what that one would have to be.
Judgement report_doubt(const Demand& demand, const RelationVerdict& verdict, const std::vector<RuleScope>& scopes) {
  const AmountRelation& relation = demand.relation;
  const Amount& doubtful = *verdict.doubtful;
  const RuleScope& operand_scope = scope_of(scopes, doubtful);
  const auto count =
      std::count_if(relation.parts.begin(), relation.parts.end(), [](const Amount& part) { return part.doubtful; });
  const bool is_only = count + (relation.total.doubtful ? 1 : 0) == 1;
  const auto needed = is_only ? amount_needed(relation, verdict.sum, place_of(doubtful)) : std::nullopt;
  if (!needed || *needed < Decimal{}) {
    return say_not_judged(*demand.scope, relation.total.path, operand_scope, doubtful.path);
  }
  static const Wording says{"not_judged",
                            Severity::info,
                            {"{operand}有待复核；若为 {expected}，有关各数相符",
                             "{operand} needs review; with {expected} the amounts would agree"},
                            {}};
  return {say(says, *demand.scope, relation.total.path,
              {{"operand", describe_path(operand_scope, doubtful.path)}, {"expected", to_string(*needed)}})
              .finding,
          nullptr};
}

Judgement report(const Demand& demand, const RelationVerdict& verdict, const std::vector<RuleScope>& scopes) {
  if (verdict.repair) {
    const RuleScope& scope = scope_of(scopes, verdict.repair->amount);
    if (const Rule* rule = find_rule(scope.form_template(), "scale", "")) {
      return say(
          *rule, scope, verdict.repair->amount.path,
          {{"actual", to_string(*verdict.repair->amount.value)}, {"expected", to_string(verdict.repair->repaired)}});
    }
  }
  Judgement judgement = say(*demand.rule, *demand.scope, demand.relation.total.path,
                            {{"actual", to_string(*demand.relation.total.value)},
                             {"expected", to_string(verdict.sum)},
                             {"parts", join_parts(demand.relation.parts)}});
  judgement.finding.severity = demand.severity;
  const std::vector<Amount> amounts = amounts_of(demand.relation);
  const auto doubtful = std::find_if(amounts.begin(), amounts.end(), [&](const Amount& amount) {
    return scope_of(scopes, amount).view.in_review(amount.path);
  });
  if (doubtful != amounts.end()) judgement.finding.message += doubt_at(scope_of(scopes, *doubtful), doubtful->path);
  return judgement;
}

}  // namespace

Judgements check_amounts(const std::vector<RuleScope>& scopes) {
  std::vector<Demand> demands = demands_of(scopes);
  const std::vector<AmountRelation> as_read = relations_of(demands);
  const std::set<AmountPlace> places = trusted(as_read, judge_relations(as_read), scopes);
  for (Demand& demand : demands) trust(places, demand.relation);
  const std::vector<AmountRelation> relations = relations_of(demands);
  const std::vector<RelationVerdict> verdicts = judge_relations(relations);

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
