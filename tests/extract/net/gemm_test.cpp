#include "extract/net/gemm.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

namespace shenbao::extract {
namespace {

/// Whole numbers, so that every order of adding them gives the same sum.
float number(int seed) { return static_cast<float>(seed * 7 % 11 - 5); }

LayerWeights numbered_layer(int inputs, int outputs) {
  LayerWeights layer = empty_layer(inputs, outputs);
  for (int j = 0; j < outputs; ++j) {
    for (int k = 0; k < inputs; ++k) layer.values[layer.panel_at(j, k)] = number(3 * j + k);
    layer.biases[static_cast<std::size_t>(j)] = number(j);
  }
  return layer;
}

class Gemm : public testing::TestWithParam<ProcessorKernel> {
 protected:
  /// As gemm, but by this kernel.
  static void multiply(const std::vector<float>& values, int first, int count, const LayerWeights& layer, float* sums) {
    const int outputs = layer.padded_outputs();
    for (int j = 0; j < outputs; j += kPanelWidth) {
      GetParam().multiply(values.data() + first * layer.inputs, {1, layer.inputs, 0, layer.inputs}, count,
                          layer.values.data() + layer.panel_at(j, 0), sums + j, outputs);
    }
  }
};

TEST_P(Gemm, AddsEveryProductForAnyNumberOfRows) {
  const int inputs = 5, outputs = 20;
  const LayerWeights layer = numbered_layer(inputs, outputs);
  for (int count = 1; count <= 13; ++count) {
    std::vector<float> values, sums(static_cast<std::size_t>(count * layer.padded_outputs()), 1.0F);
    for (int i = 0; i < count * inputs; ++i) values.push_back(number(i));
    multiply(values, 0, count, layer, sums.data());
    for (int row = 0; row < count; ++row) {
      for (int j = 0; j < outputs; ++j) {
        float expected = 1.0F;
        for (int k = 0; k < inputs; ++k) expected += number(row * inputs + k) * number(3 * j + k);
        EXPECT_EQ(sums[static_cast<std::size_t>(row * layer.padded_outputs() + j)], expected) << count;
      }
    }
  }
}

TEST_P(Gemm, TakesEachWindowFromItsStretches) {
  const Window window{2, 3, 40, 2};
  const LayerWeights layer = numbered_layer(window.rows * window.length, kPanelWidth);
  std::vector<float> values;
  for (int i = 0; i < 80; ++i) values.push_back(number(i));
  for (int count = 1; count <= 13; ++count) {
    std::vector<float> made(static_cast<std::size_t>(count * kPanelWidth + 1), 99.0F);
    GetParam().multiply(values.data(), window, count, layer.values.data(), made.data(), kPanelWidth);
    for (int pixel = 0; pixel < count; ++pixel) {
      for (int j = 0; j < kPanelWidth; ++j) {
        float expected = 99.0F;
        for (int k = 0; k < 6; ++k) expected += number(pixel * 2 + k / 3 * 40 + k % 3) * number(3 * j + k);
        EXPECT_EQ(made[static_cast<std::size_t>(pixel * kPanelWidth + j)], expected) << count;
      }
    }
    EXPECT_EQ(made.back(), 99.0F);
  }
}

/// The sums of one row and of that row among others are the same bytes, so that a line's reading does not depend on the
/// lines that it is read with.
TEST_P(Gemm, GivesARowTheSameBytesInAnyCompany) {
  LayerWeights layer = numbered_layer(37, 48);
  for (float& weight : layer.values) weight *= 0.0371F;
  std::vector<float> values;
  for (int i = 0; i < 13 * 37; ++i) values.push_back(number(i) / 7.0F);
  std::vector<float> together(13 * 48, 0.0F);
  multiply(values, 0, 13, layer, together.data());
  for (std::size_t row = 0; row < 13; ++row) {
    std::vector<float> alone(48, 0.0F);
    multiply(values, static_cast<int>(row), 1, layer, alone.data());
    EXPECT_TRUE(std::equal(alone.begin(), alone.end(), together.begin() + static_cast<std::ptrdiff_t>(row * 48)));
  }
}

/// Every kind that this processor can run; on one without AVX-512 the others are held to the answers.
INSTANTIATE_TEST_SUITE_P(OfEachProcessor, Gemm, testing::ValuesIn(kernels_of_this_processor()),
                         [](const auto& kernels) {
                           std::string name;
                           for (const char* c = kernels.param.processor; *c != 0; ++c) {
                             if (*c != '-') name += *c;
                           }
                           return name;
                         });

}  // namespace
}  // namespace shenbao::extract
