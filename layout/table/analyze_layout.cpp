#include "layout/table/analyze_layout.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <tuple>

#include "layout/ink/binarize.h"
#include "layout/ink/glyphs.h"
#include "layout/ink/reduce.h"
#include "layout/ink/rulings.h"
#include "layout/table/grid.h"
#include "layout/table/pale_rulings.h"
#include "layout/table/seal_rulings.h"
#include "layout/table/streaks.h"
#include "layout/table/text_lines.h"
#include "layout/table/unite_cells.h"

namespace shenbao::layout {

namespace {

Ruling scaled(Ruling ruling, double factor) {
  for (Point& point : ruling.trace) point = {point.x * factor, point.y * factor};
  for (Stretch& stretch : ruling.printed) stretch = {stretch.begin * factor, stretch.end * factor};
  ruling.thickness *= factor;
  return ruling;
}

std::vector<cv::Point> to_polygon(const Quad& quad) {
  std::vector<cv::Point> polygon;
  for (const Point& corner : quad.corners) {
    polygon.emplace_back(static_cast<int>(std::lround(corner.x)), static_cast<int>(std::lround(corner.y)));
  }
  return polygon;
}

/// The page's ink without what lies in tables and without rulings outside them.
cv::Mat ink_outside(const cv::Mat& ink, const std::vector<TableGrid>& tables, const std::vector<Ruling>& rulings,
                    int glyph) {
  cv::Mat outside = ink.clone();
  for (const TableGrid& table : tables) {
    cv::fillConvexPoly(outside, to_polygon(table.quad), 0);
    for (const Cell& cell : table.cells) {
      cv::fillConvexPoly(outside, to_polygon(cell.quad), 0);
      cv::polylines(outside, to_polygon(cell.quad), true, 0, std::max(3, glyph / 4));
    }
  }
  for (const Ruling& ruling : rulings) {
    if (ruling.end() - ruling.begin() < 3.0 * glyph) continue;
    std::vector<cv::Point> line;
    for (const Point& point : ruling.trace) {
      line.emplace_back(static_cast<int>(std::lround(point.x)), static_cast<int>(std::lround(point.y)));
    }
    cv::polylines(outside, line, false, 0, static_cast<int>(std::lround(ruling.thickness)) + 3);
  }
  return outside;
}

/// Specks are no writing: a line is at least a third of a hanzi high or half a hanzi wide, and not mere dust.
bool is_writing(const Box& box, const cv::Mat& ink, int glyph) {
  if (3 * box.height() < glyph && 2 * box.width() < glyph) return false;
  const cv::Rect area(box.left, box.top, box.width(), box.height());
  return 16 * cv::countNonZero(ink(area)) >= glyph * glyph;
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
  const double enough = lacks_frame(table, side) ? -glyph : 0.6 * glyph;
  int ends = 0;
  for (const Ruling& ruling : rulings) {
    if (ruling.inferred || (ruling.direction == Direction::horizontal) != level) continue;
    if (ruling.end() - ruling.begin() < 2 * glyph) continue;
    const Point& end = side < 2 ? ruling.trace.front() : ruling.trace.back();
    const bool beside = level ? end.y > box.top - glyph && end.y < box.bottom + glyph
                              : end.x > box.left - glyph && end.x < box.right + glyph;
    const double beyond = ((level ? end.x : end.y) - frame) * (side < 2 ? -1 : 1);
    const Point at = page.page_to_scan(end);
    const double margin = 0.2 * glyph;
    const bool off_sheet =
        at.x < margin || at.y < margin || at.x > page.scan_width - margin || at.y > page.scan_height - margin;
    ends += beside && off_sheet && beyond > enough;
  }
  return ends >= 2;
}

std::vector<Quad> find_cropped(const Page& page, const std::vector<TableGrid>& tables,
                               const std::vector<Ruling>& rulings, double glyph) {
  std::vector<Quad> cropped;
  for (const TableGrid& table : tables) {
    for (int side = 0; side < 4; ++side) {
      if (!runs_off(page, table, side, rulings, glyph)) continue;
      cropped.push_back(table.quad);
      break;
    }
  }
  return cropped;
}

constexpr double least_contrast = 5;  // grey levels between a ruling and its paper; what shows through is paler
constexpr double dark_enough = 70;    // a page's rulings are alike: beside such as these a pale line is none

/// Verdicts on the sheet as a whole. `glyph` in pixels of the page, 0 where there is no writing.
void judge_sheet(const Page& page, int glyph, double ink_share, PageLayout& page_layout) {
  const double picture = 0.25;  // share of ink: a page full of writing has 0.15, bold and ruled 0.18
  if (page_layout.tables.empty() && ink_share >= picture) {
    const std::string percent = std::to_string(std::lround(100 * ink_share));
    page_layout.defects.push_back({DefectKind::unreadable_page, {}, percent + " % of it is ink"});
    return;
  }
  if (page_layout.tables.empty() && page_layout.lines.empty()) {
    page_layout.defects.push_back({DefectKind::blank_page, {}, ""});
    return;
  }
  const int readable = 16;  // pixels; below, the strokes of a common hanzi run into each other
  if (glyph > 0 && glyph < readable) {
    page_layout.defects.push_back({DefectKind::low_resolution, {}, std::to_string(std::lround(page.dpi))});
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
  const int smallest = 10;  // pixels of a hanzi; below, a ruling and the writing beside it run into each other
  const int glyph = factor > 1 ? smallest : glyph_height(working.text);
  if (glyph >= smallest || page.gray.total() > 1'500'000) return working;
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

Lines find_tables(const cv::Mat& ink, const std::vector<Box>& seals, int glyph) {
  Lines lines;
  lines.rulings = mend_under_seals(find_rulings(ink, glyph), seals, glyph);
  lines.printed = without_streaks(lines.rulings, ink.size(), glyph);
  lines.found = build_tables(lines.printed, glyph);
  return lines;
}

std::size_t count_cells(const Tables& found) {
  std::size_t count = 0;
  for (const TableGrid& table : found.tables) count += table.cells.size();
  return count;
}

/// Sum of the lengths of longer rulings: of all, and of those outside tables.
struct RulingLength {
  double all = 0.0;
  double outside = 0.0;
};

RulingLength length_of(const Lines& lines, double glyph) {
  RulingLength sum;
  for (const Ruling& ruling : lines.printed) {
    const double length = ruling.end() - ruling.begin();
    if (length < 4 * glyph) continue;
    const Point middle = ruling.trace[ruling.trace.size() / 2];
    const bool in_table =
        std::any_of(lines.found.tables.begin(), lines.found.tables.end(), [&](const TableGrid& table) {
          const Box box = bounding_box(table.quad);
          return middle.x > box.left - glyph && middle.x < box.right + glyph && middle.y > box.top - glyph &&
                 middle.y < box.bottom + glyph;
        });
    sum.all += length;
    sum.outside += in_table ? 0.0 : length;
  }
  return sum;
}

/// Whether pale rulings belong to this side of the sheet: those that show through from the back cross the writing, and
/// hardly any make a table with what is printed here.
bool is_printed_here(const Lines& with_pale, const Lines& without, const cv::Mat& text, int glyph) {
  const RulingLength after = length_of(with_pale, glyph), before = length_of(without, glyph);
  const bool are_of_tables = after.outside - before.outside <= 0.25 * (after.all - before.all);
  return are_of_tables && share_in_writing(with_pale.found.tables, text, glyph) < 0.015;
}

}  // namespace

PageLayout analyze_layout(const Page& page) {
  const WorkingPage working = working_page(page);
  const cv::Mat &gray = working.gray, &text = working.text;
  const double factor = working.factor;
  const int glyph = glyph_height(text);
  const int unit = glyph > 0 ? glyph : std::max(text.cols, text.rows) / 80;
  cv::Mat faint = without_specked_ground(binarize(gray, kRulingContrast), text, unit);

  std::vector<Box> seals;
  for (const Seal& seal : page.seals) seals.push_back(bounding_box(scaled(seal.quad, 1.0 / factor)));
  Lines lines = find_tables(faint, seals, unit);
  const double contrast = contrast_of_rulings(gray, lines.found.tables, unit);
  if (contrast < dark_enough) {
    const cv::Mat pale = find_pale_rulings(gray, text, unit, std::max(least_contrast, contrast / 2));
    Lines with_pale = find_tables(faint | pale, seals, unit);
    if (count_cells(with_pale.found) > count_cells(lines.found) && is_printed_here(with_pale, lines, text, unit)) {
      lines = std::move(with_pale);
      faint |= pale;
    }
  }
  Tables& found = lines.found;
  for (TableGrid& table : found.tables) {
    unite_cells(table, faint, text, unit);
    drop_unused_lines(table);
  }
  const cv::Mat outside = ink_outside(text, found.tables, lines.rulings, unit);

  PageLayout page_layout;
  const double split_gap = 2.5;  // wider than the space around a colon, narrower than that between two fields
  for (const Box& box : find_text_lines(outside, glyph, split_gap)) {
    if (is_writing(box, outside, unit)) page_layout.lines.push_back({scaled(to_quad(box), factor)});
  }
  for (TableGrid& table : found.tables) {
    table.quad = scaled(table.quad, factor);
    for (Cell& cell : table.cells) cell.quad = scaled(cell.quad, factor);
  }
  page_layout.tables = std::move(found.tables);
  for (Ruling& ruling : lines.printed) page_layout.rulings.push_back(scaled(std::move(ruling), factor));
  for (const Quad& quad : found.incomplete) {
    page_layout.defects.push_back({DefectKind::incomplete_grid, scaled(quad, factor), ""});
  }
  for (const Quad& quad : find_cropped(page, page_layout.tables, page_layout.rulings, unit * factor)) {
    page_layout.defects.push_back({DefectKind::cropped_page, quad, ""});
  }
  judge_sheet(page, static_cast<int>(std::lround(glyph * factor)),
              static_cast<double>(cv::countNonZero(text)) / static_cast<double>(text.total()), page_layout);
  return page_layout;
}

}  // namespace shenbao::layout
