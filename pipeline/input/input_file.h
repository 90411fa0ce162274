#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <string>

#include "pipeline/input/decoded.h"
#include "pipeline/input/descriptor.h"

namespace shenbao::pipeline {

/// Other ones are those that Leptonica tells apart: WebP, BMP, PNM.
enum class FileKind { pdf, tiff, png, jpeg, jpeg2000, other };

/// A regular file held open for reading. Safe to share between threads.
class InputFile {
 public:
  /// Throws DecodeError: not_found, unsupported (a folder, a pipe), empty, too_large, unreadable.
  InputFile(const std::string& path, std::int64_t max_bytes);

  int fd() const { return file_.fd(); }
  std::string path() const { return file_.path(); }  ///< see Descriptor
  std::int64_t bytes() const { return opened_.st_size; }

  /// By the content alone. A PDF may begin with some junk, or have lost its beginning but not its end.
  /// Throws DecodeError (unsupported, unreadable).
  FileKind kind() const;

  /// Throws DecodeError (unreadable) if the file was written to since it was opened.
  void require_unchanged() const;

 private:
  Descriptor file_;
  struct stat opened_;  ///< what it was then
};

/// The whole file in memory, for a child process: should the file shrink meanwhile, only that one dies.
class MappedFile {
 public:
  /// Throws DecodeError (engine).
  explicit MappedFile(const InputFile& file);
  ~MappedFile();
  MappedFile(const MappedFile&) = delete;
  MappedFile& operator=(const MappedFile&) = delete;

  Bytes bytes() const { return {data_, size_}; }

 private:
  const unsigned char* data_ = nullptr;
  std::size_t size_;
};

}  // namespace shenbao::pipeline
