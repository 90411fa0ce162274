#pragma once

#include <string>

#include "pipeline/definitions.h"
#include "pipeline/report/batch_report.h"
#include "pipeline/report/report.h"

namespace shenbao::pipeline {

/// The text of a result, as `shenbao extract` writes it to NAME.json (docs/results.md).
std::string result_text(const Report& report);

/// The report that such a text holds, a person's corrections included. `file` is named in errors.
/// Throws Error (unreadable) where it is no result, naming the member that is wrong.
Report read_result(const std::string& text, const std::string& file, const Definitions& definitions);

/// The index of a batch as JSON text: batch.json with the findings of each input.
std::string index_text(const Batch& batch);

}  // namespace shenbao::pipeline
