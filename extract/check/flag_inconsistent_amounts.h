#pragma once

#include <vector>

#include "extract/form/form.h"
#include "extract/form/form_template.h"

namespace shenbao::extract {

/// Puts amounts to review that contradict their sums where one slip of the reader explains it: a decimal point or a
/// digit lost, added or taken for another, in a reading that is not sure beyond doubt; and whole numbers of such
/// readings that are ten times the total they are part of.
///
/// `forms` are those of one document; their values are not changed, only status and confidence. What was read for
/// certain stays as it is: then the form is wrong, and the rules say so.
std::vector<Form> flag_inconsistent_amounts(std::vector<Form> forms, const std::vector<FormTemplate>& templates);

}  // namespace shenbao::extract
