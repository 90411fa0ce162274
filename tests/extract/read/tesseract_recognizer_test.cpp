#include "extract/read/tesseract_recognizer.h"

#include <gtest/gtest.h>
#include <omp.h>
#include <tesseract/baseapi.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <filesystem>
#include <functional>
#include <iterator>
#include <memory>
#include <opencv2/imgproc.hpp>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "extract/net/lstm_model.h"
#include "extract/read/snippet.h"
#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "layout/page/orientation.h"
#include "layout/page/straighten.h"
#include "layout/table/analyze_layout.h"
#include "pipeline/input/document.h"
#include "support/source_tree.h"
#include "support/temporary_folder.h"

namespace shenbao::extract {
namespace {

constexpr int kModelHeight = 36;  // of a line, pixels, in both of Tesseract's models

/// Drawn figures with as much white around them as readers like.
cv::Mat line_of(const std::string& figures) {
  cv::Mat line(60, 40 * static_cast<int>(figures.size()) + 40, CV_8UC1, cv::Scalar(255));
  cv::putText(line, figures, {20, 45}, cv::FONT_HERSHEY_SIMPLEX, 1.1, cv::Scalar(0), 3, cv::LINE_AA);
  const cv::Rect ink = cv::boundingRect(line < 128);
  return line(cv::Rect(ink.x - 6, ink.y - 6, ink.width + 12, ink.height + 12)).clone();
}

/// Loading takes a while: one for all tests.
const TesseractRecognizer& shared_recognizer() {
  static const TesseractRecognizer recognizer("", TesseractRunner::fast);
  return recognizer;
}

TEST(TesseractRecognizer, ReadsFigures) {
  for (const Script script : {Script::digits, Script::text}) {
    const std::vector<Recognized> read = shared_recognizer().read_lines({line_of("845.44"), line_of("2021")}, script);
    ASSERT_EQ(read.size(), 2u);
    EXPECT_EQ(read[0].text, "845.44");
    EXPECT_EQ(read[1].text, "2021");
  }
}

TEST(TesseractRecognizer, ReadsNoLinesAsNothing) {
  EXPECT_TRUE(shared_recognizer().read_lines({}, Script::text).empty());
}

TEST(TesseractRecognizer, TakesALineNarrowerThanAColumn) {
  EXPECT_EQ(shared_recognizer().read_lines({cv::Mat(38, 1, CV_8UC1, cv::Scalar(255))}, Script::text).size(), 1u);
}

TEST(TesseractRecognizer, ReadsALineTheSameWhateverStandsBesideIt) {
  std::vector<cv::Mat> lines;
  for (const char* text : {"537.69", "2021", "1", "99.5", "100", "3", "12", "1234567890", "40"}) {
    lines.push_back(line_of(text));
  }
  const std::vector<Recognized> together = shared_recognizer().read_lines(lines, Script::text);
  for (std::size_t i = lines.size(); i-- > 0;) {
    EXPECT_EQ(shared_recognizer().read_lines({lines[i]}, Script::text).front(), together[i]);
  }
  std::reverse(lines.begin(), lines.end());
  std::vector<Recognized> turned = shared_recognizer().read_lines(lines, Script::text);
  std::reverse(turned.begin(), turned.end());
  EXPECT_EQ(turned, together);
}

/// Lines of a sample's page as the reader of pages cuts them: hanzi, figures and both. They are as high as the models
/// take them, so that nobody scales them again: Tesseract sharpens what it scales.
std::vector<cv::Mat> lines_of(const std::string& sample, int page_no) {
  const layout::OrientationModel orientation(test::source_path("models/orientation.onnx"));
  const pipeline::Document document = pipeline::read_document(test::source_path("samples/" + sample), {});
  const layout::Page page = layout::straighten(pipeline::rasterize(document, page_no, 300, {}), orientation);
  std::vector<layout::Quad> quads;
  for (const layout::TableGrid& table : layout::analyze_layout(page).tables) {
    for (const layout::Cell& cell : table.cells) quads.push_back(cell.quad);
  }
  const int glyph_height = usual_glyph_height(page, quads);
  std::vector<cv::Mat> lines;
  for (const layout::Quad& quad : quads) {
    const Snippet snippet = cut_snippet(page, quad, true, glyph_height);
    for (const layout::Box& box : snippet.lines) {
      cv::Mat line = frame_lines(snippet, {box}, glyph_height, 24, 1.0 / 6);
      cv::resize(line, line, {line.cols * kModelHeight / line.rows, kModelHeight}, 0, 0, cv::INTER_LINEAR);
      lines.push_back(line);
    }
  }
  return lines;
}

/// The line as a poor copy has it: coarser, blurred, with noise.
cv::Mat worn(const cv::Mat& line, int seed) {
  cv::Mat coarse, copy, noise(line.size(), CV_16SC1);
  cv::resize(line, coarse, {}, 0.7, 0.7, cv::INTER_AREA);
  cv::resize(coarse, copy, line.size(), 0, 0, cv::INTER_LINEAR);
  cv::RNG(static_cast<std::uint64_t>(seed)).fill(noise, cv::RNG::NORMAL, 0, 14);
  cv::add(copy, noise, copy, cv::noArray(), CV_8U);
  return copy;
}

/// Of the characters that `one` reads, the share that `other` reads otherwise, leaves out or adds.
double unlike(const Recognizer& one, const Recognizer& other, const std::vector<cv::Mat>& lines, Script script) {
  const std::vector<Recognized> a = one.read_lines(lines, script), b = other.read_lines(lines, script);
  double characters = 0, changes = 0;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const std::u32string read = folded(a[i].text), also_read = folded(b[i].text);
    characters += static_cast<double>(read.size());
    changes += edit_distance(read, also_read);
  }
  return changes / characters;
}

/// Those of at least three hanzi. Tesseract takes what lies beyond a picture's edge for random numbers, so that what it
/// makes of a lone glyph is chance.
std::vector<cv::Mat> long_ones(const std::vector<cv::Mat>& lines) {
  std::vector<cv::Mat> chosen;
  std::copy_if(lines.begin(), lines.end(), std::back_inserter(chosen),
               [](const cv::Mat& line) { return line.cols >= 3 * line.rows; });
  return chosen;
}

/// Tesseract without its word lists, which turn what its network saw into words that it knows, and without its second
/// try with black and white exchanged.
class BareTesseract : public Recognizer {
 public:
  BareTesseract() {
    const std::vector<std::string> names{"load_system_dawg", "load_freq_dawg", "load_number_dawg", "load_punc_dawg",
                                         "tessedit_do_invert"};
    const std::vector<std::string> values(names.size(), "0");
    EXPECT_EQ(api_.Init(nullptr, "chi_sim", tesseract::OEM_LSTM_ONLY, nullptr, 0, &names, &values, false), 0);
    api_.SetPageSegMode(tesseract::PSM_RAW_LINE);
  }

