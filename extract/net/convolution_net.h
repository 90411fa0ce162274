#pragma once

#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <string>
#include <variant>
#include <vector>

#include "extract/net/feature_map.h"
#include "extract/net/layer_weights.h"

namespace shenbao::extract {

/// Each output pixel from a window of the input; inputs row by row, then column by column, then by channel.
struct Convolution {
  LayerWeights weights;
  int rows = 1, cols = 1;              ///< of the window
  int stride = 1;                      ///< pixels, both ways
  int frame_rows = 0, frame_cols = 0;  ///< of zeros around the input
  bool rectified = false;              ///< negative outputs become 0
};

/// The highest of each block of pixels; what does not fill a block is left out.
struct MaxPool {
  int rows = 1, cols = 1;
};

using NetLayer = std::variant<Convolution, MaxPool>;

/// A network of layers one after the other.
using ConvolutionNet = std::vector<NetLayer>;

/// Reads a network of convolutions, rectifiers and maximum pools from an ONNX file, in the file's order.
/// Throws std::runtime_error if the file is missing or holds anything else.
ConvolutionNet read_convolution_net(const std::string& path);

/// A picture (CV_32F, one channel) framed as the network's first layer wants it.
FeatureMap framed_input(const ConvolutionNet& net, const cv::Mat& picture);

/// The output of the layer with that number, framed as the next layer wants it. The input comes from framed_input or
/// the layer before. Throws std::invalid_argument if it has other channels or is smaller than the window.
///
/// Method: a row of a window lies side by side in memory, so that a convolution is a product of matrices whose rows
/// overlap; nothing is copied.
FeatureMap run_layer(const ConvolutionNet& net, std::size_t number, const FeatureMap& input);

}  // namespace shenbao::extract
