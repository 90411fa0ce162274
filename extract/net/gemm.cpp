#include "extract/net/gemm.h"

#include <algorithm>
#include <type_traits>

// Kinds of processors are told apart where the compiler can build a function for each.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define SHENBAO_CHOOSES
#endif
#define SHENBAO_INLINE __attribute__((always_inline)) inline  // so that each variant of a caller gets its own

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

/// One panel of sums of `rows` rows.
template <typename Kind, int rows>
SHENBAO_INLINE void multiply_rows(const float* values, const Window& window, const float* panel, float* sums,
                                  std::ptrdiff_t step) {
  using Vector = typename Kind::Vector;
  constexpr int kParts = kPanelWidth / Kind::kLanes;
  const auto part_of = [](auto* numbers, int part) { return numbers + part * Kind::kLanes; };
  Vector sum[rows][kParts];
  for (int r = 0; r < rows; ++r) {
    for (int p = 0; p < kParts; ++p) sum[r][p] = *reinterpret_cast<const Vector*>(part_of(sums + r * step, p));
  }
  for (int stretch = 0; stretch < window.rows; ++stretch, values += window.row_step) {
    for (int k = 0; k < window.length; ++k, panel += kPanelWidth) {
      for (int p = 0; p < kParts; ++p) {
        const Vector weight = *reinterpret_cast<const Vector*>(part_of(panel, p));
        for (int r = 0; r < rows; ++r) sum[r][p] += weight * values[r * window.step + k];
      }
    }
  }
  for (int r = 0; r < rows; ++r) {
    for (int p = 0; p < kParts; ++p) *reinterpret_cast<Vector*>(part_of(sums + r * step, p)) = sum[r][p];
  }
}

/// `rows` rows, at most `most`, as a constant.
template <typename Kind, int most>
SHENBAO_INLINE void multiply_few(int rows, const float* values, const Window& window, const float* panel, float* sums,
                                 std::ptrdiff_t step) {
  if constexpr (most > 1) {
    if (rows < most) return multiply_few<Kind, most - 1>(rows, values, window, panel, sums, step);
  }
  multiply_rows<Kind, most>(values, window, panel, sums, step);
}

/// Rows are taken in blocks as alike as they can be, for the fewer sums there are at once, the longer each waits for
/// the one before.
template <typename Kind>
SHENBAO_INLINE void multiply(const float* values, const Window& window, int count, const float* panel, float* sums,
                             std::ptrdiff_t step) {
  for (int blocks = (count + Kind::kRows - 1) / Kind::kRows, row = 0; blocks > 0; --blocks) {
    const int rows = (count - row + blocks - 1) / blocks;
    multiply_few<Kind, Kind::kRows>(rows, values + row * window.step, window, panel, sums + row * step, step);
    row += rows;
  }
}

void multiply_narrow(const float* values, const Window& window, int count, const float* panel, float* sums,
                     std::ptrdiff_t step) {
  multiply<Narrow>(values, window, count, panel, sums, step);
}
#ifdef SHENBAO_CHOOSES
__attribute__((target("avx2,fma"))) void multiply_avx2(const float* values, const Window& window, int count,
                                                       const float* panel, float* sums, std::ptrdiff_t step) {
  multiply<Avx2>(values, window, count, panel, sums, step);
}
__attribute__((target("avx512f,avx2,fma"))) void multiply_avx512(const float* values, const Window& window, int count,
                                                                 const float* panel, float* sums, std::ptrdiff_t step) {
  multiply<Avx512>(values, window, count, panel, sums, step);
}
#endif

}  // namespace

std::vector<ProcessorKernel> kernels_of_this_processor() {
  std::vector<ProcessorKernel> kernels{{"plain", multiply_narrow}};
#ifdef SHENBAO_CHOOSES
  if (__builtin_cpu_supports("fma")) {
    if (__builtin_cpu_supports("avx2")) kernels.push_back({"AVX2", multiply_avx2});
    if (__builtin_cpu_supports("avx512f")) kernels.push_back({"AVX-512", multiply_avx512});
  }
#endif
  return kernels;
}

void multiply_panel(const float* values, const Window& window, int count, const float* panel, float* sums,
                    std::ptrdiff_t step) {
  static const auto quickest = kernels_of_this_processor().back().multiply;
  quickest(values, window, count, panel, sums, step);
}

void gemm(const float* values, int count, const LayerWeights& layer, float* sums) {
  const Window row{1, layer.inputs, 0, layer.inputs};
  const int outputs = layer.padded_outputs();
  for (int j = 0; j < outputs; j += kPanelWidth) {
    multiply_panel(values, row, count, layer.values.data() + layer.panel_at(j, 0), sums + j, outputs);
  }
}

}  // namespace shenbao::extract
