#include "extract/read_with_tesseract.h"

#include <gtest/gtest.h>

#include <map>
#include <opencv2/imgproc.hpp>
#include <string>

namespace shenbao::extract {
namespace {

/// Gives for every call the texts it was told, and remembers what it was shown.
class ScriptedRecognizer : public Recognizer {
 public:
  ScriptedRecognizer(Candidate text, Candidate digits) : text_(std::move(text)), digits_(std::move(digits)) {}

  std::vector<Candidate> read_lines(const std::vector<cv::Mat>& lines, Script script) const override {
    shown[script] += static_cast<int>(lines.size());
    for (const cv::Mat& line : lines) widths.push_back(line.cols);
    return std::vector<Candidate>(lines.size(), script == Script::digits ? digits_ : text_);
  }

  mutable std::map<Script, int> shown;
  mutable std::vector<int> widths;

 private:
  Candidate text_, digits_;
};

const SymbolReader& symbols() {
  static const SymbolReader reader(std::string(SHENBAO_SOURCE_DIR) + "/models/symbols.onnx",
                                   std::string(SHENBAO_SOURCE_DIR) + "/models/symbols.txt");
  return reader;
}

/// A cell with blocks where glyphs would stand, 40 pixels high, in one row for each width given.
CutPlace cell(const std::vector<int>& glyphs_per_line) {
  CutPlace place;
  place.glyph_height = 40;
  place.snippet.white = cv::Mat(400, 600, CV_8UC1, cv::Scalar(255));
  for (std::size_t row = 0; row < glyphs_per_line.size(); ++row) {
    const int top = 10 + static_cast<int>(row) * 60, count = glyphs_per_line[row];
    for (int i = 0; i < count; ++i) {
      cv::rectangle(place.snippet.white, cv::Rect(10 + i * 46, top, 38, 38), cv::Scalar(0), 5);
      cv::line(place.snippet.white, {10 + i * 46, top}, {46 + i * 46, top + 36}, cv::Scalar(0), 3);
    }
    place.snippet.lines.push_back(layout::Box{10, top, 10 + count * 46 - 8, top + 38});
  }
  place.snippet.ink = place.snippet.white < 128;
  return place;
}

TEST(ReadWithTesseract, SpendsNothingOnBlankPlaces) {
  const ScriptedRecognizer recognizer({"人", 0.99, "chi_sim"}, {});
  const std::vector<Reading> readings = read_with_tesseract({CutPlace{}}, recognizer, symbols());
  ASSERT_EQ(readings.size(), 1u);
  EXPECT_FALSE(readings[0].has_ink);
  EXPECT_EQ(readings[0].text, "");
  EXPECT_TRUE(recognizer.shown.empty());
}

TEST(ReadWithTesseract, ReadsACertainTextOnce) {
  const ScriptedRecognizer recognizer({"重点工作", 0.99, "chi_sim"}, {});
  const Reading reading = read_with_tesseract({cell({4})}, recognizer, symbols()).front();
  EXPECT_EQ(reading.text, "重点工作");
  EXPECT_GE(reading.confidence, 0.95);
  EXPECT_EQ(recognizer.shown[Script::text], 1);
}

TEST(ReadWithTesseract, ReadsADoubtfulTextAgain) {
  const ScriptedRecognizer recognizer({"重点工作", 0.6, "chi_sim"}, {});
  const Reading reading = read_with_tesseract({cell({4})}, recognizer, symbols()).front();
  EXPECT_EQ(recognizer.shown[Script::text], 2);
  EXPECT_LT(reading.confidence, 0.9);
}

TEST(ReadWithTesseract, AsksTheDigitsModelForEveryFigure) {
  const ScriptedRecognizer recognizer({"845.44", 0.99, "chi_sim"}, {"845.44", 0.9, "eng"});
  const Reading reading = read_with_tesseract({cell({5})}, recognizer, symbols()).front();
  EXPECT_EQ(recognizer.shown[Script::digits], 1);
  EXPECT_EQ(reading.text, "845.44");
  EXPECT_GE(reading.confidence, 0.95);
}

TEST(ReadWithTesseract, IsNotSureOfAFigureThatTheModelsReadDifferently) {
  const ScriptedRecognizer recognizer({"845.44", 0.99, "chi_sim"}, {"945.44", 0.99, "eng"});
  const Reading reading = read_with_tesseract({cell({5})}, recognizer, symbols()).front();
  EXPECT_LT(reading.confidence, 0.8);
  EXPECT_EQ(reading.candidates.size(), 2u);
}

TEST(ReadWithTesseract, ReadsAValueBrokenOverTwoLinesInOnePiece) {
  const ScriptedRecognizer recognizer({"深化改革", 0.99, "chi_sim"}, {});
  const Reading reading = read_with_tesseract({cell({7, 1})}, recognizer, symbols()).front();
  EXPECT_EQ(reading.text, "深化改革");
  ASSERT_EQ(recognizer.widths.size(), 1u);
  EXPECT_GT(recognizer.widths[0], 8 * 24);
}

TEST(ReadWithTesseract, ReadsAParagraphLineByLine) {
  const ScriptedRecognizer recognizer({"全面依法", 0.99, "chi_sim"}, {});
  const Reading reading = read_with_tesseract({cell({10, 10, 10, 10, 2})}, recognizer, symbols()).front();
  EXPECT_EQ(recognizer.shown[Script::text], 4);
  EXPECT_EQ(reading.text, "全面依法全面依法全面依法全面依法");
}

TEST(ReadWithTesseract, KeepsTheOrderOfThePlaces) {
  const ScriptedRecognizer recognizer({"人", 0.99, "chi_sim"}, {});
  const std::vector<Reading> readings = read_with_tesseract({cell({4}), CutPlace{}, cell({3})}, recognizer, symbols());
  ASSERT_EQ(readings.size(), 3u);
  EXPECT_TRUE(readings[0].has_ink);
  EXPECT_FALSE(readings[1].has_ink);
  EXPECT_TRUE(readings[2].has_ink);
}

}  // namespace
}  // namespace shenbao::extract
