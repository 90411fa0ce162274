#pragma once

#include <vector>

#include "extract/check/rule_check.h"

namespace shenbao::extract {

// The kinds of rules that are judged on one form. Their parameters are described in models/forms/schema/.

// rules_presence.cpp
std::vector<Finding> check_required(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_section(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_complete(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_signed(const Rule& rule, const RuleScope& scope);

// rules_values.cpp
std::vector<Finding> check_readable(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_range(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_fused(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_unit_in_value(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_degenerate(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_ordered(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_at_most(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_within(const Rule& rule, const RuleScope& scope);

// rules_rows.cpp
std::vector<Finding> check_shifted(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_repeated(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_hierarchy(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_classified(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_named(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_member(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_unique(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_unit_of_name(const Rule& rule, const RuleScope& scope);

// rules_text.cpp
std::vector<Finding> check_known_title(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_clean_text(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_known_words(const Rule& rule, const RuleScope& scope);

// rules_labels.cpp
std::vector<Finding> check_number_range(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_contiguous(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_labels(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_adjacent(const Rule& rule, const RuleScope& scope);

// rules_structure.cpp
std::vector<Finding> check_label_column(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_label_value(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_label_once(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_header(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_level_once(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_coverage(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_placeholder(const Rule& rule, const RuleScope& scope);

// rules_wording.cpp
std::vector<Finding> check_variant(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_truncated(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_same_passage(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_same_term(const Rule& rule, const RuleScope& scope);

// rules_strays.cpp
std::vector<Finding> check_stray_date(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_stray_text(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_foreign_cell(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_cell_words(const Rule& rule, const RuleScope& scope);

// rules_across.cpp
std::vector<Finding> check_same_year(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_same_name(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_listed_form(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_listed_name(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_listing_row(const Rule& rule, const RuleScope& scope);

}  // namespace shenbao::extract
