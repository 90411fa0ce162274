#include "extract/check/judgement.h"

#include <fmt/format.h>

#include <algorithm>

#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

/// The first field at or below the path that prints something.
const Field* printed_within(const Form& form, const ValuePath& path) {
  for (const Field& field : form.fields) {
    if (field.source && ValuePath(field.path).is_within(path)) return &field;
  }
  return nullptr;
}

/// The field that prints something at the path, or else in the same row.
const Field* printed_near(const FormView& view, const std::string& path) {
  if (const Field* field = printed_within(view.form(), path)) return field;
  const ValuePath row = ValuePath(path).parent();
  return row.row() ? printed_within(view.form(), row) : nullptr;
}

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
  const ValuePath row = path.row() ? path : path.parent();
  const FieldSpec* list = row.row() ? scope.form_template().find_field(row.parent()) : nullptr;
  MessageValues values;
  if (list == nullptr) return values;
  for (const ColumnSpec& column : list->columns) values.emplace_back(column.key, scope.view.text(row / column.key));
  return values;
}

template <typename Holds>
bool any_of(const Texts& words, Holds holds) {
  return std::any_of(words.begin(), words.end(), holds);
}

bool ends_with(const std::string& text, const std::string& end) {
  return text.size() >= end.size() && text.compare(text.size() - end.size(), end.size(), end) == 0;
}

bool holds(const RowCondition& condition, const FormView& view, const std::string& path) {
  const std::string& text = view.text(path);
  switch (condition.asks) {
    case RowCondition::Asks::is:
      return is_any(text, condition.words);
    case RowCondition::Asks::ends:
      return ends_with_any(text, condition.words);
    case RowCondition::Asks::holds:
      return holds_any(text, condition.words);
    case RowCondition::Asks::lacks:
      return !holds_any(text, condition.words);
    case RowCondition::Asks::is_number:
      return view.number(path).has_value();
  }
  return false;
}

}  // namespace

const Rule* find_rule(const FormTemplate& form_template, const std::string& kind, const std::string& what) {
  for (const Rule& rule : form_template.rules) {
    if (rule.kind == kind && rule.parameters.what == what) return &rule;
  }
  return nullptr;
}

std::string describe_path(const RuleScope& scope, const std::string& path) {
  if (scope.language == Language::en) return path;
  const FormTemplate& form = scope.form_template();
  if (path == form.title_path) return "标题";
  const std::vector<std::string> steps = ValuePath(path).steps();
  ValuePath list;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    const auto row = row_number(steps[i]);
    if (!row) {
      list = list / steps[i];
      continue;
    }
    const FieldSpec* rows = form.find_field(list);
    if (rows == nullptr) return path;
    const ColumnSpec* column = i + 1 < steps.size() ? rows->find_column(steps[i + 1]) : nullptr;
    if (column != nullptr) return fmt::format("{}（第{}行）", column->labels.front(), *row + 1);
    return fmt::format("{}（第{}项）", rows->labels.front(), *row + 1);
  }
  for (ValuePath above = path; above != ""; above = above.parent()) {
    const FieldSpec* field = form.find_field(above);
    if (field != nullptr && !field->labels.empty()) return field->labels.front();
    if (field != nullptr) return without_hole(field->patterns.front());
  }
  for (const BlockSpec& block : form.blocks) {
    if (path == (ValuePath() / block.id).text()) return block.labels.front();
  }
  return path;
}

Judgement say(const Wording& says, const RuleScope& scope, const std::string& path, MessageValues values) {
  Finding finding;
  finding.code = says.code;
  finding.severity = says.severity;
  finding.form = scope.view.form_no();
  finding.path = path;
  for (const auto& [name, value] : values) {
    if (name == "expected") finding.expected = value;
    if (name == "actual") finding.actual = value;
  }
  MessageValues all = columns_at(scope, path);
  all.emplace_back("label", describe_path(scope, path));
  all.insert(all.end(), values.begin(), values.end());
  finding.message = render(says.message, scope.language, all);
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

Judgement say_at(const PrintedText& text, const Wording& says, const RuleScope& scope, const std::string& path,
                 MessageValues values) {
  Judgement judgement = say(says, scope, path, std::move(values));
  judgement.finding.page_no = text.page_no;
  judgement.finding.where = *text.quad;
  return judgement;
}

Judgement say_not_judged(const RuleScope& scope, const std::string& path, const RuleScope& operand_scope,
                         const std::string& operand) {
  static const Wording says{
      "not_judged",
      Severity::info,
      {"{operand}有待复核，与其有关的规则未予判断", "{operand} needs review; a rule that rests on it was not judged"},
      {}};
  return {say(says, scope, path, {{"operand", describe_path(operand_scope, operand)}}).finding, nullptr};
}

void say_or_doubt(Judgements& all, const Wording& says, const RuleScope& scope, const std::string& path,
                  const std::string& doubtful, MessageValues values) {
  if (doubtful.empty()) {
    all.push_back(say(says, scope, path, std::move(values)));
  } else if (says.severity != Severity::info) {
    all.push_back(say_not_judged(scope, path, scope, doubtful));
  }
}

bool applies(const std::vector<RowCondition>& conditions, const FormView& view, const std::string& path) {
  return std::all_of(conditions.begin(), conditions.end(), [&](const RowCondition& condition) {
    return holds(condition, view, beside(path, condition.column));
  });
}

std::string doubtful_operand(const std::vector<RowCondition>& conditions, const FormView& view,
                             const std::string& path) {
  std::vector<std::string> operands = {path};
  for (const RowCondition& condition : conditions) operands.push_back(beside(path, condition.column));
  return first_in_review(view, operands);
}

std::string first_in_review(const FormView& view, const std::vector<std::string>& paths) {
  const auto doubtful =
      std::find_if(paths.begin(), paths.end(), [&](const std::string& path) { return view.in_review(path); });
  return doubtful == paths.end() ? "" : *doubtful;
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
  return any_of(words, [&](const std::string& word) { return ends_with(text, word); });
}

bool begins_with_any(const std::string& text, const Texts& words) {
  return any_of(words, [&](const std::string& word) { return text.compare(0, word.size(), word) == 0; });
}

bool holds_any(const std::string& text, const Texts& words) {
  return any_of(words, [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

bool is_any(const std::string& text, const Texts& words) {
  return any_of(words, [&](const std::string& word) { return text == word; });
}

std::vector<std::u32string> folded_texts(const Texts& words) {
  std::vector<std::u32string> all;
  for (const std::string& word : words) all.push_back(match_key(word));
  return all;
}

std::string enumeration_of(const Texts& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : "、") + word;
  return text;
}

}  // namespace shenbao::extract
