#pragma once

#include <filesystem>
#include <string>

namespace shenbao::test {

/// A folder of its own for one test, removed with everything in it.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  std::string path(const std::string& below) const { return (root_ / below).string(); }
  std::string path() const { return root_.string(); }
  /// Puts `bytes` into the file `below`, making its folders; returns its path.
  std::string put(const std::string& below, const std::string& bytes) const;

 private:
  std::filesystem::path root_;
};

/// The bytes of a file; "" where there is none.
std::string bytes_of(const std::string& path);

}  // namespace shenbao::test
