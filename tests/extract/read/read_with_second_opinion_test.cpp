#include "extract/read/read_with_second_opinion.h"

#include <gtest/gtest.h>

#include <cmath>
#include <opencv2/imgproc.hpp>
#include <string>

#include "extract/read/read_snippets.h"
#include "support/drawn_cell.h"

namespace shenbao::extract {
namespace {

using test::drawn_cell;

/// Gives every line the same characters.
class FixedLines : public LineReader {
 public:
  explicit FixedLines(std::vector<LineCharacter> characters) : characters_(std::move(characters)) {}

  std::vector<LineReading> read_lines(const std::vector<cv::Mat>& lines) const override {
    return std::vector<LineReading>(lines.size(), LineReading{characters_, 0.0});
  }

 private:
  std::vector<LineCharacter> characters_;
};

class FixedTesseract : public Recognizer {
 public:
  FixedTesseract(std::string text, std::string digits) : text_(std::move(text)), digits_(std::move(digits)) {}

  std::vector<Recognized> read_lines(const std::vector<cv::Mat>& lines, Script script) const override {
    asked += static_cast<int>(lines.size());
    for (const cv::Mat& line : lines) widths.push_back(line.cols);
    return std::vector<Recognized>(lines.size(), Recognized{script == Script::digits ? digits_ : text_, 0.9});
  }

  mutable int asked = 0;
  mutable std::vector<int> widths;

