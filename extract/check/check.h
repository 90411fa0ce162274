#pragma once

#include <vector>

#include "extract/form/finding.h"
#include "extract/form/form.h"
#include "extract/form/form_template.h"
#include "extract/read/page_text.h"

namespace shenbao::extract {

/// Puts amounts to review that contradict their sums where one slip of the reader explains it: a decimal point or a
/// digit lost, added or taken for another, in a reading that is not sure beyond doubt; and whole numbers of such
/// readings that are ten times the total they are part of.
///
/// `forms` are those of one document; their values are not changed: a field gets the doubt `sum`. What was read for
/// certain stays as it is: then the form is wrong, and the rules say so.
std::vector<Form> flag_inconsistent_amounts(std::vector<Form> forms, const std::vector<FormTemplate>& templates);

/// Judges filled forms by the rules of their templates, and the pages by their defects.
///
/// `pages` are those the forms were filled from (for unknown_form and the scan's defects). Never changes
/// a value. Returns findings by form, then page, then path, then code; none is an empty list.
std::vector<Finding> check(const std::vector<PageText>& pages, const std::vector<Form>& forms,
                           const std::vector<FormTemplate>& templates, Language language);

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
