#include "extract/fill/find_fields.h"

#include <algorithm>

#include "extract/text/fold.h"
#include "extract/text/parse.h"
#include "extract/text/repair.h"

namespace shenbao::extract {
namespace {

// Shares of the table's width.
constexpr double kSameWidth = 0.85;  // a text that goes on over the page keeps its cell's sides but for the scans' skew
constexpr double kWholeWidth = 0.9;  // a head cell across the table; a frame's corner cell may cut some of it

Printed printed_in_line(const SheetLine& line) { return printed_in(*line.reading, line.page_no, line.quad); }

/// Ink at a place that gives no text for a value.
Printed unread_at(int page_no, const layout::Quad& quad, const std::string& raw) {
  Printed unread;
  unread.ink = true;
  unread.source = {page_no, quad, raw, 0.0};
  return unread;
}

/// What is printed for a value, and the cell that prints it; none for a line.
struct Spot {
  Printed printed;
  std::optional<std::size_t> cell;
};

/// Finds the places beside labels.
class PlaceFinder {
 public:
  PlaceFinder(const Places& places, const FieldSpec& field)
      : sheet_(places.sheet), labels_(places.labels), taken_(places.taken), field_(field) {}

  std::optional<Printed> beside(const PlacedLabel& label) const {
    for (const Place place : field_.places) {
      std::optional<Spot> spot;
      if (place == Place::same) spot = behind(label);
      if (place == Place::right) spot = label.cell ? right_of(*label.cell) : right_of_line(*label.line);
      if (place == Place::below && label.cell) spot = below(*label.cell);
      if (spot) return with_continuation(*spot);
    }
    return std::nullopt;
  }

 private:
  std::optional<Spot> behind(const PlacedLabel& label) const {
    if (label.behind.empty()) return std::nullopt;
    return Spot{part_of(printed_at(sheet_, label), label.behind), label.cell};
  }

  /// The cell right of a label. Where that is blank, as a merged cell falls apart, the next with ink on the row; none
  /// beyond another label.
  std::optional<Spot> right_of(std::size_t cell) const {
    std::optional<Spot> blank;
    std::vector<std::size_t> next = cells_right_of(sheet_, cell);
    while (!next.empty()) {
      std::optional<std::size_t> blank_cell;
      for (const std::size_t right : next) {
        if (taken_[right]) continue;
        Spot spot{printed_in(sheet_.cells[right]), right};
        if (blank) add_doubt(spot.printed.doubts, Doubt::beyond_blank);
        if (spot.printed.ink) return spot;
        if (!blank_cell) blank_cell = right;
        if (!blank) blank = spot;
      }
      if (!blank_cell || sheet_.cells[*blank_cell].row_span > 1) break;
      next = cells_right_of(sheet_, *blank_cell);
    }
    return blank;
  }

  /// The next piece of text on the same height, for a label whose line was cut at a wide gap.
  std::optional<Spot> right_of_line(std::size_t line) const {
    const SheetLine& from = sheet_.lines[line];
    const SheetLine* nearest = nullptr;
    for (std::size_t i = 0; i < sheet_.lines.size(); ++i) {
      const SheetLine& other = sheet_.lines[i];
      const bool is_label =
          std::any_of(labels_.begin(), labels_.end(), [&](const PlacedLabel& label) { return label.line == i; });
      const int shared =
          std::min(from.upright.bottom, other.upright.bottom) - std::max(from.upright.top, other.upright.top);
      if (is_label || other.page_no != from.page_no || other.upright.left < from.upright.right ||
          2 * shared < from.upright.height()) {
        continue;
      }
      if (nearest == nullptr || other.upright.left < nearest->upright.left) nearest = &other;
    }
    if (nearest == nullptr) return std::nullopt;
    return Spot{printed_in_line(*nearest), std::nullopt};
  }

