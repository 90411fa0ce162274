#pragma once

#include <string>
#include <vector>

#include "extract/form/form_template.h"
#include "pipeline/report/json.h"
#include "pipeline/report/report.h"

namespace shenbao::pipeline {

/// A report as the published result (docs/results.md, models/result.schema.json).
///
/// Amounts keep the decimals that were printed. Besides what the contract names, each evidence entry holds `value`,
/// what the program had filled in, so that a later change by a person shows; pages hold their `defects`.
Json to_json(const Report& report);

Json to_json(const extract::Finding& finding);
Json to_json(const EngineInfo& engine);

/// The report that a result holds, a person's corrections included: a value that differs from what
/// its evidence says the program had filled in becomes `corrected`, and one without evidence gets some.
///
/// `templates` tell the months among the strings. Reading what to_json wrote gives an equal report,
/// but for candidates that a page's readings had. `file` is named in errors.
/// Throws Error (unreadable) where `json` is no result of this schema, naming the member that is wrong.
Report report_from_json(const Json& json, const std::string& file, const std::vector<extract::FormTemplate>& templates);

}  // namespace shenbao::pipeline
