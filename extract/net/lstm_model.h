#pragma once

#include <string>
#include <vector>

#include "extract/net/convolution_net.h"
#include "extract/net/layer_weights.h"

namespace shenbao::extract {

constexpr int kGates = 4;  ///< of a recurrent layer, each with weights of its own

/// A recurrent layer: its four gates side by side, in the order cell input, input, forget, output.
struct LstmWeights {
  int inputs = 0;
  int states = 0;
  LayerWeights from_input;  ///< with the biases
  LayerWeights from_state;  ///< without
};

/// One character of the model and the codes that spell it.
struct CodedCharacter {
  std::string text;  ///< UTF-8
  std::vector<int> codes;
};

/// A line recognition network of Tesseract 4 or 5, of the shape its fast models have:
/// 3 × 3 convolution with tanh, max pooling, a column summary, a forward, a backward and a forward layer, softmax.
struct LstmModel {
  int height = 0;          ///< pixels of the line that the network takes
  int pool_width = 0;      ///< pixels that become one column
  ConvolutionNet windows;  ///< a convolution and a pool of the line turned: its rows are the line's columns
  LstmWeights column;      ///< runs down each column, its last output goes on
  LstmWeights forward, backward, top;
  LayerWeights output;  ///< to the codes
  int blank = 0;        ///< the code that stands for no character
  std::vector<CodedCharacter> characters;
};

/// Reads a model from Tesseract's file format (NAME.traineddata).
/// Throws Error (engine) if the file is missing, damaged, or holds a network of another shape.
///
/// Format: tesseract-ocr, src/ccutil/tessdatamanager, src/lstm (Apache-2.0); its int8 weights become floats.
LstmModel read_lstm_model(const std::string& path);

}  // namespace shenbao::extract
