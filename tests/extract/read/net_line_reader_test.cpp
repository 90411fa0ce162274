#include "extract/read/net_line_reader.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "extract/read/look_alikes.h"
#include "support/source_tree.h"

namespace shenbao::extract {
namespace {

const std::string source_dir = test::source_path("");
const std::string features = source_dir + "/models/line_features.onnx";
const std::string classes = source_dir + "/models/line_classes.onnx";
const std::string names = source_dir + "/models/line_classes.txt";

const std::vector<std::string> printed = {
    "岫岩满族自治县司法局", "≥95%", "年度预算收入（万元）",       "1375.40",
    "2021年12月",           "≤3",   "项目（政策）绩效目标申报表", "瓦房店市、庄河市"};

const NetLineReader& reader() {
  static const NetLineReader instance(features, classes, names);
  return instance;
}

/// Drawn by models/training/test_lines.py: `row` is the font, one of three that no training saw.
cv::Mat line_at(int row, std::size_t column) {
  return cv::imread(source_dir + "/tests/support/glyphs/lines/" + std::to_string(row) + std::to_string(column) + ".png",
                    cv::IMREAD_GRAYSCALE);
}

std::string text(LineReading reading) {
  settle_look_alikes(reading);
  std::string text;
  for (const LineCharacter& character : reading.characters) text += plain_form(character.text);
  return text;
}

std::string plain(const std::string& whole) {
  LineReading reading;
  for (std::size_t i = 0; i < whole.size();) {
    const auto lead = static_cast<unsigned char>(whole[i]);
    const std::size_t length = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
    reading.characters.push_back({whole.substr(i, length), 1.0, {}, 0.0});
    i += length;
  }
  return text(reading);
}

TEST(NetLineReader, ReadsLinesOfThreeFontsThatItNeverSaw) {
  for (int row = 0; row < 3; ++row) {
    for (std::size_t column = 0; column < printed.size(); ++column) {
      EXPECT_EQ(text(reader().read_lines({line_at(row, column)}).front()), plain(printed[column])) << "row " << row;
    }
  }
}

TEST(NetLineReader, ReadsALineTheSameInAnyCompany) {
  std::vector<cv::Mat> lines;
  for (std::size_t column = 0; column < printed.size(); ++column) lines.push_back(line_at(2, column));
  const std::vector<LineReading> together = reader().read_lines(lines);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    const LineReading alone = reader().read_lines({lines[i]}).front();
    ASSERT_EQ(alone.characters.size(), together[i].characters.size());
    for (std::size_t k = 0; k < alone.characters.size(); ++k) {
      EXPECT_EQ(alone.characters[k].text, together[i].characters[k].text);
      EXPECT_EQ(alone.characters[k].confidence, together[i].characters[k].confidence);
    }
  }
}

TEST(NetLineReader, PlacesEachCharacterWhereItIsPrinted) {
  const LineReading reading = reader().read_lines({line_at(2, 0)}).front();
  ASSERT_EQ(reading.characters.size(), 10u);
  for (std::size_t i = 0; i < 10; ++i)
    EXPECT_NEAR(reading.characters[i].x, 6.0 + 28.0 * (static_cast<double>(i) + 0.5), 7.0);
}

TEST(NetLineReader, SeesNothingOnPaper) {
  const LineReading reading = reader().read_lines({cv::Mat(32, 200, CV_8UC1, cv::Scalar(250))}).front();
  EXPECT_TRUE(reading.characters.empty());
}

TEST(NetLineReader, GivesNothingForAnEmptyLine) {
  EXPECT_TRUE(reader().read_lines({cv::Mat()}).front().characters.empty());
  EXPECT_TRUE(reader().read_lines({}).empty());
}

TEST(NetLineReader, GivesProbabilitiesBestFirst) {
  const LineReading reading = reader().read_lines({line_at(0, 0)}).front();
  for (const LineCharacter& character : reading.characters) {
    double before = character.confidence, sum = character.confidence;
    for (const auto& [other, probability] : character.others) {
      EXPECT_LE(probability, before);
      before = probability;
      sum += probability;
    }
    EXPECT_LE(sum, 1.0 + 1e-6);
  }
}

/// Hanzi of two fonts; `mixed`: each with the right half of another, which makes one that no one knows.
std::vector<cv::Mat> hanzi(bool mixed) {
  constexpr int side = 48, count = 30, fonts = 2;
  const cv::Mat all = cv::imread(source_dir + "/tests/support/glyphs/hanzi.png", cv::IMREAD_GRAYSCALE);
  std::vector<cv::Mat> lines;
  for (int font = 0; font < fonts; ++font) {
    for (int i = 0; i < count; ++i) {
      cv::Mat glyph = all(cv::Rect(side * i, side * font, side, side)).clone();
      const int other = mixed ? (i + 7) % count : i;
      all(cv::Rect(side * other + side / 2, side * font, side / 2, side)).copyTo(glyph.colRange(side / 2, side));
      cv::resize(glyph, glyph, {}, 0.75, 0.75, cv::INTER_AREA);
      lines.push_back(glyph);
    }
  }
  return lines;
}

int count_sure(const std::vector<cv::Mat>& lines) {
  int sure = 0;
  for (const LineReading& reading : reader().read_lines(lines)) {
    sure += std::any_of(reading.characters.begin(), reading.characters.end(),
                        [](const LineCharacter& character) { return character.confidence > 0.99; });
  }
  return sure;
}

TEST(NetLineReader, IsSeldomSureOfAHanziThatItDoesNotKnow) {
  EXPECT_GE(count_sure(hanzi(false)), 58) << "of 60 that it knows";
  EXPECT_LE(count_sure(hanzi(true)), 4) << "of 60 that nobody knows";
}

TEST(NetLineReader, RefusesAModelThatIsMissingOrOfAnotherJob) {
  EXPECT_THROW(NetLineReader("nowhere.onnx", classes, names), std::runtime_error);
  EXPECT_THROW(NetLineReader(features, classes, "nowhere.txt"), std::runtime_error);
  EXPECT_THROW(NetLineReader(source_dir + "/models/orientation.onnx", classes, names), std::runtime_error);
  EXPECT_THROW(NetLineReader(features, classes, source_dir + "/models/calibration.json"), std::runtime_error);
}

TEST(NetLineReader, RefusesAColourPicture) {
  EXPECT_THROW(reader().read_lines({cv::Mat(32, 60, CV_8UC3)}), std::invalid_argument);
}

}  // namespace
}  // namespace shenbao::extract
