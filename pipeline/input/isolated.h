#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>

namespace shenbao::pipeline {

/// What a child process may use up.
struct Allowance {
  int seconds = 30;                     ///< of processor time; four times as much on the clock
  std::int64_t memory = 1'500'000'000;  ///< bytes, besides what this process has already
};

/// Runs `work` in a child process of its own and hands what it put out to `receive` in this one.
///
/// A hostile or broken file can crash a decoder, or make it loop or eat memory; here that ends the child
/// alone. The child's standard streams lead nowhere. Safe from several threads, as long as `work` takes no
/// lock that another thread of this process may hold: it may allocate, and use libraries that this process
/// uses nowhere else, or that have no locks; not OpenCV's parallel functions.
/// Both streams throw where there is no room or nothing left to read.
/// Throws DecodeError: the one that `work` threw; unreadable for any other exception and for a crash,
/// too_large for time or memory used up, engine when no child can be started or its
/// result ends before it was received.
///
/// Method: fork, setrlimit, alarm, and a memfd for the result.
void run_isolated(const Allowance& allowance, const std::function<void(std::ostream&)>& work,
                  const std::function<void(std::istream&)>& receive);

}  // namespace shenbao::pipeline
