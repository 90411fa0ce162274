#include "layout/table/grid.h"

#include <gtest/gtest.h>

#include "support/straight_rulings.h"

namespace shenbao::layout {
namespace {

using test::level;
using test::upright;

constexpr int glyph = 20;

struct Place {
  int row, col, row_span, col_span;
};
bool operator==(const Place& a, const Place& b) {
  return a.row == b.row && a.col == b.col && a.row_span == b.row_span && a.col_span == b.col_span;
}
std::ostream& operator<<(std::ostream& out, const Place& p) {
  return out << '(' << p.row << ',' << p.col << ' ' << p.row_span << 'x' << p.col_span << ')';
}

std::vector<Place> places_of(const TableGrid& table) {
  std::vector<Place> places;
  for (const Cell& cell : table.cells) places.push_back({cell.row, cell.col, cell.row_span, cell.col_span});
  return places;
}

TEST(BuildTables, GivesTheFacesTheirPlacesAndCorners) {
  const Tables found = build_tables({level(100, 50, 450), level(200, 50, 450), level(300, 50, 450),
                                     upright(50, 100, 300), upright(250, 100, 300), upright(450, 100, 300)},
                                    glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(places_of(found.tables[0]), (std::vector<Place>{{0, 0, 1, 1}, {0, 1, 1, 1}, {1, 0, 1, 1}, {1, 1, 1, 1}}));
  const Quad& last = found.tables[0].cells[3].quad;
  EXPECT_NEAR(last.corners[0].x, 250, 1e-6);
  EXPECT_NEAR(last.corners[0].y, 200, 1e-6);
  EXPECT_NEAR(last.corners[2].x, 450, 1e-6);
  EXPECT_NEAR(last.corners[2].y, 300, 1e-6);
  EXPECT_TRUE(found.incomplete.empty());
}

TEST(BuildTables, ClosesTheCornersOfATableWithoutAFrame) {
  const Tables found = build_tables({level(170, 40, 460), level(240, 40, 460), level(310, 40, 460),
                                     upright(150, 100, 380), upright(250, 100, 380), upright(350, 100, 380)},
                                    glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(found.tables[0].cells.size(), 16u);
  EXPECT_TRUE(found.tables[0].cells.front().inferred);
  EXPECT_NEAR(found.tables[0].quad.corners[0].x, 40, 1e-6);
  EXPECT_NEAR(found.tables[0].quad.corners[2].y, 380, 1e-6);
}

TEST(BuildTables, MergesCellsBothWays) {
  // The first column is one cell, the last row spans the other two columns.
  const Tables found =
      build_tables({level(100, 50, 450), level(200, 150, 450), level(300, 50, 450), upright(50, 100, 300),
                    upright(150, 100, 300), upright(300, 100, 200), upright(450, 100, 300)},
                   glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(places_of(found.tables[0]), (std::vector<Place>{{0, 0, 2, 1}, {0, 1, 1, 1}, {0, 2, 1, 1}, {1, 1, 1, 2}}));
}

TEST(BuildTables, CountsRowsAlongASlantedRuling) {
  // Over its width each ruling falls by more than a row.
  std::vector<Ruling> rulings;
  for (int row = 0; row <= 4; ++row) rulings.push_back(level(100 + 30 * row, 50, 1050, 0.04));
  for (const double x : {50.0, 400.0, 1050.0}) rulings.push_back(upright(x, 100 + 0.04 * x, 220 + 0.04 * x));

  const Tables found = build_tables(rulings, glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(found.tables[0].rows, 4);
  EXPECT_EQ(found.tables[0].cols, 2);
  EXPECT_EQ(found.tables[0].cells.size(), 8u);
}

TEST(BuildTables, TakesTwoPiecesOnOneLineForOneEdge) {
  // The middle column is merged over both rows, the ruling is interrupted there.
  const Tables found =
      build_tables({level(100, 50, 650), level(200, 50, 250), level(200.8, 450, 650), level(300, 50, 650),
                    upright(50, 100, 300), upright(250, 100, 300), upright(450, 100, 300), upright(650, 100, 300)},
                   glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(found.tables[0].rows, 2);
  EXPECT_EQ(found.tables[0].cells.size(), 5u);
}

TEST(BuildTables, CountsADoubledRulingOnce) {
  const Tables found = build_tables({level(100, 50, 450), level(105, 50, 450), level(200, 50, 450),
                                     upright(50, 100, 200), upright(250, 100, 200), upright(450, 100, 200)},
                                    glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(found.tables[0].rows, 1);
  EXPECT_EQ(found.tables[0].cols, 2);
}

TEST(BuildTables, LeavesAnUnderlineOut) {
  const Tables found = build_tables({level(100, 50, 450), level(200, 50, 450), level(150, 80, 200),
                                     upright(50, 100, 200), upright(250, 100, 200), upright(450, 100, 200)},
                                    glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(found.tables[0].rows, 1);
}

TEST(BuildTables, InfersTheFrameOfAnOpenTableAndSaysSo) {
  const Tables found = build_tables(
      {level(100, 50, 650), level(200, 50, 650), level(300, 50, 650), upright(250, 100, 300), upright(450, 100, 300)},
      glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(found.tables[0].cols, 3);
  ASSERT_EQ(found.tables[0].cells.size(), 6u);
  EXPECT_TRUE(found.tables[0].cells[0].inferred);
  EXPECT_FALSE(found.tables[0].cells[1].inferred);
  EXPECT_TRUE(found.tables[0].cells[2].inferred);
}

TEST(BuildTables, ClosesTheCellsThatATablesEndLeavesOpen) {
  // The first column has no ruling below, where the page ends.
  const Tables found =
      build_tables({level(100, 50, 650), level(200, 250, 650), level(300, 250, 650), upright(50, 100, 300),
                    upright(250, 100, 300), upright(450, 100, 300), upright(650, 100, 300)},
                   glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(places_of(found.tables[0]),
            (std::vector<Place>{{0, 0, 2, 1}, {0, 1, 1, 1}, {0, 2, 1, 1}, {1, 1, 1, 1}, {1, 2, 1, 1}}));
  for (const Cell& cell : found.tables[0].cells) EXPECT_EQ(cell.inferred, cell.col == 0);
}

TEST(BuildTables, KeepsTablesApart) {
  std::vector<Ruling> rulings;
  for (const double top : {500.0, 100.0}) {
    for (const double y : {top, top + 100, top + 200}) rulings.push_back(level(y, 50, 450));
    for (const double x : {50.0, 450.0}) rulings.push_back(upright(x, top, top + 200));
  }

  const Tables found = build_tables(rulings, glyph);

  ASSERT_EQ(found.tables.size(), 2u);
  EXPECT_NEAR(found.tables[0].quad.corners[0].y, 100, 1e-6);
  EXPECT_NEAR(found.tables[1].quad.corners[0].y, 500, 1e-6);
}

TEST(BuildTables, ClosesARulingThatStopsInsideACellAndSaysWhere) {
  // The ruling at 200 ends between two columns: without it the faces are no rectangles.
  const Tables found =
      build_tables({level(100, 50, 650), level(200, 50, 450), level(300, 50, 650), upright(50, 100, 300),
                    upright(250, 100, 300), upright(450, 200, 300), upright(650, 100, 300)},
                   glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(found.incomplete.size(), 1u);
  for (const Cell& cell : found.tables[0].cells) EXPECT_GT(area(cell.quad), 0.0);
}

TEST(BuildTables, TakesStrokesBetweenTwoRulingsForWriting) {
  // The ruling at 200 begins at 250; on its line, in the first column, the tops of some characters.
  Ruling torn = level(200, 60, 450);
  torn.printed = {{65, 237}, {250, 450}};
  const Tables found = build_tables({level(100, 50, 450), torn, level(300, 50, 450), upright(50, 100, 300),
                                     upright(250, 100, 300), upright(450, 100, 300)},
                                    glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(places_of(found.tables[0]), (std::vector<Place>{{0, 0, 2, 1}, {0, 1, 1, 1}, {1, 1, 1, 1}}));
}

TEST(BuildTables, CutsAnIrregularFaceWhereTheLeastIsMissing) {
  // The strip above the second and third column has no end on the left: 20 pixels close it, the other way 200.
  const Tables found =
      build_tables({level(100, 50, 650), level(120, 250, 650), level(300, 50, 650), upright(50, 100, 300),
                    upright(250, 120, 300), upright(450, 120, 300), upright(650, 100, 300)},
                   glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(places_of(found.tables[0]), (std::vector<Place>{{0, 0, 2, 1}, {0, 1, 1, 2}, {1, 1, 1, 1}, {1, 2, 1, 1}}));
  EXPECT_EQ(found.incomplete.size(), 1u);
}

TEST(BuildTables, SaysWhereALongRulingBreaksOff) {
  // The ruling at 200 begins at the frame and ends at no other.
  const Tables found =
      build_tables({level(100, 50, 650), level(200, 50, 400), level(300, 50, 650), upright(50, 100, 300),
                    upright(250, 240, 300), upright(650, 100, 300), level(240, 50, 650)},
                   glyph);

  ASSERT_EQ(found.tables.size(), 1u);
  EXPECT_EQ(found.tables[0].cells.size(), 3u);
  ASSERT_EQ(found.incomplete.size(), 1u);
  EXPECT_TRUE(found.incomplete[0] == found.tables[0].quad);
}

TEST(BuildTables, FindsNoTableInRulingsThatDoNotCross) {
  EXPECT_TRUE(build_tables({level(100, 50, 450), level(200, 50, 450), level(300, 50, 450)}, glyph).tables.empty());
  EXPECT_TRUE(build_tables({}, glyph).tables.empty());
}

TEST(BuildTables, TakesTheColumnsOfAChartForNoTable) {
  std::vector<Ruling> rulings = {level(400, 50, 650)};
  for (const double left : {100.0, 250.0, 400.0}) {
    const double top = 380 - 0.6 * left;
    rulings.insert(rulings.end(), {level(top, left, left + 80), upright(left, top, 400), upright(left + 80, top, 400)});
  }

  EXPECT_TRUE(build_tables(rulings, glyph).tables.empty());
}

TEST(BuildTables, TakesASingleBoxForNoTable) {
  EXPECT_TRUE(
      build_tables({level(100, 50, 450), level(300, 50, 450), upright(50, 100, 300), upright(450, 100, 300)}, glyph)
          .tables.empty());
}

}  // namespace
}  // namespace shenbao::layout
