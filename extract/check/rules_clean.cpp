#include <algorithm>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kBefore = 12;       // characters, in which a text says what a number is
constexpr std::size_t kRepeatedPart = 8;  // characters that are damage where they stand twice in a row
constexpr std::size_t kRepeats = 3;       // of a shorter part
constexpr int kElsewhere = 2;             // places that print a rare character, which then belongs to a name: 浉河区

/// A part of the text that follows itself: a long one at once, a short one (two characters or more) three times.
std::u32string repetition_in(const std::u32string& text) {
  for (std::size_t length = 2; 2 * length <= text.size(); ++length) {
    // Of `length` characters in a row that repeat, one stands at a multiple of it.
    bool possible = false;
    for (std::size_t i = length; i < text.size() && !possible; i += length) possible = text[i] == text[i - length];
    if (!possible) continue;
    std::size_t same = 0;
    for (std::size_t i = length; i < text.size(); ++i) {
      same = text[i] == text[i - length] ? same + 1 : 0;
      const std::size_t needed = length >= kRepeatedPart ? length : length * (kRepeats - 1);
      if (same < needed) continue;
      std::u32string part = text.substr(i + 1 - length, length);
      if (std::any_of(part.begin(), part.end(), is_hanzi)) return part;
    }
  }
  return {};
}

/// The first character that no text of such a form has; of a name none outside GB 2312 either.
std::string strange_character_in(const std::string& text, bool is_name) {
  std::string replacement = "\xEF\xBF\xBD";  // U+FFFD, which folding leaves out
  if (text.find(replacement) != std::string::npos) return replacement;
  for (const char32_t c : folded(text)) {
    if ((c > ' ' && c < 0x7F) || is_gb2312_hanzi(c)) continue;
    if (is_impossible(c) || is_foreign_letter(c) || (is_name && is_hanzi(c))) return to_utf8({c});
  }
  return "";
}

/// What one of the patterns finds, unless the text before it says what it is: 账号.
std::string pattern_in(const std::u32string& text, const RuleParameters& rule) {
  for (const auto& pattern : rule.patterns) {
    const auto match = pattern->find(text, [&](const Pattern::Match& candidate) {
      const std::size_t begin = candidate.begin - std::min(candidate.begin, kBefore);
      return !holds_any(to_utf8(text.substr(begin, candidate.begin - begin)), rule.named);
    });
    if (match) return to_utf8(text.substr(match->begin, match->end - match->begin));
  }
  return "";
}

/// Whether the submission prints the one character that `part` is in several other places: then it belongs to a name.
bool is_own_character(const RuleScope& scope, const std::string& path, const std::string& part) {
  const std::u32string characters = folded(part);
  if (characters.size() != 1 || !is_hanzi(characters.front()) || is_gb2312_hanzi(characters.front())) return false;
  int places = 0;
  for (const FormView& view : scope.forms) {
    for (const Field& field : view.form().fields) {
      const bool here = &view == &scope.view && field.path == path;
      if (!here && print_value(&field, Language::zh).find(part) != std::string::npos) ++places;
    }
  }
  return places >= kElsewhere;
}

/// Whether the form is the first on the page, which speaks for what stands outside its tables.
bool speaks_for(const RuleScope& scope, int page_no) {
  const auto first = std::find_if(scope.forms.begin(), scope.forms.end(),
                                  [&](const FormView& view) { return has_page(view.form(), page_no); });
  return first != scope.forms.end() && &*first == &scope.view;
}

Judgements check_values(const Rule& rule, const RuleScope& scope) {
  const bool is_name = rule.parameters.what == "names", is_text = is_name || rule.parameters.what == "texts";
  Judgements all;
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    const std::string& text = scope.view.text(path);
    if (text.empty() || !applies(rule.parameters.rows, scope.view, path)) continue;
    std::string part = is_text ? strange_character_in(text, is_name) : "";
    if (part.empty()) part = pattern_in(folded(text), rule.parameters);
    if (part.empty() && is_text) part = to_utf8(repetition_in(folded(text)));
    if (part.empty() || is_own_character(scope, path, part)) continue;
    say_or_doubt(all, rule, scope, path, doubtful_operand({}, scope.view, path), {{"actual", text}, {"part", part}});
  }
  return all;
}

/// The cells, or the lines outside the tables, that hold no value of the form.
Judgements check_strays(const Rule& rule, const RuleScope& scope) {
  const bool cells = rule.parameters.what == "cells";
  Judgements all;
  for (const PrintedText& text : scope.texts) {
    if ((text.cell != nullptr) != cells || text.value != nullptr || text.reading->confidence < kReadWell) continue;
    if (!cells && !speaks_for(scope, text.page_no)) continue;
    const std::string part = pattern_in(folded(text.reading->text), rule.parameters);
    if (part.empty()) continue;
    all.push_back(say_at(text, rule, scope, "", {{"actual", trim(text.reading->text)}, {"part", part}}));
  }
  return all;
}

}  // namespace

Judgements check_clean(const Rule& rule, const RuleScope& scope) {
  const std::string& what = rule.parameters.what;
  return what == "cells" || what == "lines" ? check_strays(rule, scope) : check_values(rule, scope);
}

}  // namespace shenbao::extract
