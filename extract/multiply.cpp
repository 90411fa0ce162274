#include "extract/multiply.h"

#include <algorithm>

#include "extract/wide.h"

namespace shenbao::extract {
namespace {

constexpr int rows_at_once = 6;  // sums that fit into 16 registers of half a panel, beside the weights

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

SHENBAO_VECTORIZED
void multiply_all(const float* values, int count, const float* weights, int inputs, int padded_outputs, float* sums) {
  for (int j = 0; j < padded_outputs; j += panel_width) {
    const float* panel = weights + static_cast<std::ptrdiff_t>(j) * inputs;
    int row = 0;
    for (; row + rows_at_once <= count; row += rows_at_once) {
      multiply_panel<rows_at_once>(values + row * inputs, inputs, panel, sums + row * padded_outputs + j,
                                   padded_outputs);
    }
    for (; row + 2 <= count; row += 2) {
      multiply_panel<2>(values + row * inputs, inputs, panel, sums + row * padded_outputs + j, padded_outputs);
    }
    for (; row < count; ++row) {
      multiply_panel<1>(values + row * inputs, inputs, panel, sums + row * padded_outputs + j, padded_outputs);
    }
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
  int pixel = 0;
  for (; pixel + rows_at_once <= count; pixel += rows_at_once) {
    convolve_panel<rows_at_once>(values + pixel * window.pixel_step, window, panel, biases, rectified,
                                 outputs + pixel * stride, stride, kept);
  }
  for (; pixel + 2 <= count; pixel += 2) {
    convolve_panel<2>(values + pixel * window.pixel_step, window, panel, biases, rectified, outputs + pixel * stride,
                      stride, kept);
  }
  for (; pixel < count; ++pixel) {
    convolve_panel<1>(values + pixel * window.pixel_step, window, panel, biases, rectified, outputs + pixel * stride,
                      stride, kept);
  }
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
