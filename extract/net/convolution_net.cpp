#include "extract/net/convolution_net.h"

#include <algorithm>
#include <opencv2/dnn/all_layers.hpp>
#include <opencv2/dnn/dnn.hpp>
#include <stdexcept>

#include "extract/net/gemm.h"

namespace shenbao::extract {
namespace {

Convolution convolution_of(const cv::dnn::BaseConvolutionLayer& layer) {
  const auto is_plain = [](const std::vector<std::size_t>& sizes) { return sizes.size() == 2; };
  if (layer.blobs.empty() || layer.blobs[0].dims != 4 || !is_plain(layer.strides) || !is_plain(layer.pads_begin) ||
      layer.strides[0] != layer.strides[1] || layer.pads_begin != layer.pads_end ||
      std::any_of(layer.dilations.begin(), layer.dilations.end(), [](std::size_t d) { return d != 1; })) {
    throw std::runtime_error("it has a convolution of another kind");
  }
  const cv::Mat& kernel = layer.blobs[0];  // outputs, channels, rows, cols
  const int outputs = kernel.size[0], channels = kernel.size[1], rows = kernel.size[2], cols = kernel.size[3];
  const auto stride = static_cast<int>(layer.strides[0]);
  const auto frame_rows = static_cast<int>(layer.pads_begin[0]), frame_cols = static_cast<int>(layer.pads_begin[1]);
  Convolution made{empty_layer(rows * cols * channels, outputs), rows, cols, stride, frame_rows, frame_cols};
  const float* value = kernel.ptr<float>();
  for (int output = 0; output < outputs; ++output) {
    for (int channel = 0; channel < channels; ++channel) {
      for (int tap = 0; tap < rows * cols; ++tap) {
        made.weights.values[made.weights.panel_at(output, tap * channels + channel)] = *value++;
      }
    }
    if (layer.blobs.size() > 1) {
      made.weights.biases[static_cast<std::size_t>(output)] = layer.blobs[1].ptr<float>()[output];
    }
  }
  return made;
}

MaxPool pool_of(const cv::dnn::PoolingLayer& layer) {
  constexpr int kMaximum = 0;  // OpenCV's number, which its headers do not name
  const auto is_set = [](std::size_t size) { return size != 0; };
  if (layer.type != kMaximum || layer.kernel_size.size() != 2 || layer.strides != layer.kernel_size ||
      std::any_of(layer.pads_begin.begin(), layer.pads_begin.end(), is_set)) {
    throw std::runtime_error("it has a pool of another kind");
  }
  return {static_cast<int>(layer.kernel_size[0]), static_cast<int>(layer.kernel_size[1])};
}

FeatureMap framed_for(const ConvolutionNet& net, std::size_t layer, int rows, int cols, int channels) {
  const auto* next = layer < net.size() ? std::get_if<Convolution>(&net[layer]) : nullptr;
  return {rows, cols, channels, next == nullptr ? 0 : next->frame_rows, next == nullptr ? 0 : next->frame_cols};
}

FeatureMap convolve(const Convolution& layer, const FeatureMap& input, FeatureMap output) {
  const Window window{layer.rows, layer.cols * input.channels, input.row_step(),
                      static_cast<std::ptrdiff_t>(layer.stride) * input.channels};
  std::vector<float> sums(static_cast<std::size_t>(output.cols * kPanelWidth));  // of one row and panel
  for (int first = 0; first < layer.weights.outputs; first += kPanelWidth) {     // a panel's weights stay in the cache
    const float* biases = layer.weights.biases.data() + first;
    const int kept = std::min(kPanelWidth, layer.weights.outputs - first);
    for (int row = 0; row < output.rows; ++row) {
      for (int col = 0; col < output.cols; ++col) std::copy_n(biases, kPanelWidth, &sums[col * kPanelWidth]);
      multiply_panel(input.at(row * layer.stride - layer.frame_rows, -layer.frame_cols), window, output.cols,
                     layer.weights.values.data() + layer.weights.panel_at(first, 0), sums.data(), kPanelWidth);
      for (int col = 0; col < output.cols; ++col) {
        const float* sum = &sums[col * kPanelWidth];
        float* into = output.at(row, col) + first;
        for (int k = 0; k < kept; ++k) into[k] = layer.rectified ? std::max(sum[k], 0.0F) : sum[k];
      }
    }
  }
  return output;
}

FeatureMap pool(const MaxPool& layer, const FeatureMap& input, FeatureMap output) {
  for (int row = 0; row < output.rows; ++row) {
    for (int col = 0; col < output.cols; ++col) {
      float* highest = output.at(row, col);
      std::copy_n(input.at(row * layer.rows, col * layer.cols), input.channels, highest);
      for (int tap = 1; tap < layer.rows * layer.cols; ++tap) {
        const float* other = input.at(row * layer.rows + tap / layer.cols, col * layer.cols + tap % layer.cols);
        for (int i = 0; i < input.channels; ++i) highest[i] = std::max(highest[i], other[i]);
      }
    }
  }
  return output;
}

}  // namespace

ConvolutionNet read_convolution_net(const std::string& path) {
  cv::dnn::Net file = cv::dnn::readNetFromONNX(path);
  ConvolutionNet net;
  for (const std::string& name : file.getLayerNames()) {
    const cv::Ptr<cv::dnn::Layer> layer = file.getLayer(file.getLayerId(name));
    auto* before = net.empty() ? nullptr : std::get_if<Convolution>(&net.back());
    if (const auto convolution = layer.dynamicCast<cv::dnn::BaseConvolutionLayer>()) {
      net.emplace_back(convolution_of(*convolution));
    } else if (const auto maximum = layer.dynamicCast<cv::dnn::PoolingLayer>()) {
      net.emplace_back(pool_of(*maximum));
    } else if (layer->type == "ReLU" && before != nullptr) {
      before->rectified = true;
    } else if (layer->type != "Identity") {
      throw std::runtime_error("it has a layer of the kind " + layer->type);
    }
  }
  return net;
}

FeatureMap framed_input(const ConvolutionNet& net, const cv::Mat& picture) {
  FeatureMap input = framed_for(net, 0, picture.rows, picture.cols, 1);
  for (int row = 0; row < picture.rows; ++row) std::copy_n(picture.ptr<float>(row), picture.cols, input.at(row, 0));
  return input;
}

FeatureMap run_layer(const ConvolutionNet& net, std::size_t number, const FeatureMap& input) {
  if (const auto* layer = std::get_if<Convolution>(&net.at(number))) {
    const int rows = (input.rows + 2 * layer->frame_rows - layer->rows) / layer->stride + 1;
    const int cols = (input.cols + 2 * layer->frame_cols - layer->cols) / layer->stride + 1;
    if (input.channels * layer->rows * layer->cols != layer->weights.inputs || rows < 1 || cols < 1 ||
        input.frame_rows != layer->frame_rows || input.frame_cols != layer->frame_cols) {
      throw std::invalid_argument("run_layer: the input does not fit");
    }
    return convolve(*layer, input, framed_for(net, number + 1, rows, cols, layer->weights.outputs));
  }
  const MaxPool& layer = std::get<MaxPool>(net.at(number));
  return pool(layer, input,
              framed_for(net, number + 1, input.rows / layer.rows, input.cols / layer.cols, input.channels));
}

}  // namespace shenbao::extract
