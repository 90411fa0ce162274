#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "base/find_first.h"
#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

bool is_term(const FormTemplate& form_template, const std::string& vocabulary, const std::u32string& text) {
  const Vocabulary* terms = form_template.find_vocabulary(vocabulary);
  return terms != nullptr && terms->words.count(text) != 0;
}

/// The first entry that is about the name; nullptr for none.
const FitsEntry* entry_for(const std::string& name, const std::vector<FitsEntry>& table) {
  return find_first(table, [&](const FitsEntry& entry) {
    return is_any(name, entry.is) || ends_with_any(name, entry.ends) || holds_any(name, entry.holds);
  });
}

bool fits(const FitsEntry& entry, const std::string& text) {
  const bool is_open = entry.allowed.empty() && entry.begins.empty();
  const bool is_allowed = is_any(text, entry.allowed) || begins_with_any(text, entry.begins);
  return (is_open || is_allowed) && !is_any(text, entry.never) && (entry.needs.empty() || holds_any(text, entry.needs));
}

/// What may stand there, as a message says it.
std::string examples_of(const FitsEntry& entry) {
  return enumeration_of(!entry.allowed.empty() ? entry.allowed : !entry.begins.empty() ? entry.begins : entry.such);
}

/// What a row says in a column: level names as words, other texts as printed.
std::string said_in(const FormView& view, const ValuePath& row, const ColumnSpec& column) {
  const ValuePath path = row / column.key;
  return column.type == FieldType::term ? to_utf8(view.words(path)) : view.text(path);
}

/// What each row says in the column that a `fits` rule looks at; "" for a word that its vocabulary does not have:
/// nothing speaks against a unit that nobody knows, and a strange level name is another rule's business.
Texts known_in(const Judge& judge, const ColumnSpec& column) {
  const Vocabulary* known = judge.scope.form_template().find_vocabulary(column.vocabulary);
  Texts texts;
  for (const ValuePath& row : judge.view.row_paths(judge.asks.list)) {
    std::string text = said_in(judge.view, row, column);
    const bool is_known = known == nullptr || is_any(text, known->terms) || known->words.count(match_key(text)) != 0;
    texts.push_back(is_known ? std::move(text) : "");
  }
  return texts;
}

/// Two rows agree in all the columns.
void check_rows(Judge& judge) {
  std::map<std::vector<std::u32string>, int> rows;  // by what their columns say
  int number = 0;
  for (const ValuePath& row : judge.view.row_paths(judge.asks.list)) {
    Texts paths;
    std::vector<std::u32string> texts;
    for (const std::string& column : judge.asks.columns) {
      paths.push_back(row / column);
      texts.push_back(folded(judge.view.text(paths.back())));
    }
    ++number;
    if (judge.view.words(paths.front()).empty() || !first_in_review(judge.view, paths).empty()) continue;
    const auto [first, is_new] = rows.emplace(texts, number);
    if (is_new) continue;
    judge.say(row, {{"actual", judge.view.text(paths.front())}, {"first", std::to_string(first->second)}});
  }
}

/// A row says in one column what it says in the one beside. Reported on the list, it is said once, and only where the
/// column beside has no word of its own.
void check_columns(Judge& judge) {
  const RuleParameters& asks = judge.asks;
  const ColumnSpec& other = *judge.scope.form_template().find_field(asks.list)->find_column(asks.beside);
  for (const ValuePath& row : judge.view.row_paths(asks.list)) {
    const ValuePath path = row / asks.column, other_path = row / other.key;
    const std::string text = judge.view.text(path);
    const std::u32string words = judge.view.words(path);
    if (words.empty() || words != judge.view.words(other_path) || ends_with_any(text, asks.words)) continue;
    if (asks.on.empty()) {
      judge.say(path, {{"actual", text}});
      continue;
    }
    // Of two values that were taken from one cell none repeats the other.
    const Field &own = judge.view.at(path), &same = judge.view.at(other_path);
    if (is_term(judge.scope.form_template(), other.vocabulary, words) || is_one_place(own, same)) continue;
    const Piece* piece = judge.scope.pieces.of(same);
    return piece == nullptr ? judge.say(asks.on, {{"actual", text}})
                            : judge.say_at(*piece, asks.on, {{"actual", text}});
  }
}

/// A number ends with what the column beside says: 95% beside %.
void check_endings(Judge& judge) {
  for (const std::string& path : judge.paths()) {
    const std::u32string value = folded(judge.view.text(path));
    const std::u32string unit = folded(judge.view.text(beside(path, judge.asks.beside)));
    if (unit.empty() || value.size() <= unit.size()) continue;
    const std::size_t split = value.size() - unit.size();
    const std::string number = to_utf8(value.substr(0, split));
    if (value.compare(split, unit.size(), unit) != 0 || !parse_decimal(number)) continue;
    // The sign too many is what makes the reading doubtful: it is reported all the same.
    judge.say(path, {{"actual", judge.view.text(path)}, {"expected", number}, {"doubt", doubt_at(judge.scope, path)}});
  }
}

