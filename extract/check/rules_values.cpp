#include <algorithm>

#include "extract/check/amount_relations.h"
#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

/// Text that is no number although it was read this well is the form's mistake; otherwise it is the reader's.
constexpr double kReadForCertain = 0.98;
constexpr std::size_t kLongestValue = 12;  // characters; more is another cell's text

/// A piece of 2023年12月 that was cut off in reading: 2023年, 9年12月, 月.
bool is_piece_of_month(const std::string& text) {
  std::u32string shape = match_key(text);
  for (char32_t& c : shape) c = c >= '0' && c <= '9' ? U'd' : c;
  const std::u32string whole = U"dddd年dd月", one_digit = U"dddd年d月";
  const auto is_part_of = [&](const std::u32string& month) { return month.find(shape) != std::u32string::npos; };
  return shape != whole && shape != one_digit && (is_part_of(whole) || is_part_of(one_digit));
}

/// Whether a text holds a label of the form: two cells read as one.
bool holds_label(const std::u32string& text, const FormWords& words) {
  constexpr std::size_t kTelling = 3;  // characters; shorter labels stand in other words
  return std::any_of(words.labels.begin(), words.labels.end(), [&](const std::u32string& label) {
    return label.size() >= kTelling && text.find(label) != std::u32string::npos;
  });
}

bool is_within(const RuleParameters& rule, const Decimal& value) {
  return !(rule.min && value < *rule.min) && !(rule.max && *rule.max < value);
}

/// The number without its first digit, which an operator is taken for: ≥95 for 295. Nothing where none is meant.
std::string unfused(const RuleParameters& rule, const FormView& view, const std::string& path) {
  const std::string& text = view.text(path);
  const auto meant = rule.digits.find(text.substr(0, 1));
  if (meant == rule.digits.end() || view.printed(beside(path, rule.beside))) return "";
  const std::string rest = text.substr(1);
  const auto number = parse_decimal(rest);
  const bool leading_zero = rest.size() > 1 && rest[0] == '0' && rest[1] != '.';
  return number && !leading_zero && is_within(rule, *number) ? meant->second + rest : "";
}

using Months = std::pair<Month, Month>;

/// A month range, in order. Nothing where an end is not printed or in doubt.
std::optional<Months> period_of(const FormView& view, const std::string& start, const std::string& end) {
  const auto first = view.month(start), last = view.month(end);
  if (!first || !last || view.in_review(start) || view.in_review(end)) return std::nullopt;
  return *last < *first ? Months{*last, *first} : Months{*first, *last};
}

std::optional<Months> year_of(const FormView& view, const std::string& path) {
  const auto year = view.number(path);
  if (!year || view.in_review(path) || year->scale != 0) return std::nullopt;
  const int number = static_cast<int>(year->units);
  return Months{{number, 1}, {number, 12}};  // January to December
}

std::string print_months(const Months& months) {
  const auto print = [](const Month& month) {
    return std::to_string(month.year) + "-" + (month.month < 10 ? "0" : "") + std::to_string(month.month);
  };
  return print(months.first) + " — " + print(months.second);
}

/// Whether the value at `path` comes after that at `other`: a larger amount, a later month.
bool is_more(const FormView& view, const std::string& path, const std::string& other) {
  if (const auto month = view.month(path), limit = view.month(other); month && limit) return *limit < *month;
  const auto number = view.number(path), limit = view.number(other);
  return number && limit && *limit < *number && !same_amount(*number, *limit);
}

}  // namespace

Judgements check_readable(const Rule& rule, const RuleScope& scope) {
  Judgements all;
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    const Field* field = scope.view.find(path);
    const std::string raw = scope.view.raw(path);
    if (field == nullptr || field->value || raw.empty()) continue;
    // One month where two must be lost the other in reading.
    const bool is_cut = is_piece_of_month(raw) || parse_month(raw) || folded(raw).size() > kLongestValue ||
                        holds_label(match_key(raw), scope.words);
    if (field->source->confidence < kReadForCertain || is_cut || scope.view.is_dash(path)) continue;
    all.push_back(say(rule, scope, path, {{"actual", raw}}));
  }
  return all;
}

