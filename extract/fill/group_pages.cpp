#include "extract/fill/group_pages.h"

#include <algorithm>
#include <array>
#include <set>

#include "extract/fill/continued_header.h"
#include "extract/fill/find_labels.h"
#include "extract/fill/find_rows.h"
#include "extract/form/known_title.h"
#include "extract/text/fold.h"
#include "extract/text/label_match.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

/// Of a title's characters so many may be misread; more would let one form's title pass for another's.
constexpr double kMostTitleDoubt = 0.25;

/// A text that could be a title.
struct TitlePiece {
  int first = 0, last = 0;  ///< the lines that it stands on, or for a cell the number -1 - its table's
  Printed printed;
  int top = 0;  ///< upright pixels
};

struct FoundTitle {
  const FormTemplate* form_template = nullptr;
  TitlePiece piece;
  Title title;
};

/// A page cut where a form begins on it.
struct Part {
  Section section;
  std::optional<FoundTitle> title;
};

/// Whether a line goes on with the one above: as high, close below it, and no wider.
bool goes_on(const layout::Box& upper, const layout::Box& lower) {
  constexpr double kAsHigh = 0.75;  // of the other line's height; a box grows with the signs in its line
  const int high = std::max(upper.height(), lower.height()), low = std::min(upper.height(), lower.height());
  return low >= kAsHigh * high && lower.top - upper.bottom < high && lower.top >= upper.bottom - high / 2 &&
         lower.left >= upper.left - high && lower.right <= upper.right + high;
}

/// Two lines that may be one title before the single ones.
std::vector<TitlePiece> title_pieces(const Section& sheet) {
  const PageText& page = *sheet.page;
  std::vector<TitlePiece> singles, pieces;
  for (const std::size_t index : sheet.lines) {
    const LineText& line = page.lines[index];
    const int no = static_cast<int>(index);
    singles.push_back({no, no, printed_in(line.reading, page.page_no, line.quad), upright_box(line.quad, page).top});
  }
  for (std::size_t i = 0; i + 1 < singles.size(); ++i) {
    const layout::Quad &upper = page.lines[sheet.lines[i]].quad, &lower = page.lines[sheet.lines[i + 1]].quad;
    if (!goes_on(upright_box(upper, page), upright_box(lower, page))) continue;
    pieces.push_back(singles[i]);
    pieces.back().last = singles[i + 1].last;
    pieces.back().printed = joined(singles[i].printed, singles[i + 1].printed);
    pieces.back().printed.source.where =
        layout::to_quad(layout::join(layout::bounding_box(upper), layout::bounding_box(lower)));
  }
  pieces.insert(pieces.end(), singles.begin(), singles.end());
  constexpr int kHeadRows = 3;   // title, year and unit stand there when they stand in the table
  constexpr double kWide = 0.9;  // of the table's width
  for (const std::size_t t : sheet.tables) {
    const int no = -1 - static_cast<int>(t);
    for (const CellText& cell : page.tables[t].cells) {
      if (cell.row >= kHeadRows || span_in_table(cell.quad, page.tables[t].quad).width() < kWide) continue;
      pieces.push_back({no, no, printed_in(cell.reading, page.page_no, cell.quad), upright_box(cell.quad, page).top});
    }
  }
  return pieces;
}

/// What may stand behind a title: the year in brackets, or a sign or two.
bool is_title_tail(const std::string& text) {
  constexpr int kYearDigits = 3;           // of four one may be misread
  constexpr std::size_t kLongestTail = 8;  // characters: a year and a word with it
  const std::u32string words = match_key(text);
  const auto digits = std::count_if(words.begin(), words.end(), [](char32_t c) { return c >= '0' && c <= '9'; });
  return words.size() <= 1 || (digits >= kYearDigits && words.size() <= kLongestTail);
}

std::optional<Title> match_title(const TitlePiece& piece, const std::string& pattern) {
  const std::u32string wanted = match_key(pattern);
  const std::string& text = piece.printed.texts.front();
  const Folded words = fold_match_key(text);
  const Found found = find_term(words.text, wanted, !is_open_title(pattern));
  const double doubt = found.cost / static_cast<double>(wanted.size());
  constexpr std::size_t kLongestName = 40;  // of an office, before the words of the title
  if (doubt > kMostTitleDoubt || found.end == found.begin || found.begin > kLongestName) return std::nullopt;
  const std::size_t end = words.end[found.end - 1];
  if (!is_title_tail(text.substr(end))) return std::nullopt;
  return Title{part_of(piece.printed, trim(text.substr(0, end))), doubt};
}

std::optional<FoundTitle> best_title(const TitlePiece& piece, const std::vector<FormTemplate>& templates) {
  std::optional<FoundTitle> best;
  for (const FormTemplate& form : templates) {
    for (const auto* patterns : {&form.titles, &form.similar_titles}) {
      for (const std::string& pattern : *patterns) {
        auto title = match_title(piece, pattern);
        if (title && (!best || title->doubt < best->title.doubt)) best = FoundTitle{&form, piece, *title};
      }
    }
  }
  return best;
}

