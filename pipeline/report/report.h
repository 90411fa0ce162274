#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "extract/form/finding.h"
#include "extract/form/form.h"
#include "extract/read/page_text.h"
#include "pipeline/input/inputs.h"

namespace shenbao::pipeline {

/// Where a report comes from.
struct SourceInfo {
  std::string file;    ///< file name without folders
  std::string sha256;  ///< lower-case hex
  std::int64_t bytes = 0;
  int pages = 0;
  std::string damage;   ///< what had to be repaired to open it; "" for a sound file
  int attachments = 0;  ///< files that a PDF carries beside its pages; they were not read
};

/// What read it, so that the same versions can give the same bytes.
struct EngineInfo {
  std::string shenbao;
  std::string tesseract;
  std::map<std::string, std::string> models;  ///< name to sha256
  std::map<std::string, std::string> forms;   ///< template id to sha256
};

/// All that is known of one document: what every output format is written from.
struct Report {
  SourceInfo source;
  EngineInfo engine;
  std::vector<extract::PageText> pages;
  std::vector<extract::Form> forms;
  std::vector<extract::Finding> findings;
};

constexpr double kConfidenceSteps = 1000;  ///< per unit: a report keeps three decimals

/// The precision a report keeps: coordinates in whole pixels, confidence to 0.001, skew to 0.01°, dpi to 0.1.
/// Rounding before the rules judge makes a result that was written and read again give the same findings.
extract::PageText rounded(extract::PageText page);
extract::Form rounded(extract::Form form);
extract::Finding rounded(extract::Finding finding);

/// Why an input has no result.
struct Failure {
  std::string code;     ///< "not_found", "encrypted", … (docs/errors.md)
  std::string message;  ///< one sentence: what happened, where, and what to do next
};

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

/// A run over many inputs, in their order.
struct Batch {
  EngineInfo engine;
  std::vector<Outcome> outcomes;
  std::vector<extract::DocumentFinding> findings;  ///< those that need more than one document; by outcome
};

}  // namespace shenbao::pipeline
