#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/json.h"
#include "extract/form/form_template.h"
#include "pipeline/report/report.h"

namespace shenbao::pipeline {

/// A report as the published result (docs/results.md, models/result.schema.json), as text.
///
/// Amounts keep the decimals that were printed. Besides what the contract names, each evidence entry holds `value`,
/// what the program had filled in, so that a later change by a person shows; pages hold their `defects`.
std::string print(const Report& report);

/// The report that a result holds, a person's corrections included: a value that differs from what
/// its evidence says the program had filled in becomes `corrected`, and one without evidence gets some.
/// Nothing for the index of a batch, which lies beside results.
///
/// `templates` tell the months among the strings. Reading what was printed gives an equal report, but for candidates
/// that a page's readings had. Throws Error (of the source's code) where the text is no result of this schema, naming
/// the line and the member.
std::optional<Report> read_report(const JsonText& source, const std::vector<extract::FormTemplate>& templates);

/// Parts of a result that the index of a batch has too.
Json to_json(const extract::Finding& finding);
Json to_json(const EngineInfo& engine);

}  // namespace shenbao::pipeline
