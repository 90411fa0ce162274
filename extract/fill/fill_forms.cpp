#include "extract/fill/fill_forms.h"

#include <algorithm>
#include <set>

#include "extract/fill/below_seals.h"
#include "extract/fill/fill_rows.h"
#include "extract/fill/find_labels.h"
#include "extract/fill/find_rows.h"
#include "extract/fill/group_pages.h"
#include "extract/fill/interpret.h"
#include "extract/form/known_title.h"
#include "extract/text/fold.h"
#include "extract/text/parse.h"
#include "extract/text/repair.h"

namespace shenbao::extract {
namespace {

/// Where everything of one form stands.
struct Places {
  Sheet sheet;
  std::vector<PlacedLabel> labels;
  std::vector<FoundRows> rows;
  std::vector<bool> taken;  ///< by cell: a label, a header, or a cell of a repeated row
};

Places find_places(const FormPages& pages) {
  Places places;
  places.sheet = make_sheet(pages.sections);
  places.taken.assign(places.sheet.cells.size(), false);
  const std::vector<RowsHeader> headers = find_headers(places.sheet, *pages.form_template);
  for (const RowsHeader& header : headers) {
    for (const std::size_t cell : header.cells) places.taken[cell] = true;
  }
  places.labels = find_labels(places.sheet, *pages.form_template, places.taken);
  places.rows = find_rows(places.sheet, *pages.form_template, headers, places.labels);
  for (const PlacedLabel& label : places.labels) {
    if (label.cell) places.taken[*label.cell] = true;
  }
  for (const FoundRows& table : places.rows) {
    for (const PrintedRow& row : table.rows) {
      for (const auto& cell : row.cells) {
        if (cell) places.taken[*cell] = true;
      }
    }
  }
  return places;
}

Printed printed_in_cell(const SheetCell& cell) { return printed_in(*cell.reading, cell.page_no, cell.quad); }

/// The rest of a text that its page was too short for: the cell of the same width at the top of the next page, with
/// nothing beside it.
std::optional<std::size_t> cell_continued(const Places& places, std::size_t cell) {
  const Sheet& sheet = places.sheet;
  const SheetCell& from = sheet.cells[cell];
  if (from.row_end() != sheet.tables[static_cast<std::size_t>(from.table)].end_row()) return std::nullopt;
  constexpr double kSameWidth = 0.85;
  std::optional<std::size_t> rest;
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    const SheetCell& other = sheet.cells[i];
    if (other.table != from.table + 1 || !other.opens_table || is_blank(*other.reading)) continue;
    if (rest || places.taken[i] || likeness(other.span, from.span) < kSameWidth) return std::nullopt;
    rest = i;
  }
  return rest;
}

Printed with_rest(const Printed& first, const Printed& rest) {
  Printed whole = first;
  add_doubt(whole.doubts, Doubt::continued);
  whole.texts = {first.texts.front() + rest.texts.front()};
  whole.source.raw += rest.source.raw;
  whole.source.confidence = std::min(first.source.confidence, rest.source.confidence);
  return whole;
}

/// What a label's value is printed as, and whether the label is surely that label.
struct LabelledValue {
  Printed printed;
  bool doubtful = false;
};

class FieldFinder {
 public:
  FieldFinder(const Places& places, const FormTemplate& form) : places_(places), form_(form) {}

  /// The first of the field's labels that leads to a place for the value; a place with ink before a blank one.
  std::optional<LabelledValue> find(std::size_t spec) const {
    std::optional<LabelledValue> blank, strange;
    for (const PlacedLabel& label : places_.labels) {
      if (label.kind != LabelKind::field || label.spec != spec) continue;
      const auto printed = beside(label, form_.fields[spec]);
      if (!printed) continue;
      constexpr double kDoubtfulLabel = 0.2;
      LabelledValue value{*printed, label.doubt > kDoubtfulLabel || !label.clear};
      if (value.printed.ink && is_likely(value.printed, form_.fields[spec])) return value;
      auto& other = value.printed.ink ? strange : blank;
      if (!other) other = value;
    }
    return strange ? strange : blank;
  }

  /// Where a field should stand whose label nobody found: at the label nearest in the template's order, unread.
  /// Nothing for a field that the form may be printed without, or where no label was found.
  std::optional<Printed> lost_place(std::size_t spec) const {
    if (form_.fields[spec].optional) return std::nullopt;
    const PlacedLabel* nearest = nullptr;
    const auto distance = [&](const PlacedLabel& label) {
      return std::max(label.spec, spec) - std::min(label.spec, spec);
    };
    for (const PlacedLabel& label : places_.labels) {
      if (label.kind != LabelKind::field) continue;
      if (label.spec == spec) return std::nullopt;
      if (nearest == nullptr || distance(label) < distance(*nearest)) nearest = &label;
    }
    if (nearest == nullptr) return std::nullopt;
    Printed unread;
    unread.ink = true;
    unread.source.page_no =
        nearest->cell ? places_.sheet.cells[*nearest->cell].page_no : places_.sheet.lines[*nearest->line].page_no;
    unread.source.where =
        nearest->cell ? places_.sheet.cells[*nearest->cell].quad : places_.sheet.lines[*nearest->line].quad;
    return unread;
  }

