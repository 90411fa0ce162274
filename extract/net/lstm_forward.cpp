#include "extract/net/lstm_forward.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "extract/net/gemm.h"
#include "extract/net/wide.h"

namespace shenbao::extract {
namespace {

// The network was trained with these by Tesseract; others would give it other values.
constexpr float kLargestState = 100.0F;                  // either way: LSTM, kStateClip
constexpr double kDarkShare = 0.25, kLightShare = 0.75;  // of the dark and light pixels: NetworkIO, ComputeBlackWhite

SHENBAO_INLINE void take_logistic(Wide& x) {
  x = -x;
  take_exp(x);
  x = 1.0F / (1.0F + x);
}

SHENBAO_INLINE void take_tanh(Wide& x) {
  x *= 2.0F;
  take_logistic(x);
  x = 2.0F * x - 1.0F;
}

/// In place; `count` is a multiple of `kWide`.
SHENBAO_VECTORIZED
void take_tangents(float* values, std::size_t count) {
  for (std::size_t i = 0; i < count; i += kWide) {
    Wide x = wide_at(values + i);
    take_tanh(x);
    wide_at(values + i) = x;
  }
}

/// One step of a recurrent layer from its gates' sums; `state` and `output` are of one line.
SHENBAO_VECTORIZED
void take_step(const float* gates, int states, float* state, float* output) {
  for (int i = 0; i < states; i += kWide) {
    Wide cell = wide_at(gates + i), in = wide_at(gates + states + i), keep = wide_at(gates + 2 * states + i);
    Wide out = wide_at(gates + 3 * states + i);  // in the order of LstmWeights
    take_tanh(cell);
    take_logistic(in);
    take_logistic(keep);
    take_logistic(out);
    Wide now = keep * wide_at(state + i) + cell * in;
    now = now > kLargestState ? now * 0.0F + kLargestState : now;
    now = now < -kLargestState ? now * 0.0F - kLargestState : now;
    wide_at(state + i) = now;
    take_tanh(now);
    wide_at(output + i) = now * out;
  }
}

/// Rows of values and how many belong to each line.
struct Sequences {
  int features = 0;
  std::vector<int> lengths;         ///< steps of every line
  std::vector<std::size_t> begins;  ///< first row of every line
  std::vector<float> values;

  float* row(std::size_t line, int step) {
    return values.data() + (begins[line] + static_cast<std::size_t>(step)) * static_cast<std::size_t>(features);
  }
};

/// A layer without memory on every row: rows of `padded_outputs` sums.
std::vector<float> apply(const LayerWeights& layer, const std::vector<float>& values, std::size_t rows) {
  std::vector<float> sums;
  sums.reserve(rows * layer.biases.size());
  for (std::size_t row = 0; row < rows; ++row) sums.insert(sums.end(), layer.biases.begin(), layer.biases.end());
  gemm(values.data(), static_cast<int>(rows), layer, sums.data());
  return sums;
}

/// A recurrent layer over all lines, step by step together.
Sequences run_lstm(const LstmWeights& lstm, Sequences& input, bool backward) {
  const std::size_t rows = input.values.size() / static_cast<std::size_t>(input.features);
  std::vector<float> from_input = apply(lstm.from_input, input.values, rows);
  const std::size_t states = static_cast<std::size_t>(lstm.states), gates = kGates * states;
  Sequences output{lstm.states, input.lengths, input.begins, std::vector<float>(rows * states)};

  std::vector<std::size_t> order(input.lengths.size());  // the longest first: those still running stand in front
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return input.lengths[a] > input.lengths[b]; });
  std::vector<float> state(order.size() * states), last(order.size() * states), sums(order.size() * gates);
  const int steps = order.empty() ? 0 : input.lengths[order.front()];
  std::size_t running = order.size();
  for (int step = 0; step < steps; ++step) {
    while (running > 0 && input.lengths[order[running - 1]] <= step) --running;
    const auto place = [&](std::size_t line) { return backward ? input.lengths[line] - 1 - step : step; };
    for (std::size_t i = 0; i < running; ++i) {
      const std::size_t row = input.begins[order[i]] + static_cast<std::size_t>(place(order[i]));
      std::copy_n(from_input.data() + row * gates, gates, sums.data() + i * gates);
    }
    gemm(last.data(), static_cast<int>(running), lstm.from_state, sums.data());
    for (std::size_t i = 0; i < running; ++i) {
      float* out = output.row(order[i], place(order[i]));
      take_step(sums.data() + i * gates, lstm.states, state.data() + i * states, out);
      std::copy_n(out, states, last.data() + i * states);
    }
  }
  return output;
}

