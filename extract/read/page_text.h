#pragma once

#include <string>
#include <vector>

#include "extract/read/reading.h"
#include "layout/ink/geometry.h"
#include "layout/page/seal.h"
#include "layout/table/defect.h"

namespace shenbao::extract {

struct CellText {
  int row = 0;
  int col = 0;
  int row_span = 1;
  int col_span = 1;
  layout::Quad quad;  ///< scan pixels
  bool inferred = false;
  Reading reading;
};
bool operator==(const CellText& a, const CellText& b);

struct TableText {
  layout::Quad quad;  ///< scan pixels
  int rows = 0;
  int cols = 0;
  std::vector<CellText> cells;  ///< by row, then column
};
bool operator==(const TableText& a, const TableText& b);

struct LineText {
  layout::Quad quad;  ///< scan pixels
  Reading reading;
};
bool operator==(const LineText& a, const LineText& b);

/// Everything one page says, in scan pixels only.
struct PageText {
  int page_no = 0;  ///< counted from 1
  int width = 0;    ///< of the scan as delivered, pixels
  int height = 0;
  double dpi = 0.0;
  int rotation = 0;   ///< as in layout::Page
  double skew = 0.0;  ///< as in layout::Page
  std::vector<TableText> tables;
  std::vector<LineText> lines;
  std::vector<layout::Seal> seals;      ///< scan pixels
  std::vector<layout::Defect> defects;  ///< scan pixels
  std::vector<layout::Quad> unread;     ///< ink as large as writing in no cell with text, line or seal; scan pixels
};
bool operator==(const PageText& a, const PageText& b);

}  // namespace shenbao::extract