  /// Where the title should stand that nobody could read: of the lines above the first table that are neither a label
  /// nor the year, the highest writing. Nothing where there is no such line.
  std::optional<Printed> lost_title(const PageText& first_page) const {
    if (places_.sheet.cells.empty()) return std::nullopt;
    const int table_top = upright_box(places_.sheet.cells.front().quad, first_page).top;
    const SheetLine* highest = nullptr;
    for (std::size_t i = 0; i < places_.sheet.lines.size(); ++i) {
      const SheetLine& line = places_.sheet.lines[i];
      const bool labels = std::any_of(places_.labels.begin(), places_.labels.end(),
                                      [&](const PlacedLabel& label) { return label.line && *label.line == i; });
      if (line.page_no != first_page.page_no || line.upright.bottom > table_top || labels || is_year(line)) continue;
      if (highest == nullptr || line.upright.height() > highest->upright.height()) highest = &line;
    }
    if (highest == nullptr) return std::nullopt;
    Printed unread;
    unread.ink = true;
    unread.source.page_no = highest->page_no;
    unread.source.where = highest->quad;
    unread.source.raw = highest->reading->text;
    return unread;
  }

  struct FoundYear {
    Decimal year;
    Printed printed;
    bool doubtful = false;
  };

  /// The year that a line or a cell as wide as its table holds without a label.
  std::optional<FoundYear> find_year(const FieldSpec& field, const Title* title) const {
    const std::vector<Printed> all = lines_and_wide_cells(title);
    for (const std::string& pattern : field.patterns) {
      for (const Printed& printed : all) {
        if (const auto year = parse_year(printed.texts.front(), pattern)) return FoundYear{*year, printed, false};
      }
    }
    for (const std::string& pattern : field.patterns) {
      for (const Printed& printed : all) {
        for (const std::string& text : printed.texts) {
          for (const std::string& meant : years_meant(text)) {
            if (const auto year = parse_year(meant, pattern)) return FoundYear{*year, printed, true};
          }
        }
      }
    }
    return std::nullopt;
  }

  /// Whether a line prints the words around the year and no year: （　　年度）.
  bool prints_blank_year(const FieldSpec& field, const Title* title) const {
    const std::vector<Printed> all = lines_and_wide_cells(title);
    return std::any_of(all.begin(), all.end(), [&](const Printed& printed) {
      const std::u32string words = folded_words(printed.texts.front());
      return std::any_of(field.patterns.begin(), field.patterns.end(),
                         [&](const std::string& pattern) { return folded_words(pattern) == words; });
    });
  }

 private:
  /// Of a label that is printed twice, the place with a number is meant where a number must be.
  static bool is_likely(const Printed& printed, const FieldSpec& field) {
    constexpr std::size_t kLongestNumber = 12;  // characters
    const bool counts = field.type == FieldType::amount || field.type == FieldType::integer;
    return !counts || fold(printed.texts.front()).text.size() <= kLongestNumber;
  }

  std::optional<Printed> beside(const PlacedLabel& label, const FieldSpec& field) const {
    for (const Place place : field.places) {
      std::optional<Printed> printed;
      if (place == Place::same) printed = behind(label);
      if (place == Place::right) printed = label.cell ? right_of(*label.cell) : right_of_line(*label.line);
      if (place == Place::below && label.cell) printed = below(label, field);
      if (printed) return with_continuation(*printed, label, field);
    }
    return std::nullopt;
  }

  const Reading& reading_of(const PlacedLabel& label) const {
    return label.cell ? *places_.sheet.cells[*label.cell].reading : *places_.sheet.lines[*label.line].reading;
  }

  std::optional<Printed> behind(const PlacedLabel& label) const {
    if (label.behind.empty()) return std::nullopt;
    Printed whole = label.cell ? printed_in_cell(places_.sheet.cells[*label.cell])
                               : printed_in(reading_of(label), places_.sheet.lines[*label.line].page_no,
                                            places_.sheet.lines[*label.line].quad);
    Printed part = part_of(whole, label.behind);
    if (!label.separated) return part;
    // Other readings of the place: what stands behind their last colon.
    for (std::size_t i = 1; i < whole.texts.size(); ++i) {
      const Folded folded = fold(whole.texts[i]);
      const std::size_t colon = folded.text.rfind(U':');
      if (colon != std::u32string::npos) part.texts.push_back(trim(whole.texts[i].substr(folded.end[colon])));
    }
    return part;
  }