  /// Below a label stands its value where the definition says so first, or where nothing can stand beside it.
  std::optional<Spot> below(std::size_t label_cell) const {
    const bool beside_first = std::find(field_.places.begin(), field_.places.end(), Place::right) <
                              std::find(field_.places.begin(), field_.places.end(), Place::below);
    if (beside_first && !cells_right_of(sheet_, label_cell).empty()) return std::nullopt;
    const auto cell = cell_below(sheet_, label_cell);
    if (!cell || taken_[*cell]) return std::nullopt;
    return Spot{printed_in(sheet_.cells[*cell]), cell};
  }

  /// The rest of a text that its page was too short for: the cell of the same width at the top of the next page, with
  /// nothing beside it.
  std::optional<std::size_t> cell_continued(std::size_t cell) const {
    const SheetCell& from = sheet_.cells[cell];
    if (from.row_end() != sheet_.tables[static_cast<std::size_t>(from.table)].end_row()) return std::nullopt;
    std::optional<std::size_t> rest;
    for (std::size_t i = 0; i < sheet_.cells.size(); ++i) {
      const SheetCell& other = sheet_.cells[i];
      if (other.table != from.table + 1 || !other.opens_table || is_blank(*other.reading)) continue;
      if (rest || taken_[i] || likeness(other.span, from.span) < kSameWidth) return std::nullopt;
      rest = i;
    }
    return rest;
  }

  Printed with_continuation(const Spot& spot) const {
    const bool may_be_long = field_.type == FieldType::text || field_.type == FieldType::items;
    const auto next = may_be_long && spot.cell ? cell_continued(*spot.cell) : std::nullopt;
    if (!next) return spot.printed;
    Printed whole = joined(spot.printed, printed_in(sheet_.cells[*next]));
    add_doubt(whole.doubts, Doubt::continued);
    return whole;
  }

