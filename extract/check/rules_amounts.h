#pragma once

#include <vector>

#include "extract/check/amount_relations.h"
#include "extract/check/judgement.h"

namespace shenbao::extract {

/// Judges every rule about sums and equal amounts of a document together, so that one wrong amount gives one finding.
///
/// Kinds: sum; listed, where it asks whether a listed form's amount is that of its row, and whether the listed forms
/// add up to a total; and scale, which says what to report where a power of ten would repair one of them. `scopes` has
/// one scope per form, of one document.
Judgements check_amounts(const std::vector<RuleScope>& scopes);

/// What those rules demand of the forms of one document.
std::vector<AmountRelation> relations_of(const std::vector<FormView>& views);

}  // namespace shenbao::extract
