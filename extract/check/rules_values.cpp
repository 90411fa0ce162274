#include <fmt/format.h>

#include <algorithm>

#include "extract/check/amount_relations.h"
#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kLongestValue = 12;  // characters; more is another cell's text
constexpr std::size_t kShortestLabel = 3;  // characters; shorter labels stand in other words

/// A piece of 2023年12月 that was cut off in reading: 2023年, 9年12月, 月.
bool is_piece_of_month(const std::string& text) {
  std::u32string shape = match_key(text);
  for (char32_t& c : shape) c = c >= '0' && c <= '9' ? U'd' : c;
  const std::u32string whole = U"dddd年dd月", one_digit = U"dddd年d月";
  const bool is_part = whole.find(shape) != shape.npos || one_digit.find(shape) != shape.npos;
  return is_part && shape != whole && shape != one_digit;
}

/// Whether a text holds a label of the form: two cells read as one.
bool holds_label(const std::u32string& text, const FormTemplate& form_template) {
  const std::vector<std::u32string>& labels = form_template.own_words;
  return std::any_of(labels.begin(), labels.end(), [&](const std::u32string& label) {
    return label.size() >= kShortestLabel && text.find(label) != text.npos;
  });
}

bool is_within(const RuleParameters& rule, const Decimal& value) {
  return !(rule.min && value < *rule.min) && !(rule.max && *rule.max < value);
}

/// The number without its first digit, which an operator is taken for: ≥95 for 295. Nothing where none is meant.
std::string unfused(const RuleParameters& rule, const FormView& view, const std::string& path) {
  const std::string text = view.text(path), rest = text.substr(1);
  const auto meant = rule.digits.find(text.substr(0, 1));
  if (meant == rule.digits.end() || view.printed(beside(path, rule.beside))) return "";
  const auto number = parse_decimal(rest);
  const bool leading_zero = rest.size() > 1 && rest[0] == '0' && rest[1] != '.';
  return number && !leading_zero && is_within(rule, *number) ? meant->second + rest : "";
}

/// No amount or month is more than the one at `whole`.
void check_below(Judge& judge) {
  const auto is_more = [&](const std::string& path, const std::string& other) {
    if (const auto month = judge.view.month(path), limit = judge.view.month(other); month && limit) {
      return *limit < *month;
    }
    const auto number = judge.view.number(path), limit = judge.view.number(other);
    return number && limit && *limit < *number && !same_amount(*number, *limit);
  };
  const std::string &whole = judge.asks.whole, &on = judge.asks.on;
  for (const std::string& path : judge.paths()) {
    if (!is_more(path, whole)) continue;
    const std::string actual = judge.view.text(path), limit = judge.view.text(whole);
    judge.say_unless(first_in_review(judge.view, {path, whole}), on.empty() ? path : on,
                     {{"actual", on.empty() ? actual : actual + " — " + limit}, {"part", actual}, {"whole", limit}});
  }
}

using Months = std::pair<Month, Month>;

/// The months between the two ends, in their order, or else those of the year. Nothing where neither is known.
std::optional<Months> period_of(const FormView& view, const RuleParameters& asks) {
  const auto start = view.month(asks.start), end = view.month(asks.end);
  if (start && end && first_in_review(view, {asks.start, asks.end}).empty()) return std::minmax(*start, *end);
  const auto year = view.number(asks.year);
  if (!year || view.in_review(asks.year) || year->scale != 0) return std::nullopt;
  const int number = static_cast<int>(year->units);
  return Months{{number, 1}, {number, 12}};  // January to December
}

}  // namespace

void check_readable(Judge& judge) {
  for (const std::string& path : judge.paths()) {
    const std::string raw = judge.view.raw(path);
    if (judge.view.at(path).value || raw.empty()) continue;
    // One month where two must be lost the other in reading.
    const bool is_cut = is_piece_of_month(raw) || parse_month(raw) || folded(raw).size() > kLongestValue ||
                        holds_label(match_key(raw), judge.scope.form_template());
    const Piece* piece = judge.scope.pieces.of(judge.view.at(path));
    const bool is_read = judge.view.reads_well(path, kReadForCertain) &&
                         (piece == nullptr || reads_well(*piece->reading, kReadForCertain));
    if (!is_read || is_cut || judge.view.is_dash(path)) continue;
    judge.say(path, {{"actual", raw}});
  }
}

void check_range(Judge& judge) {
  const RuleParameters& asks = judge.asks;
  if (!asks.whole.empty()) return check_below(judge);
  for (const std::string& path : judge.paths()) {
    const auto value = judge.view.number(path);
    if (!value) continue;
    const std::string comparison = asks.beside.empty() ? "" : judge.view.text(beside(path, asks.beside));
    std::string expected;
    if (const auto bound = asks.bounds.find(comparison); bound != asks.bounds.end()) {
      if (compare(bound->second, *value) != 0) continue;
    } else if (is_within(asks, *value)) {
      continue;
    } else if (!asks.digits.empty()) {
      expected = unfused(asks, judge.view, path);
      if (expected.empty()) continue;
    }
    // A remark is made of what is read well enough itself, whatever tells which rows are meant.
    const bool is_remark = judge.rule.severity == Severity::info;
    judge.say_unless(is_remark ? judge.if_doubtful(path) : judge.doubtful_operand(path), path,
                     {{"actual", comparison + judge.view.text(path)}, {"expected", expected}});
  }
}

void check_within(Judge& judge) {
  const auto period = period_of(judge.view, judge.asks);
  if (!period) return;
  Texts outside;
  std::size_t judged = 0;
  for (const std::string& path : judge.paths()) {
    const auto month = judge.view.month(path);
    if (!month || judge.view.in_review(path)) continue;
    ++judged;
    if (*month < period->first || period->second < *month) outside.push_back(path);
  }
  const auto& [first, last] = *period;
  const std::string months = fmt::format("{}-{:02} — {}-{:02}", first.year, first.month, last.year, last.month);
  const auto say_of = [&](const std::string& path, const std::string& on) {
    judge.say(on, {{"actual", judge.view.text(path)}, {"period", months}});
  };
  // Where most dates contradict the period, the period is what is wrong: one finding for it.
  if (outside.size() > 1 && 2 * outside.size() > judged) return say_of(outside.front(), judge.asks.on);
  for (const std::string& path : outside) say_of(path, path);
}

}  // namespace shenbao::extract
