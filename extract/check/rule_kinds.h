#pragma once

#include <vector>

#include "extract/check/amount_relations.h"
#include "extract/check/judgement.h"

namespace shenbao::extract {

/// Judges one rule on one form. One such function per kind; models/forms/schema/form.schema.json describes the kinds.
using RuleCheck = Judgements (*)(const Rule& rule, const RuleScope& scope);

/// The scopes of a document's forms; what they are made from must outlive them.
std::vector<RuleScope> scopes_of(const std::vector<FormView>& views, const std::vector<PageText>& pages,
                                 Language language, SubmissionFacts& facts);

/// Judges the rules of the forms that `is_wanted` tells, amounts always, and leaves out what only follows.
Judgements judge_forms(const std::vector<RuleScope>& scopes, const std::vector<FormView>& views,
                       bool (*is_wanted)(const Rule&));

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

// rules_amounts.cpp
/// Judges every rule about sums and equal amounts of a document together, so that one wrong amount gives one finding.
///
/// Kinds: sum; listed, where it asks whether a listed form's amount is that of its row, and whether the listed forms
/// add up to a total; and scale, which says what to report where a power of ten would repair one of them. `scopes` has
/// one scope per form, of one document.
Judgements check_amounts(const std::vector<RuleScope>& scopes);
/// What those rules demand of the forms of one document.
std::vector<AmountRelation> relations_of(const std::vector<FormView>& views);

// rules_scan.cpp
/// What pages are reported for, whatever the form: the scan's defects, unknown_form.
std::vector<Finding> check_pages(const std::vector<PageText>& pages, const std::vector<Form>& forms, Language language);
/// duplicate_page for each page that says word for word what an earlier one says.
std::vector<Finding> check_duplicates(const std::vector<PageText>& pages, Language language);
/// low_confidence for each value in review that no other finding speaks of.
std::vector<Finding> check_confidence(const RuleScope& scope, const std::vector<Finding>& others);

// one_cause.cpp
/// Leaves out what only follows from another finding, by the explanations of the rules that said it, so that one cause
/// gives one finding. The same is said of one place once, and a merged cell is one place, whichever of its rows is
/// spoken of. `views` are the forms that the findings count.
Judgements without_consequences(Judgements judgements, const std::vector<FormView>& views);

}  // namespace shenbao::extract
