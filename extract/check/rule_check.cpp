#include "extract/check/rule_check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "extract/text/fold.h"
#include "extract/text/parse.h"

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

template <typename Holds>
bool any_text(const Parameter& words, Holds holds) {
  if (words.kind == Parameter::Kind::text) return holds(words.text);
  return std::any_of(words.items.begin(), words.items.end(), [&](const Parameter& word) { return holds(word.text); });
}

}  // namespace

FormView::FormView(const Form& form, const FormTemplate& form_template, int form_no)
    : form_(form), form_template_(form_template), form_no_(form_no), known_(form.fields.size()) {
  fields_.reserve(form.fields.size());
  for (const Field& field : form.fields) fields_.emplace(field.path, &field);
}

const Field* FormView::find(const std::string& path) const {
  const auto found = fields_.find(path);
  return found == fields_.end() ? nullptr : found->second;
}

int FormView::rows(const std::string& list) const {
  const auto found = form_.rows.find(list);
  return found == form_.rows.end() ? 0 : found->second;
}

const std::string& FormView::text(const std::string& path) const {
  static const std::string none;
  const Field* field = find(path);
  if (field == nullptr || !field->value) return none;
  if (const auto* text = std::get_if<std::string>(&*field->value)) return *text;
  std::optional<std::string>& text = known(field).text;
  if (!text) text = print_value(field, Language::zh);
  return *text;
}

const std::u32string& FormView::words(const std::string& path) const {
  static const std::u32string none;
  const Field* field = find(path);
  if (field == nullptr || !field->value) return none;
  std::optional<std::u32string>& words = known(field).words;
  if (!words) words = folded_words(text(path));
  return *words;
}

const std::string& FormView::plain_words(const std::string& path) const {
  static const std::string none;
  const Field* field = find(path);
  if (field == nullptr || !field->value) return none;
  std::optional<std::string>& words_in_utf8 = known(field).plain_words;
  if (!words_in_utf8) words_in_utf8 = to_utf8(words(path));
  return *words_in_utf8;
}

Paths FormView::paths(const Parameter& patterns) const {
  Paths paths;
  const auto add = [&](const Parameter& pattern) {
    if (pattern.kind != Parameter::Kind::text) return;
    if (pattern.text.find('*') == std::string::npos) {
      paths.emplace_back(pattern.text);
      return;
    }
    const auto [own, is_new] = expanded_.try_emplace(pattern.text);
    if (is_new) own->second = expand_path(form_, pattern.text);
    paths.insert(paths.end(), own->second.begin(), own->second.end());
  };
  if (patterns.kind == Parameter::Kind::text) add(patterns);
  for (const Parameter& pattern : patterns.items) add(pattern);
  return paths;
}

std::optional<Decimal> FormView::number(const std::string& path) const {
  const Field* field = find(path);
  if (field == nullptr || !field->value) return std::nullopt;
  if (const auto* number = std::get_if<Decimal>(&*field->value)) return *number;
  const auto* text = std::get_if<std::string>(&*field->value);
  if (text == nullptr) return std::nullopt;
  std::optional<std::optional<Decimal>>& number = known(field).number;
  if (!number) number = parse_decimal(*text);
  return *number;
}

std::optional<Month> FormView::month(const std::string& path) const {
  const Field* field = find(path);
  if (field == nullptr || !field->value || !std::holds_alternative<Month>(*field->value)) return std::nullopt;
  return std::get<Month>(*field->value);
}

std::string FormView::raw(const std::string& path) const {
  const Field* field = find(path);
  return field == nullptr || !field->source ? "" : trim(field->source->raw);
}

bool FormView::is_dash(const std::string& path) const { return folded(raw(path)) == U"一"; }

bool FormView::printed(const std::string& path) const {
  const Field* field = find(path);
  return field != nullptr && (field->source || field->value);
}

bool FormView::in_review(const std::string& path) const {
  const Field* field = find(path);
  if (field == nullptr || status_of(*field) != Status::review) return false;
  // A value out of its column is told for its row; what it says is not in doubt.
  const auto beside_place = [](Doubt doubt) { return doubt != Doubt::moved && doubt != Doubt::split; };
  return !field->value || std::any_of(field->doubts.begin(), field->doubts.end(), beside_place);
}

