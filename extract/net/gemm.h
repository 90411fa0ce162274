#pragma once

#include <cstddef>
#include <vector>

#include "extract/net/layer_weights.h"

namespace shenbao::extract {

/// The matrix product: sums += values × weights, for `count` rows of `layer.inputs` values and of
/// `layer.padded_outputs()` sums; its biases are left alone. Every sum is taken in the same order, whatever the number
/// of rows.
void gemm(const float* values, int count, const LayerWeights& layer, float* sums);

/// Where a convolution takes its inputs from: `rows` stretches of `length` values, `row_step` apart; those of the next
/// pixel begin `pixel_step` further on.
struct Window {
  int rows = 0;
  int length = 0;
  std::ptrdiff_t row_step = 0;
  std::ptrdiff_t pixel_step = 0;
};

/// The layer's outputs, biases added, of `count` pixels side by side: that of pixel i begins at `outputs` +
/// i × `layer.outputs`, its window at `values` + i × `window.pixel_step`. `rectified`: negative outputs become 0.
/// `panel` is which of the layer's panels is computed.
void convolve_pixels(const float* values, const Window& window, int count, const LayerWeights& layer, int panel,
                     bool rectified, float* outputs);

/// The two products as one kind of processor computes them.
struct ProcessorKernels {
  const char* processor = "";
  decltype(&gemm) multiply = nullptr;
  decltype(&convolve_pixels) convolve = nullptr;
};

/// Those that the processor can run that this program runs on, the quickest last: it is the one that gemm and
/// convolve_pixels take.
std::vector<ProcessorKernels> kernels_of_this_processor();

}  // namespace shenbao::extract
