#pragma once

#include <optional>
#include <string>
#include <vector>

#include "extract/form/finding.h"
#include "extract/form/form.h"
#include "pipeline/input/inputs.h"
#include "pipeline/report/report.h"

namespace shenbao::pipeline {

/// Why an input has no result.
struct Failure {
  std::string code;     ///< "not_found", "encrypted", … (docs/errors.md)
  std::string message;  ///< one sentence: what happened, where, and what to do next
};
bool operator==(const Failure& a, const Failure& b);

/// What became of one input.
struct Outcome {
  Input input;
  std::optional<Failure> failure;  ///< set: there is no result, and the figures below are 0
  int pages = 0;
  int values = 0;  ///< read or marked as unreadable
  int review = 0;  ///< of those, the ones a person should look at
  std::vector<extract::Form> forms;
  std::vector<extract::Finding> findings;
};
bool operator==(const Outcome& a, const Outcome& b);

/// A run over many inputs, in their order.
struct Batch {
  EngineInfo engine;
  std::vector<Outcome> outcomes;
  std::vector<extract::DocumentFinding> findings;  ///< those that need more than one document; by outcome
};
bool operator==(const Batch& a, const Batch& b);

}  // namespace shenbao::pipeline