  std::vector<Recognized> read_lines(const std::vector<cv::Mat>& lines, Script) const override {
    std::vector<Recognized> read;
    for (const cv::Mat& line : lines) {
      api_.SetImage(line.data, line.cols, line.rows, 1, static_cast<int>(line.step));
      api_.SetSourceResolution(300);
      const std::unique_ptr<char[]> text(api_.GetUTF8Text());
      read.push_back({text.get(), 0.0});
    }
    return read;
  }

 private:
  mutable tesseract::TessBaseAPI api_;
};

TEST(TesseractRecognizer, ReadsWhatTesseractsNetworkReads) {
  omp_set_max_active_levels(0);  // no threads, as in tesseract_library.cpp
  const BareTesseract library;
  std::vector<cv::Mat> printed = long_ones(lines_of("chaoyang/clean.pdf", 1)), worn_out;
  for (const int page_no : {2, 3}) {
    const std::vector<cv::Mat> more = long_ones(lines_of("chaoyang/clean.pdf", page_no));
    printed.insert(printed.end(), more.begin(), more.end());
  }
  ASSERT_GE(printed.size(), 120u);
  for (const cv::Mat& line : printed) worn_out.push_back(worn(line, static_cast<int>(worn_out.size())));
  EXPECT_LE(unlike(shared_recognizer(), library, printed, Script::text), 0.01);
  EXPECT_LE(unlike(shared_recognizer(), library, worn_out, Script::text), 0.03);
}

TEST(TesseractRecognizer, ReadsFiguresAsTesseractDoes) {
  const std::vector<cv::Mat> figures = {line_of("537.69"), line_of("2021"), line_of("99.5"), line_of("1234567890")};
  const TesseractRecognizer library("", TesseractRunner::library);
  for (const Script script : {Script::text, Script::digits}) {
    EXPECT_EQ(unlike(shared_recognizer(), library, figures, script), 0.0);
  }
}

/// A folder with chi_sim changed by `change`, and no eng.
class TessdataFolder {
 public:
  explicit TessdataFolder(const std::function<std::string(std::string)>& change) {
    folder_.put("chi_sim.traineddata", change(test::bytes_of(tesseract_model_files("").at("chi_sim"))));
  }
  std::string path() const { return folder_.path(); }

