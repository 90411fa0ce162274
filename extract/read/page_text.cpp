#include "extract/read/page_text.h"

#include <tuple>

namespace shenbao::extract {

bool operator==(const CellText& a, const CellText& b) {
  return std::tie(a.row, a.col, a.row_span, a.col_span, a.quad, a.inferred, a.reading) ==
         std::tie(b.row, b.col, b.row_span, b.col_span, b.quad, b.inferred, b.reading);
}

bool operator==(const TableText& a, const TableText& b) {
  return std::tie(a.quad, a.rows, a.cols, a.cells) == std::tie(b.quad, b.rows, b.cols, b.cells);
}

bool operator==(const LineText& a, const LineText& b) {
  return std::tie(a.quad, a.reading) == std::tie(b.quad, b.reading);
}

bool operator==(const PageText& a, const PageText& b) {
  return std::tie(a.page_no, a.width, a.height, a.dpi, a.rotation, a.skew, a.tables, a.lines, a.seals, a.defects,
                  a.unread) == std::tie(b.page_no, b.width, b.height, b.dpi, b.rotation, b.skew, b.tables, b.lines,
                                        b.seals, b.defects, b.unread);
}

}  // namespace shenbao::extract
