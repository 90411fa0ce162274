#include "extract/read/read_snippets.h"

#include <gtest/gtest.h>

#include <string>

#include "support/drawn_cell.h"

namespace shenbao::extract {
namespace {

using test::drawn_cell;

/// Gives its texts one after the other, with less and less certainty, and remembers how wide the lines were.
class FixedTexts : public Recognizer {
 public:
  explicit FixedTexts(std::vector<std::string> texts) : texts_(std::move(texts)) {}

  std::vector<Recognized> read_lines(const std::vector<cv::Mat>& lines, Script script) const override {
    EXPECT_EQ(script, Script::text);
    std::vector<Recognized> read;
    for (const cv::Mat& line : lines) {
      widths.push_back(line.cols);
      read.push_back({texts_.at(read.size()), 0.9 - 0.1 * static_cast<double>(read.size())});
    }
    return read;
  }

  mutable std::vector<int> widths;

 private:
  std::vector<std::string> texts_;
};

TEST(ReadSnippets, ReadsEachLineOnceAndJoinsThoseOfAPlace) {
  const FixedTexts tesseract({"深 化", "改革", "845. 44"});
  const std::vector<Reading> readings =
      read_snippets({drawn_cell({7, 2}), CutPlace{}, drawn_cell({6})}, {nullptr, &tesseract, nullptr});
  ASSERT_EQ(readings.size(), 3u);
  EXPECT_EQ(readings[0].text, "深化改革");
  EXPECT_NEAR(readings[0].confidence, 0.8, 1e-9);
  EXPECT_EQ(readings[1], Reading{});
  EXPECT_TRUE(readings[2].has_ink);
  EXPECT_NEAR(readings[2].confidence, 0.7, 1e-9);
  EXPECT_EQ(readings[2].candidates.size(), 1u);
  ASSERT_EQ(tesseract.widths.size(), 3u);
  EXPECT_NEAR(tesseract.widths[0], (7 * 46 + 40 / 3) * 24.0 / 40.0, 12);
}

TEST(ReadSnippets, KeepsALineThatCannotBeReadAsInk) {
  const FixedTexts tesseract({""});
  const Reading reading = read_snippets({drawn_cell({4})}, {nullptr, &tesseract, nullptr}).front();
  EXPECT_TRUE(reading.has_ink);
  EXPECT_EQ(reading.text, "");
}

}  // namespace
}  // namespace shenbao::extract