 private:
  test::TemporaryFolder folder_;
};

template <typename T>
T number_at(const std::string& bytes, std::size_t at) {
  T number;
  std::memcpy(&number, bytes.data() + at, sizeof number);
  return number;
}

template <typename T>
void append(std::string& bytes, T number) {
  bytes.append(reinterpret_cast<const char*>(&number), sizeof number);
}

/// The network with its int8 weights spelled out as doubles, as a best model has them. A matrix begins with its kind,
/// outputs and columns, and ends with a scale for each output.
std::string as_best_network(const std::string& fast) {
  const unsigned kInt8 = 1, kDoubles = 128;  // bits of a matrix's kind
  std::string best;
  for (std::size_t at = 0; at < fast.size();) {
    const auto kind = static_cast<unsigned char>(fast[at]);
    const bool room = (kind & kInt8) != 0 && (kind & kDoubles) != 0 && at + 10 < fast.size();
    const auto outputs = room ? number_at<std::int32_t>(fast, at + 1) : 0,
               columns = room ? number_at<std::int32_t>(fast, at + 5) : 0;
    const std::size_t weights = at + 10,
                      scales = weights + static_cast<std::size_t>(outputs) * static_cast<std::size_t>(columns);
    const bool matrix = outputs > 0 && outputs < 10000 && columns > 1 && columns < 10000 && fast[at + 9] == 0 &&
                        scales + 4 < fast.size() && number_at<std::int32_t>(fast, scales) >= outputs &&
                        number_at<std::int32_t>(fast, scales) < outputs + 64;
    if (!matrix) {
      best += fast[at++];
      continue;
    }
    const std::int32_t count = number_at<std::int32_t>(fast, scales);
    best += static_cast<char>(kind & ~kInt8);
    append(best, outputs);
    append(best, columns);
    append(best, 0.0);
    for (int j = 0; j < outputs; ++j) {
      const double scale = number_at<double>(fast, scales + 4 + static_cast<std::size_t>(j) * 8);
      for (int k = 0; k < columns; ++k) {
        append(best, scale * static_cast<signed char>(fast[weights + static_cast<std::size_t>(j * columns + k)]));
      }
    }
    at = scales + 4 + static_cast<std::size_t>(count) * 8;
  }
  const std::size_t flags = best.size() - 28;         // training flags; then iterations, null character, rates
  best[flags] = static_cast<char>(best[flags] & ~1);  // bit 0: the weights are int8
  return best;
}

/// The model file with another network: its directory holds where each of its parts begins, -1 for none.
std::string as_best_model(const std::string& fast) {
  const std::size_t entries = static_cast<std::size_t>(number_at<std::int32_t>(fast, 0)), network = 17;
  std::vector<std::int64_t> begins;
  for (std::size_t i = 0; i < entries; ++i) begins.push_back(number_at<std::int64_t>(fast, 4 + 8 * i));
  std::vector<std::string> parts(entries);
  for (std::size_t i = 0; i < entries; ++i) {
    if (begins[i] < 0) continue;
    auto end = static_cast<std::int64_t>(fast.size());
    for (const std::int64_t other : begins) end = other > begins[i] ? std::min(end, other) : end;
    parts[i] = fast.substr(static_cast<std::size_t>(begins[i]), static_cast<std::size_t>(end - begins[i]));
  }
  parts[network] = as_best_network(parts[network]);
  std::string best, content;
  append(best, static_cast<std::int32_t>(entries));
  for (std::size_t i = 0; i < entries; ++i) {
    append(best, begins[i] < 0 ? std::int64_t{-1} : static_cast<std::int64_t>(4 + 8 * entries + content.size()));
    content += parts[i];
  }
  return best + content;
}

TEST(TesseractRecognizer, HasTesseractReadWithAModelWhoseLayoutIsNotKnown) {
  const TessdataFolder best(as_best_model);
  const std::string file = best.path() + "/chi_sim.traineddata";
  EXPECT_THROW(read_lstm_model(file), Error);
  const TesseractRecognizer through_library(best.path(), TesseractRunner::fast);
  const std::vector<cv::Mat> lines = long_ones(lines_of("chaoyang/clean.pdf", 3));
  EXPECT_LE(unlike(through_library, shared_recognizer(), lines, Script::text), 0.02);
  const auto files = tesseract_model_files(best.path());
  EXPECT_EQ(files.at("chi_sim"), file);
  EXPECT_EQ(files.at("eng"), tesseract_model_files("").at("eng"));
}

TEST(TesseractRecognizer, NamesAFileThatTesseractCannotReadEither) {
  const TessdataFolder broken([](const std::string&) { return std::string("no model at all"); });
  for (const TesseractRunner runner : {TesseractRunner::fast, TesseractRunner::library}) {
    try {
      TesseractRecognizer recognizer(broken.path(), runner);
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::engine);
      EXPECT_NE(std::string(error.what()).find("chi_sim.traineddata"), std::string::npos) << error.what();
    }
  }
}

