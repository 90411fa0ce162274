#include <algorithm>
#include <map>
#include <tuple>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

bool is_term(const RuleScope& scope, const std::string& vocabulary, const std::u32string& text) {
  const auto terms = scope.words.terms.find(vocabulary);
  return terms != scope.words.terms.end() && terms->second.count(text) != 0;
}

bool tells(const FitsEntry& entry, const std::string& name) {
  return is_any(name, entry.is) || ends_with_any(name, entry.ends) || holds_any(name, entry.holds);
}

/// The first entry that is about the name; nullptr for none.
const FitsEntry* entry_for(const std::string& name, const std::vector<FitsEntry>& table) {
  const auto entry =
      std::find_if(table.begin(), table.end(), [&](const FitsEntry& candidate) { return tells(candidate, name); });
  return entry == table.end() ? nullptr : &*entry;
}

bool allows(const FitsEntry& entry, const std::string& text) {
  const std::string counted = text.substr(0, text.find('/'));  // 次 of 次/年
  return is_any(text, entry.allowed) || is_any(counted, entry.allowed) || begins_with_any(text, entry.begins);
}

bool fits(const FitsEntry& entry, const std::string& text) {
  const bool open = entry.allowed.empty() && entry.begins.empty();
  return (open || allows(entry, text)) && !is_any(text, entry.never) &&
         (entry.needs.empty() || holds_any(text, entry.needs));
}

/// What may stand there, as a message says it.
std::string examples_of(const FitsEntry& entry) {
  return enumeration_of(!entry.allowed.empty() ? entry.allowed : !entry.begins.empty() ? entry.begins : entry.such);
}

/// The column of a list that a `fits` rule looks at, row by row.
class FitsColumn {
 public:
  FitsColumn(const RuleScope& scope, const FieldSpec& list, const std::string& key)
      : scope_(scope), list_(list), spec_(*list.find_column(key)) {}

  std::string path(int row) const { return ValuePath(list_.path) / row / spec_.key; }
  /// Level names are compared as words, other texts as printed.
  const std::string& text(int row) const {
    return spec_.type == FieldType::term ? scope_.view.plain_words(path(row)) : scope_.view.text(path(row));
  }
  /// A word that the form does not have is another rule's business.
  bool is_known(int row) const {
    return !text(row).empty() && (spec_.type != FieldType::term || is_term(scope_, spec_.vocabulary, words(row)));
  }
  const std::u32string& words(int row) const { return scope_.view.words(path(row)); }

 private:
  const RuleScope& scope_;
  const FieldSpec& list_;
  const ColumnSpec& spec_;
};

/// A row says in one column what it says in the one beside. Reported on the list, it is said once, and only where the
/// column beside has no word of its own.
Judgements check_repeated_columns(const Rule& rule, const RuleScope& scope) {
  const RuleParameters& parameters = rule.parameters;
  const ColumnSpec& other = *scope.form_template().find_field(parameters.list)->find_column(parameters.beside);
  Judgements all;
  for (int row = 0; row < scope.view.rows(parameters.list); ++row) {
    const std::string path = ValuePath(parameters.list) / row / parameters.column, other_path = beside(path, other.key);
    const std::string& text = scope.view.text(path);
    const std::u32string& words = scope.view.words(path);
    if (words.empty() || words != scope.view.words(other_path) || ends_with_any(text, parameters.words)) continue;
    if (parameters.on.empty()) {
      all.push_back(say(rule, scope, path, {{"actual", text}}));
      continue;
    }
    // Of two values that were taken from one cell none repeats the other.
    const Field &own = *scope.view.find(path), &same = *scope.view.find(other_path);
    if (is_term(scope, other.vocabulary, words) || is_one_place(own, same)) continue;
    all.push_back(say(rule, scope, parameters.on, {{"actual", text}}));
    if (same.source) {
      all.back().finding.where = same.source->where;
      all.back().finding.page_no = same.source->page_no;
    }
    break;
  }
  return all;
}

/// A level name begins a second block of rows on a page, where the form merges cells at all.
Judgements check_repeated_blocks(const Rule& rule, const RuleScope& scope) {
  struct Block {
    std::string path;  ///< of its first row's name
    int rows = 0;
  };
  std::map<std::pair<int, std::string>, std::vector<Block>> blocks;  // by page and name
  const Field* before = nullptr;
  for (int row = 0; row < scope.view.rows(rule.parameters.list); ++row) {
    const Field* field = scope.view.find(ValuePath(rule.parameters.list) / row / rule.parameters.column);
    if (field == nullptr || !field->value || !field->source || status_of(*field) != Status::accepted) {
      before = nullptr;
      continue;
    }
    auto& same = blocks[{field->source->page_no, scope.view.text(field->path)}];
    if (before == nullptr || !(before->source->where == field->source->where) || same.empty()) {
      same.push_back({field->path, 0});
    }
    ++same.back().rows;
    before = field;
  }
  Judgements all;
  for (const auto& [name, same] : blocks) {
    const bool merged = std::any_of(same.begin(), same.end(), [](const Block& block) { return block.rows > 1; });
    if (same.size() > 1 && merged) all.push_back(say(rule, scope, same[1].path, {{"actual", name.second}}));
  }
  return all;
}

