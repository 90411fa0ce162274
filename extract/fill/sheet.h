#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "extract/read/page_text.h"
#include "extract/read/span.h"
#include "layout/ink/geometry.h"

namespace shenbao::extract {

/// A cell of a form that may run over several tables and pages.
struct SheetCell {
  int page_no = 0;
  int table = 0;  ///< index in the sheet
  int row = 0;    ///< counted over all tables of the sheet
  int col = 0;    ///< of its own table
  int row_span = 1;
  int col_span = 1;
  Span span;
  layout::Quad quad;                 ///< scan pixels
  const Reading* reading = nullptr;  ///< of the page text, which must outlive the sheet
  bool opens_table = false;          ///< begins on the first row of its table
  bool inferred = false;             ///< a ruling that was not seen tells it from a neighbour

  int row_end() const { return row + row_span; }
  bool covers_row(int r) const { return row <= r && r < row_end(); }
};

/// A line of text outside the tables.
struct SheetLine {
  int page_no = 0;
  layout::Box upright;  ///< pixels of the scan, upright and level
  layout::Quad quad;    ///< scan pixels
  const Reading* reading = nullptr;
};

struct SheetTable {
  int page_no = 0;
  int first_row = 0;
  int rows = 0;

  int end_row() const { return first_row + rows; }
};

/// A piece of a page that belongs to one form: some of its tables and lines.
struct Section {
  const PageText* page = nullptr;
  std::vector<std::size_t> tables;  ///< indices in the page, from the top
  std::vector<std::size_t> lines;
};

/// One form's tables, one below the other as if the paper did not end, and its lines of text, from the top.
struct Sheet {
  std::vector<SheetTable> tables;
  std::vector<SheetCell> cells;  ///< by row, then column
  std::vector<SheetLine> lines;
};

Sheet make_sheet(const std::vector<Section>& sections);

/// The box of a shape of the scan once the page stands upright and level.
layout::Box upright_box(const layout::Quad& quad, const PageText& page);

/// The cells that begin where `cell` ends to the right, on its rows, from the top.
std::vector<std::size_t> cells_right_of(const Sheet& sheet, std::size_t cell);

/// The cell of the same table that begins below `cell` and lies under most of it; none at the table's end.
std::optional<std::size_t> cell_below(const Sheet& sheet, std::size_t cell);

/// Nothing is printed there.
bool is_blank(const Reading& reading);

}  // namespace shenbao::extract
