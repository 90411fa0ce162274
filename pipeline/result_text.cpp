#include "pipeline/result_text.h"

#include "pipeline/report/batch_json.h"
#include "pipeline/report/report_json.h"

namespace shenbao::pipeline {

std::string result_text(const Report& report) { return print(to_json(report)); }

Report read_result(const std::string& text, const std::string& file, const Definitions& definitions) {
  return report_from_json(parse_json(text, file), file, definitions.templates);
}

std::string index_text(const Batch& batch) { return print(to_json(batch, Detail::findings)); }

}  // namespace shenbao::pipeline
