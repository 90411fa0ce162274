#include <algorithm>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/longest_run.h"

namespace shenbao::extract {
namespace {

constexpr double kReadWell = 0.9;
constexpr std::size_t kYear = 4;
constexpr std::size_t kLatinRun = 6;  // abbreviations such as GDP are words of Chinese texts too
constexpr std::size_t kCode = 12;     // digits; a telephone number has eleven

bool is_value(const RuleScope& scope, const PlacedText& placed) {
  const std::vector<Field>& fields = scope.form().fields;
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
    return field.source && field.source->page_no == placed.page_no && field.source->where == *placed.quad;
  });
}

/// Whether the form is the first on the page, which speaks for what stands outside its tables.
bool speaks_for(const RuleScope& scope, int page_no) {
  for (const FormView& view : scope.forms) {
    const std::vector<int>& pages = view.form().pages;
    if (std::find(pages.begin(), pages.end(), page_no) != pages.end()) return &view == &scope.view;
  }
  return false;
}

/// Digits and the signs between them: "2021.10/8" gives "./".
struct Figures {
  bool only = false;  ///< the text has nothing else
  std::u32string digits;
  std::u32string signs;
};

Figures figures_in(const std::string& text) {
  Figures figures;
  figures.only = true;
  for (const char32_t c : folded(text)) {
    if (is_digit(c)) {
      figures.digits.push_back(c);
    } else if (c == '.' || c == '/' || c == '-' || c == ',') {
      figures.signs.push_back(c);
    } else {
      figures.only = false;
    }
  }
  return figures;
}

bool begins_with_year(const std::u32string& digits) {
  return digits.size() >= kYear && (digits.compare(0, 2, U"19") == 0 || digits.compare(0, 2, U"20") == 0);
}

Finding at_place(Finding finding, const PlacedText& placed) {
  finding.page_no = placed.page_no;
  finding.where = *placed.quad;
  return finding;
}

template <typename IsStray>
std::vector<Finding> report_strays(const Rule& rule, const RuleScope& scope, IsStray is_stray) {
  std::vector<Finding> findings;
  for (const PlacedText& placed : scope.texts) {
    if (placed.cell != nullptr || placed.reading->confidence < kReadWell) continue;
    if (!is_stray(figures_in(placed.reading->text))) continue;
    if (!speaks_for(scope, placed.page_no) || is_value(scope, placed)) continue;
    findings.push_back(at_place(make_finding(rule, scope, "", {{"actual", trim(placed.reading->text)}}), placed));
  }
  return findings;
}

template <typename Belongs>
bool has_run(const std::u32string& text, std::size_t length, Belongs belongs) {
  std::size_t run = 0;
  return std::any_of(text.begin(), text.end(), [&](char32_t c) {
    run = belongs(c) ? run + 1 : 0;
    return run >= length;
  });
}

}  // namespace

std::vector<Finding> check_stray_date(const Rule& rule, const RuleScope& scope) {
  return report_strays(rule, scope, [](const Figures& figures) {
    const bool mixed = std::set<char32_t>(figures.signs.begin(), figures.signs.end()).size() > 1;
    return figures.only && begins_with_year(figures.digits) && figures.digits.size() > kYear && mixed;
  });
}

std::vector<Finding> check_stray_text(const Rule& rule, const RuleScope& scope) {
  return report_strays(rule, scope, [](const Figures& figures) {
    return figures.only && begins_with_year(figures.digits) && figures.digits.size() == kYear;
  });
}

std::vector<Finding> check_foreign_cell(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  for (const PlacedText& placed : scope.texts) {
    if (placed.cell == nullptr || placed.reading->confidence < kReadWell) continue;
    // Without the signs between them runs are longer still: most cells have none, and are told so at once.
    if (!has_run(placed.words, kLatinRun, is_latin) && !has_run(placed.words, kCode, is_digit)) continue;
    const std::u32string whole = folded(placed.reading->text);
    const std::u32string letters = longest_run(whole, is_latin), digits = longest_run(whole, is_digit);
    const std::u32string part = letters.size() >= kLatinRun ? letters : digits.size() >= kCode ? digits : U"";
    if (part.empty() || is_value(scope, placed)) continue;
    if (holds_any(placed.reading->text, rule.parameters["unless"])) continue;
    findings.push_back(at_place(make_finding(rule, scope, rule.parameters["path"].text,
                                             {{"actual", placed.reading->text}, {"part", to_utf8(part)}}),
                                placed));
  }
  return findings;
}

std::vector<Finding> check_cell_words(const Rule& rule, const RuleScope& scope) {
  std::vector<std::u32string> all;
  for (const std::string& word : rule.parameters["all"].texts()) all.push_back(folded_words(word));
  std::vector<Finding> findings;
  for (const PlacedText& placed : scope.texts) {
    if (placed.cell == nullptr || placed.reading->confidence < kReadWell) continue;
    const bool holds_all = std::all_of(all.begin(), all.end(), [&](const std::u32string& word) {
      return placed.words.find(word) != std::u32string::npos;
    });
    if (!holds_all) continue;
    const Parameter& any = rule.parameters["any"];
    if (!any.items.empty() && !holds_any(to_utf8(placed.words), any)) continue;
    if (is_value(scope, placed)) continue;
    findings.push_back(
        at_place(make_finding(rule, scope, rule.parameters["path"].text, {{"actual", placed.reading->text}}), placed));
  }
  return findings;
}

}  // namespace shenbao::extract
