#include "extract/form/finding.h"

namespace shenbao::extract {

bool operator==(const Finding& a, const Finding& b) {
  return a.code == b.code && a.severity == b.severity && a.form == b.form && a.path == b.path &&
         a.page_no == b.page_no && a.where == b.where && a.message == b.message && a.expected == b.expected &&
         a.actual == b.actual;
}

bool operator==(const DocumentFinding& a, const DocumentFinding& b) {
  return a.document == b.document && a.finding == b.finding;
}

std::string describe(const std::vector<Doubt>& doubts, Language language) {
  std::string clauses;
  for (const Doubt doubt : doubts) {
    if (!clauses.empty()) clauses += language == Language::zh ? "；" : "; ";
    clauses += language == Language::zh ? words_of(doubt).zh : words_of(doubt).en;
  }
  return clauses;
}

}  // namespace shenbao::extract
