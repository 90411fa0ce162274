// What the line reader and Tesseract's models read on pictures of single lines, for calibration.py.
//
//     shenbao_read_lines MODELS < LIST      a line of LIST: picture, tab, height of a hanzi in it in pixels
//
// Prints one JSON object a picture: {"own": [[character, probability, [other characters]], …], "overlooked": p,
// "text": what chi_sim reads, "figures": what eng reads}.

#include <fmt/format.h>

#include <iostream>
#include <nlohmann/json.hpp>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "extract/read/look_alikes.h"
#include "extract/read/snippet.h"
#include "layout/ink/binarize.h"
#include "pipeline/engine_parts.h"

namespace {

using namespace shenbao;

std::string read_with(const pipeline::Engine& engine, const extract::Snippet& snippet, double hanzi, double height,
                      extract::Script script) {
  const cv::Mat line = extract::frame_lines(snippet, snippet.lines, hanzi, height, 1.0 / 6);
  return engine.tesseract->read_lines({line}, script).front().text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: shenbao_read_lines MODELS < LIST\n");
    return 2;
  }
  cv::setNumThreads(1);
  const auto engine = pipeline::make_engine({argv[1], pipeline::ReaderChoice::both, ""});
  for (std::string entry; std::getline(std::cin, entry);) {
    const std::size_t tab = entry.find('\t');
    layout::Page page;
    page.gray = cv::imread(entry.substr(0, tab), cv::IMREAD_GRAYSCALE);
    page.ink = layout::binarize(page.gray);
    const double hanzi = std::stod(entry.substr(tab + 1));
    const layout::Quad whole = layout::to_quad({0, 0, page.gray.cols, page.gray.rows});
    const extract::Snippet snippet = extract::cut_snippet(page, whole, false, static_cast<int>(hanzi));

    nlohmann::ordered_json own = nlohmann::ordered_json::array();
    double overlooked = 0.0;
    for (const layout::Box& box : snippet.lines) {
      const cv::Mat line = extract::frame_lines(snippet, {box}, hanzi, extract::LineReader::kHanzi, 3.0 / 26.0);
      extract::LineReading reading = engine->lines->read_lines({line}).front();
      extract::settle_look_alikes(reading);
      overlooked = std::max(overlooked, reading.overlooked);
      for (const extract::LineCharacter& character : reading.characters) {
        nlohmann::ordered_json others = nlohmann::ordered_json::array();
        for (const auto& [other, probability] : character.others) others.push_back(other);
        own.push_back({character.text, character.confidence, others});
      }
    }
    const bool any = !snippet.lines.empty();
    const nlohmann::ordered_json read = {
        {"own", own},
        {"overlooked", overlooked},
        {"text", any ? read_with(*engine, snippet, hanzi, 24, extract::Script::text) : ""},
        {"figures", any ? read_with(*engine, snippet, hanzi, 36, extract::Script::digits) : ""}};
    std::cout << read.dump() << '\n';
  }
  return 0;
}
