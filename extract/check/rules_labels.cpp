#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/text_distance.h"

namespace shenbao::extract {
namespace {

/// A digit or a mark that was read worse than this may not be what is printed.
constexpr double kReadWell = 0.9;
/// A range that goes down is no chance misreading of one that goes up; this much is asked of it.
constexpr double kReadAtAll = 0.5;
/// A printed label that differs from the form's is the form's mistake only where it was read for certain.
constexpr double kReadForCertain = 0.95;
constexpr std::size_t kCharactersPerSlip = 4;
constexpr int kOneSlip = 1;  // a single strange character is as likely the reader's

/// The numbers in 第1至4项 or 1至7项; nothing where the text has no such range.
struct NumberRange {
  int first = 0;
  int last = 0;
};

std::optional<NumberRange> range_in(const std::u32string& text) {
  for (std::size_t mark = text.find(U'至'); mark != std::u32string::npos; mark = text.find(U'至', mark + 1)) {
    std::size_t begin = mark, end = mark + 1;
    while (begin > 0 && is_digit(text[begin - 1])) --begin;
    while (end < text.size() && is_digit(text[end])) ++end;
    const bool short_numbers = mark - begin >= 1 && mark - begin <= 2 && end - mark - 1 >= 1 && end - mark - 1 <= 2;
    if (!short_numbers || end >= text.size() || text[end] != U'项') continue;
    return NumberRange{std::stoi(to_utf8(text.substr(begin, mark - begin))),
                       std::stoi(to_utf8(text.substr(mark + 1, end - mark - 1)))};
  }
  return std::nullopt;
}

std::u32string without_digits(std::u32string text) {
  text.erase(std::remove_if(text.begin(), text.end(), is_digit), text.end());
  return text;
}

/// The cell that prints the label, its digits aside; nullptr where none is near enough.
const PlacedText* find_label_cell(const std::vector<PlacedText>& texts, const std::string& label) {
  const std::u32string wanted = without_digits(folded_words(label));
  const PlacedText* best = nullptr;
  int least = static_cast<int>(wanted.size() / kCharactersPerSlip) + 1;
  for (const PlacedText& placed : texts) {
    if (placed.cell == nullptr || placed.words.size() > 2 * wanted.size() + 8 || !range_in(placed.words)) continue;
    const int distance = edit_distance(without_digits(placed.words), wanted);
    if (distance < least) {
      least = distance;
      best = &placed;
    }
  }
  return best;
}

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

/// Whether all but that many of the label's characters stand in the text's front; else so many slips can't explain it.
bool lacks_at_most(int most, const std::u32string& label, const std::u32string& text) {
  const std::u32string_view front = std::u32string_view(text).substr(0, label.size());
  int lacking = 0;
  for (const char32_t c : label) {
    if (front.find(c) == std::u32string_view::npos && ++lacking > most) return false;
  }
  return true;
}

/// Whether some label stands at the text's front, so that the text is that label and what belongs to it.
bool begins_with_label(const std::u32string& text, const std::vector<std::u32string>& labels) {
  return std::any_of(labels.begin(), labels.end(), [&](const std::u32string& label) {
    return !label.empty() && label.front() == text.front() && text.compare(0, label.size(), label) == 0;
  });
}

using Spot = std::pair<int, layout::Quad>;

bool holds_spot(const std::vector<Spot>& spots, const PlacedText& placed) {
  return std::any_of(spots.begin(), spots.end(),
                     [&](const Spot& spot) { return spot.first == placed.page_no && spot.second == *placed.quad; });
}

std::vector<Spot> spots_of_values(const Form& form) {
  std::vector<Spot> spots;
  for (const Field& field : form.fields) {
    if (field.source) spots.emplace_back(field.source->page_no, field.source->where);
  }
  return spots;
}

Finding at_cell(Finding finding, const PlacedText& placed) {
  finding.page_no = placed.page_no;
  finding.where = *placed.quad;
  return finding;
}

}  // namespace

std::vector<Finding> check_number_range(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const FieldSpec& field : scope.form_template().fields) {
    if (field.labels.empty()) continue;
    const auto wanted = range_in(folded_words(field.labels.front()));
    const PlacedText* placed = wanted ? find_label_cell(scope.texts, field.labels.front()) : nullptr;
    if (placed == nullptr) continue;
    const auto printed = range_in(placed->words);
    if (printed->first == wanted->first && printed->last == wanted->last) continue;
    const bool descends = printed->first > printed->last;
    if (placed->reading->confidence < (descends ? kReadAtAll : kReadWell)) {
      findings.push_back(at_cell(make_not_judged(scope, field.path, scope, field.path), *placed));
      continue;
    }
    const auto print = [](const NumberRange& range) {
      return "第" + std::to_string(range.first) + "至" + std::to_string(range.last) + "项";
    };
    findings.push_back(at_cell(
        make_finding(rule, scope, field.path, {{"actual", print(*printed)}, {"expected", print(*wanted)}}), *placed));
  }
  return findings;
}

