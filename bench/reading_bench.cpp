#include <benchmark/benchmark.h>
#include <tesseract/baseapi.h>

#include <cstdlib>
#include <ctime>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "extract/read/net_line_reader.h"
#include "layout/page/page.h"
#include "pipeline/engine.h"
#include "pipeline/input/document.h"
#include "pipeline/run.h"
#include "support/source_tree.h"

namespace {

using namespace shenbao;

/// The pages of a clean sample as scanned.
std::vector<layout::Scan> sample_pages() {
  const pipeline::Document document = pipeline::read_document(test::source_path("samples/chaoyang/clean.pdf"), {});
  std::vector<layout::Scan> pages;
  for (int page_no = 1; page_no <= document.page_count; ++page_no) {
    pages.push_back(pipeline::rasterize(document, page_no, 300, {}));
  }
  return pages;
}

/// Processor time of this process, seconds.
double processor_time() {
  timespec time{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

void read_pages(const std::vector<layout::Scan>& pages, const pipeline::Engine& engine) {
  for (const layout::Scan& page : pages) benchmark::DoNotOptimize(pipeline::read_page(page, engine));
}

/// From pixels to text, in milliseconds a page.
void read_a_page(benchmark::State& state, pipeline::ReaderChoice choice) {
  cv::setNumThreads(1);
  const std::vector<layout::Scan> pages = sample_pages();
  const auto engine = pipeline::make_engine({pipeline::models_folder(), choice, ""});
  double spent = 0.0;
  for (auto _ : state) {
    const double start = processor_time();
    read_pages(pages, *engine);
    spent += processor_time() - start;
  }
  state.counters["ms_a_page"] =
      1000.0 * spent / static_cast<double>(state.iterations()) / static_cast<double>(pages.size());
}

/// The same pages by us and by Tesseract as it is called from the command line with --psm 6, in turns: `ratio` is our
/// time over Tesseract's.
void against_tesseract_psm_6(benchmark::State& state) {
  const char* threads = std::getenv("OMP_THREAD_LIMIT");
  if (threads == nullptr || std::string(threads) != "1") {
    state.SkipWithError("set OMP_THREAD_LIMIT=1: Tesseract's own threads make it several times slower");
    return;
  }
  cv::setNumThreads(1);
  const std::vector<layout::Scan> pages = sample_pages();
  const auto engine = pipeline::make_engine();
  tesseract::TessBaseAPI tesseract;
  if (tesseract.Init(nullptr, "chi_sim") != 0) throw std::runtime_error("chi_sim cannot be loaded");
  tesseract.SetPageSegMode(tesseract::PSM_SINGLE_BLOCK);
  double ours = 0.0, theirs = 0.0;
  for (auto _ : state) {
    double start = processor_time();
    read_pages(pages, *engine);
    ours += processor_time() - start;
    start = processor_time();
    for (const layout::Scan& page : pages) {
      cv::Mat gray = page.pixels;
      if (gray.channels() == 3) cv::cvtColor(page.pixels, gray, cv::COLOR_BGR2GRAY);
      tesseract.SetImage(gray.data, gray.cols, gray.rows, 1, static_cast<int>(gray.step));
      tesseract.SetSourceResolution(static_cast<int>(page.dpi));
      delete[] tesseract.GetUTF8Text();
    }
    theirs += processor_time() - start;
  }
  state.counters["ratio"] = ours / theirs;
}

/// One line of ten hanzi, 256 pixels wide, by the line reader.
void read_a_line(benchmark::State& state) {
  cv::setNumThreads(1);
  const std::string models = pipeline::models_folder();
  const extract::NetLineReader reader(models + "/line_features.onnx", models + "/line_classes.onnx",
                                      models + "/line_classes.txt");
  cv::Mat line = cv::imread(test::source_path("tests/support/glyphs/lines/20.png"), cv::IMREAD_GRAYSCALE);
  cv::resize(line, line, {248, 32}, 0.0, 0.0, cv::INTER_AREA);
  for (auto _ : state) benchmark::DoNotOptimize(reader.read_lines({line}));
}

BENCHMARK(read_a_line)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_a_page, both, pipeline::ReaderChoice::both)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_a_page, own, pipeline::ReaderChoice::own)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_a_page, tesseract, pipeline::ReaderChoice::tesseract)->Unit(benchmark::kMillisecond);
BENCHMARK(against_tesseract_psm_6)->Unit(benchmark::kMillisecond);

}  // namespace
