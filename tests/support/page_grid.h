#pragma once

#include <string>
#include <vector>

#include "extract/read/page_text.h"

namespace shenbao::test {

/// A page of text without pixels: lines above and below one table whose columns are `widths` hundredths of its width.
///
/// Each row is its cells with | between them; a cell that is only "<" belongs to the one on its left, "^" to the one
/// above. Everything is read with confidence 1; a cell of spaces is blank.
struct PageGrid {
  int page_no = 1;
  std::vector<std::string> lines;
  std::vector<int> widths;
  std::vector<std::string> rows;
  std::vector<std::string> lines_below{};
};

/// The cells of a row as PageGrid has it.
std::vector<std::string> cells_of(const std::string& row);

extract::PageText page_text(const PageGrid& grid);

/// The cell of the page's table with that text. Throws std::out_of_range where there is none.
extract::CellText& cell_with(extract::PageText& page, const std::string& text);

/// A reading of `text`, blank for "".
extract::Reading reading_of(const std::string& text, double confidence = 1.0);

}  // namespace shenbao::test
