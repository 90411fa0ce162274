#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"

namespace shenbao::extract {
namespace {

/// A number at a mark of a text: 1 in 目标1：…
struct MarkedNumber {
  int number = 0;
  bool begins = false;  ///< it begins a sentence, and what follows is set off from it
};

/// The numbers that stand at the marks of a text, in order.
std::vector<MarkedNumber> numbers_at_marks(const std::string& text, const std::string& mark) {
  const std::size_t hole = mark.find("{}");
  if (hole == std::string::npos) return {};
  const std::u32string whole = folded(text);
  const std::u32string before = folded(mark.substr(0, hole)), after = folded(mark.substr(hole + 2));
  const auto is_one_of = [](char32_t c, const std::u32string& marks) { return marks.find(c) != std::u32string::npos; };
  std::vector<MarkedNumber> numbers;
  for (std::size_t i = 0; i < whole.size(); ++i) {
    if (whole.compare(i, before.size(), before) != 0) continue;
    std::size_t begin = i + before.size(), end = begin;
    while (end < whole.size() && is_digit(whole[end])) ++end;
    if (end == begin || end - begin > 2 || whole.compare(end, after.size(), after) != 0) continue;
    const bool first = i == 0 || is_one_of(whole[i - 1], U"。;.!>");
    const bool set_off = !after.empty() || (end < whole.size() && is_one_of(whole[end], U":、.,)"));
    // Without words in front the number must begin a sentence: 1、…。2、…
    if (before.empty() && !first) continue;
    numbers.push_back({std::stoi(to_utf8(whole.substr(begin, end - begin))), first && set_off});
    i = end - 1;
  }
  return numbers;
}

/// Those that count a list. 目标95% in the text of a goal is no item; but a number whose marks a reader lost is one
/// where it fills a gap.
std::vector<int> item_numbers(const std::string& text, const std::string& mark, int before) {
  std::vector<int> items, between;
  for (const MarkedNumber& marked : numbers_at_marks(text, mark)) {
    if (!marked.begins) {
      between.push_back(marked.number);
      continue;
    }
    for (const int number : between) {
      const int due = items.empty() ? 1 : items.back() + 1;
      const bool starts = number == due || (items.empty() && number == before + 1);
      if (starts && number < marked.number) items.push_back(number);
    }
    between.clear();
    items.push_back(marked.number);
  }
  return items;
}

/// The path of a list's text, which all of its items share.
std::string text_path(const RuleScope& scope, const std::string& path) {
  return scope.form().rows.count(path) != 0 ? (ValuePath(path) / 0).text() : path;
}

}  // namespace

Judgements check_numbered(const Rule& rule, const RuleScope& scope) {
  const std::string &path = rule.parameters.on, &mark = rule.parameters.mark;
  // Where one text was cut in two, the second goes on from the last number of the first.
  const std::vector<int> earlier = item_numbers(scope.view.raw(text_path(scope, rule.parameters.after)), mark, 0);
  const int before = earlier.empty() ? 0 : earlier.back();
  const std::string first = text_path(scope, path);
  const std::vector<int> numbers = item_numbers(scope.view.raw(first), mark, before);
  Judgements all;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const int expected = i == 0 ? 1 : numbers[i - 1] + 1;
    if (numbers[i] == expected || (i == 0 && numbers[i] == before + 1)) continue;
    say_or_doubt(all, rule, scope, path, scope.view.confidence(first) < kReadWell ? first : "",
                 {{"actual", std::to_string(numbers[i])}, {"expected", std::to_string(expected)}});
    break;
  }
  return all;
}

}  // namespace shenbao::extract