/// A header or level name stands twice in one row of cells.
Judgements check_repeated_cells(const Rule& rule, const RuleScope& scope) {
  std::map<std::tuple<const TableText*, int, std::u32string>, int> seen;
  for (const PrintedText& text : scope.texts) {
    if (text.cell == nullptr || scope.words.headers.count(text.words) == 0) continue;
    if (ends_with_any(to_utf8(text.words), rule.parameters.words)) continue;
    if (++seen[{text.table, text.cell->row, text.words}] == 1) continue;
    // A level name that stands once more as the indicator's own is told of that row.
    if (text.value != nullptr && !is_repaired(*text.value)) continue;
    return {say_at(text, rule, scope, rule.parameters.list, {{"actual", text.reading->text}})};
  }
  return {};
}

}  // namespace

Judgements check_shifted(const Rule& rule, const RuleScope& scope) {
  const std::string& list = rule.parameters.list;
  const auto unsplit = rule.instead.find("split");
  std::map<int, bool> is_split;  // by row
  for (const Field& field : scope.form().fields) {
    const ValuePath row = ValuePath(field.path).parent();
    if (!is_repaired(field) || field.corrected || row.parent() != list || !row.row()) continue;
    bool& split = is_split[*row.row()];
    split = split || field.has(Doubt::split);
  }
  Judgements all;
  for (const auto& [row, split] : is_split) {
    const bool instead = split && unsplit != rule.instead.end();
    all.push_back(say(instead ? unsplit->second : rule, scope, ValuePath(list) / row, {}));
  }
  return all;
}

Judgements check_fits(const Rule& rule, const RuleScope& scope) {
  const RuleParameters& parameters = rule.parameters;
  const FieldSpec& list = *scope.form_template().find_field(parameters.list);
  const FitsColumn name(scope, list, parameters.name), column(scope, list, parameters.column);
  const auto slipped = rule.instead.find("slipped");
  const int rows = scope.view.rows(list.path);
  Judgements all;
  for (int row = 0; row < rows; ++row) {
    const std::string& text = column.text(row);
    const bool speaks = column.is_known(row) && text.front() != '/' &&  // /10万 does not say what is counted
                        (parameters.longest == 0 || name.words(row).size() <= parameters.longest) &&
                        applies(parameters.rows, scope.view, column.path(row));
    const FitsEntry* entry = speaks ? entry_for(name.text(row), parameters.table) : nullptr;
    if (entry == nullptr || fits(*entry, text)) continue;
    const auto is_right = [&](int other) {
      return other >= 0 && other < rows && is_any(column.text(other), entry->allowed);
    };
    bool has_right = false;
    for (int other = 0; other < rows && !has_right; ++other) has_right = is_right(other);
    // What may stand elsewhere too is misplaced only where its own category is missing.
    if (has_right && is_any(text, entry->also)) continue;
    // The right label stands on the row above or below: the labels slipped, the name is not in the wrong place.
    const bool is_slip = slipped != rule.instead.end() && (is_right(row - 1) || is_right(row + 1));
    const std::string path = ValuePath(list.path) / row / parameters.on;
    std::string doubtful = doubtful_operand(parameters.rows, scope.view, column.path(row));
    if (scope.view.in_review(name.path(row))) doubtful = name.path(row);
    say_or_doubt(all, is_slip ? slipped->second : rule, scope, path, doubtful,
                 {{"actual", path == name.path(row) ? name.text(row) : text}, {"expected", examples_of(*entry)}});
  }
  return all;
}

Judgements check_unique(const Rule& rule, const RuleScope& scope) {
  const RuleParameters& parameters = rule.parameters;
  std::map<std::vector<std::u32string>, int> rows;  // by what their columns say
  Judgements all;
  for (int number = 0; number < scope.view.rows(parameters.list); ++number) {
    std::vector<std::string> paths;
    std::vector<std::u32string> texts;
    for (const std::string& column : parameters.columns) {
      paths.push_back(ValuePath(parameters.list) / number / column);
      texts.push_back(folded(scope.view.text(paths.back())));
    }
    if (scope.view.words(paths.front()).empty() || !first_in_review(scope.view, paths).empty()) continue;
    const auto [first, is_new] = rows.emplace(texts, number);
    if (is_new) continue;
    all.push_back(say(rule, scope, ValuePath(parameters.list) / number,
                      {{"actual", scope.view.text(paths.front())}, {"first", std::to_string(first->second + 1)}}));
  }
  return all;
}

Judgements check_repeated(const Rule& rule, const RuleScope& scope) {
  const std::string& what = rule.parameters.what;
  return what == "columns" ? check_repeated_columns(rule, scope)
         : what == "cells" ? check_repeated_cells(rule, scope)
                           : check_repeated_blocks(rule, scope);
}

Judgements check_placeholder(const Rule& rule, const RuleScope& scope) {
  Judgements all;
  for (int row = 0; row < scope.view.rows(rule.parameters.list); ++row) {
    const Field* field = scope.view.find(ValuePath(rule.parameters.list) / row / rule.parameters.name);
    const PrintedText* name = field == nullptr ? nullptr : cell_of(*field, scope.texts);
    if (name == nullptr) continue;
    for (const CellText& cell : name->table->cells) {
      const bool beside_name = cell.row == name->cell->row && cell.col > name->cell->col;
      if (!beside_name || cell.reading.confidence < kReadWell) continue;
      if (trim(cell.reading.text).empty() || !is_placeholder(cell.reading.text)) continue;
      all.push_back(say(rule, scope, ValuePath(rule.parameters.list) / row, {{"actual", cell.reading.text}}));
      all.back().finding.page_no = name->page_no;
      all.back().finding.where = cell.quad;
      break;
    }
  }
  return all;
}

}  // namespace shenbao::extract
