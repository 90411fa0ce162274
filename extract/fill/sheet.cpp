#include "extract/fill/sheet.h"

#include <algorithm>

#include "extract/text/fold.h"

namespace shenbao::extract {

layout::Box upright_box(const layout::Quad& quad, const PageText& page) {
  const layout::Transform level = layout::turn(-page.skew, {page.width / 2.0, page.height / 2.0});
  const layout::Box box = layout::bounding_box(level(quad));
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

namespace {

/// Whether two cells of a table meet at a side, and the table's own edge, which may be what was inferred of both, is
/// not at one side of both.
bool meet_inside(const CellText& a, const CellText& b, const TableText& table) {
  const int a_bottom = a.row + a.row_span, b_bottom = b.row + b.row_span;
  const int a_right = a.col + a.col_span, b_right = b.col + b.col_span;
  const bool rows = a.row < b_bottom && b.row < a_bottom, cols = a.col < b_right && b.col < a_right;
  const bool beside = rows && (a_right == b.col || b_right == a.col);
  const bool above = cols && (a_bottom == b.row || b_bottom == a.row);
  const bool row_edge = (a.row == 0 && b.row == 0) || (a_bottom == table.rows && b_bottom == table.rows);
  const bool col_edge = (a.col == 0 && b.col == 0) || (a_right == table.cols && b_right == table.cols);
  return (beside && !row_edge) || (above && !col_edge);
}

bool is_told_by_inferred_ruling(const CellText& cell, const TableText& table) {
  return cell.inferred && std::any_of(table.cells.begin(), table.cells.end(), [&](const CellText& other) {
           return other.inferred && meet_inside(cell, other, table);
         });
}

}  // namespace

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
                               span_in_table(cell.quad, table.quad), cell.quad, &cell.reading, cell.row == 0,
                               is_told_by_inferred_ruling(cell, table)});
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
