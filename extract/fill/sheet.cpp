#include "extract/fill/sheet.h"

#include <algorithm>

#include "extract/text/fold.h"

namespace shenbao::extract {

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
