#include "layout/page/orientation.h"

#include <gtest/gtest.h>

#include <opencv2/imgcodecs.hpp>
#include <opencv2/imgproc.hpp>
#include <random>
#include <stdexcept>

#include "support/source_tree.h"

namespace shenbao::layout {
namespace {

const std::string source_dir = test::source_path("");
constexpr int cell = 48;  // of the picture of glyphs

const OrientationModel& model() {
  static const OrientationModel instance(source_dir + "/models/orientation.onnx");
  return instance;
}

/// Hanzi of two fonts that the net was not trained on, upright.
cv::Mat writing() { return cv::imread(source_dir + "/tests/support/glyphs/hanzi.png", cv::IMREAD_GRAYSCALE); }

/// One box around the ink of every cell of the grid.
std::vector<Box> boxes_of(const cv::Mat& page) {
  std::vector<Box> boxes;
  for (int y = 0; y + cell <= page.rows; y += cell) {
    for (int x = 0; x + cell <= page.cols; x += cell) {
      const cv::Rect ink = cv::boundingRect(page(cv::Rect(x, y, cell, cell)) < 128);
      boxes.push_back({x + ink.x, y + ink.y, x + ink.x + ink.width, y + ink.y + ink.height});
    }
  }
  return boxes;
}

/// As a scanner sees it that was given the sheet turned so that `needed` degrees clockwise put it right.
cv::Mat turned(const cv::Mat& page, int needed) {
  cv::Mat result = page.clone();
  if (needed == 90) cv::rotate(page, result, cv::ROTATE_90_COUNTERCLOCKWISE);
  if (needed == 180) cv::rotate(page, result, cv::ROTATE_180);
  if (needed == 270) cv::rotate(page, result, cv::ROTATE_90_CLOCKWISE);
  return result;
}

TEST(OrientationModel, TellsHowFarAPageMustBeTurned) {
  for (const int needed : {0, 90, 180, 270}) {
    const cv::Mat page = turned(writing(), needed);
    const auto answer = model().rotation_of(page, boxes_of(page));
    EXPECT_EQ(answer.rotation, needed);
    EXPECT_GT(answer.confidence, 0.8);
  }
}

TEST(OrientationModel, NeedsOnlyAFewGlyphs) {
  for (const int needed : {0, 90, 180, 270}) {
    const cv::Mat page = turned(writing(), needed);
    auto boxes = boxes_of(page);
    boxes.resize(8);
    EXPECT_EQ(model().rotation_of(page, boxes).rotation, needed);
  }
}

TEST(OrientationModel, ReadsSmallGlyphs) {
  cv::Mat small;
  cv::resize(writing(), small, cv::Size(), 0.5, 0.5, cv::INTER_AREA);
  std::vector<Box> boxes;
  for (const Box& box : boxes_of(writing()))
    boxes.push_back({box.left / 2, box.top / 2, box.right / 2, box.bottom / 2});
  EXPECT_EQ(model().rotation_of(small, boxes).rotation, 0);
}

TEST(OrientationModel, IsNotOutvotedByWhatIsNoGlyph) {
  cv::Mat page = turned(writing(), 180);
  auto boxes = boxes_of(page);
  cv::Mat marks(cell, page.cols, CV_8UC1, cv::Scalar(255));
  std::mt19937 random(1);
  for (int i = 0; i < 60; ++i) {
    const int x = static_cast<int>(random() % static_cast<unsigned>(page.cols - 20));
    cv::line(marks, {x, 10}, {x + static_cast<int>(random() % 18), 30}, 0, 2);
    boxes.push_back({x, page.rows + 9, x + 19, page.rows + 32});
  }
  cv::vconcat(page, marks, page);
  EXPECT_EQ(model().rotation_of(page, boxes).rotation, 180);
}

TEST(OrientationModel, ChoosesAmongThePossibleWays) {
  const cv::Mat page = turned(writing(), 90);

  const auto answer = model().rotation_of(page, boxes_of(page), {true, false, true, false});

  EXPECT_EQ(answer.rotation % 180, 0);
  EXPECT_LE(answer.confidence, 1.0);
  EXPECT_GE(answer.confidence, 0.5);
}

TEST(OrientationModel, SaysNothingWithoutWriting) {
  const cv::Mat paper(200, 200, CV_8UC1, cv::Scalar(240));
  for (const auto& boxes :
       {std::vector<Box>{}, std::vector<Box>{{10, 10, 40, 40}}, std::vector<Box>{{300, 300, 340, 340}}}) {
    const auto answer = model().rotation_of(paper, boxes);
    EXPECT_EQ(answer.rotation, 0);
    EXPECT_EQ(answer.confidence, 0.0);
  }
}

TEST(OrientationModel, GivesTheSameAnswerTwice) {
  const cv::Mat page = writing();
  EXPECT_EQ(model().rotation_of(page, boxes_of(page)).confidence, model().rotation_of(page, boxes_of(page)).confidence);
}

TEST(OrientationModel, RefusesAModelThatIsMissingOrOfAnotherJob) {
  EXPECT_THROW(OrientationModel("nowhere.onnx"), std::runtime_error);
  EXPECT_THROW(OrientationModel(source_dir + "/models/line_classes.onnx"), std::runtime_error);
}

TEST(OrientationModel, RefusesColour) {
  EXPECT_THROW(model().rotation_of(cv::Mat(9, 9, CV_8UC3), {}), std::invalid_argument);
}

}  // namespace
}  // namespace shenbao::layout
