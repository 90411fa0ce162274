#pragma once

#include <string>
#include <utility>
#include <vector>

#include "extract/form/finding.h"
#include "extract/form/parameter.h"

namespace shenbao::extract {

/// A sentence in both languages. {name} stands for a value that the rule's kind supplies.
struct Message {
  std::string zh;
  std::string en;
};
bool operator==(const Message& a, const Message& b);

/// One rule of a form definition: a kind of check with its parameters, and what to say where it does not hold.
struct Rule {
  std::string id;    ///< unique within its definition; for the reader of a definition
  std::string code;  ///< of the finding: "sum_mismatch"
  std::string kind;  ///< which check: "sum", "equal", "required", …
  Severity severity = Severity::error;
  Message message;
  Parameter parameters;  ///< a group: every other member of the rule, as its kind asks for
};
bool operator==(const Rule& a, const Rule& b);

/// The message in one language with each {name} replaced; a name without a value stays as it is.
std::string render(const Message& message, Language language,
                   const std::vector<std::pair<std::string, std::string>>& values);

}  // namespace shenbao::extract
