#include "extract/fill/group_pages.h"

#include <algorithm>
#include <set>

#include "extract/fill/continued_header.h"
#include "extract/fill/find_labels.h"
#include "extract/fill/find_rows.h"
#include "extract/text/fold.h"
#include "extract/text/label_match.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
namespace {

const std::string kAnyWords = "…";

/// Of a title's characters so many may be misread; more would let one form's title pass for another's.
constexpr double kMostTitleDoubt = 0.25;

/// A text that could be a title, where it stands on its page.
struct TitlePiece {
  std::optional<std::size_t> table;  ///< index in the page: the title is a cell of that table
  std::size_t first_line = 0;        ///< otherwise: of these lines
  std::size_t last_line = 0;
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

layout::Quad around(const layout::Quad& a, const layout::Quad& b) {
  const layout::Box x = layout::bounding_box(a), y = layout::bounding_box(b);
  return layout::to_quad(
      {std::min(x.left, y.left), std::min(x.top, y.top), std::max(x.right, y.right), std::max(x.bottom, y.bottom)});
}

Printed joined(const Printed& a, const Printed& b) {
  Printed both = a;
  both.source.where = around(a.source.where, b.source.where);
  both.source.raw += b.source.raw;
  both.source.confidence = std::min(a.source.confidence, b.source.confidence);
  both.texts = {a.texts.front() + b.texts.front()};
  return both;
}

std::vector<TitlePiece> title_pieces(const PageText& page) {
  std::vector<TitlePiece> pieces;
  for (std::size_t i = 0; i < page.lines.size(); ++i) {
    const LineText& line = page.lines[i];
    pieces.push_back(
        {std::nullopt, i, i, printed_in(line.reading, page.page_no, line.quad), upright_box(line.quad, page).top});
  }
  const std::size_t single = pieces.size();
  for (std::size_t i = 0; i + 1 < single; ++i) {
    TitlePiece pair = pieces[i];
    pair.last_line = i + 1;
    pair.printed = joined(pieces[i].printed, pieces[i + 1].printed);
    pieces.push_back(pair);
  }
  constexpr int kHeadRows = 3;   // title, year and unit stand there when they stand in the table
  constexpr double kWide = 0.9;  // of the table's width
  for (std::size_t t = 0; t < page.tables.size(); ++t) {
    for (const CellText& cell : page.tables[t].cells) {
      if (cell.row >= kHeadRows || span_in_table(cell.quad, page.tables[t].quad).width() < kWide) continue;
      pieces.push_back({t, 0, 0, printed_in(cell.reading, page.page_no, cell.quad), upright_box(cell.quad, page).top});
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
  return words.empty() || (digits >= kYearDigits && words.size() <= kLongestTail);
}

std::optional<Title> match_title(const TitlePiece& piece, const std::string& pattern) {
  const bool open = pattern.compare(0, kAnyWords.size(), kAnyWords) == 0;
  const std::u32string wanted = match_key(open ? pattern.substr(kAnyWords.size()) : pattern);
  const std::string& text = piece.printed.texts.front();
  const Folded words = fold_match_key(text);
  const Found found = find_term(words.text, wanted, !open);
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

/// Whether the second of two lines goes on with the first: as high, close below it, and no wider.
bool goes_on(const PageText& page, std::size_t first) {
  const layout::Box upper = upright_box(page.lines[first].quad, page),
                    lower = upright_box(page.lines[first + 1].quad, page);
  const int high = std::max(upper.height(), lower.height()), low = std::min(upper.height(), lower.height());
  constexpr double kAsHigh = 0.75;  // of the other line's height; a box grows with the signs in its line
  return low >= kAsHigh * high && lower.top - upper.bottom < high && lower.top >= upper.bottom - high / 2 &&
         lower.left >= upper.left - high && lower.right <= upper.right + high;
}

/// Whether a title begins on one line and ends on the next.
bool is_broken(const PageText& page, const FoundTitle& found) {
  const TitlePiece& piece = found.piece;
  if (piece.table || piece.last_line == piece.first_line || !goes_on(page, piece.first_line)) return false;
  return found.title.printed.texts.front().size() > page.lines[piece.first_line].reading.text.size();
}

/// Whether a title is likelier than another: better spelled, or as well and with the line that it goes on from.
bool is_likelier(const PageText& page, const FoundTitle& a, const FoundTitle& b) {
  if (a.title.doubt != b.title.doubt) return a.title.doubt < b.title.doubt;
  return is_broken(page, a) && !is_broken(page, b);
}

/// The page's titles from the top, one where readings of one place compete.
std::vector<FoundTitle> find_titles(const PageText& page, const std::vector<FormTemplate>& templates) {
  std::vector<FoundTitle> found;
  for (const TitlePiece& piece : title_pieces(page)) {
    if (auto title = best_title(piece, templates)) found.push_back(std::move(*title));
  }
  std::stable_sort(found.begin(), found.end(),
                   [&](const FoundTitle& a, const FoundTitle& b) { return is_likelier(page, a, b); });
  std::vector<FoundTitle> titles;
  for (FoundTitle& title : found) {
    const auto shares_line = [&](const FoundTitle& other) {
      return !title.piece.table && !other.piece.table && title.piece.first_line <= other.piece.last_line &&
             other.piece.first_line <= title.piece.last_line;
    };
    const auto shares_table = [&](const FoundTitle& other) {
      return title.piece.table && title.piece.table == other.piece.table;
    };
    const bool known = std::any_of(titles.begin(), titles.end(),
                                   [&](const FoundTitle& other) { return shares_line(other) || shares_table(other); });
    if (!known) titles.push_back(std::move(title));
  }
  std::sort(titles.begin(), titles.end(),
            [](const FoundTitle& a, const FoundTitle& b) { return a.piece.top < b.piece.top; });
  return titles;
}

/// Cuts a page at its titles. What stands between the last table above a title and the title goes with the title:
/// offices stamp a date or an annex number there.
std::vector<Part> parts_of(const PageText& page, const std::vector<FormTemplate>& templates) {
  std::vector<FoundTitle> titles = find_titles(page, templates);
  std::vector<int> begins;
  for (const FoundTitle& title : titles) {
    int begin = 0;
    for (std::size_t t = 0; t < page.tables.size(); ++t) {
      const layout::Box box = upright_box(page.tables[t].quad, page);
      if (title.piece.table != t && box.top < title.piece.top) begin = std::max(begin, box.bottom);
    }
    begins.push_back(begin);
  }
  std::vector<Part> parts(titles.size() + 1);
  for (std::size_t i = 0; i < titles.size(); ++i) parts[i + 1].title = std::move(titles[i]);
  for (Part& part : parts) part.section.page = &page;
  const auto part_at = [&](int y) {
    std::size_t part = 0;
    while (part < begins.size() && y >= begins[part]) ++part;
    return part;
  };
  const auto middle = [&](const layout::Quad& quad) {
    const layout::Box box = upright_box(quad, page);
    return (box.top + box.bottom) / 2;
  };
  for (std::size_t t = 0; t < page.tables.size(); ++t) {
    parts[part_at(middle(page.tables[t].quad))].section.tables.push_back(t);
  }
  for (std::size_t l = 0; l < page.lines.size(); ++l) {
    parts[part_at(middle(page.lines[l].quad))].section.lines.push_back(l);
  }
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

/// Whether most of the sides between a section's cells stand where the form's have stood.
bool keeps_columns(const Sheet& form, const Sheet& section) {
  constexpr double kNear = 0.012;  // of the table's width: a ruling's own width and the scanner's stretch
  constexpr double kMost = 0.7;    // share of the sides; some cells are merged otherwise on every page
  std::set<double> sides;
  for (const SheetCell& cell : section.cells) {
    for (const double side : {cell.span.left, cell.span.right}) {
      const bool inner = side > 2 * kNear && side < 1.0 - 2 * kNear;
      const bool known = std::any_of(sides.begin(), sides.end(), [&](double s) { return std::abs(s - side) < kNear; });
      if (inner && !known) sides.insert(side);
    }
  }
  if (sides.size() < 2) return false;
  const auto kept = std::count_if(sides.begin(), sides.end(), [&](double side) {
    return std::any_of(form.cells.begin(), form.cells.end(), [&](const SheetCell& cell) {
      return std::abs(cell.span.left - side) < kNear || std::abs(cell.span.right - side) < kNear;
    });
  });
  return static_cast<double>(kept) >= kMost * static_cast<double>(sides.size());
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

const FormTemplate* likeliest(const Sheet& sheet, const std::vector<FormTemplate>& templates, std::size_t* lead) {
  const FormTemplate* best = nullptr;
  std::size_t most = 0, second = 0;
  for (const FormTemplate& form : templates) {
    const Evidence evidence = evidence_of(sheet, form);
    constexpr std::size_t kFewest = 3;  // fewer labels are shared by many kinds of form
    const std::size_t weight = evidence.fields.size() >= kFewest ? evidence.weight() : 0;
    if (weight > most) {
      second = most;
      most = weight;
      best = &form;
    } else {
      second = std::max(second, weight);
    }
  }
  *lead = most - second;
  return best;
}

/// The form under a title: what the title says, unless it was hardly readable and the labels clearly say another.
const FormTemplate* form_under(const FoundTitle& title, const Section& section,
                               const std::vector<FormTemplate>& templates) {
  constexpr double kReadable = 0.12;
  constexpr std::size_t kClearLead = 4;
  if (title.title.doubt <= kReadable) return title.form_template;
  std::size_t lead = 0;
  const FormTemplate* likely = likeliest(make_sheet({section}), templates, &lead);
  return likely != nullptr && lead >= kClearLead ? likely : title.form_template;
}

/// How a part without a title goes on from the form before it.
enum class Next { same_form, new_form, no_form };

Next next_of(const FormPages* current, const Sheet& part, const FormTemplate* likely, std::size_t lead) {
  const bool may_begin = likely != nullptr && lead > 0;
  if (current == nullptr) return may_begin ? Next::new_form : Next::no_form;
  const Sheet so_far = make_sheet(current->sections);
  const Evidence here = evidence_of(part, *current->form_template);
  const Evidence before = evidence_of(so_far, *current->form_template);
  std::size_t repeated = 0;
  for (const std::size_t field : here.fields) repeated += before.fields.count(field);
  constexpr std::size_t kRepeated = 2;  // one label may be printed again in a page's head
  constexpr std::size_t kLead = 2;
  if (may_begin && likely != current->form_template && lead > kLead) return Next::new_form;
  if (may_begin && repeated >= kRepeated) return Next::new_form;
  constexpr std::size_t kHeader = 3;  // columns' labels: fewer may be words of a value
  if (!here.fields.empty() || here.furniture || here.headers >= kHeader || keeps_columns(so_far, part) ||
      continues_rows(so_far, part, *current->form_template)) {
    return Next::same_form;
  }
  return may_begin ? Next::new_form : Next::no_form;
}

}  // namespace

std::vector<FormPages> group_pages(const std::vector<PageText>& pages, const std::vector<FormTemplate>& templates) {
  std::vector<FormPages> forms;
  bool open = false;  // the last form may go on
  for (const PageText& page : pages) {
    for (Part& part : parts_of(page, templates)) {
      if (part.title) {
        forms.push_back({form_under(*part.title, part.section, templates), part.title->title, {part.section}});
        open = true;
        continue;
      }
      if (part.section.tables.empty()) continue;
      const Sheet sheet = make_sheet({part.section});
      std::size_t lead = 0;
      const FormTemplate* likely = likeliest(sheet, templates, &lead);
      switch (next_of(open ? &forms.back() : nullptr, sheet, likely, lead)) {
        case Next::same_form:
          forms.back().sections.push_back(part.section);
          break;
        case Next::new_form:
          forms.push_back({likely, std::nullopt, {part.section}});
          open = true;
          break;
        case Next::no_form:  // a page that hardly anything of could be read; the next may go on with the form
          break;
      }
    }
  }
  return forms;
}

}  // namespace shenbao::extract
