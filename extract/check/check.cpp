#include "extract/check/check.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "extract/check/one_cause.h"
#include "extract/check/rule_kinds.h"
#include "extract/check/rules_amounts.h"
#include "extract/check/rules_scan.h"

namespace shenbao::extract {
namespace {

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

}  // namespace

RuleCheck find_rule_check(const std::string& kind) {
  static const std::map<std::string, RuleCheck> checks = {{"required", check_required},
                                                          {"section", check_section},
                                                          {"coverage", check_coverage},
                                                          {"signed", check_signed},
                                                          {"readable", check_readable},
                                                          {"range", check_range},
                                                          {"at_most", check_at_most},
                                                          {"within", check_within},
                                                          {"unit_in_value", check_unit_in_value},
                                                          {"shifted", check_shifted},
                                                          {"fits", check_fits},
                                                          {"unique", check_unique},
                                                          {"repeated", check_repeated},
                                                          {"placeholder", check_placeholder},
                                                          {"title", check_title},
                                                          {"term", check_term},
                                                          {"known_words", check_known_words},
                                                          {"clean", check_clean},
                                                          {"passages", check_passages},
                                                          {"numbered", check_numbered},
                                                          {"labels", check_labels},
                                                          {"header", check_header},
                                                          {"label_places", check_label_places},
                                                          {"same", check_same},
                                                          {"listed", check_listed}};
  const auto found = checks.find(kind);
  return found == checks.end() ? nullptr : found->second;
}

std::vector<Finding> check(const std::vector<PageText>& pages, const std::vector<Form>& forms,
                           const std::vector<FormTemplate>& templates, Language language) {
  const std::vector<FormView> views = views_of(forms, templates);
  std::vector<RuleScope> scopes;
  SubmissionFacts facts;
  std::map<std::string, FormWords> words;
  for (const FormView& view : views) {
    const auto known = words.find(view.form().type);
    const FormWords& own = known != words.end()
                               ? known->second
                               : words.emplace(view.form().type, words_of(view.form_template())).first->second;
    scopes.push_back({view, own, texts_of(view.form(), pages), {}, views, pages, language, &facts});
  }
  for (RuleScope& scope : scopes) scope.labels = labels_among(scope.texts, scope.words);

  Judgements judgements = check_amounts(scopes);
  for (const RuleScope& scope : scopes) {
    for (const Rule& rule : scope.form_template().rules) {
      const RuleCheck judge = find_rule_check(rule.kind);
      if (judge == nullptr) continue;
      for (Judgement& judgement : judge(rule, scope)) judgements.push_back(std::move(judgement));
    }
  }
  std::vector<Finding> findings;
  for (Judgement& judgement : without_consequences(std::move(judgements), views)) {
    findings.push_back(std::move(judgement.finding));
  }
  for (const RuleScope& scope : scopes) append(findings, check_confidence(scope, findings));
  append(findings, check_pages(pages, forms, language));
  append(findings, check_duplicates(pages, language));
  const auto order = [](const Finding& finding) {
    return std::make_tuple(finding.form, finding.page_no, std::cref(finding.path), std::cref(finding.code));
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding& a, const Finding& b) { return order(a) < order(b); });
  return findings;
}

}  // namespace shenbao::extract
