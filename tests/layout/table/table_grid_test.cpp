#include "layout/table/table_grid.h"

#include <gtest/gtest.h>

namespace shenbao::layout {
namespace {

Cell cell_at(int row, int col, int row_span = 1, int col_span = 1) {
  Cell cell;
  cell.row = row;
  cell.col = col;
  cell.row_span = row_span;
  cell.col_span = col_span;
  return cell;
}

TEST(DropUnusedLines, RenumbersRowsAndColumnsByTheLinesThatAreSomeCellsEdge) {
  TableGrid table;
  table.rows = 5;
  table.cols = 4;
  // Lines 1 and 3 of the rows, and 2 of the columns, bound no cell.
  table.cells = {cell_at(0, 0, 2, 1), cell_at(0, 1, 2, 3), cell_at(2, 0, 2, 3), cell_at(2, 3, 3, 1),
                 cell_at(4, 0, 1, 3)};

  drop_unused_lines(table);

  EXPECT_EQ(table.rows, 3);
  EXPECT_EQ(table.cols, 3);
  const std::vector<Cell> expected{cell_at(0, 0), cell_at(0, 1, 1, 2), cell_at(1, 0, 1, 2), cell_at(1, 2, 2, 1),
                                   cell_at(2, 0, 1, 2)};
  EXPECT_TRUE(table.cells == expected);
}

TEST(DropUnusedLines, LeavesAGridThatUsesAllItsLines) {
  TableGrid table;
  table.rows = 2;
  table.cols = 2;
  table.cells = {cell_at(0, 0, 1, 2), cell_at(1, 0), cell_at(1, 1)};
  const TableGrid before = table;

  drop_unused_lines(table);

  EXPECT_TRUE(table == before);
}

TEST(TableGrid, DiffersInACellsSpanOrInWhetherItWasConcluded) {
  TableGrid table;
  table.cells = {cell_at(0, 0)};
  TableGrid other = table;
  EXPECT_TRUE(table == other);
  other.cells[0].inferred = true;
  EXPECT_FALSE(table == other);
  other = table;
  other.cells[0].col_span = 2;
  EXPECT_FALSE(table == other);
}

}  // namespace
}  // namespace shenbao::layout
