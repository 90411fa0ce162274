#include "layout/table/analyze_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "layout/ink/binarize.h"
#include "layout/ink/glyphs.h"
#include "layout/ink/pixels.h"
#include "layout/ink/reduce.h"
#include "layout/ink/rulings.h"
#include "layout/table/grid.h"
#include "layout/table/pale_rulings.h"
#include "layout/table/seal_rulings.h"
#include "layout/table/stray_lines.h"
#include "layout/table/text_lines.h"
#include "layout/table/unite_cells.h"

namespace shenbao::layout {

namespace {

/// What is looked for outside tables; shares of the height of a hanzi.
struct OutsideTables {
  static constexpr double kFrame = 0.25;  // width of what is taken out along cells' edges: rulings, however off
  static constexpr double kRuling = 3;    // length of a line that is no stroke of writing
  static constexpr double kStray = 4;  // page widths of rulings: a table that was not found; three frame a plain list
  static constexpr int kUprights = 2;  // rulings: so many frame a plain list; more are pieces of a table
  static constexpr int kSoftEdge = 3;  // pixels around a ruling
  static constexpr double kLineHeight = 1.0 / 3, kLineWidth = 0.5;  // less in both is a speck
  static constexpr double kInk = 1.0 / 16;                          // of a hanzi's square: mere dust has less
  static constexpr double kSplitGap =
      2.5;  // wider than the space around a colon, narrower than that between two fields
};

/// What a line of hanzi one above the other looks like, beside a table; shares of the height of a hanzi.
struct VerticalWriting {
  static constexpr double kNarrowest = 0.5, kWidest = 1.4;  // width of one
  static constexpr double kHanzi = 0.8;     // height of half of them, at least: rows of figures are lower
  static constexpr double kAligned = 0.25;  // by which their middles differ
  static constexpr double kPitch = 2.2;     // from one to the next, at most
  static constexpr double kEven = 1.6;      // largest pitch by the smallest
  static constexpr std::size_t kLeast = 3;  // fewer may be lines of their own
};

/// When a table runs off the sheet; shares of the height of a hanzi.
struct Cropping {
  static constexpr double kShortest = 2;  // length of a ruling that tells
  static constexpr double kBeyondFrame =
      0.6;                                 // past the frame: where there is one, its own thickness and slant are less
  static constexpr double kMargin = 0.2;   // from the scan's edge: ink at it is blurred
  static constexpr int kLeastRulings = 2;  // one may be a stroke of a pen
};

/// When pale rulings are looked for and believed.
struct PaleRulings {
  static constexpr double kLeastContrast = 5;  // grey levels from ruling to paper; what shows through is paler
  static constexpr double kDarkEnough =
      70;  // grey levels: a page's rulings are alike, beside such as these none is pale
  static constexpr double kLikeOthers = 0.35;      // of the contrast of those already found
  static constexpr double kShortest = 4;           // glyph heights: shorter ones may be strokes
  static constexpr double kMostOutside = 0.25;     // share of what is new that lies in no table
  static constexpr double kMostInWriting = 0.015;  // share of the edges that cross writing: of a table hardly any does
};

/// When a sheet cannot be read.
struct Readability {
  static constexpr double kPicture = 0.25;  // share of ink: a page full of writing has 0.15, bold and ruled 0.18
  static constexpr int kGlyph = 16;         // pixels: below, the strokes of a common hanzi run into each other
};

/// The size at which rulings are looked for.
struct WorkingSize {
  static constexpr int kGlyph = 10;  // pixels: below, a ruling and the writing beside it run into each other
  static constexpr std::size_t kMost = 1'500'000;  // pixels of a page that may be enlarged: half of A4 at 150 dpi
  static constexpr int kLinesPerPage = 80;         // where there is no writing to measure
};

Ruling scaled(Ruling ruling, double factor) {
  for (Point& point : ruling.trace) point = {point.x * factor, point.y * factor};
  for (Stretch& stretch : ruling.printed) stretch = {stretch.begin * factor, stretch.end * factor};
  ruling.thickness *= factor;
  return ruling;
}

std::vector<cv::Point> to_polygon(const Quad& quad) { return to_polyline({quad.corners.begin(), quad.corners.end()}); }

/// The page's ink without what lies in tables and without rulings outside them.
cv::Mat ink_outside(const cv::Mat& ink, const std::vector<TableGrid>& tables, const std::vector<Ruling>& rulings,
                    int glyph) {
  cv::Mat outside = ink.clone();
  for (const TableGrid& table : tables) {
    cv::fillConvexPoly(outside, to_polygon(table.quad), 0);
    for (const Cell& cell : table.cells) {
      cv::fillConvexPoly(outside, to_polygon(cell.quad), 0);
      cv::polylines(outside, to_polygon(cell.quad), true, 0,
                    std::max(OutsideTables::kSoftEdge, static_cast<int>(OutsideTables::kFrame * glyph)));
    }
  }
  for (const Ruling& ruling : rulings) {
    if (ruling.length() < OutsideTables::kRuling * glyph) continue;
    const int thickness = static_cast<int>(std::lround(ruling.thickness)) + OutsideTables::kSoftEdge;
    cv::polylines(outside, to_polyline(ruling.trace), false, 0, thickness);
  }
  return outside;
}

/// Specks are no writing, nor is dust on one line.
bool is_writing(const Box& box, const cv::Mat& ink, int glyph) {
  if (box.height() < OutsideTables::kLineHeight * glyph && box.width() < OutsideTables::kLineWidth * glyph)
    return false;
  return cv::countNonZero(ink(to_rect(box))) >= OutsideTables::kInk * glyph * glyph;
}

/// The lines below `lines[first]` that may be the hanzi of one vertical line with it, in order; their numbers.
std::vector<std::size_t> find_column(const std::vector<Box>& lines, std::size_t first, double glyph) {
  const auto middle = [](const Box& box) { return Point{(box.left + box.right) / 2.0, (box.top + box.bottom) / 2.0}; };
  const auto fits = [&](const Box& box) {
    return box.width() >= VerticalWriting::kNarrowest * glyph && box.width() <= VerticalWriting::kWidest * glyph &&
           box.height() <= VerticalWriting::kWidest * glyph;
  };
  std::vector<std::size_t> column;
  double least = VerticalWriting::kPitch * glyph, most = 0.0;
  for (std::size_t i = first; i < lines.size(); ++i) {
    if (!fits(lines[i])) continue;
    if (!column.empty()) {
      const Point from = middle(lines[column.back()]), to = middle(lines[i]);
      if (std::abs(to.x - middle(lines[first]).x) > VerticalWriting::kAligned * glyph || to.y <= from.y) continue;
      const double pitch = to.y - from.y;
      if (std::max(most, pitch) > VerticalWriting::kEven * std::min(least, pitch) && most > 0.0) break;
      if (pitch > VerticalWriting::kPitch * glyph) break;
      least = std::min(least, pitch);
      most = std::max(most, pitch);
    }
    column.push_back(i);
  }
  return column;
}

/// Makes one line of hanzi that stand one above the other with no other line beside them, as down a table's side.
std::vector<Box> unite_columns(std::vector<Box> lines, double glyph) {
  for (std::size_t first = 0; first < lines.size(); ++first) {
    const std::vector<std::size_t> column = find_column(lines, first, glyph);
    Box whole;
    std::size_t hanzi = 0;
    for (const std::size_t i : column) {
      whole = join(whole, lines[i]);
      hanzi += lines[i].height() >= VerticalWriting::kHanzi * glyph;
    }
    const auto beside = std::count_if(lines.begin(), lines.end(), [&](const Box& line) {
      return line.top < whole.bottom && line.bottom > whole.top;
    });
    if (column.size() < VerticalWriting::kLeast || 2 * hanzi < column.size()) continue;
    if (static_cast<std::size_t>(beside) > column.size()) continue;
    for (auto i = column.rbegin(); i != column.rend(); ++i)
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(*i));
    lines.insert(lines.begin() + static_cast<std::ptrdiff_t>(first), whole);
  }
  return lines;
}

/// The frame on one side (0 left, 1 top, 2 right, 3 bottom) is not printed.
bool lacks_frame(const TableGrid& table, int side) {
  for (const Cell& cell : table.cells) {
    const bool outermost = side == 0   ? cell.col == 0
                           : side == 1 ? cell.row == 0
                           : side == 2 ? cell.col + cell.col_span == table.cols
                                       : cell.row + cell.row_span == table.rows;
    if (outermost && !cell.inferred) return false;
  }
  return true;
}

/// A side of a table on which rulings run off the sheet: the print goes on where the scan does not.
bool runs_off(const Page& page, const TableGrid& table, int side, const std::vector<Ruling>& rulings, double glyph) {
  const Box box = bounding_box(table.quad);
  const bool level = side % 2 == 0;
  const double frame = std::array<int, 4>{box.left, box.top, box.right, box.bottom}[static_cast<std::size_t>(side)];
  const double enough = lacks_frame(table, side) ? -glyph : Cropping::kBeyondFrame * glyph;
  int ends = 0;
  for (const Ruling& ruling : rulings) {
    if (ruling.inferred || (ruling.direction == Direction::horizontal) != level) continue;
    if (ruling.length() < Cropping::kShortest * glyph) continue;
    const Point& end = side < 2 ? ruling.trace.front() : ruling.trace.back();
    const bool beside = level ? end.y > box.top - glyph && end.y < box.bottom + glyph
                              : end.x > box.left - glyph && end.x < box.right + glyph;
    const double beyond = ((level ? end.x : end.y) - frame) * (side < 2 ? -1 : 1);
    const Point at = page.page_to_scan(end);
    const double margin = Cropping::kMargin * glyph;
    const bool off_sheet =
        at.x < margin || at.y < margin || at.x > page.scan_width - margin || at.y > page.scan_height - margin;
    ends += beside && off_sheet && beyond > enough;
  }
  return ends >= Cropping::kLeastRulings;
}

bool is_cropped(const Page& page, const TableGrid& table, const std::vector<Ruling>& rulings, double glyph) {
  const std::array<int, 4> sides{0, 1, 2, 3};
  return std::any_of(sides.begin(), sides.end(), [&](int side) { return runs_off(page, table, side, rulings, glyph); });
}

/// Verdicts on the sheet as a whole. `glyph` in pixels of the page, 0 where there is no writing.
void judge_sheet(const Page& page, int glyph, double ink_share, PageLayout& page_layout) {
  if (page_layout.tables.empty() && ink_share >= Readability::kPicture) {
    const std::string percent = std::to_string(std::lround(100 * ink_share));
    page_layout.defects = {{DefectKind::unreadable_page, {}, percent + " % of it is ink"}};  // its grid is no matter
    return;
  }
  if (page_layout.tables.empty() && page_layout.lines.empty()) {
    page_layout.defects.push_back({DefectKind::blank_page, {}, ""});
    return;
  }
  if (glyph > 0 && glyph < Readability::kGlyph * page.enlarged) {
    const std::string dpi = std::to_string(std::lround(page.dpi / page.enlarged));
    page_layout.defects.push_back({DefectKind::low_resolution, {}, dpi});
  }
}

/// The page at the size that rulings are looked for.
struct WorkingPage {
  cv::Mat gray;
  cv::Mat text;         ///< its ink
  double factor = 1.0;  ///< pixels of the page for one of these
};

WorkingPage working_page(const Page& page) {
  const int factor = working_factor(page.gray.size());
  WorkingPage working{reduce_keeping_dark(page.gray, factor), reduce_ink(page.ink, factor),
                      static_cast<double>(factor)};
  const int glyph = factor > 1 ? WorkingSize::kGlyph : glyph_height(working.text);
  if (glyph >= WorkingSize::kGlyph || page.gray.total() > WorkingSize::kMost) return working;
  cv::resize(page.gray, working.gray, {}, 2, 2, cv::INTER_NEAREST);
  working.text = binarize(working.gray, kTextContrast);
  working.factor = 0.5;
  return working;
}

/// What is made of one ink mask.
struct Lines {
  std::vector<Ruling> rulings;  ///< all of them
  std::vector<Ruling> printed;  ///< without streaks
  Tables found;
};

Lines find_tables(const cv::Mat& ink, const WorkingPage& working, const std::vector<Box>& seals, int glyph) {
  Lines lines;
  lines.rulings = mend_under_seals(find_rulings(ink, glyph), seals, glyph);
  lines.printed = lines.rulings;
  const std::vector<Ruling> streaks = take_out_streaks(lines.printed, ink.size(), glyph);
  if (!streaks.empty()) {
    const cv::Mat clean = without_ink_of_streaks(ink, working.gray, streaks, glyph);
    lines.printed = mend_under_seals(find_rulings(clean, glyph), seals, glyph);
    take_out_streaks(lines.printed, ink.size(), glyph);
  }
  lines.found = build_tables(without_underlines(lines.printed, working.text, glyph), glyph);
  return lines;
}

std::size_t count_cells(const Tables& found) {
  std::size_t count = 0;
  for (const TableGrid& table : found.tables) count += table.cells.size();
  return count;
}

/// Of longer rulings: the lengths of all together and of those outside tables, and how many of these are upright.
struct RulingLength {
  double all = 0.0;
  double outside = 0.0;
  int uprights_outside = 0;
};

RulingLength length_of(const Lines& lines, double glyph) {
  RulingLength sum;
  for (const Ruling& ruling : lines.printed) {
    if (ruling.length() < PaleRulings::kShortest * glyph) continue;
    const Point middle = ruling.trace[ruling.trace.size() / 2];
    const bool in_table =
        std::any_of(lines.found.tables.begin(), lines.found.tables.end(), [&](const TableGrid& table) {
          const Box box = bounding_box(table.quad);
          return middle.x > box.left - glyph && middle.x < box.right + glyph && middle.y > box.top - glyph &&
                 middle.y < box.bottom + glyph;
        });
    sum.all += ruling.length();
    if (in_table) continue;
    sum.outside += ruling.length();
    sum.uprights_outside += ruling.direction == Direction::vertical ? 1 : 0;
  }
  return sum;
}

/// Whether pale rulings belong to this side of the sheet: those that show through from the back cross the writing, and
/// hardly any make a table with what is printed here.
bool are_printed_here(const Lines& with_pale, const Lines& without, const cv::Mat& text, int glyph) {
  const RulingLength after = length_of(with_pale, glyph), before = length_of(without, glyph);
  if (after.outside - before.outside > PaleRulings::kMostOutside * (after.all - before.all)) return false;
  return share_in_writing(with_pale.found.tables, text, glyph) < PaleRulings::kMostInWriting;
}

/// The tables of a page. Where its rulings are pale, those too pale for the mask are added to `faint`, if they make
/// cells.
Lines find_all_tables(const WorkingPage& working, cv::Mat& faint, const std::vector<Box>& seals, int glyph) {
  Lines lines = find_tables(faint, working, seals, glyph);
  const double contrast = contrast_of_rulings(working.gray, lines.found.tables, glyph);
  if (contrast < PaleRulings::kDarkEnough) {
    const double least = std::max(PaleRulings::kLeastContrast, PaleRulings::kLikeOthers * contrast);
    const cv::Mat with_pale = faint | find_pale_rulings(working.gray, working.text, glyph, least);
    Lines more = find_tables(with_pale, working, seals, glyph);
    if (count_cells(more.found) > count_cells(lines.found) && are_printed_here(more, lines, working.text, glyph)) {
      lines = std::move(more);
      faint = with_pale;
    }
  }
  for (TableGrid& table : lines.found.tables) {
    unite_cells(table, faint, working.text, glyph);
    drop_unused_lines(table);
  }
  return lines;
}

}  // namespace

