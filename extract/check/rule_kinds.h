#pragma once

#include <vector>

#include "extract/check/amount_relations.h"
#include "extract/check/judgement.h"

namespace shenbao::extract {

/// The scopes of a document's forms; what they are made from must outlive them.
std::vector<RuleScope> scopes_of(const std::vector<FormView>& views, const std::vector<PageText>& pages,
                                 Language language, SubmissionFacts& facts);

/// Judges the rules of the forms that `is_wanted` tells, amounts always, and leaves out what only follows.
Judgements judge_forms(const std::vector<RuleScope>& scopes, const std::vector<FormView>& views,
                       bool (*is_wanted)(const Rule&));

// What judges a rule of a kind on one form; models/forms/schema/form.schema.json describes the kinds.
void check_required(Judge& judge);     // rules_presence.cpp
void check_readable(Judge& judge);     // rules_values.cpp
void check_range(Judge& judge);        // rules_values.cpp
void check_within(Judge& judge);       // rules_values.cpp
void check_shifted(Judge& judge);      // rules_rows.cpp
void check_fits(Judge& judge);         // rules_rows.cpp
void check_repeated(Judge& judge);     // rules_rows.cpp
void check_title(Judge& judge);        // rules_words.cpp
void check_term(Judge& judge);         // rules_words.cpp
void check_known_words(Judge& judge);  // rules_words.cpp
void check_clean(Judge& judge);        // rules_clean.cpp
void check_passages(Judge& judge);     // rules_passages.cpp
void check_numbered(Judge& judge);     // rules_numbered.cpp
void check_labels(Judge& judge);       // rules_labels.cpp
void check_same(Judge& judge);         // rules_across.cpp
void check_listed(Judge& judge);       // rules_across.cpp; amounts: rules_amounts.cpp

// rules_across.cpp
/// What most of the forms say of what their `same` rules ask for so ("year", "unit"), folded; "" where none says
/// anything.
std::u32string saying_of(const std::vector<FormView>& forms, const std::string& what);

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
/// duplicate_page for each page that says word for word what an earlier one says, more than its form's own words.
std::vector<Finding> check_duplicates(const std::vector<PageText>& pages, const std::vector<Form>& forms,
                                      Language language);
/// low_confidence for each value in review that no other finding speaks of.
std::vector<Finding> check_confidence(const RuleScope& scope, const std::vector<Finding>& others);

// one_cause.cpp
/// Leaves out what only follows from another finding, by the explanations of the rules that said it, so that one cause
/// gives one finding. The same is said of one place once, and a merged cell is one place, whichever of its rows is
/// spoken of. `views` are the forms that the findings count.
Judgements without_consequences(Judgements judgements, const std::vector<FormView>& views);

}  // namespace shenbao::extract
