#pragma once

#include <string>

namespace shenbao::pipeline {

/// An open file, closed at the end.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int fd() const { return fd_; }
  /// By which this process, and a child of it, can open the file once more, whatever became of its name.
  std::string path() const { return "/proc/self/fd/" + std::to_string(fd_); }

 private:
  int fd_;
};

/// A new file in memory, for a Descriptor. Throws DecodeError (engine) where the system has no room.
int open_memory_file();

}  // namespace shenbao::pipeline
