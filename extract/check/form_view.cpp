#include "extract/check/form_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/find_first.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
FormView::FormView(const Form& form, const FormTemplate& form_template, int form_no)
    : form_(&form), form_template_(&form_template), form_no_(form_no) {
  fields_.reserve(form.fields.size());
  for (const Field& field : form.fields) {
    fields_.emplace(field.path, &field);
    const std::string_view path = field.path;
    for (std::size_t end = path.size(); field.source && end != 0 && end != path.npos; end = path.rfind('/', end - 1)) {
      first_below_.emplace(path.substr(0, end), &field);
    }
    if (field.source) first_below_.emplace("", &field);
  }
}

const Field& FormView::at(const std::string& path) const {
  static const Field none;
  const auto found = fields_.find(path);
  return found == fields_.end() ? none : *found->second;
}

const Field* FormView::first_printed(const std::string& path) const {
  const auto found = first_below_.find(path);
  return found == first_below_.end() ? nullptr : found->second;
}

int FormView::rows(const std::string& list) const {
  const auto found = form_->rows.find(list);
  return found == form_->rows.end() ? 0 : found->second;
}

std::vector<ValuePath> FormView::row_paths(const std::string& list) const {
  std::vector<ValuePath> paths;
  for (int row = 0; row < rows(list); ++row) paths.push_back(ValuePath(list) / row);
  return paths;
}

Texts FormView::paths(const Texts& patterns) const {
  Texts paths;
  for (const std::string& pattern : patterns) {
    const std::size_t star = pattern.find("/*");
    if (star == std::string::npos) paths.push_back(pattern);
    if (star == std::string::npos) continue;
    for (const ValuePath& row : row_paths(pattern.substr(0, star)))
      paths.push_back(row.text() + pattern.substr(star + 2));
  }
  return paths;
}

std::string FormView::text(const std::string& path) const { return print_value(at(path), Language::zh); }

std::u32string FormView::words(const std::string& path) const { return match_key(text(path)); }

std::optional<Decimal> FormView::number(const std::string& path) const {
  const Field& field = at(path);
  if (const auto* number = field.as<Decimal>()) return *number;
  const auto* text = field.as<std::string>();
  return text == nullptr ? std::nullopt : parse_decimal(*text);
}

std::optional<Month> FormView::month(const std::string& path) const {
  const auto* month = at(path).as<Month>();
  return month == nullptr ? std::nullopt : std::make_optional(*month);
}

std::string FormView::raw(const std::string& path) const { return trim(at(path).source.value_or(Provenance{}).raw); }

bool FormView::is_dash(const std::string& path) const { return folded(raw(path)) == U"一"; }

bool FormView::printed(const std::string& path) const { return at(path).source || at(path).value; }

bool FormView::in_review(const std::string& path) const {
  const Field& field = at(path);
  if (status_of(field) != Status::review) return false;
  // A value out of its column is told for its row; what it says is not in doubt.
  const auto beside_place = [](Doubt doubt) { return doubt != Doubt::moved && doubt != Doubt::split; };
  return !field.value || std::any_of(field.doubts.begin(), field.doubts.end(), beside_place);
}

bool FormView::reads_well(const std::string& path, double least) const {
  const Field& field = at(path);
  return !field.source || field.corrected || extract::reads_well(field.source->confidence, field.doubts, least);
}

std::vector<FormView> views_of(const std::vector<Form>& forms, const std::vector<FormTemplate>& templates) {
  std::vector<FormView> views;
  views.reserve(forms.size());
  for (std::size_t i = 0; i < forms.size(); ++i) {
    const auto* own = find_first(templates, [&](const FormTemplate& one) { return one.id == forms[i].type; });
    if (own != nullptr) views.emplace_back(forms[i], *own, static_cast<int>(i));
  }
  return views;
}

const FormView* find_view(const std::vector<FormView>& views, int form_no) {
  return find_first(views, [&](const FormView& view) { return view.form_no() == form_no; });
}

std::string print_value(const Field& field, Language language) {
  if (!field.value) return "";
  if (const auto* text = field.as<std::string>()) return *text;
  if (const auto* number = field.as<Decimal>()) return to_string(*number);
  const Month& month = *field.as<Month>();
  return language == Language::zh ? fmt::format("{}年{}月", month.year, month.month)
                                  : fmt::format("{:04}-{:02}", month.year, month.month);
}

}  // namespace shenbao::extract