/// A level name begins a second block of rows on a page, where the form merges cells at all.
void check_blocks(Judge& judge) {
  struct Block {
    std::string path;  ///< of its first row's name
    int rows = 0;
  };
  std::map<std::pair<int, std::string>, std::vector<Block>> blocks;  // by page and name
  const Field* before = nullptr;
  for (const ValuePath& row : judge.view.row_paths(judge.asks.list)) {
    const Field& field = judge.view.at(row / judge.asks.column);
    const bool is_sure = field.value && field.source && status_of(field) == Status::accepted;
    const Field* above = std::exchange(before, is_sure ? &field : nullptr);
    if (!is_sure) continue;
    auto& same = blocks[{field.source->page_no, judge.view.text(field.path)}];
    const bool goes_on = above != nullptr && above->source->where == field.source->where && !same.empty();
    if (!goes_on) same.push_back({field.path, 0});
    ++same.back().rows;
  }
  for (const auto& [name, same] : blocks) {
    const bool merged = std::any_of(same.begin(), same.end(), [](const Block& block) { return block.rows > 1; });
    if (same.size() > 1 && merged) judge.say(same[1].path, {{"actual", name.second}});
  }
}

/// A header or level name stands twice in one row of cells.
void check_cells(Judge& judge) {
  const FormTemplate& form_template = judge.scope.form_template();
  std::set<std::u32string> names;
  for (const ColumnSpec& column : form_template.find_field(judge.asks.list)->columns) {
    for (const std::u32string& label : folded_texts(column.labels)) names.insert(label);
    const Vocabulary* levels =
        column.type == FieldType::term ? form_template.find_vocabulary(column.vocabulary) : nullptr;
    if (levels != nullptr) names.insert(levels->words.begin(), levels->words.end());
  }
  std::map<std::tuple<const TableText*, int, std::u32string>, int> seen;
  for (const Piece& piece : judge.scope.pieces) {
    if (piece.cell == nullptr || names.count(piece.words) == 0) continue;
    if (ends_with_any(to_utf8(piece.words), judge.asks.words)) continue;
    if (++seen[{piece.table, piece.cell->row, piece.words}] == 1) continue;
    // A level name that stands once more as the indicator's own is told of that row.
    if (piece.value != nullptr && !is_repaired(*piece.value)) continue;
    return judge.say_at(piece, judge.asks.list, {{"actual", piece.reading->text}});
  }
}

}  // namespace

void check_shifted(Judge& judge) {
  const Wording* split = judge.instead("split");
  const std::vector<ColumnSpec>& columns = judge.scope.form_template().find_field(judge.asks.list)->columns;
  for (const ValuePath& row : judge.view.row_paths(judge.asks.list)) {
    bool is_shifted = false, is_split = false;
    for (const ColumnSpec& column : columns) {
      const Field& field = judge.view.at(row / column.key);
      is_shifted = is_shifted || (is_repaired(field) && !field.corrected);
      is_split = is_split || (field.has(Doubt::split) && !field.corrected);
    }
    if (is_shifted) judge.say(is_split && split != nullptr ? *split : judge.rule, row, {});
  }
}

void check_fits(Judge& judge) {
  const RuleParameters& asks = judge.asks;
  const FieldSpec& list = *judge.scope.form_template().find_field(asks.list);
  const Texts texts = known_in(judge, *list.find_column(asks.column));
  const Wording* slipped = judge.instead("slipped");
  const std::vector<ValuePath> rows = judge.view.row_paths(asks.list);
  for (std::size_t row = 0; row < rows.size(); ++row) {
    const std::string &text = texts[row], name_path = rows[row] / asks.name, path = rows[row] / asks.column;
    const std::string name = said_in(judge.view, rows[row], *list.find_column(asks.name));
    const bool speaks =
        !text.empty() && (asks.longest == 0 || match_key(name).size() <= asks.longest) && judge.applies(path);
    const FitsEntry* entry = speaks ? entry_for(name, asks.table) : nullptr;
    if (entry == nullptr || fits(*entry, text)) continue;
    const auto is_right = [&](const std::string& other) { return is_any(other, entry->allowed); };
    // What may stand elsewhere too is misplaced only where its own category is missing.
    if (is_any(text, entry->also) && std::any_of(texts.begin(), texts.end(), is_right)) continue;
    // The right label stands on the row above or below: the labels slipped, the name is not in the wrong place.
    const bool is_slip = slipped != nullptr && ((row > 0 && is_right(texts[row - 1])) ||
                                                (row + 1 < texts.size() && is_right(texts[row + 1])));
    const std::string on = rows[row] / asks.on;
    judge.say_unless(judge.view.in_review(name_path) ? name_path : judge.doubtful_operand(path),
                     is_slip ? *slipped : judge.rule, on,
                     {{"actual", on == name_path ? name : text}, {"expected", examples_of(*entry)}});
  }
}

void check_repeated(Judge& judge) {
  const std::string& what = judge.asks.what;
  return what == "rows"      ? check_rows(judge)
         : what == "columns" ? check_columns(judge)
         : what == "cells"   ? check_cells(judge)
         : what == "endings" ? check_endings(judge)
                             : check_blocks(judge);
}

}  // namespace shenbao::extract
