#include <algorithm>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

constexpr int kFewRows = 3;  // fewer rows may well all lack a value

/// Whether filling found a label of a value that `is_meant`, with writing in its place.
template <typename IsMeant>
bool has_label(const RuleScope& scope, IsMeant is_meant) {
  const std::vector<Label>& labels = scope.form().labels;
  return std::any_of(labels.begin(), labels.end(), [&](const Label& label) {
    return !label.path.empty() && is_meant(label) && scope.pieces.of(label) != nullptr;
  });
}

/// Whether the form prints where the value should stand: its label, or of one without a label the title above it.
bool prints_place_of(const RuleScope& scope, const ValuePath& path) {
  const FieldSpec* field = scope.form_template().find_field(path);
  if (field != nullptr && field->labels.empty()) return scope.view.printed(scope.form_template().title_path);
  return has_label(scope, [&](const Label& label) { return label.sure && path.is_within(label.path); });
}

/// A column of a list as far as it may be blank.
struct Column {
  bool has_header = false;
  bool is_blank = false;  ///< in every row, of three or more: it was left blank as a whole
  bool is_told = false;
};

Column column_of(const RuleScope& scope, const ValuePath& list, const std::string& key) {
  Column column;
  column.has_header = has_label(scope, [&](const Label& label) {
    return label.path == list.text() && std::count(label.columns.begin(), label.columns.end(), key) > 0;
  });
  const std::vector<ValuePath> rows = scope.view.row_paths(list);
  column.is_blank = rows.size() >= kFewRows && std::none_of(rows.begin(), rows.end(), [&](const ValuePath& row) {
                      return scope.view.printed(row / key);
                    });
  return column;
}

/// Whether the row's cells were sorted by what they hold: then a blank is known, whatever header the column lacks.
bool is_sorted(const RuleScope& scope, const ValuePath& row) {
  const std::vector<ColumnSpec>& columns = scope.form_template().find_field(row.parent())->columns;
  return std::any_of(columns.begin(), columns.end(),
                     [&](const ColumnSpec& column) { return is_repaired(scope.view.at(row / column.key)); });
}

void check_values(Judge& judge) {
  const RuleScope& scope = judge.scope;
  std::map<std::string, Column> columns;
  for (const std::string& path : judge.paths()) {
    const bool is_list = judge.view.form().rows.count(path) != 0;
    const ValuePath row = ValuePath(path).parent(), list = row.parent();
    if (is_list ? judge.view.rows(path) > 0 : judge.view.printed(path)) continue;
    if (!judge.asks.rows.empty()) {  // what stands beside it tells that it is blank
      judge.say_unless(judge.doubtful_operand(path), path, {});
    } else if (!row.row()) {
      const bool elsewhere = is_list && has_page_without_form(scope);
      judge.say_unless(!elsewhere && prints_place_of(scope, path) ? "" : path, path, {});
    } else {
      // A column left blank is one thing, and of one without a header nobody knows where it is: said once.
      const std::string key = ValuePath(path).key();
      const auto [column, is_new] = columns.try_emplace(list / key);
      if (is_new) column->second = column_of(scope, list, key);
      const bool is_lost = !column->second.has_header && !is_sorted(scope, row);
      if ((is_lost || column->second.is_blank) && std::exchange(column->second.is_told, true)) continue;
      judge.say_unless(is_lost ? path : "", path, {});
    }
  }
}

/// Some label or value at each path or below it is printed.
void check_parts(Judge& judge) {
  const RuleScope& scope = judge.scope;
  if (std::any_of(scope.pages.begin(), scope.pages.end(), is_unread)) return;
  const bool has_unread_cell = std::any_of(scope.pieces.begin(), scope.pieces.end(), [](const Piece& piece) {
    return piece.cell != nullptr && piece.value == nullptr && !reads_well(*piece.reading, kReadWell);
  });
  for (const std::string& path : judge.asks.paths) {
    const std::vector<Field>& fields = scope.form().fields;
    // A value whose label was not found has a source without text.
    const bool has_value = std::any_of(fields.begin(), fields.end(), [&](const Field& field) {
      return ValuePath(field.path).is_within(path) && field.source && !trim(field.source->raw).empty();
    });
    const auto is_below = [&](const Label& label) { return ValuePath(label.path).is_within(path); };
    if (has_value || has_label(scope, is_below)) continue;
    judge.say_unless(has_unread_cell || has_page_without_form(scope) ? path : "", path, {});
  }
}

/// Each of the words stands in one of the values.
void check_words(Judge& judge) {
  std::set<std::u32string> printed;
  for (const std::string& path : judge.paths()) {
    const Field& field = judge.view.at(path);
    if (status_of(field) == Status::review && !field.value) return;
    printed.insert(judge.view.words(path));
  }
  for (const std::string& word : judge.asks.words) {
    if (printed.empty() || printed.count(match_key(word)) != 0) continue;
    judge.say(judge.asks.on, {{"expected", word}});
  }
}

/// Where one of the words asks for a signature there is writing, or a seal on the form's pages.
void check_signature(Judge& judge) {
  const RuleScope& scope = judge.scope;
  const bool sealed = std::any_of(scope.pages.begin(), scope.pages.end(), [&](const PageText& page) {
    return !page.seals.empty() && has_page(scope.form(), page.page_no);
  });
  if (sealed) return;
  Texts words = judge.asks.words;
  const Texts& labels = scope.form_template().static_labels;
  words.insert(words.end(), labels.begin(), labels.end());
  std::sort(words.begin(), words.end(),
            [](const std::string& a, const std::string& b) { return std::pair(b.size(), a) < std::pair(a.size(), b); });
  for (const Piece& piece : scope.pieces) {
    if (!holds_any(piece.reading->text, judge.asks.words)) continue;
    std::u32string left = piece.words;
    for (const std::u32string& word : folded_texts(words)) {
      for (std::size_t at = left.find(word); at != left.npos; at = left.find(word)) left.erase(at, word.size());
    }
    if (left.empty()) return judge.say_at(piece, "", {});
  }
}

}  // namespace

void check_required(Judge& judge) {
  const std::string& what = judge.asks.what;
  return what == "parts"       ? check_parts(judge)
         : what == "words"     ? check_words(judge)
         : what == "signature" ? check_signature(judge)
                               : check_values(judge);
}

}  // namespace shenbao::extract