 private:
  std::string text_, digits_;
};

/// Sure of lines whose ink is as high as hanzi shall be, and of no other.
class SizedLines : public LineReader {
 public:
  std::vector<LineReading> read_lines(const std::vector<cv::Mat>& lines) const override {
    std::vector<LineReading> readings;
    for (const cv::Mat& line : lines) {
      const bool right = std::abs(cv::boundingRect(line < 128).height - kHanzi) <= 2;
      readings.push_back({{{right ? "固" : "口", right ? 1.0 : 0.95, {}, 16.0}}, 0.0});
    }
    return readings;
  }
};

/// Sees the last figure of a line only where the line is drawn out.
class NarrowFigures : public LineReader {
 public:
  std::vector<LineReading> read_lines(const std::vector<cv::Mat>& lines) const override {
    std::vector<LineReading> readings;
    for (const cv::Mat& line : lines) {
      LineReading reading;
      const std::string seen = line.cols > 5 * kHanzi ? "5937" : "593";
      for (const char c : seen) reading.characters.push_back({std::string(1, c), 0.95, {}, 16.0});
      readings.push_back(std::move(reading));
    }
    return readings;
  }
};

/// A reading is as likely right as it says; a second one that agrees makes it surer.
const Calibration& calibration() {
  static const Calibration made{{{0.0, 0.0}, {0.99, 0.99}, {0.9985, 0.9985}, {1.0, 1.0}},
                                {{0.0, 0.9}, {0.99, 0.998}, {1.0, 1.0}},
                                {{0.0, 0.0}, {1.0, 0.9}},
                                {{0.0, 0.8}, {1.0, 0.8}},
                                {{0.0, 0.5}, {1.0, 0.1}},
                                0.6};
  return made;
}

std::vector<LineCharacter> characters(const std::vector<std::string>& texts, double confidence) {
  std::vector<LineCharacter> made;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    made.push_back({texts[i], confidence, {}, 3.0 + 29.9 * (static_cast<double>(i) + 0.4)});
  }
  return made;
}

Reading read(const CutPlace& place, const LineReader& lines, const Recognizer* tesseract) {
  return read_with_second_opinion({place}, lines, tesseract, calibration()).front();
}

TEST(ReadWithSecondOpinion, SpendsNothingOnBlankPlaces) {
  const FixedLines lines(characters({"人"}, 1.0));
  const FixedTesseract tesseract("人", "");
  const Reading reading = read(CutPlace{}, lines, &tesseract);
  EXPECT_FALSE(reading.has_ink);
  EXPECT_EQ(tesseract.asked, 0);
}

TEST(ReadWithSecondOpinion, AsksTesseractOnlyWhereTheLineReaderDoubts) {
  const FixedTesseract tesseract("重点工作", "");
  EXPECT_EQ(read(drawn_cell({4}), FixedLines(characters({"重", "点", "工", "作"}, 1.0)), &tesseract).text, "重点工作");
  EXPECT_EQ(tesseract.asked, 0);
  EXPECT_EQ(read(drawn_cell({4}), FixedLines(characters({"重", "点", "工", "作"}, 0.9)), &tesseract).text, "重点工作");
  EXPECT_EQ(tesseract.asked, 1);
}

TEST(ReadWithSecondOpinion, AsksTesseractAboutTheDoubtfulPartOfALine) {
  const FixedTesseract tesseract("绩效目标及实施计", "");
  std::vector<LineCharacter> line = characters({"项", "目", "绩", "效", "目", "标", "及", "实", "施", "计", "划"}, 1.0);
  line[9].confidence = 0.8;
  const Reading reading = read(drawn_cell({11}), FixedLines(line), &tesseract);
  EXPECT_EQ(reading.text, "项目绩效目标及实施计划");
  ASSERT_EQ(tesseract.widths.size(), 1u);
  EXPECT_NEAR(tesseract.widths[0], (6 * 46 + 40 / 3.0) * 24.0 / 40.0, 12);
}

TEST(ReadWithSecondOpinion, AgreementMakesADoubtfulReadingSurer) {
  const FixedLines lines(characters({"重", "点", "工", "作"}, 0.9));
  const FixedTesseract same("重点工作", ""), other("里占二乍", "");
  EXPECT_GT(read(drawn_cell({4}), lines, &same).confidence, read(drawn_cell({4}), lines, nullptr).confidence);
  EXPECT_LT(read(drawn_cell({4}), lines, &other).confidence, read(drawn_cell({4}), lines, nullptr).confidence);
}

TEST(ReadWithSecondOpinion, WritingOfAnotherSizeThanThePagesIsReadAtItsOwn) {
  CutPlace place = drawn_cell({4});
  EXPECT_EQ(read(place, SizedLines(), nullptr).text, "固");
  for (const double usual : {64.0, 28.0}) {
    place.glyph_height = usual;
    EXPECT_EQ(read(place, SizedLines(), nullptr).text, "固") << usual;
  }
  place.glyph_height = 52.0;  // as low as figures are beside hanzi
  EXPECT_EQ(read(place, SizedLines(), nullptr).text, "口");
}

TEST(ReadWithSecondOpinion, AFigureIsReadAgainSoonerThanAWord) {
  const FixedTesseract tesseract("重点工作日期", "845.44");
  const double certainty = 0.998;
  EXPECT_EQ(
      read(drawn_cell({6}), FixedLines(characters({"重", "点", "工", "作", "日", "期"}, certainty)), &tesseract).text,
      "重点工作日期");
  EXPECT_EQ(tesseract.asked, 0);
  EXPECT_EQ(read(drawn_cell({6}), FixedLines(characters({"8", "4", "5", ".", "4", "4"}, certainty)), &tesseract).text,
            "845.44");
  EXPECT_EQ(tesseract.asked, 1);
}

TEST(ReadWithSecondOpinion, NarrowFiguresThatRanTogetherAreReadAgainDrawnOut) {
  const NarrowFigures lines;
  const FixedTesseract agrees("", "5937"), other("", "59871");
  const Reading reading = read(drawn_cell({4}), lines, &agrees);
  EXPECT_EQ(reading.text, "5937");
  EXPECT_GT(reading.confidence, 0.9);
  EXPECT_EQ(read(drawn_cell({4}), lines, &other).text, "593");
}

TEST(ReadWithSecondOpinion, ShowsTesseractNoSignsThatItDoesNotKnow) {
  const FixedTesseract tesseract("", "95");
  const Reading reading = read(drawn_cell({4}), FixedLines(characters({"≥", "9", "5", "%"}, 0.99)), &tesseract);
  EXPECT_EQ(reading.text, "≥95%");
  EXPECT_GE(reading.confidence, 0.95);
  ASSERT_EQ(tesseract.widths.size(), 1u);
  EXPECT_NEAR(tesseract.widths[0], (2 * 46 + 40 / 3.0) * 36.0 / 40.0, 20);
}

TEST(ReadWithSecondOpinion, OneValueOverTwoLinesIsOneReading) {
  const FixedTesseract tesseract("", "");
  EXPECT_EQ(read(drawn_cell({4, 4}), FixedLines(characters({"重", "点", "工", "作"}, 1.0)), &tesseract).text,
            "重点工作重点工作");
}

TEST(ReadWithSecondOpinion, WithoutTesseractEachLineIsReadOnce) {
  const Reading reading = read(drawn_cell({4}), FixedLines(characters({"重", "点", "工", "作"}, 0.5)), nullptr);
  EXPECT_EQ(reading.text, "重点工作");
  EXPECT_LT(reading.confidence, 0.5);
}

TEST(ReadSnippets, DoubtsAPlaceThatAStampDamaged) {
  const FixedLines lines(characters({"重", "点", "工", "作"}, 1.0));
  const Readers readers{&lines, nullptr, &calibration()};
  CutPlace place = drawn_cell({4});
  EXPECT_TRUE(reads_well(read_snippets({place}, readers).front(), 0.9));
  place.snippet.doubts = {Doubt::below_seal};
  const Reading reading = read_snippets({place}, readers).front();
  EXPECT_FALSE(reads_well(reading, 0.9));
  EXPECT_EQ(reading.doubts, std::vector<Doubt>{Doubt::below_seal});
}

}  // namespace
}  // namespace shenbao::extract