PageLayout analyze_layout(const Page& page) {
  const WorkingPage working = working_page(page);
  const cv::Mat& text = working.text;
  const double factor = working.factor;
  const int glyph = glyph_height(text);
  const int unit = glyph > 0 ? glyph : std::max(text.cols, text.rows) / WorkingSize::kLinesPerPage;
  cv::Mat faint = without_specked_ground(binarize(working.gray, kRulingContrast), text, unit);
  std::vector<Box> seals;
  for (const Seal& seal : page.seals) seals.push_back(bounding_box(scaled(seal.quad, 1.0 / factor)));
  Lines lines = find_all_tables(working, faint, seals, unit);
  const cv::Mat outside = ink_outside(text, lines.found.tables, lines.rulings, unit);

  PageLayout page_layout;
  std::vector<Box> boxes = find_text_lines(outside, glyph, OutsideTables::kSplitGap);
  if (!lines.found.tables.empty()) boxes = unite_columns(std::move(boxes), unit);
  for (const Box& box : boxes) {
    if (is_writing(box, outside, unit)) page_layout.lines.push_back({scaled(to_quad(box), factor)});
  }
  const RulingLength length = length_of(lines, unit);
  if (2 * length.outside > length.all &&
      (length.outside > OutsideTables::kStray * text.cols || length.uprights_outside > OutsideTables::kUprights)) {
    page_layout.defects.push_back({DefectKind::incomplete_grid, {}, ""});
  }
  for (TableGrid& table : lines.found.tables) {
    table.quad = scaled(table.quad, factor);
    for (Cell& cell : table.cells) cell.quad = scaled(cell.quad, factor);
  }
  page_layout.tables = std::move(lines.found.tables);
  for (Ruling& ruling : lines.printed) page_layout.rulings.push_back(scaled(std::move(ruling), factor));
  for (const Quad& quad : lines.found.incomplete) {
    page_layout.defects.push_back({DefectKind::incomplete_grid, scaled(quad, factor), ""});
  }
  for (const TableGrid& table : page_layout.tables) {
    if (!is_cropped(page, table, page_layout.rulings, unit * factor)) continue;
    page_layout.defects.push_back({DefectKind::cropped_page, table.quad, ""});
  }
  judge_sheet(page, static_cast<int>(std::lround(glyph * factor)),
              static_cast<double>(cv::countNonZero(text)) / static_cast<double>(text.total()), page_layout);
  return page_layout;
}

}  // namespace shenbao::layout
