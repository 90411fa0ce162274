#include <algorithm>
#include <iterator>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/text_distance.h"

namespace shenbao::extract {
namespace {

/// A label is still the label with one misread character in four.
constexpr std::size_t kCharactersPerSlip = 4;

bool is_printed(const FormView& view, const std::string& path) {
  return view.form().rows.count(path) != 0 ? view.rows(path) > 0 : view.printed(path);
}

std::vector<std::u32string> labels_of(const FieldSpec& field) {
  std::vector<std::u32string> labels;
  for (const std::string& label : field.labels) labels.push_back(folded_words(label));
  for (const ColumnSpec& column : field.columns) {
    for (const std::string& label : column.labels) labels.push_back(folded_words(label));
  }
  return labels;
}

/// The labels of the fields at the path or below it, columns included, that no other field has too.
std::vector<std::u32string> labels_below(const FormTemplate& form_template, const std::string& path) {
  std::set<std::u32string> own, others;
  for (const FieldSpec& field : form_template.fields) {
    auto& labels = ValuePath(field.path).is_within(path) ? own : others;
    for (std::u32string& label : labels_of(field)) labels.insert(std::move(label));
  }
  std::vector<std::u32string> only;
  std::set_difference(own.begin(), own.end(), others.begin(), others.end(), std::back_inserter(only));
  return only;
}

bool prints_label(const std::u32string& printed, const std::vector<std::u32string>& labels) {
  return std::any_of(labels.begin(), labels.end(), [&](const std::u32string& label) {
    const std::size_t allowed = label.size() / kCharactersPerSlip;
    return edit_distance(std::u32string_view(printed).substr(0, label.size()), label) <= static_cast<int>(allowed);
  });
}

/// Whether the pages print one of the labels, perhaps misread. 年度绩效目标 is no misread 年度绩效指标: it is another
/// label.
bool prints_any_label(const RuleScope& scope, const std::vector<std::u32string>& labels) {
  const auto holds = [](const std::vector<std::u32string>& words, const std::u32string& text) {
    return std::find(words.begin(), words.end(), text) != words.end();
  };
  return std::any_of(scope.texts.begin(), scope.texts.end(), [&](const PlacedText& text) {
    const bool other = holds(scope.words.labels, text.words) && !holds(labels, text.words);
    return !other && prints_label(text.words, labels);
  });
}

/// Whether a line prints the words around a value that has no label, and no value: （　　年度）.
bool prints_empty_pattern(const RuleScope& scope, const std::string& path) {
  const FieldSpec* field = scope.form_template().find_field(path);
  if (field == nullptr) return false;
  return std::any_of(field->patterns.begin(), field->patterns.end(), [&](const std::string& pattern) {
    const std::u32string words = folded_words(pattern);
    return std::any_of(scope.texts.begin(), scope.texts.end(),
                       [&](const PlacedText& text) { return text.words == words; });
  });
}

/// The labels of the field that the path belongs to.
std::vector<std::u32string> labels_above(const FormTemplate& form_template, const std::string& path) {
  for (const FieldSpec& field : form_template.fields) {
    if (!ValuePath(path).is_within(field.path)) continue;
    return labels_of(field);
  }
  return {folded_words(form_template.titles.front())};
}

/// Whether some cell of the form was read so badly that it may be a label nobody found.
bool has_unread_cell(const RuleScope& scope) {
  constexpr double kReadAtAll = 0.9;
  const std::vector<Field>& fields = scope.form().fields;
  return std::any_of(scope.texts.begin(), scope.texts.end(), [&](const PlacedText& text) {
    if (text.cell == nullptr || text.reading->confidence >= kReadAtAll) return false;
    return std::none_of(fields.begin(), fields.end(), [&](const Field& field) {
      return field.source && field.source->page_no == text.page_no && field.source->where == *text.quad;
    });
  });
}

bool has_unread_page(const RuleScope& scope) {
  return std::any_of(scope.pages.begin(), scope.pages.end(), [](const PageText& page) {
    return std::any_of(page.defects.begin(), page.defects.end(),
                       [](const layout::Defect& defect) { return defect.kind == layout::DefectKind::unreadable_page; });
  });
}

/// A value's column in the rows of a list.
struct Column {
  std::string list;
  int row = 0;
  std::string key;
  std::vector<std::u32string> headers;
};

std::optional<Column> column_of(const RuleScope& scope, const std::string& path) {
  const ValuePath cell = path, row = cell.parent();
  const FieldSpec* list = scope.form_template().find_field(row.parent());
  if (list == nullptr || list->columns.empty() || !row.row()) return std::nullopt;
  Column column{list->path, *row.row(), cell.key(), {}};
  for (const ColumnSpec& spec : list->columns) {
    for (const std::string& label : spec.labels) {
      if (spec.key == column.key) column.headers.push_back(folded_words(label));
    }
  }
  return column;
}

/// Whether the column has nothing in any row, of three or more: it was left blank as a whole.
bool is_blank_column(const FormView& view, const Column& column) {
  constexpr int kFewRows = 3;
  if (view.rows(column.list) < kFewRows) return false;
  for (int row = 0; row < view.rows(column.list); ++row) {
    if (view.printed(ValuePath(column.list) / row / column.key)) return false;
  }
  return true;
}

/// Whether the row's cells were sorted by what they hold: then a blank is known, whatever header the column lacks.
bool is_sorted(const FormView& view, const Column& column) {
  const ValuePath row = ValuePath(column.list) / column.row;
  const std::vector<Field>& fields = view.form().fields;
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
    return is_repaired(field) && ValuePath(field.path).is_within(row);
  });
}

