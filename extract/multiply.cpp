#include "extract/multiply.h"

#include <algorithm>
#include <type_traits>

#include "extract/wide.h"

namespace shenbao::extract {
namespace {

constexpr int most_rows = 6;  // sums that fit into 16 registers of half a panel, beside the weights

/// Adds the products of `rows` rows of inputs with one panel of weights.
template <int rows>
SHENBAO_INLINE void multiply_panel(const float* values, int inputs, const float* panel, float* sums, int stride) {
  Wide sum[rows];
  for (int r = 0; r < rows; ++r) sum[r] = wide(sums + r * stride);
  for (int k = 0; k < inputs; ++k) {
    const Wide weight = wide(panel + k * panel_width);
    for (int r = 0; r < rows; ++r) sum[r] += weight * values[r * inputs + k];
  }
  for (int r = 0; r < rows; ++r) wide(sums + r * stride) = sum[r];
}

/// Calls `run` with the first row and a constant number of rows, 6 at most, until all are done: as alike as they can
/// be, for the fewer sums there are at once, the longer each waits for the one before.
template <typename RunRows>
SHENBAO_INLINE void for_rows_together(int count, RunRows run) {
  for (int blocks = (count + most_rows - 1) / most_rows, row = 0; blocks > 0; --blocks) {
    const int rows = (count - row + blocks - 1) / blocks;
    switch (rows) {
      case 6:
        run(row, std::integral_constant<int, 6>());
        break;
      case 5:
        run(row, std::integral_constant<int, 5>());
        break;
      case 4:
        run(row, std::integral_constant<int, 4>());
        break;
      case 3:
        run(row, std::integral_constant<int, 3>());
        break;
      case 2:
        run(row, std::integral_constant<int, 2>());
        break;
      default:
        run(row, std::integral_constant<int, 1>());
    }
    row += rows;
  }
}

SHENBAO_VECTORIZED
void multiply_all(const float* values, int count, const float* weights, int inputs, int padded_outputs, float* sums) {
  for (int j = 0; j < padded_outputs; j += panel_width) {
    const float* panel = weights + static_cast<std::ptrdiff_t>(j) * inputs;
    for_rows_together(
        count, [&](int row, auto rows) __attribute__((always_inline)) {
          multiply_panel<rows>(values + row * inputs, inputs, panel, sums + row * padded_outputs + j, padded_outputs);
        });
  }
}

/// One panel of outputs of `pixels` pixels.
template <int pixels>
SHENBAO_INLINE void convolve_panel(const float* values, const Window& window, const float* panel, const float* biases,
                                   bool rectified, float* outputs, int stride, int kept) {
  Wide sum[pixels];
  for (int p = 0; p < pixels; ++p) sum[p] = wide(biases);
  for (int row = 0; row < window.rows; ++row) {
    for (int k = 0; k < window.length; ++k) {
      const Wide weight = wide(panel + k * panel_width);
      for (int p = 0; p < pixels; ++p) sum[p] += weight * values[p * window.pixel_step + k];
    }
    values += window.row_step;
    panel += window.length * panel_width;
  }
  for (int p = 0; p < pixels; ++p) {
    if (rectified) sum[p] = sum[p] > 0.0F ? sum[p] : Wide{};
    if (kept == panel_width) {
      wide(outputs + p * stride) = sum[p];
    } else {
      for (int k = 0; k < kept; ++k) outputs[p * stride + k] = sum[p][k];
    }
  }
}

SHENBAO_VECTORIZED
void convolve_all(const float* values, const Window& window, int count, const float* panel, const float* biases,
                  bool rectified, float* outputs, int stride, int kept) {
  for_rows_together(
      count, [&](int pixel, auto pixels) __attribute__((always_inline)) {
        convolve_panel<pixels>(values + pixel * window.pixel_step, window, panel, biases, rectified,
                               outputs + pixel * stride, stride, kept);
      });
}

}  // namespace

void multiply_add(const float* values, int count, const LayerWeights& layer, float* sums) {
  multiply_all(values, count, layer.values.data(), layer.inputs, layer.padded_outputs(), sums);
}

void convolve_pixels(const float* values, const Window& window, int count, const LayerWeights& layer, int panel,
                     bool rectified, float* outputs) {
  const int first = panel * panel_width;
  convolve_all(values, window, count, layer.values.data() + static_cast<std::ptrdiff_t>(first) * layer.inputs,
               layer.biases.data() + first, rectified, outputs + first, layer.outputs,
               std::min(panel_width, layer.outputs - first));
}

}  // namespace shenbao::extract
