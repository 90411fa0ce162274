#pragma once

#include <cstddef>
#include <vector>

#include "extract/form/finding.h"
#include "extract/form/form.h"
#include "extract/form/form_template.h"

namespace shenbao::extract {

/// What is known of one document of a batch. Both must outlive the call.
struct JudgedForms {
  const std::vector<Form>* forms = nullptr;
  const std::vector<Finding>* findings = nullptr;  ///< of `check`
};

/// Finds the submissions that were scanned into several documents, and judges the rules between forms over each.
///
/// Documents are one submission where a form that lists others (the department's) and forms that it may list name one
/// unit, or nearly, and one year, or the list names the form with its amount. Units that differ are never compared.
/// Returns what `check` could not say of any document alone, and as resolved_in_batch (info) what it said only because
/// a form stands in another document; by document, then as `check` sorts. `complete` is false where some input could
/// not be read: no form is then said to be missing.
std::vector<DocumentFinding> check_across(const std::vector<JudgedForms>& documents,
                                          const std::vector<FormTemplate>& templates, Language language, bool complete);

}  // namespace shenbao::extract
