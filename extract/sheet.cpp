#include "extract/sheet.h"

#include <algorithm>

#include "extract/fold.h"

namespace shenbao::extract {
namespace {

/// The projective map from the unit square to a quad, so that leaning and photographed tables keep their proportions.
///
/// Method: Heckbert, "Fundamentals of Texture Mapping and Image Warping", 1989, section 2.2.3.
layout::Transform unit_to_quad(const layout::Quad& quad) {
  const auto& c = quad.corners;
  const double dx1 = c[1].x - c[2].x, dx2 = c[3].x - c[2].x, sx = c[0].x - c[1].x + c[2].x - c[3].x;
  const double dy1 = c[1].y - c[2].y, dy2 = c[3].y - c[2].y, sy = c[0].y - c[1].y + c[2].y - c[3].y;
  const double det = dx1 * dy2 - dx2 * dy1;
  const double g = (sx * dy2 - dx2 * sy) / det, h = (dx1 * sy - sx * dy1) / det;
  layout::Transform transform;
  transform.m = {c[1].x - c[0].x + g * c[1].x,
                 c[3].x - c[0].x + h * c[3].x,
                 c[0].x,
                 c[1].y - c[0].y + g * c[1].y,
                 c[3].y - c[0].y + h * c[3].y,
                 c[0].y,
                 g,
                 h,
                 1.0};
  return transform;
}

layout::Point middle(const layout::Point& a, const layout::Point& b) { return {(a.x + b.x) / 2.0, (a.y + b.y) / 2.0}; }

}  // namespace

double overlap(const Span& a, const Span& b) {
  return std::max(0.0, std::min(a.right, b.right) - std::max(a.left, b.left));
}

double likeness(const Span& a, const Span& b) {
  const double both = std::max(a.right, b.right) - std::min(a.left, b.left);
  return both > 0.0 ? overlap(a, b) / both : 0.0;
}

layout::Box upright_box(const layout::Quad& quad, const PageText& page) {
  const layout::Box box = layout::bounding_box(quad);
  switch (page.rotation) {
    case 90:
      return {page.height - box.bottom, box.left, page.height - box.top, box.right};
    case 180:
      return {page.width - box.right, page.height - box.bottom, page.width - box.left, page.height - box.top};
    case 270:
      return {box.top, page.width - box.right, box.bottom, page.width - box.left};
    default:
      return box;
  }
}

Span span_in_table(const layout::Quad& cell, const layout::Quad& table) {
  if (layout::area(table) < 1.0) return {};
  const auto& c = cell.corners;
  const layout::Transform to_unit = layout::inverse(unit_to_quad(table));
  return {to_unit(middle(c[0], c[3])).x, to_unit(middle(c[1], c[2])).x};
}

Sheet make_sheet(const std::vector<Section>& sections) {
  Sheet sheet;
  int next_row = 0;
  for (const Section& section : sections) {
    const PageText& page = *section.page;
    for (const std::size_t index : section.lines) {
      const LineText& line = page.lines[index];
      sheet.lines.push_back({page.page_no, upright_box(line.quad, page), line.quad, &line.reading});
    }
    for (const std::size_t index : section.tables) {
      const TableText& table = page.tables[index];
      const int table_no = static_cast<int>(sheet.tables.size());
      for (const CellText& cell : table.cells) {
        sheet.cells.push_back({page.page_no, table_no, next_row + cell.row, cell.col, cell.row_span, cell.col_span,
                               span_in_table(cell.quad, table.quad), cell.quad, &cell.reading, cell.row == 0});
      }
      sheet.tables.push_back({page.page_no, next_row, table.rows});
      next_row += table.rows;
    }
  }
  return sheet;
}

std::vector<std::size_t> cells_right_of(const Sheet& sheet, std::size_t cell) {
  const SheetCell& from = sheet.cells[cell];
  std::vector<std::size_t> right;
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    const SheetCell& other = sheet.cells[i];
    if (other.table == from.table && other.col == from.col + from.col_span && other.row < from.row_end() &&
        from.row < other.row_end()) {
      right.push_back(i);
    }
  }
  return right;
}

std::optional<std::size_t> cell_below(const Sheet& sheet, std::size_t cell) {
  const SheetCell& from = sheet.cells[cell];
  for (std::size_t i = 0; i < sheet.cells.size(); ++i) {
    const SheetCell& other = sheet.cells[i];
    if (other.table == from.table && other.row == from.row_end() &&
        overlap(other.span, from.span) > 0.5 * from.span.width()) {
      return i;
    }
  }
  return std::nullopt;
}

bool is_blank(const Reading& reading) { return !reading.has_ink && fold(reading.text).text.empty(); }

}  // namespace shenbao::extract