/// What is to be said of a blank value in a row.
enum class Blank { judged, not_judged, said };

/// A column left blank is one thing, and of one without a header nobody knows where it is: said of its first blank row.
Blank blank_in(const RuleScope& scope, const Column& column, std::set<std::string>& columns) {
  const bool lost = !is_sorted(scope.view, column) && !prints_any_label(scope, column.headers);
  if (!lost && !is_blank_column(scope.view, column)) return Blank::judged;
  if (!columns.insert(ValuePath(column.list) / column.key).second) return Blank::said;
  return lost ? Blank::not_judged : Blank::judged;
}

/// What is left of a text when the words are taken out of it and signs and blanks are passed over.
std::u32string without_words(const std::string& text, const std::vector<std::string>& words) {
  std::u32string left = folded_words(text);
  for (const std::string& word : words) {
    const std::u32string folded = folded_words(word);
    for (std::size_t at = left.find(folded); at != std::u32string::npos; at = left.find(folded)) {
      left.erase(at, folded.size());
    }
  }
  return left;
}

}  // namespace

std::vector<Finding> check_required(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  std::set<std::string> columns;  // told of as a whole
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    if (is_printed(scope.view, path)) continue;
    bool blank = false;
    if (const auto column = column_of(scope, path)) {
      const Blank says = blank_in(scope, *column, columns);
      if (says == Blank::said) continue;
      blank = says == Blank::judged;
    } else {
      const bool elsewhere = scope.form().rows.count(path) != 0 && has_page_without_form(scope);
      blank = !elsewhere &&
              (prints_empty_pattern(scope, path) || prints_any_label(scope, labels_above(scope.form_template(), path)));
    }
    findings.push_back(blank ? make_finding(rule, scope, path, {}) : make_not_judged(scope, path, scope, path));
  }
  return findings;
}

std::vector<Finding> check_section(const Rule& rule, const RuleScope& scope) {
  if (has_unread_page(scope)) return {};
  std::vector<Finding> findings;
  for (const std::string& path : rule.parameters["paths"].texts()) {
    // A value whose label was not found has a source without text.
    const auto prints = [&](const Field& field) {
      return field.source && !trim(field.source->raw).empty() && ValuePath(field.path).is_within(path);
    };
    const std::vector<Field>& fields = scope.form().fields;
    if (std::any_of(fields.begin(), fields.end(), prints)) continue;
    if (prints_any_label(scope, labels_below(scope.form_template(), path))) continue;
    const bool unread = has_unread_cell(scope) || has_page_without_form(scope);
    findings.push_back(unread ? make_not_judged(scope, path, scope, path) : make_finding(rule, scope, path, {}));
  }
  return findings;
}

std::vector<Finding> check_complete(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  const std::string needed = rule.parameters["needs"].text;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const std::string other = beside(path, needed);
    if (!scope.view.number(path) || scope.view.printed(other) || !applies(rule, scope.view, path)) continue;
    if (scope.view.in_review(path)) {
      findings.push_back(make_not_judged(scope, other, scope, path));
    } else {
      findings.push_back(make_finding(rule, scope, other, {{"value", scope.view.text(path)}}));
    }
  }
  return findings;
}

std::vector<Finding> check_signed(const Rule& rule, const RuleScope& scope) {
  const std::vector<int>& own = scope.form().pages;
  for (const PageText& page : scope.pages) {
    const bool belongs = std::find(own.begin(), own.end(), page.page_no) != own.end();
    if (belongs && !page.seals.empty()) return {};
  }
  const Parameter& asks = rule.parameters["labels"];
  std::vector<std::string> words = asks.texts();
  const std::vector<std::string>& furniture = scope.form_template().furniture;
  words.insert(words.end(), furniture.begin(), furniture.end());
  std::sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
    return a.size() > b.size() || (a.size() == b.size() && a < b);
  });
  for (const PlacedText& placed : scope.texts) {
    const std::string& text = placed.reading->text;
    if (!holds_any(text, asks) || !without_words(text, words).empty()) continue;
    Finding finding = make_finding(rule, scope, "", {});
    finding.page_no = placed.page_no;
    finding.where = *placed.quad;
    return {finding};
  }
  return {};
}

}  // namespace shenbao::extract
