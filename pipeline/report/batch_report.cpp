#include "pipeline/report/batch_report.h"

#include <tuple>

namespace shenbao::pipeline {

bool operator==(const Failure& a, const Failure& b) { return a.code == b.code && a.message == b.message; }

bool operator==(const Outcome& a, const Outcome& b) {
  return std::tie(a.input, a.failure, a.pages, a.values, a.review, a.forms, a.findings) ==
         std::tie(b.input, b.failure, b.pages, b.values, b.review, b.forms, b.findings);
}

bool operator==(const Batch& a, const Batch& b) {
  return std::tie(a.engine, a.outcomes, a.findings) == std::tie(b.engine, b.outcomes, b.findings);
}

}  // namespace shenbao::pipeline
