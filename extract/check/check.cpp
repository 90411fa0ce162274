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

/// Whether nothing is printed in the row from the path on: a row that moved to the right lost its last values.
bool is_past_the_last(const Form& form, const std::string& path, const std::string& row) {
  const auto at =
      std::find_if(form.fields.begin(), form.fields.end(), [&](const Field& field) { return field.path == path; });
  return std::none_of(at, form.fields.end(), [&](const Field& field) {
    return ValuePath(field.path).is_within(row) && field.source.has_value();
  });
}

/// What is found of the rows themselves.
std::vector<Finding> check_structure(const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const Rule& rule : scope.form_template().rules) {
    if (rule.kind == "shifted") append(findings, check_shifted(rule, scope));
  }
  return findings;
}

std::vector<Finding> check_form(const RuleScope& scope) {
  std::vector<Finding> findings = check_structure(scope), contents;
  for (const Rule& rule : scope.form_template().rules) {
    if (const RuleCheck judge = find_rule_check(rule.kind)) append(contents, judge(rule, scope));
  }
  const auto is_lost = [&](const Finding& content) {
    return content.code.compare(0, 8, "missing_") == 0 &&
           std::any_of(findings.begin(), findings.end(), [&](const Finding& row) {
             return row.code == "column_shift" && ValuePath(content.path).is_within(row.path) &&
                    is_past_the_last(scope.form(), content.path, row.path);
           });
  };
  contents.erase(std::remove_if(contents.begin(), contents.end(), is_lost), contents.end());
  append(findings, std::move(contents));
  return findings;
}

}  // namespace

RuleCheck find_rule_check(const std::string& kind) {
  static const std::map<std::string, RuleCheck> checks = {{"required", check_required},
                                                          {"section", check_section},
                                                          {"complete", check_complete},
                                                          {"signed", check_signed},
                                                          {"readable", check_readable},
                                                          {"range", check_range},
                                                          {"fused", check_fused},
                                                          {"unit_in_value", check_unit_in_value},
                                                          {"degenerate", check_degenerate},
                                                          {"ordered", check_ordered},
                                                          {"at_most", check_at_most},
                                                          {"within", check_within},
                                                          {"repeated", check_repeated},
                                                          {"hierarchy", check_hierarchy},
                                                          {"classified", check_classified},
                                                          {"named", check_named},
                                                          {"member", check_member},
                                                          {"unique", check_unique},
                                                          {"unit_of_name", check_unit_of_name},
                                                          {"known_title", check_known_title},
                                                          {"clean_text", check_clean_text},
                                                          {"known_words", check_known_words},
                                                          {"number_range", check_number_range},
                                                          {"contiguous", check_contiguous},
                                                          {"labels", check_labels},
                                                          {"adjacent", check_adjacent},
                                                          {"label_column", check_label_column},
                                                          {"label_value", check_label_value},
                                                          {"label_once", check_label_once},
                                                          {"header", check_header},
                                                          {"level_once", check_level_once},
                                                          {"coverage", check_coverage},
                                                          {"placeholder", check_placeholder},
                                                          {"variant", check_variant},
                                                          {"truncated", check_truncated},
                                                          {"same_passage", check_same_passage},
                                                          {"same_term", check_same_term},
                                                          {"stray_date", check_stray_date},
                                                          {"stray_text", check_stray_text},
                                                          {"foreign_cell", check_foreign_cell},
                                                          {"cell_words", check_cell_words},
                                                          {"same_year", check_same_year},
                                                          {"same_name", check_same_name},
                                                          {"listed_form", check_listed_form},
                                                          {"listing_row", check_listing_row},
                                                          {"listed_name", check_listed_name}};
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

  std::vector<Finding> findings = check_amounts(scopes);
  for (const RuleScope& scope : scopes) append(findings, check_form(scope));
  findings = without_consequences(std::move(findings));
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
