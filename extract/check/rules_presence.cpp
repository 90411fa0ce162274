#include <algorithm>
#include <iterator>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/text_distance.h"

namespace shenbao::extract {
namespace {

constexpr int kFewRows = 3;  // fewer rows may well all lack a value

bool is_printed(const FormView& view, const std::string& path) {
  return view.form().rows.count(path) != 0 ? view.rows(path) > 0 : view.printed(path);
}

Texts labels_of(const FieldSpec& field) {
  Texts labels = field.labels;
  for (const ColumnSpec& column : field.columns) {
    labels.insert(labels.end(), column.labels.begin(), column.labels.end());
  }
  return labels;
}

/// The labels of the fields at the path or below it, columns included, that no other field has too.
std::vector<std::u32string> labels_below(const FormTemplate& form_template, const std::string& path) {
  std::set<std::u32string> own, others;
  for (const FieldSpec& field : form_template.fields) {
    auto& labels = ValuePath(field.path).is_within(path) ? own : others;
    for (std::u32string& label : folded_texts(labels_of(field))) labels.insert(std::move(label));
  }
  std::vector<std::u32string> only;
  std::set_difference(own.begin(), own.end(), others.begin(), others.end(), std::back_inserter(only));
  return only;
}

/// The labels of the field that the path belongs to; of a title the title itself.
std::vector<std::u32string> labels_above(const FormTemplate& form_template, const std::string& path) {
  for (const FieldSpec& field : form_template.fields) {
    if (ValuePath(path).is_within(field.path)) return folded_texts(labels_of(field));
  }
  return {match_key(form_template.titles.front())};
}

bool prints_label(const std::u32string& printed, const std::vector<std::u32string>& labels) {
  return std::any_of(labels.begin(), labels.end(), [&](const std::u32string& label) {
    const int allowed = static_cast<int>(label.size() / kCharactersPerSlip);
    return edit_distance(std::u32string_view(printed).substr(0, label.size()), label) <= allowed;
  });
}

/// Whether the pages print one of the labels, perhaps misread. 年度绩效目标 is no misread 年度绩效指标: it is another
/// label.
bool prints_any_label(const RuleScope& scope, const std::vector<std::u32string>& labels) {
  const auto holds = [](const std::vector<std::u32string>& words, const std::u32string& text) {
    return std::find(words.begin(), words.end(), text) != words.end();
  };
  return std::any_of(scope.texts.begin(), scope.texts.end(), [&](const PrintedText& text) {
    const bool other = holds(scope.words.labels, text.words) && !holds(labels, text.words);
    return !other && prints_label(text.words, labels);
  });
}

/// Whether a line prints the words around a value that has no label, and no value: （　　年度）.
bool prints_empty_pattern(const RuleScope& scope, const std::string& path) {
  const FieldSpec* field = scope.form_template().find_field(path);
  if (field == nullptr) return false;
  const std::vector<std::u32string> patterns = folded_texts(field->patterns);
  return std::any_of(scope.texts.begin(), scope.texts.end(), [&](const PrintedText& text) {
    return std::find(patterns.begin(), patterns.end(), text.words) != patterns.end();
  });
}

/// Whether some cell of the form was read so badly that it may be a label nobody found.
bool has_unread_cell(const RuleScope& scope) {
  return std::any_of(scope.texts.begin(), scope.texts.end(), [](const PrintedText& text) {
    return text.cell != nullptr && text.value == nullptr && text.reading->confidence < kReadWell;
  });
}

/// A value's column in the rows of a list.
struct Column {
  std::string list, row, key;  ///< "/indicators", "/indicators/3", "unit"
  std::vector<std::u32string> headers;
};

std::optional<Column> column_of(const RuleScope& scope, const std::string& path) {
  const ValuePath cell = path, row = cell.parent();
  const FieldSpec* list = scope.form_template().find_field(row.parent());
  const ColumnSpec* column = list == nullptr || !row.row() ? nullptr : list->find_column(cell.key());
  if (column == nullptr) return std::nullopt;
  return Column{list->path, row, column->key, folded_texts(column->labels)};
}

/// Whether the column has nothing in any row, of three or more: it was left blank as a whole.
bool is_blank_column(const FormView& view, const Column& column) {
  const int rows = view.rows(column.list);
  for (int row = 0; row < rows; ++row) {
    if (view.printed(ValuePath(column.list) / row / column.key)) return false;
  }
  return rows >= kFewRows;
}

/// Whether the row's cells were sorted by what they hold: then a blank is known, whatever header the column lacks.
bool is_sorted(const FormView& view, const Column& column) {
  const std::vector<Field>& fields = view.form().fields;
  return std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
    return is_repaired(field) && ValuePath(field.path).is_within(column.row);
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
std::u32string without_words(const std::string& text, const std::vector<std::u32string>& words) {
  std::u32string left = match_key(text);
  for (const std::u32string& word : words) {
    for (std::size_t at = left.find(word); at != std::u32string::npos; at = left.find(word))
      left.erase(at, word.size());
  }
  return left;
}

}  // namespace

Judgements check_required(const Rule& rule, const RuleScope& scope) {
  Judgements all;
  std::set<std::string> columns;  // told of as a whole
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    if (is_printed(scope.view, path) || !applies(rule.parameters.rows, scope.view, path)) continue;
    if (!rule.parameters.rows.empty()) {  // what stands beside it tells that it is blank
      say_or_doubt(all, rule, scope, path, doubtful_operand(rule.parameters.rows, scope.view, path), {});
      continue;
    }
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
    say_or_doubt(all, rule, scope, path, blank ? "" : path, {});
  }
  return all;
}

Judgements check_section(const Rule& rule, const RuleScope& scope) {
  if (std::any_of(scope.pages.begin(), scope.pages.end(), is_unread)) return {};
  Judgements all;
  for (const std::string& path : rule.parameters.paths) {
    // A value whose label was not found has a source without text.
    const auto prints = [&](const Field& field) {
      return field.source && !trim(field.source->raw).empty() && ValuePath(field.path).is_within(path);
    };
    const std::vector<Field>& fields = scope.form().fields;
    if (std::any_of(fields.begin(), fields.end(), prints)) continue;
    if (prints_any_label(scope, labels_below(scope.form_template(), path))) continue;
    const bool unread = has_unread_cell(scope) || has_page_without_form(scope);
    say_or_doubt(all, rule, scope, path, unread ? path : "", {});
  }
  return all;
}

Judgements check_coverage(const Rule& rule, const RuleScope& scope) {
  std::set<std::string> printed;
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    const Field* field = scope.view.find(path);
    if (field != nullptr && status_of(*field) == Status::review && !field->value) return {};
    printed.insert(scope.view.plain_words(path));
  }
  Judgements all;
  for (const std::string& word : rule.parameters.words) {
    if (printed.empty() || printed.count(word) != 0) continue;
    all.push_back(say(rule, scope, rule.parameters.on, {{"expected", word}}));
  }
  return all;
}

Judgements check_signed(const Rule& rule, const RuleScope& scope) {
  const bool sealed = std::any_of(scope.pages.begin(), scope.pages.end(), [&](const PageText& page) {
    return !page.seals.empty() && has_page(scope.form(), page.page_no);
  });
  if (sealed) return {};
  Texts words = rule.parameters.words;
  const Texts& furniture = scope.form_template().furniture;
  words.insert(words.end(), furniture.begin(), furniture.end());
  std::sort(words.begin(), words.end(), [](const std::string& a, const std::string& b) {
    return a.size() > b.size() || (a.size() == b.size() && a < b);
  });
  const std::vector<std::u32string> taken_out = folded_texts(words);
  for (const PrintedText& text : scope.texts) {
    if (!holds_any(text.reading->text, rule.parameters.words)) continue;
    if (without_words(text.reading->text, taken_out).empty()) return {say_at(text, rule, scope, "", {})};
  }
  return {};
}

}  // namespace shenbao::extract
