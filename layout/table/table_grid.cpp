#include "layout/table/table_grid.h"

#include <map>
#include <tuple>

namespace shenbao::layout {

bool operator==(const Cell& a, const Cell& b) {
  return std::tie(a.row, a.col, a.row_span, a.col_span, a.quad, a.inferred) ==
         std::tie(b.row, b.col, b.row_span, b.col_span, b.quad, b.inferred);
}

bool operator==(const TableGrid& a, const TableGrid& b) {
  return std::tie(a.quad, a.rows, a.cols, a.cells) == std::tie(b.quad, b.rows, b.cols, b.cells);
}

bool operator==(const TextLine& a, const TextLine& b) { return a.quad == b.quad; }

bool operator==(const PageLayout& a, const PageLayout& b) {
  return std::tie(a.tables, a.lines, a.defects, a.rulings) == std::tie(b.tables, b.lines, b.defects, b.rulings);
}

void drop_unused_lines(TableGrid& table) {
  std::map<int, int> rows, cols;
  for (const Cell& cell : table.cells) {
    rows[cell.row] = rows[cell.row + cell.row_span] = 0;
    cols[cell.col] = cols[cell.col + cell.col_span] = 0;
  }
  int next = 0;
  for (auto& [line, index] : rows) index = next++;
  next = 0;
  for (auto& [line, index] : cols) index = next++;
  for (Cell& cell : table.cells) {
    cell.row_span = rows[cell.row + cell.row_span] - rows[cell.row];
    cell.col_span = cols[cell.col + cell.col_span] - cols[cell.col];
    cell.row = rows[cell.row];
    cell.col = cols[cell.col];
  }
  table.rows = static_cast<int>(rows.size()) - 1;
  table.cols = static_cast<int>(cols.size()) - 1;
}

}  // namespace shenbao::layout
