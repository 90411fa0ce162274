#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kMostDigits = 2;  // of an item's number

/// A number at a mark of a text: 1 in 目标1：…
struct MarkedNumber {
  int number = 0;
  bool begins = false;  ///< it begins a sentence, and what follows is set off from it
};

/// The numbers that stand at the marks of a text, in order.
std::vector<MarkedNumber> numbers_at_marks(const std::string& text, const std::string& mark) {
  const std::size_t hole = mark.find("{}");
  if (hole == std::string::npos) return {};
  const std::u32string whole = folded(text), sentence_ends = U"。;.!>", separators = U":、.,)";
  const std::u32string before = folded(mark.substr(0, hole)), after = folded(mark.substr(hole + 2));
  std::vector<MarkedNumber> numbers;
  for (std::size_t at = whole.find(before); at < whole.size(); at = whole.find(before, at + 1)) {
    const std::size_t begin = at + before.size(),
                      end = std::min(whole.find_first_not_of(U"0123456789", begin), whole.size());
    if (end <= begin || end - begin > kMostDigits || whole.compare(end, after.size(), after) != 0) continue;
    const bool first = at == 0 || sentence_ends.find(whole[at - 1]) != sentence_ends.npos;
    const bool set_off = !after.empty() || (end < whole.size() && separators.find(whole[end]) != separators.npos);
    // Without words in front the number must begin a sentence: 1、…。2、…
    if (!before.empty() || first)
      numbers.push_back({std::stoi(to_utf8(whole.substr(begin, end - begin))), first && set_off});
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
std::string text_path(const FormView& view, const std::string& path) {
  return view.form().rows.count(path) != 0 ? (ValuePath(path) / 0).text() : path;
}

}  // namespace

void check_numbered(Judge& judge) {
  const std::string &path = judge.asks.on, &mark = judge.asks.mark;
  // Where one text was cut in two, the second goes on from the last number of the first.
  const std::string earlier = judge.view.raw(text_path(judge.view, judge.asks.after));
  const std::vector<int> numbers_before = item_numbers(earlier, mark, 0);
  const int before = numbers_before.empty() ? 0 : numbers_before.back();
  const std::string first = text_path(judge.view, path);
  int expected = 1;
  for (const int number : item_numbers(judge.view.raw(first), mark, before)) {
    if (number != expected && !(expected == 1 && number == before + 1)) {
      return judge.say_unless(judge.view.reads_well(first, kReadWell) ? "" : first, path,
                              {{"actual", std::to_string(number)}, {"expected", std::to_string(expected)}});
    }
    expected = number + 1;
  }
}

}  // namespace shenbao::extract
