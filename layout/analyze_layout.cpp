#include "layout/analyze_layout.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <tuple>

#include "layout/binarize.h"
#include "layout/glyphs.h"
#include "layout/grid.h"
#include "layout/reduce.h"
#include "layout/rulings.h"
#include "layout/text_lines.h"

namespace shenbao::layout {

namespace {

Quad scaled(Quad quad, double factor) {
  for (Point& corner : quad.corners) corner = {corner.x * factor, corner.y * factor};
  return quad;
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

}  // namespace

PageLayout analyze_layout(const Page& page) {
  const int factor = working_factor(page.gray.size());
  const cv::Mat gray = reduce_keeping_dark(page.gray, factor);
  const cv::Mat text = reduce_ink(page.ink, factor);
  const cv::Mat faint = binarize(gray, ruling_contrast);
  const int glyph = glyph_height(text);

  PageLayout page_layout;
  if (cv::countNonZero(text) == 0) {
    page_layout.defects.push_back({DefectKind::blank_page, {}, ""});
    return page_layout;
  }

  const int unit = glyph > 0 ? glyph : std::max(gray.cols, gray.rows) / 80;
  const std::vector<Ruling> rulings = find_rulings(faint, unit);
  Tables found = build_tables(rulings, unit);

  const cv::Mat outside = ink_outside(text, found.tables, rulings, unit);
  const double split_gap = 2.5;  // wider than the space around a colon, narrower than that between two fields
  for (const Box& box : find_text_lines(outside, glyph, split_gap)) {
    if (is_writing(box, outside, unit)) page_layout.lines.push_back({scaled(to_quad(box), factor)});
  }
  for (TableGrid& table : found.tables) {
    table.quad = scaled(table.quad, factor);
    for (Cell& cell : table.cells) cell.quad = scaled(cell.quad, factor);
  }
  page_layout.tables = std::move(found.tables);
  for (const Quad& quad : found.incomplete) {
    page_layout.defects.push_back({DefectKind::incomplete_grid, scaled(quad, factor), ""});
  }
  return page_layout;
}

}  // namespace shenbao::layout
