#pragma once

#include "extract/check/judgement.h"

namespace shenbao::extract {

/// Judges one rule on one form. One such function per kind; models/forms/schema/form.schema.json describes the kinds.
using RuleCheck = Judgements (*)(const Rule& rule, const RuleScope& scope);

/// The check of that kind; nullptr for a kind that is judged for the whole document (check_amounts).
RuleCheck find_rule_check(const std::string& kind);

// rules_presence.cpp
Judgements check_required(const Rule& rule, const RuleScope& scope);
Judgements check_section(const Rule& rule, const RuleScope& scope);
Judgements check_coverage(const Rule& rule, const RuleScope& scope);
Judgements check_signed(const Rule& rule, const RuleScope& scope);

// rules_values.cpp
Judgements check_readable(const Rule& rule, const RuleScope& scope);
Judgements check_range(const Rule& rule, const RuleScope& scope);
Judgements check_unit_in_value(const Rule& rule, const RuleScope& scope);
Judgements check_at_most(const Rule& rule, const RuleScope& scope);
Judgements check_within(const Rule& rule, const RuleScope& scope);

// rules_rows.cpp
Judgements check_shifted(const Rule& rule, const RuleScope& scope);
Judgements check_fits(const Rule& rule, const RuleScope& scope);
Judgements check_unique(const Rule& rule, const RuleScope& scope);
Judgements check_repeated(const Rule& rule, const RuleScope& scope);
Judgements check_placeholder(const Rule& rule, const RuleScope& scope);

// rules_words.cpp
Judgements check_title(const Rule& rule, const RuleScope& scope);
Judgements check_term(const Rule& rule, const RuleScope& scope);
Judgements check_known_words(const Rule& rule, const RuleScope& scope);

// rules_clean.cpp
Judgements check_clean(const Rule& rule, const RuleScope& scope);

// rules_passages.cpp
Judgements check_passages(const Rule& rule, const RuleScope& scope);

// rules_numbered.cpp
Judgements check_numbered(const Rule& rule, const RuleScope& scope);

// rules_labels.cpp: how labels are printed; rules_structure.cpp: where they stand
Judgements check_labels(const Rule& rule, const RuleScope& scope);
Judgements check_label_places(const Rule& rule, const RuleScope& scope);
Judgements check_header(const Rule& rule, const RuleScope& scope);

// rules_across.cpp
Judgements check_same(const Rule& rule, const RuleScope& scope);
Judgements check_listed(const Rule& rule, const RuleScope& scope);

}  // namespace shenbao::extract