/// The sheet's titles from the top, one where readings of one place compete.
std::vector<FoundTitle> find_titles(const Section& sheet, const std::vector<FormTemplate>& templates) {
  std::vector<FoundTitle> found;
  for (const TitlePiece& piece : title_pieces(sheet)) {
    auto title = best_title(piece, templates);
    if (!title) continue;
    // Of two lines the second must hold some of it.
    const bool ends_above = piece.first != piece.last && title->title.printed.texts.front().size() <=
                                                             sheet.page->lines[piece.first].reading.text.size();
    if (!ends_above) found.push_back(std::move(*title));
  }
  std::stable_sort(found.begin(), found.end(),
                   [](const FoundTitle& a, const FoundTitle& b) { return a.title.doubt < b.title.doubt; });
  std::vector<FoundTitle> titles;
  for (FoundTitle& title : found) {
    const bool known = std::any_of(titles.begin(), titles.end(), [&](const FoundTitle& other) {
      return title.piece.first <= other.piece.last && other.piece.first <= title.piece.last;
    });
    if (!known) titles.push_back(std::move(title));
  }
  std::sort(titles.begin(), titles.end(),
            [](const FoundTitle& a, const FoundTitle& b) { return a.piece.top < b.piece.top; });
  return titles;
}

/// The sheets scanned side by side in one picture, left one first: where the page is wider than high and nothing
/// printed reaches from a table's half into another table's. One sheet, whole, for all other pages.
std::vector<Section> sheets_of(const PageText& page) {
  const layout::Box bounds = upright_box(layout::to_quad({0, 0, page.width, page.height}), page);
  std::vector<Section> halves(2), whole(1);
  std::array<layout::Box, 2> printed;
  const auto add = [&](const auto& piece, std::size_t no, std::vector<std::size_t> Section::*pieces) {
    const layout::Box box = upright_box(piece.quad, page);
    const std::size_t half = box.left + box.right < bounds.left + bounds.right ? 0 : 1;
    const bool is_first = halves[half].tables.empty() && halves[half].lines.empty();
    printed[half] = is_first ? box : layout::join(printed[half], box);
    (halves[half].*pieces).push_back(no);
    (whole[0].*pieces).push_back(no);
  };
  for (std::size_t t = 0; t < page.tables.size(); ++t) add(page.tables[t], t, &Section::tables);
  for (std::size_t l = 0; l < page.lines.size(); ++l) add(page.lines[l], l, &Section::lines);
  const bool is_spread = bounds.width() > bounds.height() && printed[0].right < printed[1].left &&
                         !halves[0].tables.empty() && !halves[1].tables.empty();
  std::vector<Section>& sheets = is_spread ? halves : whole;
  for (Section& sheet : sheets) sheet.page = &page;
  return sheets;
}

/// Cuts a sheet at its titles. What stands between the last table above a title and the title goes with the title:
/// offices stamp a date or an annex number there.
std::vector<Part> parts_of(const Section& sheet, const std::vector<FormTemplate>& templates) {
  const PageText& page = *sheet.page;
  std::vector<FoundTitle> titles = find_titles(sheet, templates);
  std::vector<int> begins;
  for (const FoundTitle& title : titles) {
    int begin = 0;
    for (const std::size_t t : sheet.tables) {
      const layout::Box box = upright_box(page.tables[t].quad, page);
      if (title.piece.first != -1 - static_cast<int>(t) && box.top < title.piece.top)
        begin = std::max(begin, box.bottom);
    }
    begins.push_back(begin);
  }
  std::vector<Part> parts(titles.size() + 1);
  for (std::size_t i = 0; i < titles.size(); ++i) parts[i + 1].title = std::move(titles[i]);
  for (Part& part : parts) part.section.page = &page;
  const auto section_of = [&](const layout::Quad& quad) -> Section& {
    const layout::Box box = upright_box(quad, page);
    const auto next = std::upper_bound(begins.begin(), begins.end(), (box.top + box.bottom) / 2);
    return parts[static_cast<std::size_t>(next - begins.begin())].section;
  };
  for (const std::size_t t : sheet.tables) section_of(page.tables[t].quad).tables.push_back(t);
  for (const std::size_t l : sheet.lines) section_of(page.lines[l].quad).lines.push_back(l);
  return parts;
}

/// What of a template is printed on a sheet.
struct Evidence {
  std::set<std::size_t> fields;  ///< of which a label is printed, tables of rows aside
  std::size_t headers = 0;       ///< header cells
  bool furniture = false;

  std::size_t weight() const { return fields.size() + headers + (furniture ? 1 : 0); }
};

