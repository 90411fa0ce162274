#include "extract/read/read_text.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>

#include "extract/read/net_line_reader.h"
#include "extract/text/utf8.h"
#include "support/source_tree.h"

namespace shenbao::extract {
namespace {

constexpr int side = 420;  // of the page, pixels

/// A drawn line of one of three fonts that no net was trained on.
cv::Mat line_at(int font, int text) {
  const std::string name = std::to_string(font) + std::to_string(text) + ".png";
  return cv::imread(test::source_path("tests/support/glyphs/lines/") + name, cv::IMREAD_GRAYSCALE);
}

/// A page with two cells: a line of words as it is, and one turned.
layout::Page page_with(int font, const cv::Mat& line, std::optional<cv::RotateFlags> turn) {
  layout::Page page;
  page.page_no = 1;
  page.dpi = 160;
  page.scan_width = page.scan_height = side;
  page.gray = cv::Mat(side, side, CV_8UC1, cv::Scalar(255));
  const cv::Mat words = line_at(font, 6);
  words.copyTo(page.gray(cv::Rect(5, 20, words.cols, words.rows)));
  cv::Mat turned = line;
  if (turn) cv::rotate(line, turned, *turn);
  turned.copyTo(page.gray(cv::Rect(20, 100, turned.cols, turned.rows)));
  page.ink = page.gray < 128;
  return page;
}

Reading read_second_cell(const layout::Page& page, const Recognizer* tesseract = nullptr) {
  const std::string models = test::source_path("models/");
  static const NetLineReader lines(models + "line_features.onnx", models + "line_classes.onnx",
                                   models + "line_classes.txt");
  static const Calibration calibration = load_calibration(models + "calibration.json");
  layout::PageLayout page_layout;
  layout::TableGrid table;
  table.rows = 2;
  table.cols = 1;
  table.cells = {{0, 0, 1, 1, layout::to_quad({0, 0, side, 80}), false},
                 {1, 0, 1, 1, layout::to_quad({0, 80, side, side}), false}};
  table.quad = layout::to_quad({0, 0, side, side});
  page_layout.tables = {table};
  return read_text(page, page_layout, {&lines, tesseract, &calibration}).tables[0].cells[1].reading;
}

TEST(ReadText, ReadsALineThatLiesOnItsSide) {
  for (int font = 0; font < 3; ++font) {
    const cv::Mat line = line_at(font, 2);
    for (const auto turn : {std::optional<cv::RotateFlags>(), std::optional(cv::ROTATE_90_CLOCKWISE),
                            std::optional(cv::ROTATE_90_COUNTERCLOCKWISE)}) {
      const Reading reading = read_second_cell(page_with(font, line, turn));
      EXPECT_EQ(reading.text, "年度预算收入（万元）") << font;
      EXPECT_GT(reading.confidence, 0.9) << font;
    }
  }
}

TEST(ReadText, IsNotSureOfFiguresThatAreOthersTheOtherWayUp) {
  cv::Mat line(32, 140, CV_8UC1, cv::Scalar(255));
  cv::putText(line, "668968", {8, 26}, cv::FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, cv::LINE_AA);

  const Reading reading = read_second_cell(page_with(0, line, cv::ROTATE_90_CLOCKWISE));

  EXPECT_TRUE(reading.text == "668968" || reading.text == "896899") << reading.text;
  EXPECT_LT(reading.confidence, 0.6);
}

/// Answers nothing and counts how often it is asked.
class SilentRecognizer : public Recognizer {
 public:
  std::vector<Recognized> read_lines(const std::vector<cv::Mat>& shown, Script) const override {
    lines += shown.size();
    return std::vector<Recognized>(shown.size());
  }
  mutable std::size_t lines = 0;  ///< shown so far
};

TEST(ReadText, TakesTheFilesOwnTextForTheSecondOpinionWhereItIsWhatIsPrinted) {
  cv::Mat figures(32, 140, CV_8UC1, cv::Scalar(255));
  cv::putText(figures, "B8", {8, 26}, cv::FONT_HERSHEY_SIMPLEX, 0.9, 0, 2, cv::LINE_AA);
  cv::GaussianBlur(figures, figures, {}, 2.2);  // not surely read
  layout::Page page = page_with(0, figures, {});
  const auto state = [&page](const std::string& text, double x, double y) {
    for (const char32_t c : to_utf32(text)) page.stated.push_back({c, {x += 20, y}});
  };
  const SilentRecognizer asked, not_asked;
  state("B8", 20, 115);
  EXPECT_FALSE(
      reads_well(read_second_cell(page, &asked), 0.9));  // no sure line shows that the file says what is printed
  EXPECT_GT(asked.lines, 0U);

  state("项目（政策）绩效目标申报表", 5, 40);
  const Reading told = read_second_cell(page, &not_asked);
  EXPECT_EQ(told.text, "B8");
  EXPECT_TRUE(reads_well(told, 0.9));
  EXPECT_EQ(not_asked.lines, 0U);

  page.stated.clear();
  state("B8", 20, 115);
  state("完全是别的文字", 5, 40);
  EXPECT_FALSE(reads_well(read_second_cell(page, &asked), 0.9));
}

TEST(ReadText, DoubtsWhatMayBeAGlyphsFootOrAnUnderline) {
  const auto doubts_with_stroke_at = [](int below) {
    layout::Page page = page_with(0, cv::Mat(10, 10, CV_8UC1, cv::Scalar(255)), {});
    const int words = line_at(0, 6).cols, middle = 40, other_middle = 80 + (side - 80) / 2;
    cv::rectangle(page.gray, cv::Rect(5, middle + 17, words, 2), 0, cv::FILLED);
    cv::rectangle(page.gray, cv::Rect(180, other_middle, 20, 3), 0, cv::FILLED);  // 一 underlined, or 二
    cv::rectangle(page.gray, cv::Rect(176, other_middle + below, 28, 2), 0, cv::FILLED);
    page.ink = page.gray < 128;
    return read_second_cell(page).doubts;
  };
  EXPECT_EQ(doubts_with_stroke_at(17), std::vector<Doubt>{});
  EXPECT_EQ(doubts_with_stroke_at(14), std::vector<Doubt>{Doubt::beside_ruling});
}

}  // namespace
}  // namespace shenbao::extract
