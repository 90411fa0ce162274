#include <algorithm>
#include <map>

#include "extract/check/amount_relations.h"
#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

/// Text that is no number although it was read for certain is the form's mistake; otherwise it is the reader's.
constexpr double kReadForCertain = 0.98;
constexpr std::size_t kLongestValue = 12;  // characters; more is another cell's text

/// A piece of 2023年12月 that was cut off in reading: 2023年, 9年12月, 月.
bool is_piece_of_month(const std::string& text) {
  const std::u32string whole = folded_words(text), shape = U"dddd年dd月";
  std::u32string own;
  for (const char32_t c : whole) own.push_back(c >= '0' && c <= '9' ? U'd' : c);
  const bool one_digit_month = own.size() < shape.size() && U"dddd年d月" == own;
  return !one_digit_month && own.size() < shape.size() &&
         (shape.find(own) != std::u32string::npos || std::u32string(U"dddd年d月").find(own) != std::u32string::npos);
}

/// Whether a text holds a label of the form: two cells read as one.
bool holds_label(const std::u32string& text, const FormWords& words) {
  constexpr std::size_t kTelling = 3;
  return std::any_of(words.labels.begin(), words.labels.end(), [&](const std::u32string& label) {
    return label.size() >= kTelling && text.find(label) != std::u32string::npos;
  });
}

bool is_number_parameter(const Parameter& parameter) { return parameter.kind == Parameter::Kind::number; }

bool is_within(const Rule& rule, const Decimal& value) {
  const Parameter& least = rule.parameters["min"];
  const Parameter& most = rule.parameters["max"];
  return !(is_number_parameter(least) && value < least.number) && !(is_number_parameter(most) && most.number < value);
}

/// A month range, in order. Nothing where an end is not printed or in doubt.
std::optional<std::pair<Month, Month>> period_of(const FormView& view, const std::string& start,
                                                 const std::string& end) {
  const auto first = view.month(start), last = view.month(end);
  if (!first || !last || view.in_review(start) || view.in_review(end)) return std::nullopt;
  return *last < *first ? std::make_pair(*last, *first) : std::make_pair(*first, *last);
}

std::optional<std::pair<Month, Month>> year_of(const FormView& view, const std::string& path) {
  const auto year = view.number(path);
  if (!year || view.in_review(path) || year->scale != 0) return std::nullopt;
  const int number = static_cast<int>(year->units);
  return std::make_pair(Month{number, 1}, Month{number, 12});
}

std::string print_months(const std::pair<Month, Month>& months) {
  const auto print = [](const Month& month) {
    return std::to_string(month.year) + "-" + (month.month < 10 ? "0" : "") + std::to_string(month.month);
  };
  return print(months.first) + " — " + print(months.second);
}

}  // namespace

std::vector<Finding> check_readable(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const Field* field = scope.view.find(path);
    if (field == nullptr || field->value || !field->source || trim(field->source->raw).empty()) continue;
    const std::string raw = scope.view.raw(path);
    // One month where two must be lost the other in reading.
    const bool is_cut = is_piece_of_month(raw) || parse_month(raw) || folded(raw).size() > kLongestValue ||
                        holds_label(folded_words(raw), scope.words);
    if (field->source->confidence < kReadForCertain || is_cut || scope.view.is_dash(path)) continue;
    findings.push_back(make_finding(rule, scope, path, {{"actual", raw}}));
  }
  return findings;
}

std::vector<Finding> check_range(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const auto value = scope.view.number(path);
    if (!value || is_within(rule, *value) || !applies(rule, scope.view, path)) continue;
    if (const std::string doubtful = doubtful_operand(rule, scope.view, path); !doubtful.empty()) {
      findings.push_back(make_not_judged(scope, path, scope, doubtful));
    } else {
      findings.push_back(make_finding(rule, scope, path, {{"actual", to_string(*value)}}));
    }
  }
  return findings;
}

std::vector<Finding> check_fused(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const std::string text = scope.view.words(path).empty() ? "" : scope.view.text(path);
    const auto value = scope.view.number(path);
    if (text.size() < 2 || !value || is_within(rule, *value) || !applies(rule, scope.view, path)) continue;
    if (scope.view.printed(beside(path, rule.parameters["operator"].text))) continue;
    const Parameter& meant = rule.parameters["digits"][text.substr(0, 1)];
    const std::string rest = text.substr(1);
    const auto number = parse_decimal(rest);
    const bool leading_zero = rest.size() > 1 && rest[0] == '0' && rest[1] != '.';
    if (meant.kind != Parameter::Kind::text || !number || leading_zero || !is_within(rule, *number)) continue;
    if (const std::string doubtful = doubtful_operand(rule, scope.view, path); !doubtful.empty()) {
      findings.push_back(make_not_judged(scope, path, scope, doubtful));
    } else {
      findings.push_back(make_finding(rule, scope, path, {{"actual", text}, {"expected", meant.text + rest}}));
    }
  }
  return findings;
}