double FormView::confidence(const std::string& path) const {
  const Field* field = find(path);
  if (field == nullptr || !field->source || field->corrected) return 1.0;
  return field->source->confidence;
}

std::vector<FormView> views_of(const std::vector<Form>& forms, const std::vector<FormTemplate>& templates) {
  std::vector<FormView> views;
  views.reserve(forms.size());
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const auto own = std::find_if(templates.begin(), templates.end(),
                                  [&](const FormTemplate& candidate) { return candidate.id == forms[i].type; });
    if (own != templates.end()) views.emplace_back(forms[i], *own, static_cast<int>(i));
  }
  return views;
}

std::vector<std::string> expand_path(const Form& form, const std::string& pattern) {
  std::vector<ValuePath> paths = {ValuePath()};
  for (const std::string& step : ValuePath(pattern).steps()) {
    std::vector<ValuePath> below;
    for (const ValuePath& path : paths) {
      if (step != "*") {
        below.push_back(path / step);
        continue;
      }
      const auto list = form.rows.find(path);
      for (int row = 0; list != form.rows.end() && row < list->second; ++row) below.push_back(path / row);
    }
    paths = std::move(below);
  }
  return {paths.begin(), paths.end()};
}

std::vector<std::string> expand_paths(const Form& form, const std::vector<std::string>& patterns) {
  std::vector<std::string> paths;
  for (const std::string& pattern : patterns) {
    for (std::string& path : expand_path(form, pattern)) paths.push_back(std::move(path));
  }
  return paths;
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
    for (const ColumnSpec& column : rows->columns) {
      if (i + 1 < steps.size() && column.key == steps[i + 1]) {
        return fmt::format("{}（第{}行）", column.labels.front(), *row + 1);
      }
    }
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

Finding make_finding(const Rule& rule, const RuleScope& scope, const std::string& path,
                     std::vector<std::pair<std::string, std::string>> values) {
  Finding finding;
  finding.code = rule.code;
  finding.severity = rule.severity;
  finding.form = scope.view.form_no();
  finding.path = path;
  values.insert(values.begin(), {"label", describe_path(scope, path)});
  finding.message = render(rule.message, scope.language, values);
  for (const auto& [name, value] : values) {
    if (name == "expected") finding.expected = value;
    if (name == "actual") finding.actual = value;
  }
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
  return finding;
}

Finding make_not_judged(const RuleScope& scope, const std::string& path, const RuleScope& operand_scope,
                        const std::string& operand) {
  static const Rule rule{
      "",
      "not_judged",
      "",
      Severity::info,
      {"{operand}有待复核，与其有关的规则未予判断", "{operand} needs review; a rule that rests on it was not judged"},
      {}};
  return make_finding(rule, scope, path, {{"operand", describe_path(operand_scope, operand)}});
}

std::string doubt_at(const RuleScope& scope, const std::string& path) {
  if (!scope.view.in_review(path)) return "";
  return scope.language == Language::zh ? "（此处识别把握不足，请对照原件）"
                                        : " (the reading is uncertain; compare it with the scan)";
}

bool applies(const Rule& rule, const FormView& view, const std::string& path) {
  for (const auto& [column, words] : rule.parameters["when"].members) {
    if (!is_any(view.text(beside(path, column)), words)) return false;
  }
  for (const auto& [column, words] : rule.parameters["ends"].members) {
    if (!ends_with_any(view.text(beside(path, column)), words)) return false;
  }
  for (const auto& [column, words] : rule.parameters["unless"].members) {
    if (holds_any(view.text(beside(path, column)), words)) return false;
  }
  return true;
}

std::string doubtful_operand(const Rule& rule, const FormView& view, const std::string& path) {
  if (view.in_review(path)) return path;
  for (const char* conditions : {"when", "ends", "unless"}) {
    for (const auto& [column, words] : rule.parameters[conditions].members) {
      const std::string operand = beside(path, column);
      if (view.in_review(operand)) return operand;
    }
  }
  return "";
}

bool has_page_without_form(const RuleScope& scope) {
  return std::any_of(scope.pages.begin(), scope.pages.end(), [&](const PageText& page) {
    const bool belongs = std::any_of(scope.forms.begin(), scope.forms.end(), [&](const FormView& view) {
      const std::vector<int>& own = view.form().pages;
      return std::find(own.begin(), own.end(), page.page_no) != own.end();
    });
    const bool unread = std::any_of(page.defects.begin(), page.defects.end(), [](const layout::Defect& defect) {
      return defect.kind == layout::DefectKind::unreadable_page;
    });
    return !belongs && (unread || !page.tables.empty());
  });
}

std::string print_value(const Field* field, Language language) {
  if (field == nullptr || !field->value) return "";
  if (const auto* text = std::get_if<std::string>(&*field->value)) return *text;
  if (const auto* number = std::get_if<Decimal>(&*field->value)) return to_string(*number);
  const Month& month = std::get<Month>(*field->value);
  return language == Language::zh ? fmt::format("{}年{}月", month.year, month.month)
                                  : fmt::format("{:04}-{:02}", month.year, month.month);
}

std::vector<PlacedText> texts_of(const Form& form, const std::vector<PageText>& pages) {
  std::vector<PlacedText> texts;
  const auto add = [&](int page_no, const TableText* table, const CellText* cell, const Reading& reading,
                       const layout::Quad& quad) {
    std::u32string words = folded_words(reading.text);
    if (!words.empty()) texts.push_back({page_no, table, cell, &reading, &quad, std::move(words)});
  };
  for (const PageText& page : pages) {
    if (std::find(form.pages.begin(), form.pages.end(), page.page_no) == form.pages.end()) continue;
    for (const TableText& table : page.tables) {
      for (const CellText& cell : table.cells) add(page.page_no, &table, &cell, cell.reading, cell.quad);
    }
    for (const LineText& line : page.lines) add(page.page_no, nullptr, nullptr, line.reading, line.quad);
  }
  return texts;
}

std::vector<PrintedLabel> labels_among(const std::vector<PlacedText>& texts, const FormWords& words) {
  constexpr std::size_t kLongestValue = 12;  // characters; more is a text that begins with the label's words
  std::vector<PrintedLabel> labels;
  for (const PlacedText& placed : texts) {
    if (placed.cell == nullptr) continue;
    if (const auto whole = words.owners.find(placed.words); whole != words.owners.end()) {
      labels.push_back({&placed, &whole->second, {}});
      continue;
    }
    const std::pair<const std::u32string, LabelOwner>* longest = nullptr;
    // Labels that begin with the same character stand side by side.
    for (auto known = words.owners.lower_bound(placed.words.substr(0, 1));
         known != words.owners.end() && known->first.front() == placed.words.front(); ++known) {
      const std::u32string& label = known->first;
      const bool begins = placed.words.compare(0, label.size(), label) == 0;
      if (begins && (longest == nullptr || label.size() > longest->first.size())) longest = &*known;
    }
    if (longest == nullptr || placed.words.size() - longest->first.size() > kLongestValue) continue;
    labels.push_back({&placed, &longest->second, placed.words.substr(longest->first.size())});
  }
  return labels;
}

const PlacedText* right_of(const PlacedText& label, const std::vector<PlacedText>& texts) {
  for (const PlacedText& other : texts) {
    if (other.table != label.table || other.cell == nullptr || other.cell->row > label.cell->row) continue;
    const bool begins_there = other.cell->col == label.cell->col + label.cell->col_span;
    if (begins_there && label.cell->row < other.cell->row + other.cell->row_span) return &other;
  }
  return nullptr;
}

bool ends_with_any(const std::string& text, const Parameter& words) {
  return any_text(words, [&](const std::string& word) {
    return text.size() >= word.size() && text.compare(text.size() - word.size(), word.size(), word) == 0;
  });
}

bool begins_with_any(const std::string& text, const Parameter& words) {
  return any_text(words, [&](const std::string& word) { return text.compare(0, word.size(), word) == 0; });
}

bool holds_any(const std::string& text, const Parameter& words) {
  return any_text(words, [&](const std::string& word) { return text.find(word) != std::string::npos; });
}

bool is_any(const std::string& text, const Parameter& words) {
  return any_text(words, [&](const std::string& word) { return text == word; });
}

}  // namespace shenbao::extract