  /// The cell right of a label. Where that is blank, as a merged cell falls apart, the next with ink on the row; none
  /// beyond another label.
  std::optional<Printed> right_of(std::size_t cell) const {
    std::optional<Printed> blank;
    std::vector<std::size_t> next = cells_right_of(places_.sheet, cell);
    while (!next.empty()) {
      std::optional<std::size_t> blank_cell;
      for (const std::size_t right : next) {
        if (places_.taken[right]) continue;
        Printed printed = printed_in_cell(places_.sheet.cells[right]);
        if (blank) add_doubt(printed.doubts, Doubt::beyond_blank);
        if (printed.ink) return printed;
        if (!blank_cell) blank_cell = right;
        if (!blank) blank = printed;
      }
      if (!blank_cell || places_.sheet.cells[*blank_cell].row_span > 1) break;
      next = cells_right_of(places_.sheet, *blank_cell);
    }
    return blank;
  }

  /// The next piece of text on the same height, for a label whose line was cut at a wide gap.
  std::optional<Printed> right_of_line(std::size_t line) const {
    const SheetLine& from = places_.sheet.lines[line];
    const SheetLine* nearest = nullptr;
    for (std::size_t i = 0; i < places_.sheet.lines.size(); ++i) {
      const SheetLine& other = places_.sheet.lines[i];
      const bool is_label = std::any_of(places_.labels.begin(), places_.labels.end(),
                                        [&](const PlacedLabel& label) { return label.line == i; });
      const int shared =
          std::min(from.upright.bottom, other.upright.bottom) - std::max(from.upright.top, other.upright.top);
      if (is_label || other.page_no != from.page_no || other.upright.left < from.upright.right ||
          2 * shared < from.upright.height()) {
        continue;
      }
      if (nearest == nullptr || other.upright.left < nearest->upright.left) nearest = &other;
    }
    if (nearest == nullptr) return std::nullopt;
    return printed_in(*nearest->reading, nearest->page_no, nearest->quad);
  }

  /// Below a label stands its value where the definition says so first, or where nothing can stand beside it.
  std::optional<Printed> below(const PlacedLabel& label, const FieldSpec& field) const {
    const bool beside_first = std::find(field.places.begin(), field.places.end(), Place::right) <
                              std::find(field.places.begin(), field.places.end(), Place::below);
    if (beside_first && !cells_right_of(places_.sheet, *label.cell).empty()) return std::nullopt;
    const auto cell = cell_below(places_.sheet, *label.cell);
    if (!cell || places_.taken[*cell]) return std::nullopt;
    return printed_in_cell(places_.sheet.cells[*cell]);
  }

  Printed with_continuation(const Printed& printed, const PlacedLabel&, const FieldSpec& field) const {
    if (field.type != FieldType::text && field.type != FieldType::items) return printed;
    for (std::size_t i = 0; i < places_.sheet.cells.size(); ++i) {
      const SheetCell& cell = places_.sheet.cells[i];
      if (cell.page_no != printed.source.page_no || !(cell.quad == printed.source.where)) continue;
      const auto rest = cell_continued(places_, i);
      if (rest) return with_rest(printed, printed_in_cell(places_.sheet.cells[*rest]));
    }
    return printed;
  }

  bool is_year(const SheetLine& line) const {
    return std::any_of(form_.fields.begin(), form_.fields.end(), [&](const FieldSpec& field) {
      const auto found = field.patterns.empty() ? std::nullopt : find_year(field, nullptr);
      return found && found->printed.source.where == line.quad;
    });
  }

  std::vector<Printed> lines_and_wide_cells(const Title* title) const {
    std::vector<Printed> all;
    if (title != nullptr) {
      Printed whole = title->printed;
      whole.texts = {whole.source.raw};
      all.push_back(whole);
    }
    for (const SheetLine& line : places_.sheet.lines) all.push_back(printed_in(*line.reading, line.page_no, line.quad));
    constexpr double kWide = 0.9;
    for (const SheetCell& cell : places_.sheet.cells) {
      if (cell.span.width() > kWide) all.push_back(printed_in_cell(cell));
    }
    return all;
  }

