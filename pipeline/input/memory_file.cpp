#include "pipeline/input/memory_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

MemoryFile::MemoryFile() : fd_(memfd_create("shenbao", MFD_CLOEXEC)) {
  if (fd_ >= 0 && fd_ <= STDERR_FILENO) {  // a child sends these streams nowhere
    const int higher = fcntl(fd_, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(fd_);
    fd_ = higher;
  }
  if (fd_ < 0) throw DecodeError(ErrorCode::engine, "the system has no memory for what is decoded");
}

MemoryFile::~MemoryFile() { close(fd_); }

}  // namespace shenbao::pipeline
