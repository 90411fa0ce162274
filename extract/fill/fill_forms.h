#pragma once

#include <vector>

#include "extract/form/form.h"
#include "extract/form/form_template.h"
#include "extract/read/page_text.h"

namespace shenbao::extract {

struct FillOptions {
  double review_below = 0.8;  ///< confidence under which a value is for review: one in five such would be wrong
};

/// Finds the forms in a document's pages and fills each template's values.
///
///     PageTexts ─group_pages→ FormPages ─make_sheet→ Sheet ─find_labels, find_rows→ places ─interpret→ Form
///
/// `pages` in page order. Each form takes its title page and the pages that continue it. Pages that
/// fit no template belong to no form. Among a field's candidates the one that its type accepts is
/// taken; label texts are matched over misread characters, free values never are.
/// Returns the forms in page order; none found is an empty list.
std::vector<Form> fill_forms(const std::vector<PageText>& pages, const std::vector<FormTemplate>& templates,
                             const FillOptions& options = {});

}  // namespace shenbao::extract
