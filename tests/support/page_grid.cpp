#include "support/page_grid.h"

#include <stdexcept>

#include "extract/text/fold.h"

namespace shenbao::test {
namespace {

constexpr int kLeft = 200, kTableTop = 600, kRowHeight = 80, kLineHeight = 60, kHundredth = 20;

}  // namespace

std::vector<std::string> cells_of(const std::string& row) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at <= row.size();) {
    const std::size_t end = std::min(row.find('|', at), row.size());
    cells.push_back(row.substr(at, end - at));
    at = end + 1;
  }
  return cells;
}

extract::Reading reading_of(const std::string& text, double confidence) {
  extract::Reading reading;
  reading.text = extract::trim(text);
  reading.has_ink = !reading.text.empty();
  reading.confidence = reading.has_ink ? confidence : 0.0;
  if (reading.has_ink) reading.candidates = {reading.text};
  return reading;
}

extract::PageText page_text(const PageGrid& grid) {
  extract::PageText page;
  page.page_no = grid.page_no;
  page.width = 2480;
  page.height = 3508;
  page.dpi = 300;
  int y = 100;
  for (const std::string& line : grid.lines) {
    page.lines.push_back({layout::to_quad({kLeft, y, kLeft + 1000, y + kLineHeight}), reading_of(line)});
    y += kLineHeight + 20;
  }
  if (grid.rows.empty()) return page;

  std::vector<int> sides = {kLeft};
  for (const int width : grid.widths) sides.push_back(sides.back() + width * kHundredth);
  std::vector<std::vector<std::string>> texts;
  for (const std::string& row : grid.rows) texts.push_back(cells_of(row));
  const int rows = static_cast<int>(texts.size()), cols = static_cast<int>(grid.widths.size());
  const auto at = [&](int row, int col) {
    return texts.at(static_cast<std::size_t>(row)).at(static_cast<std::size_t>(col));
  };

  extract::TableText table;
  table.rows = rows;
  table.cols = cols;
  table.quad = layout::to_quad({sides.front(), kTableTop, sides.back(), kTableTop + rows * kRowHeight});
  for (int row = 0; row < rows; ++row) {
    for (int col = 0; col < cols; ++col) {
      if (at(row, col) == "<" || at(row, col) == "^") continue;
      extract::CellText cell;
      cell.row = row;
      cell.col = col;
      while (col + cell.col_span < cols && at(row, col + cell.col_span) == "<") ++cell.col_span;
      while (row + cell.row_span < rows && at(row + cell.row_span, col) == "^") ++cell.row_span;
      cell.quad = layout::to_quad({sides[static_cast<std::size_t>(col)], kTableTop + row * kRowHeight,
                                   sides[static_cast<std::size_t>(col + cell.col_span)],
                                   kTableTop + (row + cell.row_span) * kRowHeight});
      cell.reading = reading_of(at(row, col));
      table.cells.push_back(cell);
    }
  }
  page.tables.push_back(table);
  y = kTableTop + rows * kRowHeight + 20;
  for (const std::string& line : grid.lines_below) {
    page.lines.push_back({layout::to_quad({kLeft, y, kLeft + 1000, y + kLineHeight}), reading_of(line)});
    y += kLineHeight + 20;
  }
  return page;
}

extract::CellText& cell_with(extract::PageText& page, const std::string& text) {
  for (extract::TableText& table : page.tables) {
    for (extract::CellText& cell : table.cells) {
      if (cell.reading.text == text) return cell;
    }
  }
  throw std::out_of_range("no cell with the text " + text);
}

}  // namespace shenbao::test
