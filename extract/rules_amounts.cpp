#include <optional>

#include "extract/rule_check.h"

namespace shenbao::extract {
namespace {

/// Amounts are in 万元 and printed to two decimals; what differs by less is the same amount.
const Decimal kSmallest{1, 2};

/// An amount that a rule counts with. Nothing printed counts as 0 where it is a part.
struct Operand {
  std::string path;
  std::optional<Decimal> amount;
  bool doubtful = false;  ///< in review, or printed and unread
};

Operand operand_at(const Form& form, const std::string& path) {
  Operand operand{path, std::nullopt, false};
  const Field* field = form.find(path);
  if (field == nullptr) return operand;
  operand.doubtful = field->status == Status::review;
  if (field->value && std::holds_alternative<Decimal>(*field->value)) operand.amount = std::get<Decimal>(*field->value);
  return operand;
}

bool same_amount(const Decimal& a, const Decimal& b) {
  const Decimal difference = a < b ? b - a : a - b;
  return difference < kSmallest;
}

const Operand* first_doubtful(const std::vector<Operand>& operands) {
  for (const Operand& operand : operands) {
    if (operand.doubtful) return &operand;
  }
  return nullptr;
}

}  // namespace

std::vector<Finding> check_sum(const Rule& rule, const RuleScope& scope) {
  const std::string path = rule.parameters["total"].text;
  std::vector<Operand> operands = {operand_at(scope.form(), path)};
  for (const std::string& pattern : rule.parameters["parts"].texts()) {
    for (const std::string& part : expand_path(scope.form(), pattern))
      operands.push_back(operand_at(scope.form(), part));
  }
  Decimal sum;
  std::string parts;
  for (std::size_t i = 1; i < operands.size(); ++i) {
    if (!operands[i].amount) continue;
    sum = sum + *operands[i].amount;
    parts += (parts.empty() ? "" : " + ") + to_string(*operands[i].amount);
  }
  const Operand& total = operands.front();
  if (total.amount && !parts.empty() && same_amount(*total.amount, sum)) return {};
  if (const Operand* doubtful = first_doubtful(operands)) return {make_not_judged(scope, path, doubtful->path)};
  // A blank total is the business of the rule that requires it; a total without parts has nothing to be compared with.
  if (!total.amount || parts.empty()) return {};
  return {make_finding(rule, scope, path,
                       {{"actual", to_string(*total.amount)}, {"expected", to_string(sum)}, {"parts", parts}})};
}

std::vector<Finding> check_equal(const Rule& rule, const RuleScope& scope) {
  const Operand left = operand_at(scope.form(), rule.parameters["left"].text);
  const Operand right = operand_at(scope.form(), rule.parameters["right"].text);
  if (left.amount && right.amount && same_amount(*left.amount, *right.amount)) return {};
  if (const Operand* doubtful = first_doubtful({left, right})) {
    return {make_not_judged(scope, left.path, doubtful->path)};
  }
  if (!left.amount || !right.amount) return {};
  const std::string a = to_string(*left.amount), b = to_string(*right.amount);
  return {make_finding(rule, scope, left.path, {{"actual", a}, {"expected", b}, {"left", a}, {"right", b}})};
}

}  // namespace shenbao::extract
