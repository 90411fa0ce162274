#pragma once

#include <cstdint>
#include <cstring>

// The same loops for processors with and without wide vectors; the loader picks.
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__)
#define SHENBAO_VECTORIZED __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define SHENBAO_CHOOSES  // between functions for kinds of processors
#else
#define SHENBAO_VECTORIZED
#endif

#define SHENBAO_INLINE __attribute__((always_inline)) inline  // so that each variant of a caller gets its own

namespace shenbao::extract {

constexpr int kWide = 8;  // numbers at once; GCC 12 makes vectors wider than the processor's ten times slower

using Wide = float __attribute__((vector_size(kWide * sizeof(float)), aligned(4), may_alias));
using WideInt = std::int32_t __attribute__((vector_size(kWide * sizeof(std::int32_t)), aligned(4)));

SHENBAO_INLINE const Wide& wide_at(const float* values) { return *reinterpret_cast<const Wide*>(values); }
SHENBAO_INLINE Wide& wide_at(float* values) { return *reinterpret_cast<Wide*>(values); }

/// e^x to six digits.
SHENBAO_INLINE void take_exp(Wide& x) {
  x = x > 87.0F ? x * 0.0F + 87.0F : x;
  x = x < -87.0F ? x * 0.0F - 87.0F : x;
  x *= 1.44269504F;
  const WideInt whole = __builtin_convertvector(x + (x < 0.0F ? x * 0.0F - 0.5F : x * 0.0F + 0.5F), WideInt);
  const Wide part = x - __builtin_convertvector(whole, Wide);
  const WideInt bits = (whole + 127) << 23;
  Wide scale;
  std::memcpy(&scale, &bits, sizeof scale);
  x = scale * (1.0F + part * (0.69314718F +
                              part * (0.24022651F + part * (0.05550411F + part * (0.00961813F + part * 0.00133336F)))));
}

}  // namespace shenbao::extract
