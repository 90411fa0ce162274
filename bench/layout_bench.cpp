#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "layout/page/straighten.h"
#include "layout/table/analyze_layout.h"
#include "support/drawn_table.h"
#include "support/source_tree.h"

namespace {

using namespace shenbao;

/// A form at A4, 300 dpi: 28 rows of 7 columns full of hanzi, skewed, with a red seal where there is colour.
cv::Mat drawn_form(bool colour) {
  cv::Mat page(3508, 2480, CV_8UC3, cv::Scalar::all(245));
  std::vector<int> xs, ys;
  for (int col = 0; col <= 7; ++col) xs.push_back(180 + 300 * col);
  for (int row = 0; row <= 28; ++row) ys.push_back(400 + 100 * row);
  const tests::DrawnTable table = tests::table_of(xs, ys);
  tests::draw(page, table);
  tests::fill_with_writing(page, table, 44);
  if (colour) tests::draw_seal(page, {1800, 3000}, 220, cv::Scalar(60, 50, 210));
  const cv::Mat turn = cv::getRotationMatrix2D({1240.0F, 1754.0F}, -1.2, 1.0);
  cv::warpAffine(page, page, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(245));
  if (!colour) cv::cvtColor(page, page, cv::COLOR_BGR2GRAY);
  return page;
}

/// From pixels to geometry, one page, one core.
void layout_of_a_page(benchmark::State& state, bool colour) {
  cv::setNumThreads(1);
  const layout::OrientationModel orientation(test::source_path("models/orientation.onnx"));
  layout::Scan scan;
  scan.page_no = 1;
  scan.dpi = 300;
  scan.pixels = drawn_form(colour);
  std::size_t cells = 0;
  for (auto _ : state) {
    const layout::PageLayout page_layout = layout::analyze_layout(layout::straighten(scan, orientation));
    cells = page_layout.tables.empty() ? 0 : page_layout.tables[0].cells.size();
  }
  state.counters["cells"] = static_cast<double>(cells);
}

BENCHMARK_CAPTURE(layout_of_a_page, grey, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(layout_of_a_page, colour, true)->Unit(benchmark::kMillisecond);

}  // namespace
