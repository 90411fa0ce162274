// What the line reader and Tesseract's models read on pictures of single lines, for calibration.py.
//
//     shenbao_read_lines MODELS < LIST      a line of LIST: picture, tab, height of a hanzi in it in pixels
//
// Prints one JSON object a picture: {"own": [[character, probability, [other characters]], …], "overlooked": p,
// "text": what chi_sim reads, "figures": what eng reads}.

#include <fmt/format.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include <iostream>
#include <opencv2/core/utility.hpp>
#include <opencv2/imgcodecs.hpp>
#include <string>

#include "extract/read/look_alikes.h"
#include "extract/read/snippet.h"
#include "layout/ink/binarize.h"
#include "pipeline/engine_parts.h"

namespace {

using namespace shenbao;

void write_string(rapidjson::Writer<rapidjson::StringBuffer>& writer, const std::string& text) {
  writer.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
}

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

    rapidjson::StringBuffer buffer;
    rapidjson::Writer<rapidjson::StringBuffer> writer(buffer);
    writer.StartObject();
    writer.Key("own");
    writer.StartArray();
    double overlooked = 0.0;
    for (const layout::Box& box : snippet.lines) {
      const cv::Mat line = extract::frame_lines(snippet, {box}, hanzi, extract::LineReader::kHanzi, 3.0 / 26.0);
      extract::LineReading reading = engine->lines->read_lines({line}).front();
      extract::settle_look_alikes(reading);
      overlooked = std::max(overlooked, reading.overlooked);
      for (const extract::LineCharacter& character : reading.characters) {
        writer.StartArray();
        write_string(writer, character.text);
        writer.Double(character.confidence);
        writer.StartArray();
        for (const auto& [other, probability] : character.others) write_string(writer, other);
        writer.EndArray();
        writer.EndArray();
      }
    }
    writer.EndArray();
    writer.Key("overlooked");
    writer.Double(overlooked);
    writer.Key("text");
    const bool any = !snippet.lines.empty();
    write_string(writer, any ? read_with(*engine, snippet, hanzi, 24, extract::Script::text) : "");
    writer.Key("figures");
    write_string(writer, any ? read_with(*engine, snippet, hanzi, 36, extract::Script::digits) : "");
    writer.EndObject();
    std::cout << buffer.GetString() << '\n';
  }
  return 0;
}
