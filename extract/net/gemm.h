#pragma once

#include <cstddef>
#include <vector>

#include "extract/net/layer_weights.h"

namespace shenbao::extract {

/// Where a sum takes its values from: `rows` stretches of `length` values, `row_step` apart; those of the next sum
/// begin `step` further on.
struct Window {
  int rows = 1;
  int length = 0;
  std::ptrdiff_t row_step = 0;
  std::ptrdiff_t step = 0;
};

/// Adds the products of values and the weights of one panel to `count` times `kPanelWidth` sums, `step` apart. Every
/// sum is taken in the same order, whatever their number.
void multiply_panel(const float* values, const Window& window, int count, const float* panel, float* sums,
                    std::ptrdiff_t step);

/// The matrix product: sums += values × weights, for `count` rows of `layer.inputs` values and of
/// `layer.padded_outputs()` sums; its biases are left alone.
void gemm(const float* values, int count, const LayerWeights& layer, float* sums);

/// multiply_panel as one kind of processor computes it.
struct ProcessorKernel {
  const char* processor = "";
  decltype(&multiply_panel) multiply = nullptr;
};

/// Those that the processor can run that this program runs on, the quickest last: it is the one that multiply_panel
/// takes.
std::vector<ProcessorKernel> kernels_of_this_processor();

}  // namespace shenbao::extract
