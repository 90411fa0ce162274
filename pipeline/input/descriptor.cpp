#include "pipeline/input/descriptor.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

Descriptor::~Descriptor() { close(fd_); }

int open_memory_file() {
  int fd = memfd_create("shenbao", MFD_CLOEXEC);
  if (fd >= 0 && fd <= STDERR_FILENO) {  // a child sends these streams nowhere
    const int higher = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
    close(fd);
    fd = higher;
  }
  if (fd < 0) throw DecodeError(ErrorCode::engine, "the system has no memory for what is decoded");
  return fd;
}

}  // namespace shenbao::pipeline
