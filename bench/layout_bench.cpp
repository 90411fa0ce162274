#include <benchmark/benchmark.h>

#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>

#include "layout/analyze_layout.h"
#include "layout/straighten.h"

namespace {

using namespace shenbao;

/// A form at A4, 300 dpi: 28 rows of 7 columns full of writing-like strokes, skewed, with a red seal where there is
/// colour.
cv::Mat drawn_form(bool colour) {
  cv::Mat page(3508, 2480, CV_8UC3, cv::Scalar::all(245));
  const int rows = 28, cols = 7, top = 400, left = 180, height = 100, width = 300;
  for (int row = 0; row <= rows; ++row) {
    cv::line(page, {left, top + row * height}, {left + cols * width, top + row * height}, cv::Scalar::all(20), 3);
  }
  for (int col = 0; col <= cols; ++col) {
    cv::line(page, {left + col * width, top}, {left + col * width, top + rows * height}, cv::Scalar::all(20), 3);
  }
  for (int row = 0; row < rows; ++row) {
    for (int col = 0; col < cols; ++col) {
      for (int k = 0; k < 5; ++k) {
        const cv::Point at(left + col * width + 25 + 50 * k, top + row * height + 30);
        cv::rectangle(page, at, at + cv::Point(38, 40), cv::Scalar::all(20), 3);
        cv::line(page, at + cv::Point(0, 20), at + cv::Point(38, 20), cv::Scalar::all(20), 3);
      }
    }
  }
  if (colour) cv::circle(page, {1800, 3000}, 220, cv::Scalar(60, 50, 210), 12);
  const cv::Mat turn = cv::getRotationMatrix2D({1240.0F, 1754.0F}, -1.2, 1.0);
  cv::warpAffine(page, page, turn, page.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT, cv::Scalar::all(245));
  if (!colour) cv::cvtColor(page, page, cv::COLOR_BGR2GRAY);
  return page;
}

/// From pixels to geometry, one page, one core.
void layout_of_a_page(benchmark::State& state, bool colour) {
  cv::setNumThreads(1);
  const layout::OrientationModel orientation(SHENBAO_SOURCE_DIR "/models/orientation.onnx");
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
