#pragma once

#include <vector>

#include "layout/ink/rulings.h"
#include "layout/table/table_grid.h"

namespace shenbao::layout {

/// What build_tables made of a page's rulings.
struct Tables {
  std::vector<TableGrid> tables;  ///< from the top, then from the left
  std::vector<Quad> incomplete;   ///< places where rulings had to be guessed to make cells rectangular
};

/// Builds tables from rulings: cells are the faces of the graph whose edges are the rulings.
///
/// `rulings` in any order, page pixels; `glyph_height` in the same pixels. Rulings that cross others at
/// less than two places (underlines, strokes) are left out. Rows and columns are counted along the
/// rulings, whatever their slant: a ruling is one edge from end to end, and two rulings are the same edge
/// when they lie on one line after the page's common bend is taken out. A frame missing on a side
/// where the rulings end together is inferred. A table has at least two cells.
///
/// Method: faces of the planar line graph by flood fill over the bands between rulings, missing edges
/// bounding a cell; a face that is no rectangle is completed by the longest interrupted ruling.
Tables build_tables(const std::vector<Ruling>& rulings, int glyph_height);

}  // namespace shenbao::layout
