#include "extract/form/finding.h"

namespace shenbao::extract {

std::string describe(const std::vector<Doubt>& doubts, Language language) {
  std::string clauses;
  for (const Doubt doubt : doubts) {
    if (!clauses.empty()) clauses += language == Language::zh ? "；" : "; ";
    clauses += language == Language::zh ? words_of(doubt).zh : words_of(doubt).en;
  }
  return clauses;
}

}  // namespace shenbao::extract
