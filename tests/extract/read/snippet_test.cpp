#include "extract/read/snippet.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "extract/read/net_line_reader.h"
#include "support/source_tree.h"

namespace shenbao::extract {
namespace {

constexpr int hanzi = 32;

/// A cell of two lines with four hanzi each.
layout::Page two_lines() {
  layout::Page page;
  page.dpi = 200;
  page.ink = cv::Mat::zeros(110, 300, CV_8UC1);
  for (int line = 0; line < 2; ++line) {
    for (int i = 0; i < 4; ++i) {
      cv::rectangle(page.ink, cv::Rect(40 + 38 * i, 18 + 40 * line, 30, 30), 255, 4);
    }
  }
  page.gray = cv::Mat(page.ink.size(), CV_8UC1, cv::Scalar(240));
  page.gray.setTo(30, page.ink);
  return page;
}

Snippet cut(layout::Page page) {
  page.gray.setTo(30, page.ink);
  return cut_snippet(page, layout::Quad{{layout::Point{0, 0}, {300, 0}, {300, 110}, {0, 110}}}, true, hanzi);
}

TEST(CutSnippet, FindsTheLinesOfACell) {
  const Snippet snippet = cut(two_lines());

  EXPECT_EQ(snippet.lines.size(), 2u);
  EXPECT_TRUE(snippet.doubts.empty());
}

TEST(UsualGlyphHeight, PassesOverWhatIsLeftOfBlurredRulings) {
  layout::Page page = two_lines();
  cv::rectangle(page.ink, cv::Rect(0, 0, 300, 110), 255, 15);  // eight pixels of it lie within

  EXPECT_NEAR(usual_glyph_height(page, {layout::to_quad({0, 0, 300, 110}), layout::to_quad({30, 8, 200, 104})}), 34, 2);
}

TEST(CutSnippet, PassesOverSpecks) {
  layout::Page page = two_lines();
  cv::rectangle(page.ink, cv::Rect(250, 30, 4, 4), 255, cv::FILLED);
  const Snippet snippet = cut(page);

  ASSERT_EQ(snippet.lines.size(), 2u);
  EXPECT_LT(snippet.lines[0].right, 200);
  EXPECT_TRUE(snippet.doubts.empty());
}

TEST(CutSnippet, SaysWhereInkIsLeftThatNoLineHolds) {
  layout::Page page = two_lines();
  cv::rectangle(page.ink, cv::Rect(215, 14, 8, 80), 255, cv::FILLED);  // a bracket over both lines

  EXPECT_EQ(cut(page).doubts, std::vector<Doubt>{Doubt::unread_ink});
}

TEST(CutSnippet, SaysWhereACellCutsAGlyph) {
  layout::Page page = two_lines();
  cv::rectangle(page.ink, cv::Rect(284, 18, 30, 30), 255, 4);

  EXPECT_EQ(cut(page).doubts, std::vector<Doubt>{Doubt::beside_ruling});
}

TEST(CutSnippet, IsBlankWithoutInk) {
  layout::Page page = two_lines();
  page.ink.setTo(0);
  page.gray.setTo(240);
  cv::rectangle(page.gray, cv::Rect(100, 40, 60, 30), 180, cv::FILLED);  // a shade

  EXPECT_TRUE(cut(page).lines.empty());
}

TEST(CutSnippet, AsksTheGrayWhereThePictureOfInkShowsNothing) {
  layout::Page page = two_lines();
  page.ink.setTo(0);
  EXPECT_EQ(cut(page).lines.size(), 2u);

  layout::Seal seal;
  seal.quad = layout::to_quad({20, 10, 200, 100});
  page.seals = {seal};
  EXPECT_TRUE(cut(page).lines.empty());
}

TEST(CutSnippet, CutsHanziThatTouchAboveOneAnother) {
  layout::Page page;
  page.dpi = 200;
  page.ink = cv::Mat::zeros(180, 60, CV_8UC1);
  for (int i = 0; i < 4; ++i) cv::rectangle(page.ink, cv::Rect(15, 20 + 32 * i, 30, 33), 255, 4);
  page.gray = cv::Mat(page.ink.size(), CV_8UC1, cv::Scalar(240));
  page.gray.setTo(30, page.ink);

  const Snippet snippet = cut_snippet(page, layout::to_quad({0, 0, 60, 180}), true, hanzi);

  ASSERT_EQ(snippet.lines.size(), 4u);
  for (int i = 0; i < 4; ++i) {
    EXPECT_NEAR(snippet.lines[static_cast<std::size_t>(i)].top, 20 + 32 * i, 6);
    EXPECT_NEAR(snippet.lines[static_cast<std::size_t>(i)].bottom, 52 + 32 * i, 6);
  }
}

/// What is read of `count` hanzi of a font, from the `first` on, one above the other and `pitch` pixels apart.
std::string read_column(int font, int first, int count, int pitch) {
  constexpr int side = 48;
  const cv::Mat glyphs = cv::imread(test::source_path("tests/support/glyphs/hanzi.png"), cv::IMREAD_GRAYSCALE);
  layout::Page page;
  page.dpi = 200;
  page.gray = cv::Mat(60 + pitch * count, 100, CV_8UC1, cv::Scalar(255));
  for (int i = 0; i < count; ++i) {
    cv::Mat place = page.gray(cv::Rect(26, 20 + pitch * i, side, side));
    place = cv::min(place, glyphs(cv::Rect(side * (first + i), side * font, side, side)));
  }
  page.ink = page.gray < 128;
  const Snippet snippet = cut_snippet(page, layout::to_quad({0, 0, page.gray.cols, page.gray.rows}), true, 36);
  const std::string models = test::source_path("models/");
  static const NetLineReader reader(models + "line_features.onnx", models + "line_classes.onnx",
                                    models + "line_classes.txt");
  const LineReading reading =
      reader.read_lines({frame_lines(snippet, snippet.lines, 36, LineReader::kHanzi, 0.12)}).front();
  return reading.text(0, reading.characters.size());
}

TEST(CutSnippet, ReadsAColumnOfHanziThatTouchOrStandApart) {
  for (const int pitch : {36, 38, 48}) {
    EXPECT_EQ(read_column(0, 16, 6, pitch), "年度预算资金") << pitch;
    EXPECT_EQ(read_column(0, 24, 6, pitch), "项目支出基本") << pitch;
    EXPECT_EQ(read_column(1, 0, 5, pitch), "工资福利商") << pitch;
    EXPECT_EQ(read_column(1, 9, 5, pitch), "对个人家庭") << pitch;
  }
}

}  // namespace
}  // namespace shenbao::extract
