#include "extract/net/convolution_net.h"

#include <gtest/gtest.h>

#include <opencv2/core.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <stdexcept>
#include <string>

#include "support/source_tree.h"

namespace shenbao::extract {
namespace {

const std::string models = test::source_path("models");

/// 3 × 3, one channel to two: the sum of the window, and 10 less twice its middle.
Convolution sum_and_middle(int stride) {
  Convolution layer;
  layer.rows = layer.cols = 3;
  layer.stride = stride;
  layer.frame_rows = layer.frame_cols = 1;
  layer.rectified = true;
  layer.weights = empty_layer(9, 2);
  for (int tap = 0; tap < 9; ++tap) layer.weights.values[layer.weights.panel_at(0, tap)] = 1.0F;
  layer.weights.values[layer.weights.panel_at(1, 4)] = -2.0F;
  layer.weights.biases[1] = 10.0F;
  return layer;
}

FeatureMap counted(const ConvolutionNet& net, int rows, int cols) {
  cv::Mat picture(rows, cols, CV_32F);
  for (int row = 0; row < rows; ++row) {
    for (int col = 0; col < cols; ++col) picture.at<float>(row, col) = static_cast<float>(row * cols + col);
  }
  return framed_input(net, picture);
}

TEST(RunLayer, ConvolvesUpToTheEdgesAndRectifies) {
  const ConvolutionNet net{sum_and_middle(1)};
  const FeatureMap output = run_layer(net, 0, counted(net, 2, 9));
  ASSERT_EQ(output.rows, 2);
  ASSERT_EQ(output.cols, 9);
  ASSERT_EQ(output.channels, 2);
  EXPECT_EQ(output.at(0, 0)[0], 0.0F + 1 + 9 + 10);
  EXPECT_EQ(output.at(1, 4)[0], 3.0F + 4 + 5 + 12 + 13 + 14);
  EXPECT_EQ(output.at(1, 8)[0], 7.0F + 8 + 16 + 17);
  EXPECT_EQ(output.at(0, 3)[1], 4.0F);
  EXPECT_EQ(output.at(1, 8)[1], 0.0F);
}

TEST(RunLayer, TakesEverySecondPixelWithAStrideOfTwo) {
  const ConvolutionNet net{sum_and_middle(2)};
  const FeatureMap output = run_layer(net, 0, counted(net, 4, 6));
  ASSERT_EQ(output.rows, 2);
  ASSERT_EQ(output.cols, 3);
  EXPECT_EQ(output.at(1, 1)[0], 7.0F + 8 + 9 + 13 + 14 + 15 + 19 + 20 + 21);
}

TEST(RunLayer, PoolsBlocksAndFramesThemForTheNextLayer) {
  const ConvolutionNet net{MaxPool{2, 1}, sum_and_middle(1)};
  const FeatureMap output = run_layer(net, 0, counted(net, 5, 3));
  ASSERT_EQ(output.rows, 2);
  ASSERT_EQ(output.cols, 3);
  EXPECT_EQ(output.frame_rows, 1);
  EXPECT_EQ(*output.at(1, 2), 11.0F);
  EXPECT_EQ(*output.at(-1, -1), 0.0F);
  EXPECT_EQ(*output.at(2, 3), 0.0F);
}

TEST(RunLayer, RefusesAnInputWithoutItsFrame) {
  const ConvolutionNet net{sum_and_middle(1)};
  EXPECT_THROW(run_layer(net, 0, FeatureMap{4, 4, 1}), std::invalid_argument);
}

TEST(ReadConvolutionNet, GivesWhatOpenCvMakesOfTheFile) {
  const ConvolutionNet net = read_convolution_net(models + "/line_features.onnx");
  const std::vector<int> shape{1, 1, 32, 72};
  cv::Mat input(4, shape.data(), CV_32F);
  cv::RNG(3).fill(input, cv::RNG::UNIFORM, 0.0, 1.0);
  cv::dnn::Net reference = cv::dnn::readNetFromONNX(models + "/line_features.onnx");
  reference.setInput(input);
  const cv::Mat expected = reference.forward("features");

  FeatureMap map = framed_input(net, cv::Mat(32, 72, CV_32F, input.data));
  for (std::size_t layer = 0; layer + 1 < net.size(); ++layer) map = run_layer(net, layer, map);

  ASSERT_EQ(map.cols, expected.size[3]);
  ASSERT_EQ(map.channels, expected.size[1]);
  for (int col = 0; col < map.cols; ++col) {
    for (int channel = 0; channel < map.channels; ++channel) {
      ASSERT_NEAR(map.at(0, col)[channel], expected.ptr<float>()[channel * map.cols + col], 1e-3);
    }
  }
}

TEST(ReadConvolutionNet, RefusesWhatItCannotRun) {
  EXPECT_THROW(read_convolution_net("/nonexistent/net.onnx"), std::exception);
  EXPECT_THROW(read_convolution_net(models + "/orientation.onnx"), std::runtime_error);
}

}  // namespace
}  // namespace shenbao::extract
