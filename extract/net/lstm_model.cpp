#include "extract/net/lstm_model.h"

#include <cstdint>
#include <cstring>
#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string_view>

#include "base/error.h"

namespace shenbao::extract {
namespace {

// Numbers of Tesseract's files; where they come from is named beside them.
enum Component { lstm_component = 17, unicharset_component = 21, recoder_component = 22 };  // TessdataType
constexpr std::int32_t kMostComponents = 100;    // more than TessdataType has or will have: a damaged file
constexpr unsigned kInt8Weights = 1 | 128;       // WeightMatrix, mode: kInt8Flag; kDoubleFlag, scales are double
constexpr std::uint32_t kOwnLearningRates = 64;  // Network, flags: NF_LAYER_SPECIFIC_LR
constexpr int kMostWeights = 100000;             // rows or columns of a matrix; more can only be damage
constexpr std::int32_t kLongestCode = 16;        // RecodedCharID has room for 9; more can only be damage

/// A part of the file, read from its front; little-endian, as every model is published.
class Bytes {
 public:
  explicit Bytes(std::string_view bytes) : left_(bytes) {}

  const char* take(std::size_t count) {
    if (count > left_.size()) throw std::runtime_error("it ends too early");
    const char* taken = left_.data();
    left_.remove_prefix(count);
    return taken;
  }
  template <typename T>
  T number() {
    T value;
    std::memcpy(&value, take(sizeof(T)), sizeof(T));
    return value;
  }
  std::string text() {
    const std::uint32_t size = number<std::uint32_t>();
    return std::string(take(size), size);
  }

