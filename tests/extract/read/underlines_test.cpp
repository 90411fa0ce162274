#include "extract/read/underlines.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <string>

#include "extract/read/net_line_reader.h"
#include "extract/read/snippet.h"
#include "support/source_tree.h"

namespace shenbao::extract {
namespace {

constexpr int hanzi = 32;
constexpr int left = 20, foot = 60;  // of the first glyph

void draw(cv::Mat& ink, int x, int y, int width, int height) {
  cv::rectangle(ink, cv::Rect(x, y, width, height), 255, cv::FILLED);
}

/// A cell with so many boxes of two strokes each where glyphs would stand.
cv::Mat writing(int glyphs) {
  cv::Mat ink = cv::Mat::zeros(110, 400, CV_8UC1);
  for (int i = 0; i < glyphs; ++i) {
    cv::rectangle(ink, cv::Rect(left + 36 * i, foot - 30, 30, 30), 255, 3);
    draw(ink, left + 36 * i + 13, foot - 30, 3, 30);
  }
  return ink;
}

UnderlinesCleared clear(const cv::Mat& ink, const std::vector<int>& known = {}) {
  return clear_underlines(ink, hanzi, known);
}

bool same(const cv::Mat& a, const cv::Mat& b) { return cv::norm(a, b, cv::NORM_INF) == 0; }

TEST(ClearUnderlines, LeavesWritingAlone) {
  const UnderlinesCleared cleared = clear(writing(5));

  EXPECT_TRUE(same(cleared.ink, writing(5)));
  EXPECT_TRUE(cleared.levels.empty());
  EXPECT_FALSE(cleared.doubtful);
}

TEST(ClearUnderlines, TakesOutAStrokeBelowTheWriting) {
  cv::Mat ink = writing(5);
  draw(ink, left - 4, foot + 4, 186, 2);
  const UnderlinesCleared cleared = clear(ink);

  EXPECT_TRUE(same(cleared.ink, writing(5)));
  EXPECT_EQ(cleared.levels, std::vector<int>{foot + 5});
  EXPECT_FALSE(cleared.doubtful);
}

TEST(ClearUnderlines, TakesOutOneThatLeans) {
  cv::Mat ink = writing(5);
  cv::line(ink, {left - 4, foot + 5}, {left + 180, foot + 8}, 255, 2);

  EXPECT_TRUE(same(clear(ink).ink, writing(5)));
}

TEST(ClearUnderlines, KeepsTheGlyphsThatTouchItAndGoThroughIt) {
  cv::Mat ink = writing(7);
  draw(ink, left - 4, foot, 258, 2);
  draw(ink, left + 50, foot, 3, 6);  // a tail
  const cv::Mat cleared = clear(ink).ink;

  EXPECT_TRUE(same(cleared.rowRange(0, foot), writing(7).rowRange(0, foot)));
  EXPECT_EQ(cv::countNonZero(cleared.rowRange(foot, cleared.rows)), 3 * 6);
}

TEST(ClearUnderlines, KeepsABlankToBeFilledInAndADash) {
  cv::Mat ink = writing(3);
  draw(ink, left + 120, foot, 120, 2);
  draw(ink, left + 260, foot - 16, 80, 2);

  EXPECT_TRUE(same(clear(ink).ink, ink));
}

TEST(ClearUnderlines, LeavesAStrokeInTheFirstRow) {
  cv::Mat ink = writing(5);
  draw(ink, left, 0, 200, 1);

  EXPECT_TRUE(same(clear(ink).ink, ink));
}

TEST(ClearUnderlines, KeepsTheFeetOfNeighboursThatRanTogether) {
  cv::Mat ink = writing(5);
  draw(ink, left + 36, foot - 3, 66, 3);

  EXPECT_TRUE(same(clear(ink).ink, ink));
}

TEST(ClearUnderlines, KeepsTheFeetOfAWordUnlessOthersStandOnUnderlines) {
  cv::Mat ink = cv::Mat::zeros(110, 400, CV_8UC1);
  for (int i = 0; i < 3; ++i) draw(ink, left + 36 * i + 11, foot - 30, 8, 30);
  const cv::Mat stems = ink.clone();
  draw(ink, left - 2, foot, 106, 3);  // 土工业, in worn print

  EXPECT_TRUE(same(clear(ink).ink, ink));
  EXPECT_TRUE(same(clear(ink, {foot + 200}).ink, stems));
}

TEST(ClearUnderlines, DoubtsWhatIsStruckOut) {
  cv::Mat ink = writing(5);
  draw(ink, left - 4, foot - 18, 186, 2);
  const UnderlinesCleared cleared = clear(ink);

  EXPECT_TRUE(same(cleared.ink, ink));
  EXPECT_TRUE(cleared.doubtful);
}

TEST(ClearUnderlines, DoubtsAStrokeFromEdgeToEdge) {
  cv::Mat ink = writing(5);
  draw(ink, 0, foot + 6, ink.cols, 2);

  EXPECT_TRUE(clear(ink).doubtful);
}

TEST(ClearUnderlines, TakesOutAShortOneWhereTheWritingBesideStandsOnOne) {
  cv::Mat equals = cv::Mat::zeros(110, 400, CV_8UC1);
  draw(equals, left, foot - 16, 18, 2);
  draw(equals, left, foot - 9, 18, 2);
  cv::Mat ink = equals.clone();
  draw(ink, left - 1, foot + 4, 20, 2);

  EXPECT_TRUE(same(clear(ink).ink, ink)) << "三, for all one knows";
  EXPECT_TRUE(same(clear(ink, {foot + 5}).ink, equals));
  EXPECT_FALSE(clear(ink, {foot + 5}).doubtful);
}

TEST(ClearUnderlines, DoubtsWhatMayBeTheFootOfALoneGlyph) {
  cv::Mat ink = cv::Mat::zeros(110, 400, CV_8UC1);
  draw(ink, left + 11, foot - 30, 8, 30);
  draw(ink, left - 1, foot, 32, 3);  // ⊥

  EXPECT_TRUE(clear(ink, {foot + 1}).may_be_foot);
  EXPECT_FALSE(clear(writing(5), {foot - 2}).may_be_foot) << "others stand beside it";
}

TEST(ClearUnderlines, LeavesTheRoundFootOfAFigureThatRunsIntoOne) {
  cv::Mat figure = cv::Mat::zeros(110, 400, CV_8UC1);
  cv::ellipse(figure, {left + 10, foot - 10}, {7, 12}, 0, 0, 360, 255, 3);
  cv::Mat ink = figure.clone();
  draw(ink, left, foot + 3, 20, 3);
  const UnderlinesCleared cleared = clear(ink, {foot + 4});

  EXPECT_EQ(cleared.levels.size(), 1u);
  EXPECT_EQ(cv::countNonZero(figure.rowRange(0, foot + 2) != cleared.ink.rowRange(0, foot + 2)), 0);
}

TEST(WithoutStreaks, LeavesTheGlyphsThatAStreakCrosses) {
  const cv::Mat plain = writing(3);
  cv::Mat ink = plain.clone();
  draw(ink, left + 45, 0, 2, ink.rows);
  cv::Mat changed = without_streaks(ink, hanzi) != plain;

  EXPECT_EQ(cv::countNonZero(changed.colRange(left + 45, left + 47).rowRange(foot + 1, ink.rows)), 0);
  EXPECT_LT(cv::countNonZero(changed), 16) << "where it crosses the strokes";
  EXPECT_EQ(without_streaks(plain, hanzi).data, plain.data);
}

TEST(ClearUnderlines, TakesOutTheLastGlyphsOfACellWhoseOtherLineHasOne) {
  cv::Mat ink = cv::Mat::zeros(160, 400, CV_8UC1);
  writing(5).copyTo(ink.rowRange(0, 110));
  draw(ink, left, foot - 30 + 44, 30, 30);
  ink(cv::Rect(left + 3, foot + 17, 24, 24)).setTo(0);
  const cv::Mat plain = ink.clone();
  draw(ink, left - 4, foot + 4, 186, 2);
  draw(ink, left - 4, foot + 46, 38, 2);
  const UnderlinesCleared cleared = clear(ink);

  EXPECT_TRUE(same(cleared.ink, plain));
  EXPECT_FALSE(cleared.doubtful);
}

/// What is read of a line of writing in one of three fonts, on an underline at `y` of the line.
std::string read_on_underline(int font, int column, int y) {
  const std::string models = test::source_path("models/");
  static const NetLineReader reader(models + "line_features.onnx", models + "line_classes.onnx",
                                    models + "line_classes.txt");
  const std::string name = std::to_string(font) + std::to_string(column) + ".png";
  const cv::Mat line = cv::imread(test::source_path("tests/support/glyphs/lines/") + name, cv::IMREAD_GRAYSCALE);
  layout::Page page;
  page.dpi = 200;
  page.gray = cv::Mat(80, line.cols + 80, CV_8UC1, cv::Scalar(255));
  line.copyTo(page.gray(cv::Rect(40, 20, line.cols, line.rows)));
  cv::rectangle(page.gray, cv::Rect(42, 20 + y, line.cols - 4, 2), 0, cv::FILLED);
  page.ink = page.gray < 128;
  const Snippet snippet =
      cut_snippet(page, layout::to_quad({0, 0, page.gray.cols, page.gray.rows}), true, 28, {20 + y});
  const cv::Mat framed = frame_lines(snippet, snippet.lines, 28, LineReader::kHanzi, 0.12);
  const LineReading reading = reader.read_lines({framed}).front();
  return reading.text(0, reading.characters.size());
}

TEST(CutSnippet, ReadsWhatStandsOnAnUnderlineInThreeFonts) {
  for (const int y : {28, 30, 32}) {
    for (int font = 0; font < 3; ++font) {
      EXPECT_EQ(read_on_underline(font, 4, y), "2021年12月") << font << " at " << y;
      EXPECT_EQ(read_on_underline(font, 3, y), "1375.40") << font << " at " << y;
    }
  }
}

}  // namespace
}  // namespace shenbao::extract
