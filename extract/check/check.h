#pragma once

#include <vector>

#include "extract/form/finding.h"
#include "extract/form/form.h"
#include "extract/form/form_template.h"
#include "extract/read/page_text.h"

namespace shenbao::extract {

/// Judges filled forms by the rules of their templates, and the pages by their defects.
///
/// `pages` are those the forms were filled from (for unknown_form and the scan's defects). Never changes
/// a value. Returns findings by form, then page, then path, then code; none is an empty list.
std::vector<Finding> check(const std::vector<PageText>& pages, const std::vector<Form>& forms,
                           const std::vector<FormTemplate>& templates, Language language);

}  // namespace shenbao::extract