namespace {

/// The path of a list's text, which all of its items share.
std::string text_path(const RuleScope& scope, const std::string& path) {
  return scope.form().rows.count(path) != 0 ? (ValuePath(path) / 0).text() : path;
}

/// The last number of the text that the rule's text goes on from, where one was cut in two; 0 for none.
int last_number(const Rule& rule, const RuleScope& scope) {
  const std::string path = text_path(scope, rule.parameters["after"].text);
  const std::vector<int> numbers = item_numbers(scope.view.raw(path), rule.parameters["mark"].text, 0);
  return numbers.empty() ? 0 : numbers.back();
}

}  // namespace

std::vector<Finding> check_contiguous(const Rule& rule, const RuleScope& scope) {
  const std::string path = rule.parameters["path"].text, mark = rule.parameters["mark"].text;
  const std::string first = text_path(scope, path);
  const int before = last_number(rule, scope);
  const std::vector<int> numbers = item_numbers(scope.view.raw(first), mark, before);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const int expected = i == 0 ? 1 : numbers[i - 1] + 1;
    if (numbers[i] == expected || (i == 0 && numbers[i] == before + 1)) continue;
    if (scope.view.confidence(first) < kReadWell) return {make_not_judged(scope, path, scope, first)};
    return {make_finding(rule, scope, path,
                         {{"actual", std::to_string(numbers[i])}, {"expected", std::to_string(expected)}})};
  }
  return {};
}

std::vector<Finding> check_labels(const Rule& rule, const RuleScope& scope) {
  const std::vector<std::u32string>& labels = scope.words.labels;
  const auto may_slip = [](const std::u32string& words) {
    return static_cast<int>(words.size() / kCharactersPerSlip) > kOneSlip;
  };
  const std::vector<Spot> values = spots_of_values(scope.form());
  std::vector<Finding> findings;
  for (const PlacedText& placed : scope.texts) {
    const std::u32string& text = placed.words;
    if (placed.cell == nullptr || placed.reading->confidence < kReadForCertain || !may_slip(text)) continue;
    if (begins_with_label(text, labels) || range_in(text) || holds_spot(values, placed)) continue;
    const std::u32string* nearest = nullptr;
    int least = 0;
    for (const std::u32string& label : labels) {
      if (!may_slip(label)) break;  // the longest stand first
      const int allowed = static_cast<int>(label.size() / kCharactersPerSlip);
      // Characters that are not there were more likely lost by the reader than by the form.
      const bool could_be = text.size() >= label.size() && lacks_at_most(allowed, label, text);
      const int distance = could_be ? edit_distance(std::u32string_view(text).substr(0, label.size()), label) : 0;
      if (distance > kOneSlip && distance <= allowed && (nearest == nullptr || distance < least)) {
        nearest = &label;
        least = distance;
      }
    }
    if (nearest == nullptr) continue;
    findings.push_back(at_cell(make_finding(rule, scope, rule.parameters["path"].text,
                                            {{"actual", placed.reading->text}, {"expected", to_utf8(*nearest)}}),
                               placed));
  }
  return findings;
}

std::vector<Finding> check_adjacent(const Rule& rule, const RuleScope& scope) {
  const FieldSpec* list = scope.form_template().find_field(rule.parameters["list"].text);
  if (list == nullptr) return {};
  const Parameter& except = rule.parameters["except"];
  std::map<std::tuple<const TableText*, int, std::u32string>, int> seen;
  // A level name that stands once more as the indicator's own is told of that row.
  const auto is_row = [&](const PlacedText& placed) {
    const std::vector<Field>& fields = scope.form().fields;
    return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
      return field.source && !is_repaired(field) && field.source->page_no == placed.page_no &&
             field.source->where == *placed.quad;
    });
  };
  for (const PlacedText& placed : scope.texts) {
    const std::u32string& text = placed.words;
    if (placed.cell == nullptr || scope.words.headers.count(text) == 0) continue;
    if (ends_with_any(to_utf8(text), except) || ++seen[{placed.table, placed.cell->row, text}] == 1) continue;
    if (is_row(placed)) continue;
    return {at_cell(make_finding(rule, scope, list->path, {{"actual", placed.reading->text}}), placed)};
  }
  return {};
}

}  // namespace shenbao::extract
