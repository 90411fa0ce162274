#include "extract/rule_check.h"

namespace shenbao::extract {

std::vector<Finding> check_required(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const std::string& pattern : rule.parameters["paths"].texts()) {
    for (const std::string& path : expand_path(scope.form(), pattern)) {
      const auto list = scope.form().rows.find(path);
      const Field* field = scope.form().find(path);
      const bool printed = list != scope.form().rows.end() ? list->second > 0 : field != nullptr && field->source;
      if (!printed) findings.push_back(make_finding(rule, scope, path, {{"label", describe_path(scope, path)}}));
    }
  }
  return findings;
}

}  // namespace shenbao::extract
