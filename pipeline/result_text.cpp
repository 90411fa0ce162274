#include "pipeline/result_text.h"

#include "base/json.h"
#include "pipeline/report/batch_json.h"
#include "pipeline/report/report_json.h"

namespace shenbao::pipeline {

std::string result_text(const Report& report) { return print(report); }

Report read_result(const std::string& text, const std::string& file, const Definitions& definitions) {
  auto report = read_report({text, file}, definitions.templates);
  if (!report) throw Error(ErrorCode::unreadable, file, file + ": is the index of a batch, no result");
  return *std::move(report);
}

std::string index_text(const Batch& batch) { return print(batch, Detail::findings); }

}  // namespace shenbao::pipeline
