#include "extract/read/read_with_tesseract.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "support/drawn_cell.h"

namespace shenbao::extract {
namespace {

using test::drawn_cell;
using test::shipped_symbols;

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

TEST(ReadWithTesseract, SpendsNothingOnBlankPlaces) {
  const ScriptedRecognizer recognizer({"人", 0.99, "chi_sim"}, {});
  const std::vector<Reading> readings = read_with_tesseract({CutPlace{}}, recognizer, shipped_symbols());
  ASSERT_EQ(readings.size(), 1u);
  EXPECT_FALSE(readings[0].has_ink);
  EXPECT_EQ(readings[0].text, "");
  EXPECT_TRUE(recognizer.shown.empty());
}

TEST(ReadWithTesseract, ReadsACertainTextOnce) {
  const ScriptedRecognizer recognizer({"重点工作", 0.99, "chi_sim"}, {});
  const Reading reading = read_with_tesseract({drawn_cell({4})}, recognizer, shipped_symbols()).front();
  EXPECT_EQ(reading.text, "重点工作");
  EXPECT_GE(reading.confidence, 0.95);
  EXPECT_EQ(recognizer.shown[Script::text], 1);
}

TEST(ReadWithTesseract, ReadsADoubtfulTextAgain) {
  const ScriptedRecognizer recognizer({"重点工作", 0.6, "chi_sim"}, {});
  const Reading reading = read_with_tesseract({drawn_cell({4})}, recognizer, shipped_symbols()).front();
  EXPECT_EQ(recognizer.shown[Script::text], 2);
  EXPECT_LT(reading.confidence, 0.9);
}

TEST(ReadWithTesseract, AsksTheDigitsModelForEveryFigure) {
  const ScriptedRecognizer recognizer({"845.44", 0.99, "chi_sim"}, {"845.44", 0.9, "eng"});
  const Reading reading = read_with_tesseract({drawn_cell({5})}, recognizer, shipped_symbols()).front();
  EXPECT_EQ(recognizer.shown[Script::digits], 1);
  EXPECT_EQ(reading.text, "845.44");
  EXPECT_GE(reading.confidence, 0.95);
}

TEST(ReadWithTesseract, IsNotSureOfAFigureThatTheModelsReadDifferently) {
  const ScriptedRecognizer recognizer({"845.44", 0.99, "chi_sim"}, {"945.44", 0.99, "eng"});
  const Reading reading = read_with_tesseract({drawn_cell({5})}, recognizer, shipped_symbols()).front();
  EXPECT_LT(reading.confidence, 0.8);
  EXPECT_EQ(reading.candidates.size(), 2u);
}

TEST(ReadWithTesseract, ReadsAValueBrokenOverTwoLinesInOnePiece) {
  const ScriptedRecognizer recognizer({"深化改革", 0.99, "chi_sim"}, {});
  const Reading reading = read_with_tesseract({drawn_cell({7, 1})}, recognizer, shipped_symbols()).front();
  EXPECT_EQ(reading.text, "深化改革");
  ASSERT_EQ(recognizer.widths.size(), 1u);
  EXPECT_GT(recognizer.widths[0], 8 * 24);
}

TEST(ReadWithTesseract, ReadsAParagraphLineByLine) {
  const ScriptedRecognizer recognizer({"全面依法", 0.99, "chi_sim"}, {});
  const Reading reading = read_with_tesseract({drawn_cell({10, 10, 10, 10, 2})}, recognizer, shipped_symbols()).front();
  EXPECT_EQ(recognizer.shown[Script::text], 4);
  EXPECT_EQ(reading.text, "全面依法全面依法全面依法全面依法");
}

TEST(ReadWithTesseract, KeepsTheOrderOfThePlaces) {
  const ScriptedRecognizer recognizer({"人", 0.99, "chi_sim"}, {});
  const std::vector<Reading> readings =
      read_with_tesseract({drawn_cell({4}), CutPlace{}, drawn_cell({3})}, recognizer, shipped_symbols());
  ASSERT_EQ(readings.size(), 3u);
  EXPECT_TRUE(readings[0].has_ink);
  EXPECT_FALSE(readings[1].has_ink);
  EXPECT_TRUE(readings[2].has_ink);
}

}  // namespace
}  // namespace shenbao::extract
