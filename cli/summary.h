#pragma once

#include <string>

#include "cli/options.h"
#include "extract/form/form_template.h"
#include "pipeline/batch.h"

namespace shenbao::cli {

/// A batch for a person: a line for each input that was read, then errors and warnings, worst first, each with file,
/// page and place, then how many remarks (info) there are of each kind. Failures are not repeated: they were messages.
std::string summarize(const pipeline::Batch& batch, const std::string& output, extract::Language language);

/// The worst of a batch: 2 an input failed, 1 something to review (infos do not count), 0 neither.
int exit_status(const pipeline::Batch& batch);

/// Every form on a line: id, name, known titles.
std::string list_forms(const std::vector<extract::FormTemplate>& templates, extract::Language language);

/// What a form prints and what must hold of it.
std::string describe_form(const extract::FormTemplate& form, extract::Language language);

}  // namespace shenbao::cli