std::vector<Finding> check_unit_in_value(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const std::u32string value = folded(scope.view.text(path));
    const std::u32string unit = folded(scope.view.text(beside(path, rule.parameters["unit"].text)));
    if (unit.empty() || value.size() <= unit.size()) continue;
    const std::size_t split = value.size() - unit.size();
    if (value.compare(split, unit.size(), unit) != 0) continue;
    const std::string number = to_utf8(value.substr(0, split));
    if (!parse_decimal(number)) continue;
    // The sign too many is what makes the reading doubtful: it is reported all the same.
    findings.push_back(make_finding(rule, scope, path,
                                    {{"actual", scope.view.text(path)},
                                     {"expected", number},
                                     {"unit", to_utf8(unit)},
                                     {"doubt", doubt_at(scope, path)}}));
  }
  return findings;
}

std::vector<Finding> check_degenerate(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const auto value = scope.view.number(path);
    if (!value || scope.view.in_review(path)) continue;
    const std::string& comparison = scope.view.text(beside(path, rule.parameters["operator"].text));
    const Parameter& bound = rule.parameters["bounds"][comparison];
    if (!is_number_parameter(bound) || compare(bound.number, *value) != 0) continue;
    if (!applies(rule, scope.view, path)) continue;
    findings.push_back(make_finding(rule, scope, path, {{"actual", comparison + scope.view.text(path)}}));
  }
  return findings;
}

std::vector<Finding> check_ordered(const Rule& rule, const RuleScope& scope) {
  const std::string start = rule.parameters["start"].text, end = rule.parameters["end"].text;
  const auto first = scope.view.month(start), last = scope.view.month(end);
  if (!first || !last || !(*last < *first)) return {};
  const std::string path = rule.parameters["on"].text;
  for (const std::string& side : {start, end}) {
    if (scope.view.in_review(side)) return {make_not_judged(scope, path, scope, side)};
  }
  return {make_finding(rule, scope, path,
                       {{"actual", scope.view.text(start) + " — " + scope.view.text(end)},
                        {"start", scope.view.text(start)},
                        {"end", scope.view.text(end)}})};
}

std::vector<Finding> check_within(const Rule& rule, const RuleScope& scope) {
  const std::string year = rule.parameters["year"].text;
  auto period = period_of(scope.view, rule.parameters["start"].text, rule.parameters["end"].text);
  if (!period) period = year_of(scope.view, year);
  if (!period) return {};

  std::vector<std::string> outside;
  std::size_t judged = 0;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const auto month = scope.view.month(path);
    if (!month || scope.view.in_review(path)) continue;
    ++judged;
    if (*month < period->first || period->second < *month) outside.push_back(path);
  }
  // Where most dates contradict the period, the period is what is wrong: one finding for it.
  if (outside.size() > 1 && 2 * outside.size() > judged) {
    return {make_finding(rule, scope, rule.parameters["on"].text,
                         {{"actual", scope.view.text(outside.front())}, {"period", print_months(*period)}})};
  }
  std::vector<Finding> findings;
  for (const std::string& path : outside) {
    findings.push_back(
        make_finding(rule, scope, path, {{"actual", scope.view.text(path)}, {"period", print_months(*period)}}));
  }
  return findings;
}

std::vector<Finding> check_at_most(const Rule& rule, const RuleScope& scope) {
  const std::string whole_path = rule.parameters["whole"].text;
  const auto whole = scope.view.number(whole_path);
  if (!whole) return {};
  std::vector<Finding> findings;
  for (const std::string& path : scope.view.paths(rule.parameters["parts"])) {
    const auto part = scope.view.number(path);
    if (!part || !(*whole < *part) || same_amount(*whole, *part)) continue;
    if (scope.view.in_review(path) || scope.view.in_review(whole_path)) {
      findings.push_back(make_not_judged(scope, path, scope, scope.view.in_review(path) ? path : whole_path));
    } else {
      findings.push_back(make_finding(rule, scope, path, {{"actual", to_string(*part)}, {"whole", to_string(*whole)}}));
    }
  }
  return findings;
}

}  // namespace shenbao::extract
