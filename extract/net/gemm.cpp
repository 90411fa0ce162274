#include "extract/net/gemm.h"

#include <algorithm>
#include <type_traits>

#include "extract/net/wide.h"

namespace shenbao::extract {
namespace {

// How kinds of processors hold sums: in vectors of so many numbers, and of so many rows of a panel as fit into the
// registers beside the weights.
struct Narrow {
  static constexpr int kLanes = 4, kRows = 3;  // 128 bits; sixteen registers, of which four hold a row
  using Vector = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(alignof(float)), may_alias));
};
struct Avx2 {
  static constexpr int kLanes = 8, kRows = 5;  // 256 bits; a sixth row finds no register
  using Vector = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(alignof(float)), may_alias));
};
struct Avx512 {
  static constexpr int kLanes = 16, kRows = 6;  // 512 bits; fewer sums at once would wait for each other
  using Vector = float __attribute__((vector_size(kLanes * sizeof(float)), aligned(alignof(float)), may_alias));
};

template <typename Kind>
constexpr int kParts = kPanelWidth / Kind::kLanes;

template <typename Kind>
SHENBAO_INLINE const typename Kind::Vector& at(const float* values) {
  return *reinterpret_cast<const typename Kind::Vector*>(values);
}
template <typename Kind>
SHENBAO_INLINE typename Kind::Vector& at(float* values) {
  return *reinterpret_cast<typename Kind::Vector*>(values);
}

/// One panel of sums of `rows` rows.
template <typename Kind, int rows>
struct Sums {
  typename Kind::Vector sum[rows][kParts<Kind>];

  /// Adds `count` products; those of row r begin at values + r × step.
  SHENBAO_INLINE void add(const float* values, std::ptrdiff_t step, int count, const float* panel) {
    for (int k = 0; k < count; ++k) {
      for (int part = 0; part < kParts<Kind>; ++part) {
        const typename Kind::Vector weight = at<Kind>(panel + k * kPanelWidth + part * Kind::kLanes);
        for (int r = 0; r < rows; ++r) sum[r][part] += weight * values[r * step + k];
      }
    }
  }
};

/// Calls `run` with the first row and `rows`, at most `most`, as a constant.
template <int most, typename RunRows>
SHENBAO_INLINE void run_constant(int row, int rows, RunRows run) {
  if constexpr (most > 1) {
    if (rows < most) return run_constant<most - 1>(row, rows, run);
  }
  run(row, std::integral_constant<int, most>());
}

/// Calls `run` with the first row and a constant number of rows, until all are done: as alike as they can be, for the
/// fewer sums there are at once, the longer each waits for the one before.
template <int most, typename RunRows>
SHENBAO_INLINE void for_rows_together(int count, RunRows run) {
  for (int blocks = (count + most - 1) / most, row = 0; blocks > 0; --blocks) {
    const int rows = (count - row + blocks - 1) / blocks;
    run_constant<most>(row, rows, run);
    row += rows;
  }
}

template <typename Kind>
SHENBAO_INLINE void multiply_all(const float* values, int count, const LayerWeights& layer, float* sums) {
  const int inputs = layer.inputs, outputs = layer.padded_outputs();
  for (int j = 0; j < outputs; j += kPanelWidth) {
    const float* panel = layer.values.data() + static_cast<std::ptrdiff_t>(j) * inputs;
    for_rows_together<Kind::kRows>(
        count, [&](int row, auto rows) __attribute__((always_inline)) {
          Sums<Kind, rows> together;
          float* into = sums + static_cast<std::ptrdiff_t>(row) * outputs + j;
          for (int r = 0; r < rows; ++r) {
            for (int part = 0; part < kParts<Kind>; ++part) {
              together.sum[r][part] = at<Kind>(into + r * outputs + part * Kind::kLanes);
            }
          }
          together.add(values + static_cast<std::ptrdiff_t>(row) * inputs, inputs, inputs, panel);
          for (int r = 0; r < rows; ++r) {
            for (int part = 0; part < kParts<Kind>; ++part) {
              at<Kind>(into + r * outputs + part * Kind::kLanes) = together.sum[r][part];
            }
          }
        });
  }
}

