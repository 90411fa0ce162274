#include "extract/fill/fill_forms.h"

#include <algorithm>
#include <iterator>

#include "base/find_first.h"
#include "extract/fill/below_seals.h"
#include "extract/fill/fill_rows.h"
#include "extract/fill/find_fields.h"
#include "extract/fill/group_pages.h"
#include "extract/fill/interpret.h"
#include "extract/form/known_title.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

/// Whether another reading of the place gives the year too, with whatever signs around it.
bool gives_year_again(const Printed& printed, const Decimal& year) {
  const std::string words = to_string(year) + "年";
  return std::any_of(printed.texts.begin() + 1, printed.texts.end(),
                     [&](const std::string& text) { return text.find(words) != std::string::npos; });
}

Field year_field(const Places& places, const FieldSpec& spec, const std::optional<Title>& title, double review_below) {
  const PrintedYear found = find_year(places, spec, title);
  if (!found.printed.ink) return blank_field(spec.path);
  if (!found.year) return make_field(spec.path, found.printed, std::nullopt, {}, review_below);
  // What two readings of the place give is sure, whatever else sets them apart.
  const bool sure = found.printed.doubts.empty() && gives_year_again(found.printed, *found.year);
  return make_field(spec.path, found.printed, Value(*found.year), {}, sure ? 0.0 : review_below);
}

void fill_field(const Places& places, const FormTemplate& form_template, std::size_t field, double review_below,
                Form& form) {
  const FieldSpec& spec = form_template.fields[field];
  const Printed printed = find_value(places, form_template, field);
  const Reader reader{spec.type, form_template.find_vocabulary(spec.vocabulary), &spec.suffixes, review_below};
  std::vector<Field> fields;
  if (spec.type == FieldType::month_range) {
    fields = interpret_range(spec.path, printed, reader);
  } else if (spec.type == FieldType::items) {
    fields = interpret_items(spec.path, printed, spec.mark, reader);
    form.rows[spec.path] = static_cast<int>(fields.size());
  } else {
    fields = {interpret(spec.path, printed, reader)};
  }
  std::move(fields.begin(), fields.end(), std::back_inserter(form.fields));
}

/// A year in doubt that the form's own months confirm: a misread digit would set it apart from them.
void confirm_year(const std::string& path, double review_below, Form& form) {
  constexpr int kEnough = 3;          // months, all of that year: one that is misread alike is possible, three are not
  constexpr double kReadAtAll = 0.1;  // confidence; less is a guess among ink, whatever it spells
  Field* year = find_first(form.fields, [&](const Field& field) { return field.path == path; });
  const bool in_doubt = year->value && year->source->confidence >= kReadAtAll && !year->has(Doubt::look_alike);
  if (!in_doubt) return;
  int same = 0, other = 0;
  for (const Field& field : form.fields) {
    const auto* month = field.as<Month>();
    if (month == nullptr || !field.source || !reads_well(field.source->confidence, field.doubts, review_below))
      continue;
    ++(Decimal{month->year, 0} == std::get<Decimal>(*year->value) ? same : other);
  }
  if (same >= kEnough && other == 0) year->doubts.clear();
}

/// The title as printed; for review where it is nearly a known one, in a way that readers make it.
Field title_field(const FormTemplate& form_template, const Printed& printed, const Reader& reader) {
  Field field = interpret(form_template.title_path, printed, reader);
  const auto* text = field.as<std::string>();
  const std::vector<std::string>& known = form_template.titles;
  if (text == nullptr) return field;
  const auto any = [&](bool (*says)(const std::string&, const std::string&)) {
    return std::any_of(known.begin(), known.end(), [&](const std::string& title) { return says(*text, title); });
  };
  if (any(lacks_marks) || (!any(is_title) && any(is_misread_title))) {
    add_doubt(field.doubts, Doubt::not_a_term);
  }
  return field;
}

/// What was found of the form's own words, for those who judge the form.
std::vector<Label> labels_of(const Places& places, const FormTemplate& form_template) {
  const Sheet& sheet = places.sheet;
  std::vector<Label> labels;
  for (const RowsHeader& header : places.headers) {
    const FieldSpec& field = form_template.fields[header.field];
    for (const std::size_t cell : header.cells) {
      labels.push_back({LabelKind::header, field.path, "", {}, sheet.cells[cell].page_no, sheet.cells[cell].quad, ""});
      for (std::size_t c = 0; c < field.columns.size(); ++c) {
        const auto span = span_of(header, field, c);
        const bool inside = span && 2 * overlap(*span, sheet.cells[cell].span) > span->width();
        if (inside) labels.back().columns.push_back(field.columns[c].key);
      }
    }
  }
  for (const PlacedLabel& placed : places.labels) {
    const Provenance at = printed_at(sheet, placed).source;
    Label label = {placed.kind, "", "", {}, at.page_no, at.where, placed.behind, is_sure(placed)};
    if (placed.kind == LabelKind::field) label.path = form_template.fields[placed.spec].path;
    if (placed.kind == LabelKind::field) label.block = form_template.fields[placed.spec].block;
    if (placed.kind == LabelKind::block) label.block = form_template.blocks[placed.spec].id;
    labels.push_back(std::move(label));
  }
  return labels;
}

Form fill_form(const FormPages& pages, double review_below) {
  const FormTemplate& form_template = *pages.form_template;
  const Places places = find_places(pages);

  Form form;
  form.type = form_template.id;
  for (const Section& section : pages.sections) {
    if (form.pages.empty() || form.pages.back() != section.page->page_no) form.pages.push_back(section.page->page_no);
  }
  const auto title = find_title(places, pages);
  form.fields.push_back(title ? title_field(form_template, *title, {FieldType::name, nullptr, nullptr, review_below})
                              : blank_field(form_template.title_path));
  for (std::size_t i = 0; i < form_template.fields.size(); ++i) {
    const FieldSpec& spec = form_template.fields[i];
    if (spec.type == FieldType::rows) {
      std::vector<FoundRows> tables;
      std::copy_if(places.rows.begin(), places.rows.end(), std::back_inserter(tables),
                   [&](const FoundRows& table) { return table.header.field == i; });
      fill_rows(places.sheet, form_template, spec, tables, review_below, form);
    } else if (!spec.patterns.empty()) {
      form.fields.push_back(year_field(places, spec, pages.title, review_below));
    } else {
      fill_field(places, form_template, i, review_below, form);
    }
  }
  for (const FieldSpec& spec : form_template.fields) {
    if (!spec.patterns.empty()) confirm_year(spec.path, review_below, form);
  }
  form.labels = labels_of(places, form_template);
  return form;
}

}  // namespace

std::vector<Form> fill_forms(const std::vector<PageText>& pages, const std::vector<FormTemplate>& templates,
                             const FillOptions& options) {
  std::vector<Form> forms;
  for (const FormPages& form_pages : group_pages(pages, templates)) {
    forms.push_back(fill_form(form_pages, options.review_below));
  }
  return mark_below_seals(pages, std::move(forms));
}

}  // namespace shenbao::extract
