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

/// The check of that kind; nullptr for a kind that is judged for the whole document (check_amounts).
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

}  // namespace

std::vector<RuleScope> scopes_of(const std::vector<FormView>& views, const std::vector<PageText>& pages,
                                 Language language, SubmissionFacts& facts) {
  std::vector<RuleScope> scopes;
  for (const FormView& view : views) {
    const auto [words, is_new] = facts.words.try_emplace(view.form().type);
    if (is_new) words->second = words_of(view.form_template());
    scopes.push_back({view, words->second, texts_of(view.form(), pages), {}, views, pages, language, &facts});
  }
  for (RuleScope& scope : scopes) scope.labels = labels_among(scope.texts, scope.words);
  return scopes;
}

Judgements judge_forms(const std::vector<RuleScope>& scopes, const std::vector<FormView>& views,
                       bool (*is_wanted)(const Rule&)) {
  Judgements judgements = check_amounts(scopes);
  for (const RuleScope& scope : scopes) {
    for (const Rule& rule : scope.form_template().rules) {
      const RuleCheck judge = is_wanted(rule) ? find_rule_check(rule.kind) : nullptr;
      if (judge == nullptr) continue;
      for (Judgement& judgement : judge(rule, scope)) judgements.push_back(std::move(judgement));
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
  append(findings, check_duplicates(pages, language));
  const auto order = [](const Finding& finding) {
    return std::make_tuple(finding.form, finding.page_no, std::cref(finding.path), std::cref(finding.code));
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding& a, const Finding& b) { return order(a) < order(b); });
  return findings;
}

}  // namespace shenbao::extract
