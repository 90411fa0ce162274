#include <algorithm>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/text_distance.h"

namespace shenbao::extract {
namespace {

constexpr double kReadAtAll = 0.5;        // enough for a range that goes down: no chance misreading of one that goes up
constexpr double kReadForCertain = 0.95;  // of a label that differs from the form's in a few characters
constexpr int kOneSlip = 1;               // a single strange character is as likely the reader's
constexpr std::size_t kBesideLabel = 8;   // characters that may stand in a label's cell beside twice its own

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
const PrintedText* find_label_cell(const std::vector<PrintedText>& texts, const std::string& label) {
  const std::u32string wanted = without_digits(match_key(label));
  const PrintedText* best = nullptr;
  int least = static_cast<int>(wanted.size() / kCharactersPerSlip) + 1;
  for (const PrintedText& text : texts) {
    if (text.cell == nullptr || text.words.size() > 2 * wanted.size() + kBesideLabel || !range_in(text.words)) continue;
    const int distance = edit_distance(without_digits(text.words), wanted);
    if (distance < least) {
      least = distance;
      best = &text;
    }
  }
  return best;
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

std::string print(const NumberRange& range) {
  return "第" + std::to_string(range.first) + "至" + std::to_string(range.last) + "项";
}

bool may_slip(const std::u32string& words) { return static_cast<int>(words.size() / kCharactersPerSlip) > kOneSlip; }

/// The form's label that the text's front nearly is; nullptr for none.
const std::u32string* nearest_label(const std::u32string& text, const std::vector<std::u32string>& labels) {
  const std::u32string* nearest = nullptr;
  int least = 0;
  for (const std::u32string& label : labels) {
    if (!may_slip(label)) break;  // the longest stand first
    const int allowed = static_cast<int>(label.size() / kCharactersPerSlip);
    // Characters that are not there were more likely lost by the reader than by the form.
    if (text.size() < label.size() || !lacks_at_most(allowed, label, text)) continue;
    const int distance = edit_distance(std::u32string_view(text).substr(0, label.size()), label);
    if (distance <= kOneSlip || distance > allowed || (nearest != nullptr && distance >= least)) continue;
    nearest = &label;
    least = distance;
  }
  return nearest;
}

/// Labels with 第1至4项 print the numbers of the definition.
Judgements check_number_ranges(const Rule& rule, const RuleScope& scope) {
  Judgements all;
  for (const FieldSpec& field : scope.form_template().fields) {
    const auto wanted = field.labels.empty() ? std::nullopt : range_in(match_key(field.labels.front()));
    const PrintedText* text = wanted ? find_label_cell(scope.texts, field.labels.front()) : nullptr;
    if (text == nullptr) continue;
    const auto printed = range_in(text->words);
    if (printed->first == wanted->first && printed->last == wanted->last) continue;
    const bool descends = printed->first > printed->last;
    const bool is_read = text->reading->confidence >= (descends ? kReadAtAll : kReadWell);
    all.push_back(is_read ? say(rule, scope, field.path, {{"actual", print(*printed)}, {"expected", print(*wanted)}})
                          : say_not_judged(scope, field.path, scope, field.path));
    all.back().finding.page_no = text->page_no;
    all.back().finding.where = *text->quad;
  }
  return all;
}

/// A label that nearly is one of the form's is that label.
Judgements check_spelling(const Rule& rule, const RuleScope& scope) {
  Judgements all;
  for (const PrintedText& text : scope.texts) {
    if (text.cell == nullptr || text.reading->confidence < kReadForCertain || !may_slip(text.words)) continue;
    if (text.value != nullptr || begins_with_label(text.words, scope.words.labels) || range_in(text.words)) continue;
    const std::u32string* nearest = nearest_label(text.words, scope.words.labels);
    if (nearest == nullptr) continue;
    all.push_back(say_at(text, rule, scope, "", {{"actual", text.reading->text}, {"expected", to_utf8(*nearest)}}));
  }
  return all;
}

}  // namespace

Judgements check_labels(const Rule& rule, const RuleScope& scope) {
  return rule.parameters.what == "numbers" ? check_number_ranges(rule, scope) : check_spelling(rule, scope);
}

}  // namespace shenbao::extract
