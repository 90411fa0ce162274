#pragma once

#include <string>
#include <vector>

#include "layout/ink/geometry.h"
#include "layout/ink/rulings.h"
#include "layout/page/page.h"
#include "layout/table/defect.h"

namespace shenbao::layout {

/// A face of the line graph: one printed cell with its spans.
struct Cell {
  int row = 0;  ///< of its top left, from 0
  int col = 0;
  int row_span = 1;
  int col_span = 1;
  Quad quad;              ///< page pixels, on the centre lines of its rulings
  bool inferred = false;  ///< at least one of its sides is a ruling that was not seen but concluded
};
bool operator==(const Cell& a, const Cell& b);

/// A ruled table: the smallest grid that has every cell's edges. Cells do not overlap.
struct TableGrid {
  Quad quad;  ///< page pixels
  int rows = 0;
  int cols = 0;
  std::vector<Cell> cells;  ///< by row, then column
};
bool operator==(const TableGrid& a, const TableGrid& b);

/// Renumbers rows and columns so that every line of the grid is some cell's edge.
void drop_unused_lines(TableGrid& table);

/// A line of text outside the tables.
struct TextLine {
  Quad quad;  ///< page pixels, tight around the ink
};
bool operator==(const TextLine& a, const TextLine& b);

/// Where things stand on one page.
struct PageLayout {
  std::vector<TableGrid> tables;  ///< from the top, then from the left
  std::vector<TextLine> lines;    ///< from the top, then from the left
  std::vector<Defect> defects;
  std::vector<Ruling> rulings;  ///< page pixels: what the tables were built from, and the lines outside them
};
bool operator==(const PageLayout& a, const PageLayout& b);

}  // namespace shenbao::layout
