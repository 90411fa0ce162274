#pragma once

#include <string>

#include "base/json.h"
#include "pipeline/report/report.h"

namespace shenbao::pipeline {

enum class Detail { figures, findings };

/// The index of a batch (docs/results.md): every input with its result or its failure, in their order, and the
/// findings that need more than one document. With Detail::findings each input lists its own findings too.
std::string print(const Batch& batch, Detail detail);

/// Whether `json` is such an index.
bool is_index(const Json& json);

}  // namespace shenbao::pipeline
