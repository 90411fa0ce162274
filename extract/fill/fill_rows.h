#pragma once

#include "extract/fill/find_rows.h"
#include "extract/form/form.h"

namespace shenbao::extract {

/// Fills the values of a table of repeated rows, row after row, each column in the template's order.
///
/// `found` are the tables printed for `field`, in order; the number of rows goes to `form.rows`. A carried
/// column's blank cell at the top of a further page, below a header printed again or not, holds the value of the last
/// row before it; one that is blank to the foot of its page the value printed at the top of the next.
void fill_rows(const Sheet& sheet, const FormTemplate& form_template, const FieldSpec& field,
               const std::vector<FoundRows>& found, double review_below, Form& form);

}  // namespace shenbao::extract