  const Places& places_;
  const FormTemplate& form_;
};

/// Whether another reading of the place gives the year too, with whatever signs around it.
bool gives_year_again(const Printed& printed, const Decimal& year) {
  const std::string words = to_string(year) + "年";
  return std::any_of(printed.texts.begin() + 1, printed.texts.end(),
                     [&](const std::string& text) { return text.find(words) != std::string::npos; });
}

Field year_field(const FieldFinder& finder, const FieldSpec& spec, const Title* title, double review_below) {
  const auto found = finder.find_year(spec, title);
  Field field;
  if (!found) {
    field = blank_field(spec.path);
    // Neither a year nor the place left for one: it was lost in reading.
    if (title == nullptr || finder.prints_blank_year(spec, title)) return field;
    field.source = Provenance{title->printed.source.page_no, title->printed.source.where, "", 0.0};
    add_doubt(field.doubts, Doubt::unreadable);
    return field;
  }
  field.path = spec.path;
  field.value = found->year;
  field.source = found->printed.source;
  if (!found->doubtful && gives_year_again(found->printed, found->year)) {
    field.source->confidence = std::max(field.source->confidence, kGivenTwice);
  }
  if (found->doubtful) add_doubt(field.doubts, Doubt::look_alike);
  if (field.source->confidence < review_below) add_doubt(field.doubts, Doubt::unsure);
  return field;
}

void fill_field(const FieldFinder& finder, const FormTemplate& form_template, std::size_t spec_no, double review_below,
                Form& form) {
  const FieldSpec& spec = form_template.fields[spec_no];
  const auto found = finder.find(spec_no);
  Printed printed;
  if (found) {
    printed = found->printed;
  } else if (spec.type != FieldType::items) {
    printed = finder.lost_place(spec_no).value_or(printed);
  }
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
  for (Field& field : fields) {
    if (field.source && (!found || found->doubtful)) add_doubt(field.doubts, Doubt::label);
    form.fields.push_back(std::move(field));
  }
}

/// A year in doubt that the form's own months confirm: a misread digit would set it apart from them.
void confirm_year(const FormTemplate& form_template, double review_below, Form& form) {
  constexpr int kEnough = 3;  // months
  constexpr double kReadAtAll = 0.1, kConfirmed = 0.97;
  for (const FieldSpec& spec : form_template.fields) {
    if (spec.patterns.empty()) continue;
    const auto year = std::find_if(form.fields.begin(), form.fields.end(),
                                   [&](const Field& field) { return field.path == spec.path; });
    if (year == form.fields.end() || year->doubts.empty() || !year->value || !year->source) continue;
    const auto* number = std::get_if<Decimal>(&*year->value);
    const bool as_read = std::any_of(spec.patterns.begin(), spec.patterns.end(), [&](const std::string& pattern) {
      return parse_year(year->source->raw, pattern).has_value();
    });
    if (number == nullptr || !as_read || year->source->confidence < kReadAtAll) continue;
    int same = 0, other = 0;
    for (const Field& field : form.fields) {
      const auto* month = field.value ? std::get_if<Month>(&*field.value) : nullptr;
      if (month == nullptr || !field.source || field.source->confidence < review_below) continue;
      ++(month->year == number->units && number->scale == 0 ? same : other);
    }
    if (same < kEnough || other > 0) continue;
    year->doubts.clear();
    year->source->confidence = std::max(year->source->confidence, kConfirmed);
  }
}

/// The title as printed; for review where it is nearly a known one, in a way that readers make it.
Field title_field(const FormTemplate& form_template, const Printed& printed, const Reader& reader) {
  Field field = interpret(form_template.title_path, printed, reader);
  const auto* text = field.value ? std::get_if<std::string>(&*field.value) : nullptr;
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

Form fill_form(const FormPages& pages, double review_below) {
  const FormTemplate& form_template = *pages.form_template;
  const Places places = find_places(pages);
  const FieldFinder finder(places, form_template);
  const Title* title = pages.title ? &*pages.title : nullptr;

  Form form;
  form.type = form_template.id;
  for (const Section& section : pages.sections) {
    if (form.pages.empty() || form.pages.back() != section.page->page_no) form.pages.push_back(section.page->page_no);
  }
  const Reader as_printed{FieldType::name, nullptr, nullptr, review_below};
  const auto lost =
      title != nullptr || pages.sections.empty() ? std::nullopt : finder.lost_title(*pages.sections.front().page);
  if (title != nullptr || lost) {
    form.fields.push_back(title_field(form_template, lost ? *lost : title->printed, as_printed));
  } else {
    form.fields.push_back(blank_field(form_template.title_path));
  }
  for (std::size_t i = 0; i < form_template.fields.size(); ++i) {
    const FieldSpec& spec = form_template.fields[i];
    if (spec.type == FieldType::rows) {
      std::vector<FoundRows> tables;
      std::copy_if(places.rows.begin(), places.rows.end(), std::back_inserter(tables),
                   [&](const FoundRows& table) { return table.header.field == i; });
      fill_rows(places.sheet, form_template, spec, tables, review_below, form);
    } else if (!spec.patterns.empty()) {
      form.fields.push_back(year_field(finder, spec, title, review_below));
    } else {
      fill_field(finder, form_template, i, review_below, form);
    }
  }
  confirm_year(form_template, review_below, form);
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