TEST(TesseractRecognizer, NamesAFolderWithoutTheModelAndOneThatIsMissing) {
  const test::TemporaryFolder empty;
  for (const std::string& folder : {empty.path(), empty.path("nowhere")}) {
    try {
      TesseractRecognizer recognizer(folder, TesseractRunner::fast);
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_NE(std::string(error.what()).find(folder), std::string::npos) << error.what();
    }
  }
}

TEST(TesseractRecognizer, StartsNoThreads) {
  const TesseractRecognizer& recognizer = shared_recognizer();
  EXPECT_FALSE(reading_starts_threads(recognizer));
  for (const TesseractRunner runner : {TesseractRunner::fast, TesseractRunner::library}) {
    bool elsewhere = true;
    std::thread reader([&] {
      const TesseractRecognizer own("", runner);
      elsewhere = reading_starts_threads(own);
    });
    reader.join();
    EXPECT_FALSE(elsewhere);
  }
}

TEST(TesseractModelFiles, NamesFilesThatExist) {
  const auto files = tesseract_model_files("");
  ASSERT_EQ(files.size(), 2u);
  for (const auto& [name, path] : files) EXPECT_TRUE(std::filesystem::exists(path)) << name << " " << path;
  EXPECT_EQ(files.count("chi_sim"), 1u);
}

}  // namespace
}  // namespace shenbao::extract
