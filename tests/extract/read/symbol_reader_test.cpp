#include "extract/read/symbol_reader.h"

#include <gtest/gtest.h>

#include <fstream>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "support/source_tree.h"

namespace shenbao::extract {
namespace {

const std::string source_dir = test::source_path("");
const std::string model = source_dir + "/models/symbols.onnx";
const std::string classes = source_dir + "/models/symbols.txt";
constexpr int cell = 48;             // of the picture of glyphs
constexpr double hanzi_height = 36;  // in it
constexpr double hanzi_top = 6;

const SymbolReader& reader() {
  static const SymbolReader instance(model, classes);
  return instance;
}

struct Glyph {
  cv::Mat pixels;
  double top = 0.0;
};

Glyph glyph_at(int row, int column) {
  static const cv::Mat all = cv::imread(source_dir + "/tests/support/glyphs/symbols.png", cv::IMREAD_GRAYSCALE);
  const cv::Mat place = all(cv::Rect(column * cell, row * cell, cell, cell));
  const cv::Rect ink = cv::boundingRect(place < 128);
  return {place(ink), ink.y - hanzi_top};
}

std::string best(const cv::Mat& glyph, double top) {
  return reader().read_glyph(glyph, hanzi_height, top).front().text;
}

const std::vector<std::string> printed = {"≥", "≤", "=", ">", "<", "%", "/", "（", "0",  "1", "2",
                                          "3", "4", "5", "6", "7", "8", "9", "一", "二", "三"};

TEST(SymbolReader, ReadsEverySymbolOfThreeFontsThatItNeverSaw) {
  for (int row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < printed.size(); ++column) {
      const Glyph glyph = glyph_at(row, static_cast<int>(column));
      std::string text = best(glyph.pixels, glyph.top);
      if (text == "(") text = "（";  // alone they look alike: the gap beside them tells
      EXPECT_EQ(text, printed[column]) << "row " << row;
    }
  }
}

TEST(SymbolReader, TellsAtLeastFromGreaterThanByTheBarBelow) {
  cv::Mat greater(30, 30, CV_8UC1, cv::Scalar(255));
  const std::vector<cv::Point> wedge = {{3, 3}, {26, 12}, {3, 21}};
  cv::polylines(greater, wedge, false, 0, 3, cv::LINE_AA);
  cv::Mat at_least = greater.clone();
  cv::line(at_least, {3, 28}, {26, 28}, 0, 3);

  EXPECT_EQ(best(greater(cv::Rect(2, 2, 26, 22)), 6), ">");
  EXPECT_EQ(best(at_least(cv::Rect(2, 2, 26, 28)), 6), "≥");
}

TEST(SymbolReader, ReadsTheSameSymbolAtHalfTheSize) {
  for (int column = 0; column < 8; ++column) {
    const Glyph glyph = glyph_at(2, column);
    cv::Mat small;
    cv::resize(glyph.pixels, small, cv::Size(), 0.5, 0.5, cv::INTER_AREA);
    std::string text = reader().read_glyph(small, hanzi_height / 2, glyph.top / 2).front().text;
    if (text == "(") text = "（";
    EXPECT_EQ(text, printed[static_cast<std::size_t>(column)]);
  }
}

TEST(SymbolReader, DoesNotTakeAHanziForASymbol) {
  const cv::Mat hanzi = cv::imread(source_dir + "/tests/support/glyphs/hanzi.png", cv::IMREAD_GRAYSCALE);
  int other = 0;
  for (int column = 0; column < 30; ++column) {
    const cv::Mat place = hanzi(cv::Rect(column * cell, 0, cell, cell));
    const cv::Rect ink = cv::boundingRect(place < 128);
    if (best(place(ink), ink.y - hanzi_top).empty()) ++other;
  }
  EXPECT_GE(other, 29);
}

TEST(SymbolReader, GivesProbabilitiesBestFirst) {
  const Glyph glyph = glyph_at(0, 0);
  const auto candidates = reader().read_glyph(glyph.pixels, hanzi_height, glyph.top);
  double sum = 0.0;
  for (std::size_t i = 0; i < candidates.size(); ++i) {
    sum += candidates[i].confidence;
    if (i > 0) {
      EXPECT_LE(candidates[i].confidence, candidates[i - 1].confidence);
    }
  }
  EXPECT_NEAR(sum, 1.0, 1e-9);
}

TEST(SymbolReader, CallsPaperNoSymbol) { EXPECT_EQ(best(cv::Mat(20, 20, CV_8UC1, cv::Scalar(250)), 5), ""); }

TEST(SymbolReader, GivesTheSameAnswerTwice) {
  const Glyph glyph = glyph_at(1, 3);
  EXPECT_EQ(reader().read_glyph(glyph.pixels, hanzi_height, glyph.top),
            reader().read_glyph(glyph.pixels, hanzi_height, glyph.top));
}

TEST(SymbolReader, RefusesAModelThatIsMissing) {
  EXPECT_THROW(SymbolReader("nowhere.onnx", classes), std::runtime_error);
  EXPECT_THROW(SymbolReader(model, "nowhere.txt"), std::runtime_error);
}

TEST(SymbolReader, RefusesAModelOfAnotherJob) {
  EXPECT_THROW(SymbolReader(source_dir + "/models/orientation.onnx", classes), std::runtime_error);
}

TEST(SymbolReader, RefusesAnEmptyGlyph) {
  EXPECT_THROW(reader().read_glyph(cv::Mat(), 30, 0), std::invalid_argument);
  EXPECT_THROW(reader().read_glyph(cv::Mat(9, 9, CV_8UC1, cv::Scalar(0)), 0, 0), std::invalid_argument);
}

}  // namespace
}  // namespace shenbao::extract
