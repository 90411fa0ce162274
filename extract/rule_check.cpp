#include "extract/rule_check.h"

#include <fmt/format.h>

#include <cctype>

namespace shenbao::extract {
namespace {

bool is_number(const std::string& step) { return !step.empty() && std::isdigit(static_cast<unsigned char>(step[0])); }

std::vector<std::string> steps_of(const std::string& path) {
  std::vector<std::string> steps;
  for (std::size_t at = 0; at < path.size();) {
    const std::size_t next = std::min(path.find('/', at + 1), path.size());
    steps.push_back(path.substr(at + 1, next - at - 1));
    at = next;
  }
  return steps;
}

/// The field that prints something at the path, or else in the same row.
const Field* printed_near(const Form& form, const std::string& path) {
  const Field* field = form.find(path);
  if (field != nullptr && field->source) return field;
  for (const Field& other : form.fields) {
    if (other.source && other.path.compare(0, path.size() + 1, path + "/") == 0) return &other;
  }
  const std::string row = path.substr(0, path.rfind('/') + 1);
  const std::vector<std::string> steps = steps_of(path);
  if (steps.size() < 2 || !is_number(steps[steps.size() - 2])) return nullptr;
  for (const Field& other : form.fields) {
    if (other.source && other.path.compare(0, row.size(), row) == 0) return &other;
  }
  return nullptr;
}

}  // namespace

std::vector<std::string> expand_path(const Form& form, const std::string& pattern) {
  const std::size_t star = pattern.find('*');
  if (star == std::string::npos) return {pattern};
  const auto list = form.rows.find(pattern.substr(0, star - 1));
  std::vector<std::string> paths;
  for (int row = 0; list != form.rows.end() && row < list->second; ++row) {
    const auto below = expand_path(form, pattern.substr(0, star) + std::to_string(row) + pattern.substr(star + 1));
    paths.insert(paths.end(), below.begin(), below.end());
  }
  return paths;
}

std::string describe_path(const RuleScope& scope, const std::string& path) {
  if (scope.language == Language::en) return path;
  const FormTemplate& form = scope.form_template;
  if (path == form.title_path) return "标题";
  const std::vector<std::string> steps = steps_of(path);
  std::string list;
  for (std::size_t i = 0; i < steps.size(); ++i) {
    if (!is_number(steps[i])) {
      list += "/" + steps[i];
      continue;
    }
    const FieldSpec* rows = form.find_field(list);
    if (rows == nullptr) return path;
    for (const ColumnSpec& column : rows->columns) {
      if (i + 1 < steps.size() && column.key == steps[i + 1]) {
        return fmt::format("{}（第{}行）", column.labels.front(), std::stoi(steps[i]) + 1);
      }
    }
    return fmt::format("{}（第{}项）", rows->labels.front(), std::stoi(steps[i]) + 1);
  }
  for (std::size_t end = path.size(); end != 0 && end != std::string::npos; end = path.rfind('/', end - 1)) {
    const FieldSpec* field = form.find_field(path.substr(0, end));
    if (field != nullptr && !field->labels.empty()) return field->labels.front();
    if (field != nullptr) return field->patterns.front();
  }
  return path;
}

Finding make_finding(const Rule& rule, const RuleScope& scope, const std::string& path,
                     const std::vector<std::pair<std::string, std::string>>& values) {
  Finding finding;
  finding.code = rule.code;
  finding.severity = rule.severity;
  finding.form = scope.form_no;
  finding.path = path;
  finding.message = render(rule.message, scope.language, values);
  for (const auto& [name, value] : values) {
    if (name == "expected") finding.expected = value;
    if (name == "actual") finding.actual = value;
  }
  if (const Field* near = printed_near(scope.form(), path)) {
    finding.page_no = near->source->page_no;
    finding.where = near->source->where;
  } else if (!scope.form().pages.empty()) {
    finding.page_no = scope.form().pages.front();
  }
  return finding;
}

Finding make_not_judged(const RuleScope& scope, const std::string& path, const std::string& operand) {
  const Rule rule{
      "",
      "not_judged",
      "",
      Severity::info,
      {"{label}有待复核，与其有关的规则未予判断", "{label} needs review; a rule that rests on it was not judged"},
      {}};
  return make_finding(rule, scope, path, {{"label", describe_path(scope, operand)}});
}

std::string print_value(const Field* field, Language language) {
  if (field == nullptr || !field->value) return "";
  if (const auto* text = std::get_if<std::string>(&*field->value)) return *text;
  if (const auto* number = std::get_if<Decimal>(&*field->value)) return to_string(*number);
  const Month& month = std::get<Month>(*field->value);
  return language == Language::zh ? fmt::format("{}年{}月", month.year, month.month)
                                  : fmt::format("{:04}-{:02}", month.year, month.month);
}

}  // namespace shenbao::extract
