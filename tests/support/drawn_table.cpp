#include "support/drawn_table.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>
#include <tuple>

#include "support/source_tree.h"

namespace shenbao::tests {

namespace {

void draw_line(cv::Mat& page, cv::Point from, cv::Point to, const LineStyle& style) {
  const double length = std::hypot(to.x - from.x, to.y - from.y);
  const double step = style.gap > 0 ? style.dash + style.gap : length + 1;
  const double ink = style.gap > 0 ? style.dash - 1 : length;
  for (double at = 0; at <= length; at += step) {
    const double end = std::min(length, at + ink);
    const cv::Point2d direction((to.x - from.x) / length, (to.y - from.y) / length);
    const int half = style.thickness / 2;
    const cv::Point2d a(from.x + direction.x * at, from.y + direction.y * at);
    const cv::Point2d b(from.x + direction.x * end, from.y + direction.y * end);
    const bool level = from.y == to.y;
    const cv::Point first(cvRound(a.x) - (level ? 0 : half), cvRound(a.y) - (level ? half : 0));
    const cv::Point last(cvRound(b.x) - (level ? 0 : half) + (level ? 0 : style.thickness - 1),
                         cvRound(b.y) - (level ? half : 0) + (level ? style.thickness - 1 : 0));
    cv::rectangle(page, first, last, style.colour, cv::FILLED);
  }
}

}  // namespace

bool operator==(const DrawnCell& a, const DrawnCell& b) {
  return std::tie(a.row, a.col, a.row_span, a.col_span) == std::tie(b.row, b.col, b.row_span, b.col_span);
}

DrawnTable table_of(std::vector<int> xs, std::vector<int> ys, const std::vector<DrawnCell>& merged) {
  DrawnTable table{std::move(xs), std::move(ys), merged};
  const auto covered = [&merged](int row, int col) {
    return std::any_of(merged.begin(), merged.end(), [row, col](const DrawnCell& cell) {
      return row >= cell.row && row < cell.row + cell.row_span && col >= cell.col && col < cell.col + cell.col_span;
    });
  };
  for (int row = 0; row + 1 < static_cast<int>(table.ys.size()); ++row) {
    for (int col = 0; col + 1 < static_cast<int>(table.xs.size()); ++col) {
      if (!covered(row, col)) table.cells.push_back({row, col});
    }
  }
  std::sort(table.cells.begin(), table.cells.end(),
            [](const DrawnCell& a, const DrawnCell& b) { return std::tie(a.row, a.col) < std::tie(b.row, b.col); });
  return table;
}

void draw(cv::Mat& page, const DrawnTable& table, const LineStyle& style, bool open_sides) {
  const int last = static_cast<int>(table.xs.size()) - 1;
  for (const DrawnCell& cell : table.cells) {
    const int left = table.xs[cell.col], right = table.xs[cell.col + cell.col_span];
    const int top = table.ys[cell.row], bottom = table.ys[cell.row + cell.row_span];
    draw_line(page, {left, top}, {right, top}, style);
    draw_line(page, {left, bottom}, {right, bottom}, style);
    if (!open_sides || cell.col > 0) draw_line(page, {left, top}, {left, bottom}, style);
    if (!open_sides || cell.col + cell.col_span < last) draw_line(page, {right, top}, {right, bottom}, style);
  }
}

void draw_glyph(cv::Mat& page, cv::Point at, int size, int kind) {
  const cv::Scalar ink = cv::Scalar::all(0);
  cv::RNG random(static_cast<std::uint64_t>(kind) * 2654435761U + 1);
  const int stroke = std::max(1, size / 12);
  const int left = at.x + random.uniform(0, size / 5 + 1),
            right = at.x + size - stroke - random.uniform(0, size / 5 + 1);
  const int top = at.y + random.uniform(0, size / 5 + 1),
            bottom = at.y + size - stroke - random.uniform(0, size / 5 + 1);
  if (random.uniform(0, 3) > 0) cv::rectangle(page, {left, top}, {right, bottom}, ink, stroke);
  for (int i = 0; i < 2; ++i) {
    const int y = random.uniform(top, bottom), x = random.uniform(left, right);
    cv::line(page, {left, y}, {right, y}, ink, stroke);
    cv::line(page, {x, top}, {x, bottom}, ink, stroke);
  }
}

void fill_with_writing(cv::Mat& page, const DrawnTable& table, int size) {
  const cv::Mat hanzi = cv::imread(test::source_path("tests/support/glyphs/hanzi.png"), cv::IMREAD_GRAYSCALE);
  const int cell_size = 48;  // of the picture of hanzi
  const int across = hanzi.cols / cell_size, count = across * (hanzi.rows / cell_size);
  int next = 0;
  const auto write = [&](cv::Point at) {
    const cv::Rect from((next % across) * cell_size, (next / across) * cell_size, cell_size, cell_size);
    cv::Mat glyph;
    cv::resize(hanzi(from), glyph, cv::Size(size, size), 0, 0, cv::INTER_AREA);
    if (page.channels() == 3) cv::cvtColor(glyph, glyph, cv::COLOR_GRAY2BGR);
    cv::Mat target = page(cv::Rect(at.x, at.y, size, size));
    cv::min(target, glyph, target);
    next = (next + 1) % count;
  };
  for (const DrawnCell& cell : table.cells) {
    const int margin = size / 3;
    const int right = table.xs[cell.col + cell.col_span] - margin;
    const int bottom = table.ys[cell.row + cell.row_span] - margin;
    for (int y = table.ys[cell.row] + margin; y + size <= bottom; y += size * 5 / 4) {
      for (int x = table.xs[cell.col] + margin; x + size <= right; x += size * 9 / 8) write({x, y});
    }
  }
}

void draw_seal(cv::Mat& page, cv::Point middle, int radius, const cv::Scalar& colour) {
  cv::Mat seal(page.size(), page.type(), cv::Scalar::all(255));
  cv::circle(seal, middle, radius, colour, std::max(2, radius / 20));
  std::vector<cv::Point> star;
  for (int i = 0; i < 10; ++i) {
    const double angle = (i * 36 - 90) * CV_PI / 180, reach = radius * (i % 2 == 0 ? 0.34 : 0.14);
    star.emplace_back(middle.x + cvRound(reach * std::cos(angle)), middle.y + cvRound(reach * std::sin(angle)));
  }
  cv::fillPoly(seal, std::vector<std::vector<cv::Point>>{star}, colour);
  const int size = radius / 4;
  for (int i = 0; i < 11; ++i) {
    const double angle = (150 + i * 24) * CV_PI / 180;
    const cv::Point at(middle.x + cvRound(0.74 * radius * std::cos(angle)) - size / 2,
                       middle.y + cvRound(0.74 * radius * std::sin(angle)) - size / 2);
    cv::rectangle(seal, at, at + cv::Point(size, size), colour, std::max(1, size / 8));
    cv::line(seal, at + cv::Point(size / 2, 0), at + cv::Point(size / 2, size), colour, std::max(1, size / 8));
  }
  cv::min(page, seal, page);
}

cv::Mat blank_page(int type) { return cv::Mat(2339, 1654, type, cv::Scalar::all(255)); }

}  // namespace shenbao::tests
