#include "layout/table/unite_cells.h"

#include <gtest/gtest.h>

#include <opencv2/imgproc.hpp>

namespace shenbao::layout {
namespace {

constexpr int glyph = 30;

/// Two cells side by side with the edge at x = 200.
TableGrid two_cells(int height) {
  TableGrid table;
  table.rows = 1;
  table.cols = 2;
  table.cells.resize(2);
  const double bottom = height;
  table.cells[0].quad.corners = {Point{0, 0}, Point{200, 0}, Point{200, bottom}, Point{0, bottom}};
  table.cells[1].col = 1;
  table.cells[1].quad.corners = {Point{200, 0}, Point{400, 0}, Point{400, bottom}, Point{200, bottom}};
  return table;
}

/// Lines of crosses with the uprights of one on the edge, without those nearer to the edge than `clear` pixels.
cv::Mat lines_of_crosses(int height, int count, int clear) {
  cv::Mat ink = cv::Mat::zeros(height, 400, CV_8UC1);
  for (int line = 0; line < count; ++line) {
    for (int i = 0; i < 11; ++i) {
      const int x = 30 + 34 * i, y = 8 + 34 * line;
      if (std::abs(x - 200) < clear) continue;
      cv::rectangle(ink, cv::Rect(x - 2, y, 4, glyph), 255, cv::FILLED);
      cv::rectangle(ink, cv::Rect(x - 14, y + 14, 28, 3), 255, cv::FILLED);
    }
  }
  return ink;
}

cv::Mat no_text(const TableGrid& table) {
  return cv::Mat::zeros(static_cast<int>(table.cells[0].quad.corners[3].y), 400, CV_8UC1);
}

TEST(UniteCells, JoinsAParagraphThatAlignedStrokesCutInTwo) {
  TableGrid table = two_cells(116);

  unite_cells(table, lines_of_crosses(116, 3, 0), no_text(table), glyph);

  ASSERT_EQ(table.cells.size(), 1u);
  EXPECT_EQ(table.cells[0].col_span, 2);
  EXPECT_EQ(table.cells[0].quad.corners[1], (Point{400, 0}));
  EXPECT_EQ(table.cells[0].quad.corners[3], (Point{0, 116}));
}

TEST(UniteCells, LeavesARulingThatWritingTouches) {
  TableGrid table = two_cells(116);
  cv::Mat ink = lines_of_crosses(116, 3, 10);
  cv::rectangle(ink, cv::Rect(199, 0, 3, 116), 255, cv::FILLED);

  unite_cells(table, ink, no_text(table), glyph);

  EXPECT_EQ(table.cells.size(), 2u);
}

TEST(UniteCells, LeavesADottedRuling) {
  TableGrid table = two_cells(116);
  cv::Mat ink = lines_of_crosses(116, 3, 40);
  for (int y = 0; y < 116; y += 8) cv::rectangle(ink, cv::Rect(199, y, 3, 3), 255, cv::FILLED);

  unite_cells(table, ink, no_text(table), glyph);

  EXPECT_EQ(table.cells.size(), 2u);
}

TEST(UniteCells, LeavesAnEdgeThatNobodySeesWhereNothingStands) {
  TableGrid table = two_cells(116);

  unite_cells(table, lines_of_crosses(116, 3, 40), no_text(table), glyph);

  EXPECT_EQ(table.cells.size(), 2u);
}

TEST(UniteCells, JoinsALineWhoseGlyphStandsOnTheEdge) {
  TableGrid table = two_cells(46);

  unite_cells(table, lines_of_crosses(46, 1, 0), no_text(table), glyph);

  EXPECT_EQ(table.cells.size(), 1u);
}

TEST(UniteCells, LeavesALineBesideARuling) {
  for (const int dot : {46, 3}) {
    TableGrid table = two_cells(46);
    cv::Mat ink = lines_of_crosses(46, 1, 0);
    for (int y = 0; y < 46; y += dot + 4) cv::rectangle(ink, cv::Rect(199, y, 3, dot), 255, cv::FILLED);

    unite_cells(table, ink, no_text(table), glyph);

    EXPECT_EQ(table.cells.size(), 2u);
  }
}

TEST(UniteCells, LeavesTwoWordsWithAnEdgeBetween) {
  TableGrid table = two_cells(46);

  unite_cells(table, lines_of_crosses(46, 1, 16), no_text(table), glyph);

  EXPECT_EQ(table.cells.size(), 2u);
}

TEST(UniteCells, JoinsARowInWhichAStrokeStandsFree) {
  TableGrid table = two_cells(40);
  cv::Mat ink = no_text(table), text = ink.clone();
  for (const int x : {188, 198, 212}) {
    cv::rectangle(text, cv::Rect(x, 7, 4, 26), 255, cv::FILLED);
    cv::rectangle(ink, cv::Rect(x - 2, 0, 8, 40), 255, cv::FILLED);
  }

  unite_cells(table, ink, text, glyph);

  EXPECT_EQ(table.cells.size(), 1u);
}

TEST(UniteCells, LeavesARulingBetweenTwoFigures) {
  TableGrid table = two_cells(40);
  cv::Mat text = no_text(table);
  for (const int x : {188, 212}) cv::rectangle(text, cv::Rect(x, 7, 4, 26), 255, cv::FILLED);
  cv::rectangle(text, cv::Rect(199, 0, 2, 40), 255, cv::FILLED);

  unite_cells(table, text, text, glyph);

  EXPECT_EQ(table.cells.size(), 2u);
}

TEST(UniteCells, LeavesADashedRulingBetweenTwoFigures) {
  TableGrid table = two_cells(40);
  cv::Mat text = no_text(table);
  for (const int x : {188, 212}) cv::rectangle(text, cv::Rect(x, 7, 4, 26), 255, cv::FILLED);
  for (const int y : {4, 16, 28}) cv::rectangle(text, cv::Rect(199, y, 2, 8), 255, cv::FILLED);

  unite_cells(table, text, text, glyph);

  EXPECT_EQ(table.cells.size(), 2u);
}

}  // namespace
}  // namespace shenbao::layout
