#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "extract/decimal.h"
#include "extract/finding.h"
#include "extract/form.h"
#include "extract/form_template.h"
#include "extract/page_text.h"

namespace shenbao::extract {

/// What a rule is judged on.
struct RuleScope {
  const FormTemplate& form_template;
  const std::vector<FormTemplate>& templates;
  const std::vector<Form>& forms;      ///< of the whole document
  int form_no = 0;                     ///< index of the form that the rule is judged on
  const std::vector<PageText>& pages;  ///< of the whole document
  Language language = Language::zh;

  const Form& form() const { return forms[static_cast<std::size_t>(form_no)]; }
};

/// Judges one rule on one form. One such function per kind; `check` knows them by name.
using RuleCheck = std::vector<Finding> (*)(const Rule& rule, const RuleScope& scope);

std::vector<Finding> check_sum(const Rule& rule, const RuleScope& scope);       ///< rules_amounts.cpp
std::vector<Finding> check_equal(const Rule& rule, const RuleScope& scope);     ///< rules_amounts.cpp
std::vector<Finding> check_required(const Rule& rule, const RuleScope& scope);  ///< rules_presence.cpp

/// The check of that kind; nullptr for a kind that nobody wrote.
RuleCheck find_rule_check(const std::string& kind);

/// What pages and readings are reported for, whatever the form: the scan's defects, unknown_form, low_confidence.
std::vector<Finding> check_pages(const std::vector<PageText>& pages, const std::vector<Form>& forms, Language language);
std::vector<Finding> check_confidence(const RuleScope& scope, const std::vector<Finding>& others);

/// The form's paths that a pattern means: each * is every row of its list, in printed order. A pattern without *
/// is itself, whether the form has that field or not.
std::vector<std::string> expand_path(const Form& form, const std::string& pattern);

/// What a path is called for a person: "年度部门预算收入", "三级指标（第4行）"; its path in English.
std::string describe_path(const RuleScope& scope, const std::string& path);

/// A finding of the rule on a path of the scope's form, with the place of its value; where nothing is printed, of
/// another value in its row, or the form's first page.
Finding make_finding(const Rule& rule, const RuleScope& scope, const std::string& path,
                     const std::vector<std::pair<std::string, std::string>>& values);

/// The info that a rule could not be judged, because of the value at `operand`.
Finding make_not_judged(const RuleScope& scope, const std::string& path, const std::string& operand);

/// A value as messages print it: "845.44", "2021年12月"; "" for none.
std::string print_value(const Field* field, Language language);

}  // namespace shenbao::extract
