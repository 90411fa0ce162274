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

using Wide = float __attribute__((vector_size(kWide * sizeof(float)), aligned(alignof(float)), may_alias));
using WideInt = std::int32_t __attribute__((vector_size(kWide * sizeof(std::int32_t)), aligned(alignof(std::int32_t))));

SHENBAO_INLINE const Wide& wide_at(const float* values) { return *reinterpret_cast<const Wide*>(values); }
SHENBAO_INLINE Wide& wide_at(float* values) { return *reinterpret_cast<Wide*>(values); }

/// e^x, wrong by less than a hundred-thousandth of it; x beyond ±87 counts as ±87.
///
/// Method: e^x = 2^whole × 2^part with part within ±1/2; the first factor is a float's exponent, the second the Taylor
/// series of e^(part ln 2) up to the fifth power.
SHENBAO_INLINE void take_exp(Wide& x) {
  constexpr float kLargest = 87.0F;                       // e^88 is nearly, e^89 more than a float holds
  constexpr float kLog2E = 1.44269504F;                   // log2(e)
  constexpr int kExponentBias = 127, kMantissaBits = 23;  // of a float: IEEE 754, binary32
  // (ln 2)^n / n!
  constexpr float kTerm[] = {1.0F, 0.69314718F, 0.24022651F, 0.05550411F, 0.00961813F, 0.00133336F};
  x = x > kLargest ? x * 0.0F + kLargest : x;
  x = x < -kLargest ? x * 0.0F - kLargest : x;
  x *= kLog2E;
  const WideInt whole = __builtin_convertvector(x + (x < 0.0F ? x * 0.0F - 0.5F : x * 0.0F + 0.5F), WideInt);
  const Wide part = x - __builtin_convertvector(whole, Wide);
  const WideInt bits = (whole + kExponentBias) << kMantissaBits;
  Wide scale;
  std::memcpy(&scale, &bits, sizeof scale);
  x = scale *
      (kTerm[0] + part * (kTerm[1] + part * (kTerm[2] + part * (kTerm[3] + part * (kTerm[4] + part * kTerm[5])))));
}

}  // namespace shenbao::extract
