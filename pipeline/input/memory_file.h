#pragma once

#include <string>

namespace shenbao::pipeline {

/// The path by which this process, and a child of it, can open an open file once more.
inline std::string path_of(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

/// A nameless file in memory, which has a path for this process all the same.
class MemoryFile {
 public:
  /// Throws DecodeError (engine) where the system has no room.
  MemoryFile();
  ~MemoryFile();
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  int fd() const { return fd_; }
  std::string path() const { return path_of(fd_); }

 private:
  int fd_;
};

}  // namespace shenbao::pipeline
