#include "layout/table/analyze_layout.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "layout/page/straighten.h"
#include "support/drawn_table.h"
#include "support/source_tree.h"

namespace shenbao::layout {
namespace {

using tests::DrawnCell;
using tests::DrawnTable;
using tests::LineStyle;

const OrientationModel& orientation() {
  static const OrientationModel model(test::source_path("models/orientation.onnx"));
  return model;
}

constexpr int glyph = 28;

/// A form of 7 rows and 5 columns with nested headers, cells merged both ways, and an empty row.
DrawnTable form() {
  return tests::table_of({150, 300, 560, 900, 1100, 1500}, {300, 420, 480, 540, 660, 720, 1000, 1100},
                         {{0, 0, 1, 2}, {1, 0, 4, 1}, {1, 1, 2, 1}, {1, 2, 1, 2}, {5, 1, 1, 4}});
}

Scan scan_of(const cv::Mat& pixels) {
  Scan scan;
  scan.page_no = 1;
  scan.pixels = pixels;
  return scan;
}

struct Analysis {
  Page page;
  PageLayout page_layout;
};

Analysis analyze(const cv::Mat& pixels) {
  Analysis result;
  result.page = straighten(scan_of(pixels), orientation());
  result.page_layout = analyze_layout(result.page);
  return result;
}

std::vector<DrawnCell> cells_of(const TableGrid& table) {
  std::vector<DrawnCell> cells;
  for (const Cell& cell : table.cells) cells.push_back({cell.row, cell.col, cell.row_span, cell.col_span});
  return cells;
}

cv::Mat drawn_form(const LineStyle& style = {}, int type = CV_8UC1) {
  cv::Mat page = tests::blank_page(type);
  tests::draw(page, form(), style);
  tests::fill_with_writing(page, form(), glyph);
  return page;
}

/// Every cell of the only table is one of `table`, its corners on the scan within `tolerance` of `to_scan`'s.
template <typename Map>
void expect_grid(const Analysis& analysis, const DrawnTable& table, Map to_scan, double tolerance) {
  ASSERT_EQ(analysis.page_layout.tables.size(), 1u);
  const TableGrid& found = analysis.page_layout.tables[0];
  ASSERT_EQ(cells_of(found), table.cells);
  EXPECT_EQ(found.rows, static_cast<int>(table.ys.size()) - 1);
  EXPECT_EQ(found.cols, static_cast<int>(table.xs.size()) - 1);
  for (std::size_t i = 0; i < table.cells.size(); ++i) {
    const DrawnCell& cell = table.cells[i];
    const Quad quad = analysis.page.page_to_scan(found.cells[i].quad);
    const Point first = to_scan({table.xs[cell.col] + 0.5, table.ys[cell.row] + 0.5});
    const Point last = to_scan({table.xs[cell.col + cell.col_span] + 0.5, table.ys[cell.row + cell.row_span] + 0.5});
    EXPECT_NEAR(quad.corners[0].x, first.x, tolerance) << i;
    EXPECT_NEAR(quad.corners[0].y, first.y, tolerance) << i;
    EXPECT_NEAR(quad.corners[2].x, last.x, tolerance) << i;
    EXPECT_NEAR(quad.corners[2].y, last.y, tolerance) << i;
  }
}

Point same(const Point& point) { return point; }

TEST(AnalyzeLayout, FindsEveryCellOfAPlainPage) { expect_grid(analyze(drawn_form()), form(), same, 1.5); }

struct NamedStyle {
  const char* name;
  LineStyle style;
};

class AnalyzeLayoutOfStyle : public testing::TestWithParam<NamedStyle> {};

TEST_P(AnalyzeLayoutOfStyle, FindsTheSameCells) {
  expect_grid(analyze(drawn_form(GetParam().style, CV_8UC3)), form(), same, 2.5);
}

INSTANTIATE_TEST_SUITE_P(Rulings, AnalyzeLayoutOfStyle,
                         testing::Values(NamedStyle{"Hairline", {cv::Scalar::all(0), 1, 0, 0}},
                                         NamedStyle{"Bold", {cv::Scalar::all(0), 4, 0, 0}},
                                         NamedStyle{"Grey", {cv::Scalar::all(170), 2, 0, 0}},
                                         NamedStyle{"Pale", {cv::Scalar::all(232), 2, 0, 0}},
                                         NamedStyle{"Coloured", {cv::Scalar(190, 120, 60), 2, 0, 0}},
                                         NamedStyle{"Dashed", {cv::Scalar::all(60), 2, 9, 5}},
                                         NamedStyle{"Dotted", {cv::Scalar::all(60), 2, 2, 3}}),
                         [](const auto& test) { return std::string(test.param.name); });

class AnalyzeLayoutOfSkew : public testing::TestWithParam<double> {};

TEST_P(AnalyzeLayoutOfSkew, GivesTheGridOfTheStraightPage) {
  const double degrees = GetParam();
  const cv::Mat page = drawn_form();
  const cv::Mat turn = cv::getRotationMatrix2D({827.0F, 1169.5F}, -degrees, 1.0);
  cv::Mat skewed;
  cv::warpAffine(page, skewed, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);

  const Analysis analysis = analyze(skewed);

  EXPECT_NEAR(analysis.page.skew, degrees, 0.1);
  expect_grid(
      analysis, form(),
      [&turn](const Point& p) {
        return Point{turn.at<double>(0, 0) * p.x + turn.at<double>(0, 1) * p.y + turn.at<double>(0, 2),
                     turn.at<double>(1, 0) * p.x + turn.at<double>(1, 1) * p.y + turn.at<double>(1, 2)};
      },
      3.0);
}

INSTANTIATE_TEST_SUITE_P(Degrees, AnalyzeLayoutOfSkew, testing::Values(-5.0, -1.3, 0.4, 2.7, 5.0));

class AnalyzeLayoutOfTurn : public testing::TestWithParam<int> {};

TEST_P(AnalyzeLayoutOfTurn, GivesTheGridOfTheUprightPage) {
  const int needed = GetParam();
  const cv::Mat page = drawn_form();
  cv::Mat turned;
  cv::rotate(page, turned,
             needed == 90    ? cv::ROTATE_90_COUNTERCLOCKWISE
             : needed == 180 ? cv::ROTATE_180
                             : cv::ROTATE_90_CLOCKWISE);

  const Analysis analysis = analyze(turned);

  EXPECT_EQ(analysis.page.rotation, needed);
  expect_grid(
      analysis, form(),
      [needed, &page](const Point& p) {
        if (needed == 90) return Point{p.y, page.cols - p.x};
        if (needed == 180) return Point{page.cols - p.x, page.rows - p.y};
        return Point{page.rows - p.y, p.x};
      },
      2.0);
}

INSTANTIATE_TEST_SUITE_P(Degrees, AnalyzeLayoutOfTurn, testing::Values(90, 180, 270));

class AnalyzeLayoutOfScale : public testing::TestWithParam<double> {};

TEST_P(AnalyzeLayoutOfScale, GivesTheGridOfTheFirstSize) {
  const double factor = GetParam();
  cv::Mat scaled;
  cv::resize(drawn_form(), scaled, {}, factor, factor, factor < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);

  expect_grid(
      analyze(scaled), form(),
      [factor](const Point& p) {
        return Point{p.x * factor, p.y * factor};
      },
      2.5 * factor + 0.5);
}

INSTANTIATE_TEST_SUITE_P(Factors, AnalyzeLayoutOfScale, testing::Values(0.3, 0.6, 1.5, 2.2));

TEST(AnalyzeLayout, SeesAPhotographedSheetAsIfFromAbove) {
  const cv::Mat page = drawn_form();
  const std::vector<cv::Point2f> from{{0, 0}, {1654, 0}, {1654, 2339}, {0, 2339}};
  const std::vector<cv::Point2f> to{{170, 130}, {1560, 90}, {1620, 2240}, {60, 2200}};
  const cv::Mat map = cv::getPerspectiveTransform(from, to);
  cv::Mat photo;
  cv::warpPerspective(page, photo, map, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, 90);

  expect_grid(
      analyze(photo), form(),
      [&map](const Point& p) {
        const auto row = [&](int i) {
          return map.at<double>(i, 0) * p.x + map.at<double>(i, 1) * p.y + map.at<double>(i, 2);
        };
        return Point{row(0) / row(2), row(1) / row(2)};
      },
      3.0);
}

TEST(AnalyzeLayout, FindsEveryCellInAShadowThatFallsOnTheSheet) {
  cv::Mat page = drawn_form();
  for (int y = 0; y < page.rows; ++y) page.row(y) *= 1.0 - 0.5 * std::clamp((y - 500) / 300.0, 0.0, 1.0);

  expect_grid(analyze(page), form(), same, 1.5);
}

TEST(AnalyzeLayout, FollowsCurledPaper) {
  const cv::Mat page = drawn_form();
  cv::Mat map_x(page.size(), CV_32F), map_y(page.size(), CV_32F);
  const auto rise = [](double x) { return 14 * std::sin(x / 1654 * CV_PI); };
  for (int y = 0; y < page.rows; ++y) {
    for (int x = 0; x < page.cols; ++x) {
      map_x.at<float>(y, x) = static_cast<float>(x);
      map_y.at<float>(y, x) = static_cast<float>(y + rise(x));
    }
  }
  cv::Mat curled;
  cv::remap(page, curled, map_x, map_y, cv::INTER_LINEAR, cv::BORDER_CONSTANT, 255);

  expect_grid(
      analyze(curled), form(),
      [&](const Point& p) {
        return Point{p.x, p.y - rise(p.x)};
      },
      3.5);
}

const cv::Scalar red(60, 50, 210), blue(190, 90, 40);

TEST(AnalyzeLayout, ReadsThroughASealOnTheRulings) {
  cv::Mat page = drawn_form({}, CV_8UC3);
  tests::draw_seal(page, {900, 700}, 150, red);

  const Analysis analysis = analyze(page);

  EXPECT_EQ(analysis.page.seals.size(), 1u);
  expect_grid(analysis, form(), same, 1.5);
}

struct ColouredForm {
  const char* name;
  cv::Scalar rulings;
  cv::Scalar seal;
  double skew;
};

class AnalyzeLayoutOfSealedForm : public testing::TestWithParam<ColouredForm> {};

TEST_P(AnalyzeLayoutOfSealedForm, KeepsTheRulingsOfTheSealsColour) {
  LineStyle style;
  style.colour = GetParam().rulings;
  cv::Mat page = drawn_form(style, CV_8UC3);
  tests::draw_seal(page, {900, 700}, 150, GetParam().seal);
  const cv::Mat turn = cv::getRotationMatrix2D({827.0F, 1169.5F}, -GetParam().skew, 1.0);
  cv::warpAffine(page, page, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(255));

  const Analysis analysis = analyze(page);

  EXPECT_EQ(analysis.page.seals.size(), 1u);
  ASSERT_EQ(analysis.page_layout.tables.size(), 1u);
  EXPECT_EQ(cells_of(analysis.page_layout.tables[0]), form().cells);
}

INSTANTIATE_TEST_SUITE_P(Seals, AnalyzeLayoutOfSealedForm,
                         testing::Values(ColouredForm{"RedOnRed", red, red, 0.0},
                                         ColouredForm{"RedOnRedAskew", red, red, 4.5},
                                         ColouredForm{"RedOnRedALittleAskew", red, red, -1.2},
                                         ColouredForm{"BlueOnBlue", blue, blue, 0.8},
                                         ColouredForm{"RedOnBlue", blue, red, 0.8}),
                         [](const auto& test) { return std::string(test.param.name); });

TEST(AnalyzeLayout, ReportsAGreySealWithoutAColour) {
  cv::Mat page = drawn_form();
  tests::draw_seal(page, {900, 700}, 150, cv::Scalar::all(120));

  const Analysis analysis = analyze(page);

  ASSERT_EQ(analysis.page.seals.size(), 1u);
  EXPECT_EQ(analysis.page.seals[0].colour, SealColour::unknown);
  EXPECT_FALSE(analysis.page.seals[0].hides_print);
  EXPECT_NEAR(analysis.page.seals[0].quad.corners[0].x, 750, 6);
  EXPECT_NEAR(analysis.page.seals[0].quad.corners[2].y, 850, 6);
  expect_grid(analysis, form(), same, 1.5);
}

TEST(AnalyzeLayout, SaysThatABlackSealHidesWhatLiesBelow) {
  cv::Mat page = drawn_form();
  tests::draw_seal(page, {900, 700}, 150, cv::Scalar::all(0));

  const Analysis analysis = analyze(page);

  ASSERT_EQ(analysis.page.seals.size(), 1u);
  EXPECT_TRUE(analysis.page.seals[0].hides_print);
}

TEST(AnalyzeLayout, ReportsNoSealWhereAPenCircledAWord) {
  cv::Mat page = drawn_form({}, CV_8UC3);
  cv::ellipse(page, {730, 600}, {120, 100}, 0, 0, 360, red, 6);

  const Analysis analysis = analyze(page);

  EXPECT_TRUE(analysis.page.seals.empty());
  expect_grid(analysis, form(), same, 1.5);
}

TEST(AnalyzeLayout, TakesFoldsAndTheStreakOfAScannerForNoRulings) {
  cv::Mat page = drawn_form();
  for (const int y : {605, 1500}) cv::line(page, {0, y}, {1653, y}, 150, 3);
  cv::line(page, {730, 0}, {730, 2338}, 120, 2);

  const Analysis analysis = analyze(page);

  expect_grid(analysis, form(), same, 1.5);
  EXPECT_TRUE(analysis.page_layout.defects.empty());
}

TEST(AnalyzeLayout, KeepsTheRulingThatAFoldLiesBeside) {
  cv::Mat page = drawn_form(), folds = tests::blank_page(CV_8UC1);
  cv::line(folds, {0, 655}, {1653, 655}, 140, 8);
  cv::line(folds, {905, 0}, {905, 2338}, 140, 6);
  cv::min(page, folds, page);

  const Analysis analysis = analyze(page);

  expect_grid(analysis, form(), same, 2.5);
  EXPECT_TRUE(analysis.page_layout.defects.empty());
}

TEST(AnalyzeLayout, TakesUnderlinesAndAStruckRowForNoRulings) {
  cv::Mat page = tests::blank_page(CV_8UC1);
  const DrawnTable table = form();
  tests::draw(page, table);
  for (const DrawnCell& cell : table.cells) {
    const int left = table.xs[cell.col] + 8, right = table.xs[cell.col + cell.col_span] - 8;
    const int bottom = table.ys[cell.row + cell.row_span] - 14;
    tests::fill_with_writing(page, tests::table_of({left, right}, {bottom - 40, bottom + 6}), glyph);
    if (cell.row < 6) cv::line(page, {left, bottom - 5}, {right, bottom - 5}, 0, 2);
  }
  cv::line(page, {200, 1072}, {1470, 1064}, 60, 4, cv::LINE_AA);

  const Analysis analysis = analyze(page);

  expect_grid(analysis, form(), same, 1.5);
  EXPECT_TRUE(analysis.page_layout.defects.empty());
}

TEST(AnalyzeLayout, TakesRulingsThatShowThroughFromTheBackForNone) {
  cv::Mat page = drawn_form();
  cv::Mat back = tests::blank_page(CV_8UC1);
  tests::draw(back, tests::table_of({210, 420, 770, 1400}, {350, 455, 610, 690, 860, 1200}));
  cv::min(page, 225 + back / 8, page);

  expect_grid(analyze(page), form(), same, 1.5);
}

TEST(AnalyzeLayout, FindsNoTableInALetterThroughWhichOneShows) {
  cv::Mat page = tests::blank_page(CV_8UC1), back = page.clone();
  tests::fill_with_writing(page, tests::table_of({150, 1500}, {250, 1300}), glyph);
  tests::draw(back, form());
  cv::min(page, 229 + back / 10, page);

  EXPECT_TRUE(analyze(page).page_layout.tables.empty());
}

TEST(AnalyzeLayout, SeesRulingsBelowHandwriting) {
  cv::Mat page = drawn_form({}, CV_8UC3);
  for (const int x : {180, 700, 1180}) {
    std::vector<cv::Point> stroke;
    for (int i = 0; i < 12; ++i) stroke.emplace_back(x + 14 * i, 660 + (i % 2 == 0 ? -35 : 40) + 3 * i);
    cv::polylines(page, stroke, false, cv::Scalar(120, 50, 20), 4, cv::LINE_AA);
  }

  expect_grid(analyze(page), form(), same, 1.5);
}

TEST(AnalyzeLayout, CountsDoubledRulingsOnce) {
  cv::Mat page = drawn_form();
  cv::rectangle(page, cv::Rect(143, 293, 1365, 815), 0, 2);

  expect_grid(analyze(page), form(), same, 9);
}

TEST(AnalyzeLayout, ClosesATableThatThePagesEndCuts) {
  const DrawnTable table = tests::table_of({150, 500, 900, 1500}, {300, 400, 500, 600, 700});
  cv::Mat page = tests::blank_page(CV_8UC1);
  tests::draw(page, table);
  tests::fill_with_writing(page, table, glyph);
  for (int left = 150; left < 1500; ++left) {
    if (page.at<std::uint8_t>(690, left) == 255) page(cv::Rect(left, 697, 1, 8)).setTo(255);
  }

  const Analysis analysis = analyze(page);

  expect_grid(analysis, table, same, 4);
  EXPECT_TRUE(analysis.page_layout.tables[0].cells.back().inferred);
}

TEST(AnalyzeLayout, FindsRulingsOfFaintDots) {
  LineStyle style;
  style.colour = cv::Scalar::all(150);
  style.thickness = 2;
  style.dash = style.gap = 2;
  cv::Mat page = drawn_form(style), noise(page.size(), CV_8UC1);
  page = 200 + page / 5;
  cv::GaussianBlur(page, page, {0, 0}, 0.7);
  cv::RNG random(5);
  random.fill(noise, cv::RNG::NORMAL, 6, 1.5);
  page -= noise;

  expect_grid(analyze(page), form(), same, 2);
}

TEST(AnalyzeLayout, KeepsBrokenRulingsWhole) {
  cv::Mat page = drawn_form();
  cv::RNG random(11);
  for (int i = 0; i < 12; ++i) {
    const int x = random.uniform(150, 1500);
    page(cv::Rect(x, 295, 7, 12)).setTo(255);
    page(cv::Rect(x, 655, 7, 12)).setTo(255);
  }

  expect_grid(analyze(page), form(), same, 1.5);
}

TEST(AnalyzeLayout, DoesNotSplitACellAtADiagonal) {
  cv::Mat page = tests::blank_page(CV_8UC1);
  tests::draw(page, form());
  cv::line(page, {150, 300}, {560, 420}, 0, 2);

  expect_grid(analyze(page), form(), same, 1.5);
}

TEST(AnalyzeLayout, ClosesATableWithoutSideFrames) {
  const DrawnTable table = tests::table_of({150, 500, 900, 1500}, {300, 400, 500, 600, 700});
  cv::Mat page = tests::blank_page(CV_8UC1);
  tests::draw(page, table, {}, /*open_sides=*/true);
  tests::fill_with_writing(page, table, glyph);

  const Analysis analysis = analyze(page);

  expect_grid(analysis, table, same, 2.5);
  EXPECT_TRUE(analysis.page_layout.tables[0].cells[0].inferred);
}

TEST(AnalyzeLayout, FindsTwoTablesAndTheLineBetweenThem) {
  cv::Mat page = tests::blank_page(CV_8UC1);
  for (const int top : {300, 1200}) {
    const DrawnTable table = tests::table_of({150, 500, 900}, {top, top + 100, top + 200});
    tests::draw(page, table);
    tests::fill_with_writing(page, table, glyph);
  }
  for (int i = 0; i < 8; ++i) tests::draw_glyph(page, {300 + 31 * i, 800}, glyph, i);

  const PageLayout page_layout = analyze(page).page_layout;

  EXPECT_EQ(page_layout.tables.size(), 2u);
  ASSERT_EQ(page_layout.lines.size(), 1u);
  const Box line = bounding_box(page_layout.lines[0].quad);
  EXPECT_NEAR(line.left, 300, 3);
  EXPECT_NEAR(line.top, 800, 3);
  EXPECT_TRUE(page_layout.defects.empty());
}

TEST(AnalyzeLayout, MakesOneLineOfHanziDownATablesSide) {
  cv::Mat page = drawn_form();
  for (int i = 0; i < 7; ++i) {
    if (i != 1) tests::draw_glyph(page, {1560, 350 + 40 * i}, glyph, i);
  }
  cv::rectangle(page, cv::Rect(1560, 350 + 40 + 13, glyph, 2), 0, cv::FILLED);  // 一

  const PageLayout page_layout = analyze(page).page_layout;

  ASSERT_EQ(page_layout.lines.size(), 1u);
  const Box line = bounding_box(page_layout.lines[0].quad);
  EXPECT_NEAR(line.top, 350, 3);
  EXPECT_NEAR(line.bottom, 350 + 40 * 6 + glyph, 6);
}

TEST(AnalyzeLayout, LeavesFiguresBesideTheRowsApart) {
  cv::Mat page = drawn_form();
  for (int i = 0; i < 7; ++i) {
    for (const int x : {1560, 1575}) cv::rectangle(page, cv::Rect(x, 350 + 46 * i, 11, 20), 0, 3);
  }

  EXPECT_EQ(analyze(page).page_layout.lines.size(), 7u);
}

TEST(AnalyzeLayout, FindsNoTableInWriting) {
  cv::Mat page = tests::blank_page(CV_8UC1);
  for (int y = 200; y < 1800; y += 40) {
    for (int x = 150; x < 1480; x += 31) tests::draw_glyph(page, {x, y}, glyph, x * 1000 + y);
    cv::line(page, {150, y + 33}, {400, y + 33}, 0, 2);
  }

  EXPECT_TRUE(analyze(page).page_layout.tables.empty());
}

TEST(AnalyzeLayout, CallsABlankPageBlank) {
  const PageLayout page_layout = analyze(tests::blank_page(CV_8UC1)).page_layout;

  ASSERT_EQ(page_layout.defects.size(), 1u);
  EXPECT_EQ(page_layout.defects[0].kind, DefectKind::blank_page);
}

TEST(AnalyzeLayout, ReportsATableThatRunsOffTheSheet) {
  const cv::Mat page = drawn_form();

  const PageLayout page_layout = analyze(page(cv::Rect(0, 0, 1240, 2339)).clone()).page_layout;

  ASSERT_EQ(page_layout.defects.size(), 1u);
  EXPECT_EQ(page_layout.defects[0].kind, DefectKind::cropped_page);
}

TEST(AnalyzeLayout, ReportsAScanTooCoarseToRead) {
  cv::Mat coarse;
  cv::resize(drawn_form(), coarse, {}, 0.4, 0.4, cv::INTER_AREA);

  const PageLayout page_layout = analyze(coarse).page_layout;

  ASSERT_EQ(page_layout.defects.size(), 1u);
  EXPECT_EQ(page_layout.defects[0].kind, DefectKind::low_resolution);
}

TEST(AnalyzeLayout, HasNothingAgainstAGoodScan) { EXPECT_TRUE(analyze(drawn_form()).page_layout.defects.empty()); }

TEST(AnalyzeLayout, CallsASheetWithOneLineOfTextNotBlank) {
  cv::Mat page = tests::blank_page(CV_8UC1);
  tests::fill_with_writing(page, tests::table_of({300, 700}, {800, 860}), glyph);

  EXPECT_TRUE(analyze(page).page_layout.defects.empty());
}

TEST(AnalyzeLayout, CallsATableCloseToTheEdgeNotCropped) {
  const DrawnTable table = tests::table_of({8, 500, 900, 1644}, {300, 420, 540, 660});
  cv::Mat page = tests::blank_page(CV_8UC1);
  tests::draw(page, table);
  tests::fill_with_writing(page, table, glyph);

  EXPECT_TRUE(analyze(page).page_layout.defects.empty());
}

TEST(AnalyzeLayout, CallsAScanThatCanJustBeReadNotTooCoarse) {
  cv::Mat small;
  cv::resize(drawn_form(), small, {}, 0.75, 0.75, cv::INTER_AREA);

  EXPECT_TRUE(analyze(small).page_layout.defects.empty());
}

TEST(AnalyzeLayout, ReportsAGridWithAMissingPiece) {
  cv::Mat page = drawn_form();
  page(cv::Rect(903, 655, 194, 12)).setTo(255);  // above and right of one cell
  page(cv::Rect(1094, 664, 12, 53)).setTo(255);

  const PageLayout page_layout = analyze(page).page_layout;

  ASSERT_EQ(page_layout.defects.size(), 1u);
  EXPECT_EQ(page_layout.defects[0].kind, DefectKind::incomplete_grid);
}

TEST(AnalyzeLayout, ReportsUprightsThatBoundNoCells) {
  const auto defects_with = [](int uprights) {
    cv::Mat page = tests::blank_page(CV_8UC1);
    tests::fill_with_writing(page, tests::table_of({150, 1500}, {300, 2000}), glyph);
    for (int i = 0; i < uprights; ++i) cv::rectangle(page, cv::Rect(140 + 1370 * i / 5, 300, 3, 400), 0, cv::FILLED);
    return analyze(page).page_layout.defects;
  };

  EXPECT_TRUE(defects_with(2).empty());
  ASSERT_EQ(defects_with(6).size(), 1u);
  EXPECT_EQ(defects_with(6)[0].kind, DefectKind::incomplete_grid);
}

TEST(AnalyzeLayout, ReportsRulingsOfWhichNoTableIsMade) {
  const auto defects_with = [](int rulings) {
    cv::Mat page = tests::blank_page(CV_8UC1);
    tests::fill_with_writing(page, tests::table_of({150, 1500}, {300, 2000}), glyph);
    for (int i = 0; i < rulings; ++i) cv::rectangle(page, cv::Rect(150, 280 + 100 * i, 1350, 3), 0, cv::FILLED);
    return analyze(page).page_layout.defects;
  };

  EXPECT_TRUE(defects_with(3).empty());  // as they frame a list without cells
  ASSERT_EQ(defects_with(12).size(), 1u);
  EXPECT_EQ(defects_with(12)[0].kind, DefectKind::incomplete_grid);
}

TEST(AnalyzeLayout, CallsAPictureUnreadable) {
  cv::Mat page(2339, 1654, CV_8UC1);
  cv::RNG random(3);
  for (int y = 0; y < page.rows; y += 3) {
    for (int x = 0; x < page.cols; x += 3) {
      const int shade = random.uniform(0, 2) * 255;
      page(cv::Rect(x, y, std::min(3, page.cols - x), std::min(3, page.rows - y))).setTo(shade);
    }
  }

  const PageLayout page_layout = analyze(page).page_layout;

  ASSERT_EQ(page_layout.defects.size(), 1u);
  EXPECT_EQ(page_layout.defects[0].kind, DefectKind::unreadable_page);
}

}  // namespace
}  // namespace shenbao::layout