template <typename Kind>
SHENBAO_INLINE void convolve_all(const float* values, const Window& window, int count, const LayerWeights& layer,
                                 int panel_number, bool rectified, float* outputs) {
  const int first = panel_number * kPanelWidth;
  const float* weights = layer.values.data() + static_cast<std::ptrdiff_t>(first) * layer.inputs;
  const float* biases = layer.biases.data() + first;
  const int stride = layer.outputs, kept = std::min(kPanelWidth, layer.outputs - first);
  for_rows_together<Kind::kRows>(
      count, [&](int pixel, auto pixels) __attribute__((always_inline)) {
        Sums<Kind, pixels> together;
        for (int p = 0; p < pixels; ++p) {
          for (int part = 0; part < kParts<Kind>; ++part)
            together.sum[p][part] = at<Kind>(biases + part * Kind::kLanes);
        }
        const float* from = values + pixel * window.pixel_step;
        const float* panel = weights;
        for (int row = 0; row < window.rows; ++row) {
          together.add(from, window.pixel_step, window.length, panel);
          from += window.row_step;
          panel += window.length * kPanelWidth;
        }
        for (int p = 0; p < pixels; ++p) {
          float* into = outputs + static_cast<std::ptrdiff_t>(pixel + p) * stride + first;
          for (int part = 0; part < kParts<Kind>; ++part) {
            typename Kind::Vector sum = together.sum[p][part];
            if (rectified) sum = sum > 0.0F ? sum : sum * 0.0F;
            const int begin = part * Kind::kLanes;
            if (kept >= begin + Kind::kLanes) {
              at<Kind>(into + begin) = sum;
            } else {
              for (int k = 0; begin + k < kept; ++k) into[begin + k] = sum[k];
            }
          }
        }
      });
}

#define SHENBAO_PRODUCTS(name, attributes, kind)                                                                   \
  attributes void multiply_##name(const float* values, int count, const LayerWeights& layer, float* sums) {        \
    multiply_all<kind>(values, count, layer, sums);                                                                \
  }                                                                                                                \
  attributes void convolve_##name(const float* values, const Window& window, int count, const LayerWeights& layer, \
                                  int panel, bool rectified, float* outputs) {                                     \
    convolve_all<kind>(values, window, count, layer, panel, rectified, outputs);                                   \
  }

SHENBAO_PRODUCTS(narrow, , Narrow)
#ifdef SHENBAO_CHOOSES
SHENBAO_PRODUCTS(avx2, __attribute__((target("avx2,fma"))), Avx2)
SHENBAO_PRODUCTS(avx512, __attribute__((target("avx512f,avx2,fma"))), Avx512)
#endif

const ProcessorKernels& quickest() {
  static const ProcessorKernels chosen = kernels_of_this_processor().back();
  return chosen;
}

}  // namespace

std::vector<ProcessorKernels> kernels_of_this_processor() {
  std::vector<ProcessorKernels> kernels{{"plain", multiply_narrow, convolve_narrow}};
#ifdef SHENBAO_CHOOSES
  if (__builtin_cpu_supports("fma")) {
    if (__builtin_cpu_supports("avx2")) kernels.push_back({"AVX2", multiply_avx2, convolve_avx2});
    if (__builtin_cpu_supports("avx512f")) kernels.push_back({"AVX-512", multiply_avx512, convolve_avx512});
  }
#endif
  return kernels;
}

void gemm(const float* values, int count, const LayerWeights& layer, float* sums) {
  quickest().multiply(values, count, layer, sums);
}

void convolve_pixels(const float* values, const Window& window, int count, const LayerWeights& layer, int panel,
                     bool rectified, float* outputs) {
  quickest().convolve(values, window, count, layer, panel, rectified, outputs);
}

}  // namespace shenbao::extract
