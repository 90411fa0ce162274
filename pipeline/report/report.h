#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "extract/form/finding.h"
#include "extract/form/form.h"
#include "extract/read/page_text.h"

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
bool operator==(const SourceInfo& a, const SourceInfo& b);

/// What read it, so that the same versions can give the same bytes.
struct EngineInfo {
  std::string shenbao;
  std::string tesseract;
  std::map<std::string, std::string> models;  ///< name to sha256
  std::map<std::string, std::string> forms;   ///< template id to sha256
};
bool operator==(const EngineInfo& a, const EngineInfo& b);

/// All that is known of one document: what every output format is written from.
struct Report {
  SourceInfo source;
  EngineInfo engine;
  std::vector<extract::PageText> pages;
  std::vector<extract::Form> forms;
  std::vector<extract::Finding> findings;
};
bool operator==(const Report& a, const Report& b);

constexpr double kConfidenceSteps = 1000;  ///< per unit: a report keeps three decimals

/// The precision a report keeps: coordinates in whole pixels, confidence to 0.001, skew to 0.01°, dpi to 0.1.
/// Rounding before the rules judge makes a result that was written and read again give the same findings.
extract::PageText rounded(extract::PageText page);
extract::Form rounded(extract::Form form);
extract::Finding rounded(extract::Finding finding);

}  // namespace shenbao::pipeline
