// Writes down what straighten and analyze_layout make of drawn pages, and holds it against tests/layout/goldens/. After
// a change on purpose: SHENBAO_UPDATE_GOLDENS=1 build/release/tests/layout_test --gtest_filter='*LayoutGolden*', and
// review the difference like code.

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <opencv2/imgproc.hpp>
#include <sstream>
#include <string>

#include "layout/page/straighten.h"
#include "layout/table/analyze_layout.h"
#include "support/drawn_table.h"
#include "support/source_tree.h"

namespace shenbao::layout {
namespace {

constexpr int glyph = 28;

tests::DrawnTable table() {
  return tests::table_of({150, 300, 560, 900, 1100, 1500}, {300, 420, 480, 540, 660, 720, 1000, 1100},
                         {{0, 0, 1, 2}, {1, 0, 4, 1}, {1, 1, 2, 1}, {1, 2, 1, 2}, {5, 1, 1, 4}});
}

/// A form with a title and a line of writing below its table.
cv::Mat form(int type, const tests::LineStyle& style = {}) {
  cv::Mat page = tests::blank_page(type);
  tests::draw(page, table(), style);
  tests::fill_with_writing(page, table(), glyph);
  for (int i = 0; i < 9; ++i) tests::draw_glyph(page, {500 + 70 * i, 180}, 60, i);
  for (int i = 0; i < 20; ++i) tests::draw_glyph(page, {160 + 34 * i, 1180}, glyph, i);
  return page;
}

cv::Mat letter() {
  cv::Mat page = tests::blank_page(CV_8UC1);
  tests::fill_with_writing(page, tests::table_of({200, 1450}, {300, 700}), glyph);
  return page;
}

cv::Mat sealed_askew() {
  cv::Mat page = form(CV_8UC3, {cv::Scalar(60, 50, 210), 3, 0, 0});
  tests::draw_seal(page, {900, 700}, 150, cv::Scalar(60, 50, 210));
  const cv::Mat turn = cv::getRotationMatrix2D({827.0F, 1169.5F}, -1.2, 1.0);
  cv::warpAffine(page, page, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(255));
  return page;
}

cv::Mat torn() {
  cv::Mat page = form(CV_8UC1);
  cv::rectangle(page, cv::Rect(880, 560, 60, 90), 255, cv::FILLED);
  return page;
}

std::string text_of(const Quad& quad) {
  std::ostringstream out;
  for (const Point& corner : quad.corners) out << ' ' << std::lround(corner.x) << ',' << std::lround(corner.y);
  return out.str();
}

/// Whole pixels and hundredths of degrees: no processor rounds those differently.
std::string description_of(const cv::Mat& pixels) {
  static const OrientationModel orientation(test::source_path("models/orientation.onnx"));
  Scan scan;
  scan.page_no = 1;
  scan.pixels = pixels;
  const Page page = straighten(scan, orientation);
  const PageLayout page_layout = analyze_layout(page);
  std::ostringstream out;
  out << "page " << page.gray.cols << 'x' << page.gray.rows << " rotation " << page.rotation << " skew "
      << std::lround(100 * page.skew) << '\n';
  for (const Seal& seal : page.seals) out << "seal" << text_of(seal.quad) << (seal.hides_print ? " hides" : "") << '\n';
  for (const TableGrid& grid : page_layout.tables) {
    out << "table " << grid.rows << 'x' << grid.cols << text_of(grid.quad) << '\n';
    for (const Cell& cell : grid.cells) {
      out << "  cell " << cell.row << ' ' << cell.col << ' ' << cell.row_span << 'x' << cell.col_span
          << text_of(cell.quad) << (cell.inferred ? " inferred" : "") << '\n';
    }
  }
  for (const TextLine& line : page_layout.lines) out << "line" << text_of(line.quad) << '\n';
  for (const Ruling& ruling : page_layout.rulings) {
    out << (ruling.direction == Direction::horizontal ? "level " : "upright ") << std::lround(ruling.begin()) << '-'
        << std::lround(ruling.end()) << " at " << std::lround(ruling.at((ruling.begin() + ruling.end()) / 2)) << '\n';
  }
  for (const Defect& defect : page_layout.defects) {
    out << "defect " << static_cast<int>(defect.kind) << text_of(defect.quad) << ' ' << defect.detail << '\n';
  }
  return out.str();
}

struct Drawn {
  const char* name;
  std::function<cv::Mat()> draw;
};

class LayoutGolden : public testing::TestWithParam<Drawn> {};

TEST_P(LayoutGolden, IsWhatTheStagesMakeOfThePage) {
  const std::string file = test::source_path("tests/layout/goldens/") + GetParam().name + ".txt";
  const std::string found = description_of(GetParam().draw());
  if (std::getenv("SHENBAO_UPDATE_GOLDENS") != nullptr) {
    std::ofstream(file, std::ios::binary) << found;
    return;
  }
  std::ostringstream expected;
  expected << std::ifstream(file, std::ios::binary).rdbuf();
  EXPECT_EQ(found, expected.str()) << file;
}

INSTANTIATE_TEST_SUITE_P(Pages, LayoutGolden,
                         testing::Values(Drawn{"form", [] { return form(CV_8UC1); }}, Drawn{"letter", letter},
                                         Drawn{"sealed_askew", sealed_askew}, Drawn{"torn", torn},
                                         Drawn{"blank", [] { return tests::blank_page(CV_8UC1); }}),
                         [](const auto& test) { return std::string(test.param.name); });

}  // namespace
}  // namespace shenbao::layout
