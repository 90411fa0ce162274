#include "extract/check/check.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "extract/check/rule_kinds.h"

namespace shenbao::extract {
namespace {

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

std::vector<RuleScope> scopes_of(const std::vector<FormView>& views, const std::vector<PageText>& pages,
                                 Language language, SubmissionFacts& facts) {
  std::vector<RuleScope> scopes;
  for (const FormView& view : views) scopes.push_back({view, {view.form(), pages}, views, pages, language, &facts});
  return scopes;
}

Judgements judge_forms(const std::vector<RuleScope>& scopes, const std::vector<FormView>& views,
                       bool (*is_wanted)(const Rule&)) {
  static const std::map<std::string, void (*)(Judge&)> kinds = {
      {"required", check_required}, {"readable", check_readable}, {"range", check_range},
      {"within", check_within},     {"shifted", check_shifted},   {"fits", check_fits},
      {"repeated", check_repeated}, {"title", check_title},       {"term", check_term},
      {"clean", check_clean},       {"passages", check_passages}, {"known_words", check_known_words},
      {"labels", check_labels},     {"numbered", check_numbered}, {"same", check_same},
      {"listed", check_listed}};
  Judgements judgements = check_amounts(scopes);
  for (const RuleScope& scope : scopes) {
    for (const Rule& rule : scope.form_template().rules) {
      const auto kind = is_wanted(rule) ? kinds.find(rule.kind) : kinds.end();
      Judge judge{rule, scope, judgements};
      if (kind != kinds.end()) kind->second(judge);
    }
  }
  return without_consequences(std::move(judgements), views);
}

std::vector<Finding> check(const std::vector<PageText>& pages, const std::vector<Form>& forms,
                           const std::vector<FormTemplate>& templates, Language language) {
  const std::vector<FormView> views = views_of(forms, templates);
  SubmissionFacts facts;
  const std::vector<RuleScope> scopes = scopes_of(views, pages, language, facts);
  std::vector<Finding> findings;
  for (Judgement& judgement : judge_forms(scopes, views, [](const Rule&) { return true; })) {
    findings.push_back(std::move(judgement.finding));
  }
  for (const RuleScope& scope : scopes) append(findings, check_confidence(scope, findings));
  append(findings, check_pages(pages, forms, language));
  append(findings, check_duplicates(pages, forms, language));
  const auto order = [](const Finding& finding) {
    return std::make_tuple(finding.form, finding.page_no, std::cref(finding.path), std::cref(finding.code));
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding& a, const Finding& b) { return order(a) < order(b); });
  return findings;
}

}  // namespace shenbao::extract
