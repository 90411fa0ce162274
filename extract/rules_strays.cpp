#include <algorithm>
#include <set>

#include "extract/fold.h"
#include "extract/rule_kinds.h"

namespace shenbao::extract {
namespace {

constexpr double kReadWell = 0.9;
constexpr std::size_t kYear = 4;
constexpr std::size_t kLatinRun = 6;  // abbreviations such as GDP are words of Chinese texts too
constexpr std::size_t kCode = 12;     // digits; a telephone number has eleven

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }
bool is_latin(char32_t c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

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
  for (const char32_t c : fold(text).text) {
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
std::u32string longest_run(const std::u32string& text, Belongs belongs) {
  std::u32string longest, run;
  for (const char32_t c : text) {
    if (belongs(c)) {
      run.push_back(c);
    } else {
      run.clear();
    }
    if (run.size() > longest.size()) longest = run;
  }
  return longest;
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
    if (holds_any(placed.reading->text, rule.parameters["unless"])) continue;
    const std::u32string whole = fold(placed.reading->text).text;
    const std::u32string letters = longest_run(whole, is_latin), digits = longest_run(whole, is_digit);
    const std::u32string part = letters.size() >= kLatinRun ? letters : digits.size() >= kCode ? digits : U"";
    if (part.empty() || is_value(scope, placed)) continue;
    findings.push_back(at_place(make_finding(rule, scope, rule.parameters["path"].text,
                                             {{"actual", placed.reading->text}, {"part", to_utf8(part)}}),
                                placed));
  }
  return findings;
}

std::vector<Finding> check_cell_words(const Rule& rule, const RuleScope& scope) {
  const std::vector<std::string> all = rule.parameters["all"].texts();
  std::vector<Finding> findings;
  for (const PlacedText& placed : scope.texts) {
    if (placed.cell == nullptr || placed.reading->confidence < kReadWell) continue;
    const std::string words = to_utf8(placed.words);
    const bool holds_all = std::all_of(all.begin(), all.end(),
                                       [&](const std::string& word) { return words.find(word) != std::string::npos; });
    const Parameter& any = rule.parameters["any"];
    if (!holds_all || (!any.items.empty() && !holds_any(words, any))) continue;
    if (is_value(scope, placed)) continue;
    findings.push_back(
        at_place(make_finding(rule, scope, rule.parameters["path"].text, {{"actual", placed.reading->text}}), placed));
  }
  return findings;
}

}  // namespace shenbao::extract