/// The line's values between -1 (ink) and 1 (paper), stretched between the dark and light pixels of its middle row.
cv::Mat stretch(const cv::Mat& line) {
  std::vector<int> dark, light;
  const uchar* middle = line.ptr<uchar>(line.rows / 2);
  for (int x = 1; x + 1 < line.cols; ++x) {
    const int before = middle[x - 1], here = middle[x], after = middle[x + 1];
    if ((here < before && here <= after) || (here <= before && here < after)) dark.push_back(here);
    if ((here > before && here >= after) || (here >= before && here > after)) light.push_back(here);
  }
  const auto share = [](std::vector<int>& values, double part, int otherwise) {
    if (values.empty()) return otherwise;
    std::sort(values.begin(), values.end());
    return values[static_cast<std::size_t>(part * static_cast<double>(values.size() - 1))];
  };
  const double black = share(dark, kDarkShare, 0), white = share(light, kLightShare, 255);
  const double contrast = white > black ? (white - black) / 2 : 1.0;
  cv::Mat stretched;
  line.convertTo(stretched, CV_32F, 1.0 / contrast, -black / contrast - 1.0);
  return cv::min(cv::max(stretched, -1.0), 1.0);
}

/// Convolution with tanh and max pooling of one line; then down every column, whose last output says what it shows.
std::vector<float> summarize_columns(const LstmModel& model, const cv::Mat& line) {
  FeatureMap map = framed_input(model.windows, stretch(line).t());  // outside is neither ink nor paper: 0
  for (std::size_t layer = 0; layer < model.windows.size(); ++layer) map = run_layer(model.windows, layer, map);

  Sequences columns;
  columns.features = map.channels;
  columns.values.assign(map.at(0, 0), map.at(map.rows, 0));
  take_tangents(columns.values.data(), columns.values.size());  // grows with its argument: the same before the pool
  for (int x = 0; x < map.rows; ++x) columns.begins.push_back(static_cast<std::size_t>(x * map.cols));
  columns.lengths.assign(columns.begins.size(), map.cols);
  Sequences output = run_lstm(model.column, columns, false);
  std::vector<float> last;
  for (std::size_t x = 0; x < columns.begins.size(); ++x) {
    const float* row = output.row(x, map.cols - 1);
    last.insert(last.end(), row, row + output.features);
  }
  return last;
}

cv::Mat softmax(const float* sums, int rows, int codes, int stride) {
  cv::Mat probabilities(rows, codes, CV_32F);
  for (int row = 0; row < rows; ++row) {
    const float* from = sums + static_cast<std::ptrdiff_t>(row) * stride;
    float* to = probabilities.ptr<float>(row);
    const float highest = *std::max_element(from, from + codes);
    float total = 0.0F;
    for (int i = 0; i < codes; ++i) total += to[i] = std::exp(from[i] - highest);
    for (int i = 0; i < codes; ++i) to[i] /= total;
  }
  return probabilities;
}

}  // namespace

std::vector<cv::Mat> code_probabilities(const LstmModel& model, const std::vector<cv::Mat>& lines) {
  Sequences sequence;
  sequence.features = model.column.states;
  std::size_t columns = 0;
  for (const cv::Mat& line : lines) {
    if (line.type() != CV_8UC1 || line.rows != model.height || line.cols < model.pool_width) {
      throw std::invalid_argument("code_probabilities: a line must be CV_8UC1 and as high as the model");
    }
    const std::vector<float> summary = summarize_columns(model, line);
    sequence.begins.push_back(columns);
    sequence.lengths.push_back(line.cols / model.pool_width);
    columns += static_cast<std::size_t>(sequence.lengths.back());
    sequence.values.insert(sequence.values.end(), summary.begin(), summary.end());
  }
  if (lines.empty()) return {};
  sequence = run_lstm(model.forward, sequence, false);
  sequence = run_lstm(model.backward, sequence, true);
  sequence = run_lstm(model.top, sequence, false);
  const std::vector<float> sums = apply(model.output, sequence.values, columns);
  std::vector<cv::Mat> probabilities;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    probabilities.push_back(softmax(sums.data() + sequence.begins[i] * model.output.biases.size(), sequence.lengths[i],
                                    model.output.outputs, model.output.padded_outputs()));
  }
  return probabilities;
}

}  // namespace shenbao::extract
