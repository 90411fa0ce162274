#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>

namespace shenbao::pipeline {

/// What a child process may use up.
struct Allowance {
  int seconds = 30;                     ///< of processor time; four times as much on the clock
  std::int64_t memory = 1'500'000'000;  ///< bytes, besides what this process has already
};

/// Where work in a child process leaves its result.
class Outbox {
 public:
  explicit Outbox(int fd) : fd_(fd) {}
  /// Throws std::runtime_error where the system has no room.
  void put(const void* data, std::size_t size) const;

 private:
  int fd_;
};

/// The result of work in a child process, read from its beginning.
class Inbox {
 public:
  explicit Inbox(int fd);
  /// Throws DecodeError (engine) when the result ends before.
  void take(void* data, std::size_t size);

 private:
  int fd_;
};

/// Runs `work` in a child process of its own and hands what it put out to `receive` in this one.
///
/// A hostile or broken file can crash a decoder, or make it loop or eat memory; here that ends the child
/// alone. The child's standard streams lead nowhere. Safe from several threads, as long as `work` takes no
/// lock that another thread of this process may hold: it may allocate, and use libraries that this process
/// uses nowhere else, or that have no locks; not OpenCV's parallel functions.
/// Throws DecodeError: the one that `work` threw; unreadable for any other exception and for a crash,
/// too_large for time or memory used up, engine when no child can be started.
///
/// Method: fork, setrlimit, alarm, and a memfd for the result.
void run_isolated(const Allowance& allowance, const std::function<void(const Outbox&)>& work,
                  const std::function<void(Inbox&)>& receive);

}  // namespace shenbao::pipeline
