#pragma once

#include <vector>

#include "extract/check/judgement.h"

namespace shenbao::extract {

/// What pages are reported for, whatever the form: the scan's defects, unknown_form.
std::vector<Finding> check_pages(const std::vector<PageText>& pages, const std::vector<Form>& forms, Language language);

/// duplicate_page for each page that says word for word what an earlier one says.
std::vector<Finding> check_duplicates(const std::vector<PageText>& pages, Language language);

/// low_confidence for each value in review that no other finding speaks of.
std::vector<Finding> check_confidence(const RuleScope& scope, const std::vector<Finding>& others);

}  // namespace shenbao::extract