  const Sheet& sheet_;
  const std::vector<PlacedLabel>& labels_;
  const std::vector<bool>& taken_;
  const FieldSpec& field_;
};

/// Where a field should stand whose label nobody found: at the field label nearest in the template's order.
Printed lost_value(const Places& places, std::size_t field) {
  const PlacedLabel* nearest = nullptr;
  const auto distance = [&](const PlacedLabel& label) {
    return std::max(label.spec, field) - std::min(label.spec, field);
  };
  for (const PlacedLabel& label : places.labels) {
    if (label.kind != LabelKind::field) continue;
    if (label.spec == field) return {};
    if (nearest == nullptr || distance(label) < distance(*nearest)) nearest = &label;
  }
  if (nearest == nullptr) return {};
  const Provenance label = printed_at(places.sheet, *nearest).source;
  Printed unread = unread_at(label.page_no, label.where, "");
  unread.doubts = {Doubt::label};
  return unread;
}

std::vector<Printed> year_places(const Places& places, const std::optional<Title>& title) {
  std::vector<Printed> all;
  if (title) {
    all.push_back(title->printed);
    all.back().texts = {all.back().source.raw};
  }
  for (const SheetLine& line : places.sheet.lines) all.push_back(printed_in_line(line));
  for (const SheetCell& cell : places.sheet.cells) {
    if (cell.span.width() > kWholeWidth) all.push_back(printed_in(cell));
  }
  return all;
}

/// The first year that is printed so; else the first that is meant.
std::optional<PrintedYear> read_year(const std::vector<Printed>& all, const std::vector<std::string>& patterns) {
  for (const std::string& pattern : patterns) {
    for (const Printed& printed : all) {
      if (const auto year = parse_year(printed.texts.front(), pattern)) return PrintedYear{year, printed};
    }
  }
  for (const Printed& printed : all) {
    PrintedYear found{std::nullopt, printed};
    add_doubt(found.printed.doubts, Doubt::look_alike);
    for (const std::string& text : printed.texts) {
      for (const std::string& meant : years_meant(text)) {
        for (const std::string& pattern : patterns) {
          if ((found.year = parse_year(meant, pattern))) return found;
        }
      }
    }
  }
  return std::nullopt;
}

/// Whether a line prints the words around the year and no year: （　　年度）.
bool prints_blank_year(const std::vector<Printed>& all, const std::vector<std::string>& patterns) {
  return std::any_of(all.begin(), all.end(), [&](const Printed& printed) {
    const std::u32string words = match_key(printed.texts.front());
    return std::any_of(patterns.begin(), patterns.end(),
                       [&](const std::string& pattern) { return match_key(pattern) == words; });
  });
}

}  // namespace

Places find_places(const FormPages& pages) {
  Places places;
  places.sheet = make_sheet(pages.sections);
  places.taken.assign(places.sheet.cells.size(), false);
  const auto take = [&](const std::optional<std::size_t>& cell) {
    if (cell) places.taken[*cell] = true;
  };
  places.headers = find_headers(places.sheet, *pages.form_template);
  for (const RowsHeader& header : places.headers) std::for_each(header.cells.begin(), header.cells.end(), take);
  places.labels = find_labels(places.sheet, *pages.form_template, places.taken);
  places.rows = find_rows(places.sheet, *pages.form_template, places.headers, places.labels);
  for (const PlacedLabel& label : places.labels) take(label.cell);
  for (const FoundRows& table : places.rows) {
    for (const PrintedRow& row : table.rows) std::for_each(row.cells.begin(), row.cells.end(), take);
  }
  return places;
}

Printed printed_at(const Sheet& sheet, const PlacedLabel& label) {
  return label.cell ? printed_in(sheet.cells[*label.cell]) : printed_in_line(sheet.lines[*label.line]);
}

Printed find_value(const Places& places, const FormTemplate& form, std::size_t field) {
  const FieldSpec& spec = form.fields[field];
  const PlaceFinder finder(places, spec);
  std::optional<Printed> blank;
  for (const PlacedLabel& label : places.labels) {
    if (label.kind != LabelKind::field || label.spec != field) continue;
    auto printed = finder.beside(label);
    if (!printed) continue;
    if (!is_sure(label)) add_doubt(printed->doubts, Doubt::label);
    if (printed->ink) return *printed;
    if (!blank) blank = std::move(printed);
  }
  if (blank) return *blank;
  return spec.optional || spec.type == FieldType::items ? Printed{} : lost_value(places, field);
}

std::optional<Printed> find_title(const Places& places, const FormPages& pages) {
  if (pages.title) return pages.title->printed;
  const Sheet& sheet = places.sheet;
  if (sheet.cells.empty()) return std::nullopt;
  const PageText& first_page = *pages.sections.front().page;
  const int table_top = upright_box(sheet.cells.front().quad, first_page).top;
  const auto is_year = [&](const SheetLine& line) {
    const auto& fields = pages.form_template->fields;
    return std::any_of(fields.begin(), fields.end(), [&](const FieldSpec& field) {
      return read_year({printed_in_line(line)}, field.patterns).has_value();
    });
  };
  const SheetLine* highest = nullptr;
  for (std::size_t i = 0; i < sheet.lines.size(); ++i) {
    const SheetLine& line = sheet.lines[i];
    const bool is_label = std::any_of(places.labels.begin(), places.labels.end(),
                                      [&](const PlacedLabel& label) { return label.line == i; });
    if (line.page_no != first_page.page_no || line.upright.bottom > table_top || is_label || is_year(line)) continue;
    if (highest == nullptr || line.upright.height() > highest->upright.height()) highest = &line;
  }
  if (highest == nullptr) return std::nullopt;
  return unread_at(highest->page_no, highest->quad, highest->reading->text);
}

PrintedYear find_year(const Places& places, const FieldSpec& field, const std::optional<Title>& title) {
  const std::vector<Printed> all = year_places(places, title);
  if (auto found = read_year(all, field.patterns)) return *found;
  if (!title || prints_blank_year(all, field.patterns)) return {};
  return {std::nullopt, unread_at(title->printed.source.page_no, title->printed.source.where, "")};
}

}  // namespace shenbao::extract