Evidence evidence_of(const Sheet& sheet, const FormTemplate& form) {
  Evidence evidence;
  std::vector<bool> taken(sheet.cells.size(), false);
  for (const RowsHeader& header : find_headers(sheet, form)) {
    evidence.headers += header.cells.size();
    for (const std::size_t cell : header.cells) taken[cell] = true;
  }
  for (const PlacedLabel& label : find_labels(sheet, form, taken)) {
    if (label.doubt > kSureLabel) continue;
    if (label.kind == LabelKind::fixed) evidence.furniture = true;
    if (label.kind == LabelKind::field && form.fields[label.spec].type != FieldType::rows) {
      evidence.fields.insert(label.spec);
    }
  }
  return evidence;
}

/// Whether most of a section's cells stand in columns of the form's.
bool keeps_columns(const Sheet& form, const Sheet& section) {
  constexpr double kSame = 0.75;  // likeness; rulings lie a little otherwise on every scan
  constexpr double kMost = 0.7;   // share of the cells; some are merged otherwise on every page
  constexpr double kWhole = 0.9;  // of the table's width: such a cell stands in every form
  int narrow = 0, kept = 0;
  for (const SheetCell& cell : section.cells) {
    if (cell.span.width() > kWhole) continue;
    ++narrow;
    kept += std::any_of(form.cells.begin(), form.cells.end(),
                        [&](const SheetCell& other) { return likeness(other.span, cell.span) > kSame; });
  }
  return narrow > 0 && kept >= kMost * narrow;
}

/// Whether the section goes on with rows of a table whose header the form has printed, its columns elsewhere.
bool continues_rows(const Sheet& form, const Sheet& section, const FormTemplate& form_template) {
  for (const RowsHeader& header : find_headers(form, form_template)) {
    for (std::size_t table = 0; table < section.tables.size(); ++table) {
      if (continued_header(header, section, static_cast<int>(table), form_template)) return true;
    }
  }
  return false;
}

/// The form whose labels and headers are printed, more of them by `lead` than of any other; nullptr where none is.
const FormTemplate* likeliest(const Section& section, const std::vector<FormTemplate>& templates, std::size_t lead) {
  constexpr std::size_t kFewest = 3;  // labels; fewer are shared by many kinds of form
  const Sheet sheet = make_sheet({section});
  const FormTemplate* best = nullptr;
  std::size_t most = 0, second = 0;
  for (const FormTemplate& form : templates) {
    const Evidence evidence = evidence_of(sheet, form);
    if (evidence.fields.size() < kFewest) continue;
    second = std::max(second, std::min(most, evidence.weight()));
    if (evidence.weight() <= most) continue;
    most = evidence.weight();
    best = &form;
  }
  return most >= second + lead ? best : nullptr;
}

/// The form under a title: what the title says, unless it was hardly readable and the labels clearly say another.
const FormTemplate* form_under(const FoundTitle& title, const Section& section,
                               const std::vector<FormTemplate>& templates) {
  constexpr double kReadable = 0.12;     // share of the title's characters that are misread
  constexpr std::size_t kClearLead = 4;  // labels
  const FormTemplate* likely =
      title.title.doubt > kReadable ? likeliest(section, templates, kClearLead) : title.form_template;
  return likely != nullptr ? likely : title.form_template;
}

/// Whether a part without a title, which is likely the form given or none, goes on with one that has begun.
bool goes_on(const FormPages& form, const Section& section, const FormTemplate* likely) {
  constexpr std::size_t kRepeated = 2;  // one label may be printed again in a page's head
  const Sheet part = make_sheet({section}), so_far = make_sheet(form.sections);
  const Evidence here = evidence_of(part, *form.form_template), before = evidence_of(so_far, *form.form_template);
  const auto repeated = static_cast<std::size_t>(std::count_if(
      here.fields.begin(), here.fields.end(), [&](std::size_t field) { return before.fields.count(field) > 0; }));
  if (likely != nullptr && (likely != form.form_template || repeated >= kRepeated)) return false;
  return here.weight() > 0 || keeps_columns(so_far, part) || continues_rows(so_far, part, *form.form_template);
}

}  // namespace

std::vector<FormPages> group_pages(const std::vector<PageText>& pages, const std::vector<FormTemplate>& templates) {
  std::vector<Part> parts;
  for (const PageText& page : pages) {
    for (const Section& sheet : sheets_of(page)) {
      for (Part& part : parts_of(sheet, templates)) parts.push_back(std::move(part));
    }
  }
  std::vector<FormPages> forms;
  for (Part& part : parts) {
    if (part.title) {
      forms.push_back({form_under(*part.title, part.section, templates), part.title->title, {part.section}});
    } else if (!part.section.tables.empty()) {
      const FormTemplate* likely = likeliest(part.section, templates, 1);
      if (!forms.empty() && goes_on(forms.back(), part.section, likely)) {
        forms.back().sections.push_back(part.section);
      } else if (likely != nullptr) {
        forms.push_back({likely, std::nullopt, {part.section}});
      }
    }
  }
  return forms;
}

}  // namespace shenbao::extract
