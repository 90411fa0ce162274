#include "extract/check/judgement.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/find_first.h"
#include "extract/form/rule_reader.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

/// The field that prints something at the path, or else in the same row.
const Field* printed_near(const FormView& view, const std::string& path) {
  if (const Field* field = view.first_printed(path)) return field;
  const ValuePath row = ValuePath(path).parent();
  return row.row() ? view.first_printed(row) : nullptr;
}

/// The row that the path is, or is in; another path for none.
ValuePath row_of(const ValuePath& path) { return path.row() ? path : path.parent(); }

/// "（年度）" of "（{}年度）".
std::string without_hole(std::string pattern) {
  const std::size_t hole = pattern.find("{}");
  return hole == std::string::npos ? pattern : pattern.erase(hole, 2);
}

const char* repaired_note(Language language) {
  return language == Language::zh ? "（该行错位，按推断的栏目判断）"
                                  : " (the row is out of its columns; judged as they seem meant)";
}

/// What the columns say of the row that the path is, or is in.
MessageValues columns_at(const RuleScope& scope, const ValuePath& path) {
  const ValuePath row = row_of(path);
  const FieldSpec* list = row.row() ? scope.form_template().find_field(row.parent()) : nullptr;
  MessageValues values;
  if (list == nullptr) return values;
  for (const ColumnSpec& column : list->columns) values.emplace_back(column.key, scope.view.text(row / column.key));
  return values;
}

bool holds(const RowCondition& condition, const FormView& view, const std::string& path) {
  using Asks = RowCondition::Asks;
  const std::string text = view.text(path);
  if (condition.asks == Asks::is_number) return view.number(path).has_value();
  if (condition.asks == Asks::is) return is_any(text, condition.words);
  if (condition.asks == Asks::ends) return ends_with_any(text, condition.words);
  return holds_any(text, condition.words) == (condition.asks == Asks::holds);
}

}  // namespace

const Rule* find_rule(const FormTemplate& form_template, const std::string& kind, const std::string& what) {
  return find_first(form_template.rules,
                    [&](const Rule& rule) { return rule.kind == kind && rule.parameters.what == what; });
}

std::string describe_path(const RuleScope& scope, const std::string& path) {
  const FormTemplate& form = scope.form_template();
  if (scope.language == Language::en) return path;
  if (path == form.title_path) return "标题";
  if (const ValuePath row = row_of(path); row.row()) {
    const FieldSpec* list = form.find_field(row.parent());
    const ColumnSpec* column = list == nullptr ? nullptr : list->find_column(ValuePath(path).key());
    if (column != nullptr) return fmt::format("{}（第{}行）", column->labels.front(), *row.row() + 1);
    return list == nullptr ? path : fmt::format("{}（第{}项）", list->labels.front(), *row.row() + 1);
  }
  for (ValuePath above = path; above != ""; above = above.parent()) {
    const FieldSpec* field = form.find_field(above);
    if (field != nullptr) return field->labels.empty() ? without_hole(field->patterns.front()) : field->labels.front();
  }
  const auto* block = find_first(form.blocks, [&](const BlockSpec& own) { return path == "/" + own.id; });
  return block == nullptr ? path : block->labels.front();
}

Judgement say(const Wording& says, const RuleScope& scope, const std::string& path, MessageValues values) {
  MessageValues all = columns_at(scope, path);
  all.emplace_back("label", describe_path(scope, path));
  all.insert(all.end(), values.begin(), values.end());
  Finding finding = finding_of(says, scope.language, all);
  finding.form = scope.view.form_no();
  finding.path = path;
  if (const Field* near = printed_near(scope.view, path)) {
    const bool is_value = near->path.size() <= path.size();
    if (is_repaired(*near) && is_value) finding.message += repaired_note(scope.language);
    if (near->source->page_no > 0) {
      finding.page_no = near->source->page_no;
      finding.where = near->source->where;
    }
  } else if (!scope.form().pages.empty()) {
    finding.page_no = scope.form().pages.front();
  }
  return {finding, &says};
}

Judgement say_not_judged(const RuleScope& scope, const std::string& path, const RuleScope& operand_scope,
                         const std::string& operand) {
  const MessageValues values = {{"operand", describe_path(operand_scope, operand)}};
  return {say(own_wording("not_judged"), scope, path, values).finding, nullptr};
}

Texts Judge::paths() const {
  Texts paths = view.paths(asks.paths);
  const auto is_other = [&](const std::string& path) { return !applies(path); };
  if (!asks.rows.empty()) paths.erase(std::remove_if(paths.begin(), paths.end(), is_other), paths.end());
  return paths;
}

const Wording* Judge::instead(const std::string& name) const {
  const auto found = rule.instead.find(name);
  return found == rule.instead.end() ? nullptr : &found->second;
}

void Judge::say(const Wording& says, const std::string& path, MessageValues values) {
  said.push_back(extract::say(says, scope, path, std::move(values)));
}

void Judge::say_at(const Piece& piece, const std::string& path, MessageValues values) {
  say(path, std::move(values));
  said.back().finding.page_no = piece.page_no;
  said.back().finding.where = piece.where;
}

void Judge::say_unless(const std::string& doubtful, const Wording& says, const std::string& path,
                       MessageValues values) {
  if (doubtful.empty()) {
    say(says, path, std::move(values));
  } else if (says.severity != Severity::info) {
    said.push_back(say_not_judged(scope, path, scope, doubtful));
  }
}

bool Judge::applies(const std::string& path) const {
  return std::all_of(asks.rows.begin(), asks.rows.end(), [&](const RowCondition& condition) {
    return holds(condition, view, beside(path, condition.column));
  });
}

std::string Judge::doubtful_operand(const std::string& path) const {
  Texts operands = {path};
  for (const RowCondition& condition : asks.rows) operands.push_back(beside(path, condition.column));
  return first_in_review(view, operands);
}

std::string Judge::if_doubtful(const std::string& path, bool is_doubtful) const {
  return is_doubtful || view.in_review(path) ? path : "";
}

std::string first_in_review(const FormView& view, const Texts& paths) {
  const auto* doubtful = find_first(paths, [&](const std::string& path) { return view.in_review(path); });
  return doubtful == nullptr ? "" : *doubtful;
}

std::string doubt_at(const RuleScope& scope, const std::string& path) {
  if (!scope.view.in_review(path)) return "";
  return scope.language == Language::zh ? "（此处识别把握不足，请对照原件）"
                                        : " (the reading is uncertain; compare it with the scan)";
}

bool has_page_without_form(const RuleScope& scope) {
  return std::any_of(scope.pages.begin(), scope.pages.end(), [&](const PageText& page) {
    const bool belongs = std::any_of(scope.forms.begin(), scope.forms.end(),
                                     [&](const FormView& view) { return has_page(view.form(), page.page_no); });
    return !belongs && (is_unread(page) || !page.tables.empty());
  });
}

bool ends_with_any(const std::string& text, const Texts& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return text.size() >= word.size() && text.compare(text.size() - word.size(), word.size(), word) == 0;
  });
}

bool begins_with_any(const std::string& text, const Texts& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.compare(0, word.size(), word) == 0; });
}

bool holds_any(const std::string& text, const Texts& words) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

bool is_any(const std::string& text, const Texts& words) {
  return std::find(words.begin(), words.end(), text) != words.end();
}

std::vector<std::u32string> folded_texts(const Texts& words) {
  std::vector<std::u32string> all;
  for (const std::string& word : words) all.push_back(match_key(word));
  return all;
}

std::string enumeration_of(const Texts& words) { return fmt::format("{}", fmt::join(words, "、")); }

}  // namespace shenbao::extract
