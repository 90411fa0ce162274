#include "extract/check.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "extract/rule_check.h"

namespace shenbao::extract {
namespace {

const FormTemplate* find_template(const std::vector<FormTemplate>& templates, const std::string& id) {
  for (const FormTemplate& form_template : templates) {
    if (form_template.id == id) return &form_template;
  }
  return nullptr;
}

void append(std::vector<Finding>& all, std::vector<Finding> more) {
  all.insert(all.end(), std::make_move_iterator(more.begin()), std::make_move_iterator(more.end()));
}

std::vector<Finding> check_form(const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const Rule& rule : scope.form_template.rules) {
    if (const RuleCheck judge = find_rule_check(rule.kind)) append(findings, judge(rule, scope));
  }
  append(findings, check_confidence(scope, findings));
  return findings;
}

}  // namespace

RuleCheck find_rule_check(const std::string& kind) {
  static const std::map<std::string, RuleCheck> checks = {
      {"sum", check_sum}, {"equal", check_equal}, {"required", check_required}};
  const auto found = checks.find(kind);
  return found == checks.end() ? nullptr : found->second;
}

std::vector<Finding> check(const std::vector<PageText>& pages, const std::vector<Form>& forms,
                           const std::vector<FormTemplate>& templates, Language language) {
  std::vector<Finding> findings = check_pages(pages, forms, language);
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const FormTemplate* form_template = find_template(templates, forms[i].type);
    if (form_template == nullptr) continue;
    append(findings, check_form({*form_template, templates, forms, static_cast<int>(i), pages, language}));
  }
  const auto order = [](const Finding& finding) {
    return std::make_tuple(finding.form, finding.page_no, std::cref(finding.path), std::cref(finding.code));
  };
  std::stable_sort(findings.begin(), findings.end(),
                   [&](const Finding& a, const Finding& b) { return order(a) < order(b); });
  return findings;
}

}  // namespace shenbao::extract
