#pragma once

#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

namespace shenbao::tests {

/// A cell of a table to draw, by grid position.
struct DrawnCell {
  int row = 0;
  int col = 0;
  int row_span = 1;
  int col_span = 1;
};
bool operator==(const DrawnCell& a, const DrawnCell& b);

/// How its rulings are printed: `dash` pixels of ink, then `gap` pixels without; a gap of 0 is a solid line.
struct LineStyle {
  cv::Scalar colour = cv::Scalar::all(0);  ///< BGR, or grey in the first channel
  int thickness = 3;
  int dash = 0;
  int gap = 0;
};

/// A table whose answer is known: the lines of its grid and its cells.
struct DrawnTable {
  std::vector<int> xs;  ///< x of the upright lines, pixels
  std::vector<int> ys;  ///< y of the level lines
  std::vector<DrawnCell> cells;
};

/// A cell for every field of the grid, then `merged` in place of the fields they cover; by row, then column.
DrawnTable table_of(std::vector<int> xs, std::vector<int> ys, const std::vector<DrawnCell>& merged = {});

/// Draws the outlines of the cells. `open_sides` leaves out the frame on the left and on the right.
void draw(cv::Mat& page, const DrawnTable& table, const LineStyle& style = {}, bool open_sides = false);

/// Writes something hanzi-like within `size` pixels at a place: level and upright strokes, mostly in a box, as `kind`
/// says.
void draw_glyph(cv::Mat& page, cv::Point at, int size, int kind);

/// Hanzi in lines through every cell, with a margin.
void fill_with_writing(cv::Mat& page, const DrawnTable& table, int size);

/// A round stamp as offices use: a rim, a star in its middle, and characters along the rim. Darkens what it lies on.
void draw_seal(cv::Mat& page, cv::Point middle, int radius, const cv::Scalar& colour);

/// A4 at 200 dpi, white.
cv::Mat blank_page(int type);

}  // namespace shenbao::tests
