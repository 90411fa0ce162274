#pragma once

#include <vector>

#include "extract/rule_check.h"

namespace shenbao::extract {

// The kinds of rules that are judged on one form. Their parameters are described in models/forms/schema/.

// rules_presence.cpp
std::vector<Finding> check_required(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_section(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_complete(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_signed(const Rule& rule, const RuleScope& scope);

// rules_values.cpp
std::vector<Finding> check_readable(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_range(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_fused(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_unit_in_value(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_degenerate(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_ordered(const Rule& rule, const RuleScope& scope);
std::vector<Finding> check_within(const Rule& rule, const RuleScope& scope);

}  // namespace shenbao::extract
