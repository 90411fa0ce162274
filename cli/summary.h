#pragma once

#include <shenbao/batch.h>
#include <shenbao/forms.h>

#include <string>
#include <vector>

namespace shenbao::cli {

/// A batch for a person: a line for each input that was read, then errors and warnings, worst first, each with file,
/// page and place, then how many remarks (info) there are of each kind. Failures are not repeated: they were messages.
std::string summarize(const Batch& batch, const std::string& output, Language language);

/// The worst of a batch: 2 an input failed, 1 something to review (infos do not count), 0 neither.
int exit_status(const Batch& batch);

/// Every form on a line: id, name, known titles.
std::string list_forms(const std::vector<FormTemplate>& templates, Language language);

/// What a form prints and what must hold of it.
std::string describe_form(const FormTemplate& form, Language language);

}  // namespace shenbao::cli