Judgements check_range(const Rule& rule, const RuleScope& scope) {
  const RuleParameters& parameters = rule.parameters;
  Judgements all;
  for (const std::string& path : scope.view.paths(parameters.paths)) {
    const auto value = scope.view.number(path);
    if (!value || !applies(parameters.rows, scope.view, path)) continue;
    const std::string comparison = parameters.beside.empty() ? "" : scope.view.text(beside(path, parameters.beside));
    std::string expected;
    if (const auto bound = parameters.bounds.find(comparison); bound != parameters.bounds.end()) {
      if (compare(bound->second, *value) != 0) continue;
    } else if (is_within(parameters, *value)) {
      continue;
    } else if (!parameters.digits.empty()) {
      expected = unfused(parameters, scope.view, path);
      if (expected.empty()) continue;
    }
    // A remark is made of what is read well enough itself, whatever tells which rows are meant.
    const bool is_remark = rule.severity == Severity::info;
    const std::vector<RowCondition> operands = is_remark ? std::vector<RowCondition>{} : parameters.rows;
    say_or_doubt(all, rule, scope, path, doubtful_operand(operands, scope.view, path),
                 {{"actual", comparison + scope.view.text(path)}, {"expected", expected}});
  }
  return all;
}

Judgements check_unit_in_value(const Rule& rule, const RuleScope& scope) {
  Judgements all;
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    const std::u32string value = folded(scope.view.text(path));
    const std::u32string unit = folded(scope.view.text(beside(path, rule.parameters.beside)));
    if (unit.empty() || value.size() <= unit.size()) continue;
    const std::size_t split = value.size() - unit.size();
    const std::string number = to_utf8(value.substr(0, split));
    if (value.compare(split, unit.size(), unit) != 0 || !parse_decimal(number)) continue;
    // The sign too many is what makes the reading doubtful: it is reported all the same.
    all.push_back(say(rule, scope, path,
                      {{"actual", scope.view.text(path)}, {"expected", number}, {"doubt", doubt_at(scope, path)}}));
  }
  return all;
}

Judgements check_at_most(const Rule& rule, const RuleScope& scope) {
  const std::string& whole = rule.parameters.whole;
  Judgements all;
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    if (!is_more(scope.view, path, whole)) continue;
    const std::string actual = scope.view.text(path), limit = scope.view.text(whole);
    const std::string& on = rule.parameters.on;
    say_or_doubt(all, rule, scope, on.empty() ? path : on, first_in_review(scope.view, {path, whole}),
                 {{"actual", on.empty() ? actual : actual + " — " + limit}, {"part", actual}, {"whole", limit}});
  }
  return all;
}

Judgements check_within(const Rule& rule, const RuleScope& scope) {
  const RuleParameters& parameters = rule.parameters;
  auto period = period_of(scope.view, parameters.start, parameters.end);
  if (!period) period = year_of(scope.view, parameters.year);
  if (!period) return {};

  std::vector<std::string> outside;
  std::size_t judged = 0;
  for (const std::string& path : scope.view.paths(parameters.paths)) {
    const auto month = scope.view.month(path);
    if (!month || scope.view.in_review(path)) continue;
    ++judged;
    if (*month < period->first || period->second < *month) outside.push_back(path);
  }
  const auto say_of = [&](const std::string& path, const std::string& on) {
    return say(rule, scope, on, {{"actual", scope.view.text(path)}, {"period", print_months(*period)}});
  };
  // Where most dates contradict the period, the period is what is wrong: one finding for it.
  if (outside.size() > 1 && 2 * outside.size() > judged) return {say_of(outside.front(), parameters.on)};
  Judgements all;
  for (const std::string& path : outside) all.push_back(say_of(path, path));
  return all;
}

}  // namespace shenbao::extract