 private:
  std::string_view left_;
};

/// What a layer begins with, as far as it is used.
struct LayerHeader {
  std::uint32_t flags = 0;
  int inputs = 0;
  int outputs = 0;
};

LayerHeader open_layer(Bytes& bytes, const std::string& wanted) {
  LayerHeader header;
  if (bytes.number<std::int8_t>() != 0) throw std::runtime_error("a layer has no name");
  const std::string type = bytes.text();
  if (type != wanted) throw std::runtime_error("it has a " + type + " layer where a " + wanted + " is known");
  bytes.take(2);  // training state, needs backpropagation
  header.flags = bytes.number<std::uint32_t>();
  header.inputs = bytes.number<std::int32_t>();
  header.outputs = bytes.number<std::int32_t>();
  bytes.number<std::int32_t>();  // number of weights
  bytes.text();                  // name
  return header;
}

/// A matrix of int8 with one scale a row, as rows of inputs and a bias.
LayerWeights read_weights(Bytes& bytes) {
  const std::uint8_t mode = bytes.number<std::uint8_t>();
  if ((mode & kInt8Weights) != kInt8Weights) throw std::runtime_error("its weights are not of the fast (int8) kind");
  const int outputs = bytes.number<std::int32_t>(), columns = bytes.number<std::int32_t>();
  if (outputs < 1 || columns < 2 || outputs > kMostWeights || columns > kMostWeights) {
    throw std::runtime_error("a layer's size makes no sense");
  }
  bytes.number<std::int8_t>();  // the value of an empty element
  const char* values = bytes.take(static_cast<std::size_t>(outputs) * static_cast<std::size_t>(columns));
  const std::uint32_t scales = bytes.number<std::uint32_t>();
  if (scales < static_cast<std::uint32_t>(outputs)) throw std::runtime_error("scales are missing");
  LayerWeights weights = empty_layer(columns - 1, outputs);
  for (int j = 0; j < static_cast<int>(scales); ++j) {
    const double scale = bytes.number<double>();
    if (j >= weights.outputs) continue;
    const char* row = values + static_cast<std::ptrdiff_t>(j) * columns;
    const auto weight = [&](int k) { return static_cast<float>(static_cast<signed char>(row[k]) * scale); };
    for (int k = 0; k < weights.inputs; ++k) weights.values[weights.panel_at(j, k)] = weight(k);
    weights.biases[static_cast<std::size_t>(j)] = weight(weights.inputs);
  }
  return weights;
}

LstmWeights read_lstm(Bytes& bytes, const char* type) {
  LstmWeights lstm;
  const LayerHeader header = open_layer(bytes, type);
  const int per_gate = bytes.number<std::int32_t>();
  lstm.inputs = header.inputs;
  lstm.states = header.outputs;
  if (per_gate != lstm.inputs + lstm.states) throw std::runtime_error("it has a two-dimensional LSTM");
  if (lstm.states % kPanelWidth != 0) throw std::runtime_error("a layer's size is not known");
  lstm.from_input = empty_layer(lstm.inputs, kGates * lstm.states);
  lstm.from_state = empty_layer(lstm.states, kGates * lstm.states);
  for (int gate = 0; gate < kGates; ++gate) {
    const LayerWeights weights = read_weights(bytes);
    if (weights.inputs != per_gate || weights.outputs != lstm.states) throw std::runtime_error("a gate does not fit");
    for (int j = 0; j < lstm.states; ++j) {
      const int output = gate * lstm.states + j;
      for (int k = 0; k < per_gate; ++k) {
        LayerWeights& part = k < lstm.inputs ? lstm.from_input : lstm.from_state;
        const int input = k < lstm.inputs ? k : k - lstm.inputs;
        part.values[part.panel_at(output, input)] = weights.values[weights.panel_at(j, k)];
      }
      lstm.from_input.biases[static_cast<std::size_t>(output)] = weights.biases[static_cast<std::size_t>(j)];
    }
  }
  return lstm;
}

/// Layers that hold others end with the learning rates of those, if they have any.
void skip_learning_rates(Bytes& bytes, const LayerHeader& header) {
  if ((header.flags & kOwnLearningRates) == 0) return;
  const std::uint32_t count = bytes.number<std::uint32_t>();
  bytes.take(count * sizeof(float));
}

LayerHeader open_group(Bytes& bytes, const std::string& type, std::uint32_t size) {
  const LayerHeader header = open_layer(bytes, type);
  if (bytes.number<std::uint32_t>() != size) throw std::runtime_error("its " + type + " has another length");
  return header;
}

void read_network(Bytes bytes, LstmModel& model) {
  open_group(bytes, "Series", 8);
  open_layer(bytes, "Input");
  bytes.number<std::int32_t>();  // batch
  model.height = bytes.number<std::int32_t>();
  bytes.take(3 * sizeof(std::int32_t));  // width, depth, kind of loss

  const LayerHeader convolution = open_group(bytes, "Series", 2);
  open_layer(bytes, "Convolve");
  constexpr int kHalf = 1, kSide = 2 * kHalf + 1;  // pixels, of the square that the convolution sees
  const int half_width = bytes.number<std::int32_t>(), half_height = bytes.number<std::int32_t>();
  open_layer(bytes, "Tanh");
  Convolution window{read_weights(bytes), kSide, kSide, 1, kHalf, kHalf, false};
  if (half_width != kHalf || half_height != kHalf || window.weights.inputs != kSide * kSide) {
    throw std::runtime_error("its convolution is not 3 by 3");
  }
  skip_learning_rates(bytes, convolution);

  open_layer(bytes, "Maxpool");
  model.pool_width = bytes.number<std::int32_t>();
  const int pool_height = bytes.number<std::int32_t>();
  if (model.pool_width < 1 || pool_height < 1 || model.height < pool_height) {
    throw std::runtime_error("its pooling makes no sense");
  }
  const int features = window.weights.outputs;
  model.windows = {std::move(window), MaxPool{model.pool_width, pool_height}};

  const LayerHeader transposed = open_group(bytes, "XYTranspose", 1);
  model.column = read_lstm(bytes, "SummLSTM");
  skip_learning_rates(bytes, transposed);
  model.forward = read_lstm(bytes, "LSTM");
  const LayerHeader reversed = open_group(bytes, "RTLReversed", 1);
  model.backward = read_lstm(bytes, "LSTM");
  skip_learning_rates(bytes, reversed);
  model.top = read_lstm(bytes, "LSTM");
  open_layer(bytes, "Softmax");
  model.output = read_weights(bytes);
  if (model.column.inputs != features || model.forward.inputs != model.column.states ||
      model.backward.inputs != model.forward.states || model.top.inputs != model.backward.states ||
      model.output.inputs != model.top.states) {
    throw std::runtime_error("its layers do not fit each other");
  }
}

std::vector<std::string> read_unicharset(const std::string& text) {
  std::istringstream lines(text);
  std::string line;
  std::getline(lines, line);
  const std::size_t count = std::stoul(line);
  std::vector<std::string> characters;
  while (characters.size() < count && std::getline(lines, line)) {
    const std::string character = line.substr(0, line.find(' '));
    characters.push_back(character == "NULL" ? " " : character);
  }
  if (characters.size() != count) throw std::runtime_error("its character set is cut short");
  return characters;
}

void read_codes(Bytes bytes, const std::vector<std::string>& characters, LstmModel& model) {
  const std::uint32_t count = bytes.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < count; ++i) {
    bytes.number<std::int8_t>();  // normalized form
    const std::int32_t length = bytes.number<std::int32_t>();
    if (length < 0 || length > kLongestCode) throw std::runtime_error("a character's code makes no sense");
    CodedCharacter character;
    for (int k = 0; k < length; ++k) character.codes.push_back(bytes.number<std::int32_t>());
    if (i >= characters.size() || length == 0) continue;
    for (const int code : character.codes) {
      if (code < 0 || code >= model.output.outputs) throw std::runtime_error("a character's code is out of range");
    }
    character.text = characters[i];
    model.characters.push_back(std::move(character));
  }
}

}  // namespace

LstmModel read_lstm_model(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Error(ErrorCode::engine, path, path + " cannot be read; install Tesseract's model again");
  const std::string content((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  try {
    Bytes head(content);
    const std::int32_t entries = head.number<std::int32_t>();
    if (entries <= recoder_component || entries > kMostComponents)
      throw std::runtime_error("its directory makes no sense");
    std::vector<std::int64_t> offsets;
    for (std::int32_t i = 0; i < entries; ++i) offsets.push_back(head.number<std::int64_t>());
    const auto component = [&](int index) {
      const std::int64_t begin = offsets[static_cast<std::size_t>(index)];
      std::int64_t end = static_cast<std::int64_t>(content.size());
      for (const std::int64_t offset : offsets) {
        if (offset > begin && offset < end) end = offset;
      }
      if (begin < 0 || begin >= end) throw std::runtime_error("a part is missing");
      return std::string_view(content).substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(end - begin));
    };
    LstmModel model;
    read_network(Bytes(component(lstm_component)), model);
    model.blank = model.output.outputs - 1;
    read_codes(Bytes(component(recoder_component)), read_unicharset(std::string(component(unicharset_component))),
               model);
    return model;
  } catch (const std::exception& trouble) {
    throw Error(
        ErrorCode::engine, path,
        path + " is no model that shenbao can read: " + trouble.what() + "; install tesseract-ocr-chi-sim again");
  }
}

}  // namespace shenbao::extract
