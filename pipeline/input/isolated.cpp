#include "pipeline/input/isolated.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <new>
#include <stdexcept>
#include <string>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {
namespace {

// Exit statuses of the child; unusual ones, so that a library's own exit(1) is taken for what it is.
constexpr int kDone = 80;
constexpr int kRefused = 81;
constexpr int kOutOfMemory = 82;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }

 private:
  int fd_;
};

/// Above 2, so that it never is one of the streams that the child sends nowhere.
int open_shared_memory() {
  const int fd = memfd_create("shenbao", MFD_CLOEXEC);
  if (fd < 0 || fd > STDERR_FILENO) return fd;
  const int higher = fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
  close(fd);
  return higher;
}

std::int64_t address_space_in_use() {
  long pages = 0;
  if (std::FILE* statm = std::fopen("/proc/self/statm", "r")) {
    if (std::fscanf(statm, "%ld", &pages) != 1) pages = 0;
    std::fclose(statm);
  }
  return static_cast<std::int64_t>(pages) * sysconf(_SC_PAGESIZE);
}

void lower_limit(__rlimit_resource resource, rlim_t soft, rlim_t hard) {
  rlimit limit{};
  getrlimit(resource, &limit);
  limit.rlim_max = std::min(limit.rlim_max, hard);
  limit.rlim_cur = std::min(limit.rlim_max, soft);
  setrlimit(resource, &limit);
}

/// `patience` in seconds on the clock: it ends a child that waits instead of working.
void confine(const Allowance& allowance, int patience) {
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  for (const int signal : {SIGALRM, SIGXCPU, SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT, SIGTERM, SIGPIPE}) {
    std::signal(signal, SIG_DFL);
  }
  std::signal(SIGINT, SIG_IGN);  // an interrupt from the terminal reaches every process; the parent decides
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);

  const int nowhere = open("/dev/null", O_RDWR);
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) dup2(nowhere, stream);

  const auto seconds = static_cast<rlim_t>(std::max(allowance.seconds, 1));
  alarm(static_cast<unsigned>(patience));
  lower_limit(RLIMIT_CPU, seconds, seconds + 1);
  lower_limit(RLIMIT_CORE, 0, 0);
  if (const std::int64_t used = address_space_in_use(); used > 0) {
    const auto most = static_cast<rlim_t>(used + allowance.memory);
    lower_limit(RLIMIT_AS, most, most);
  }
}

void put_refusal(int fd, ErrorCode code, const char* what) {
  const auto number = static_cast<std::int32_t>(code);
  if (ftruncate(fd, 0) != 0 || lseek(fd, 0, SEEK_SET) != 0) return;
  const Outbox out(fd);
  out.put(&number, sizeof number);
  out.put(what, std::strlen(what));
}

int run_work(int fd, const std::function<void(const Outbox&)>& work) noexcept {
  try {
    try {
      work(Outbox(fd));
      return kDone;
    } catch (const DecodeError& error) {
      put_refusal(fd, error.code(), error.what());
    } catch (const std::bad_alloc&) {
      return kOutOfMemory;
    } catch (const std::exception& error) {
      put_refusal(fd, ErrorCode::unreadable, error.what());
    }
    return kRefused;
  } catch (...) {
    return 1;
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw DecodeError(ErrorCode::engine, "the process that decodes it was lost");
  }
  return status;
}

[[noreturn]] void throw_refusal(int fd) {
  struct stat info {};
  fstat(fd, &info);
  Inbox inbox(fd);
  std::int32_t code = 0;
  inbox.take(&code, sizeof code);
  std::string what(static_cast<std::size_t>(info.st_size) - sizeof code, '\0');
  inbox.take(what.data(), what.size());
  throw DecodeError(static_cast<ErrorCode>(code), what);
}

void require_done(int status, int fd, const Allowance& allowance) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == kDone) return;
  if (WIFEXITED(status) && WEXITSTATUS(status) == kRefused) throw_refusal(fd);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kOutOfMemory) {
    throw DecodeError(ErrorCode::too_large,
                      fmt::format("decoding it needs more than {} MB of memory", allowance.memory / 1'000'000));
  }
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    if (signal == SIGXCPU || signal == SIGALRM || signal == SIGKILL) {
      throw DecodeError(ErrorCode::too_large, fmt::format("decoding it takes more than {} s", allowance.seconds));
    }
    throw DecodeError(ErrorCode::unreadable, fmt::format("its content crashes the decoder (signal {})", signal));
  }
  throw DecodeError(ErrorCode::unreadable, "its content makes the decoder give up");
}

}  // namespace

void Outbox::put(const void* data, std::size_t size) const {
  const char* at = static_cast<const char*>(data);
  while (size > 0) {
    const ssize_t written = write(fd_, at, size);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) throw std::runtime_error("no room for the decoded page");
    at += written;
    size -= static_cast<std::size_t>(written);
  }
}

Inbox::Inbox(int fd) : fd_(fd) {
  struct stat info {};
  if (fstat(fd_, &info) != 0 || info.st_size <= 0) return;
  size_ = static_cast<std::size_t>(info.st_size);
  void* const mapped = mmap(nullptr, size_, PROT_READ, MAP_SHARED | MAP_POPULATE, fd_, 0);
  if (mapped == MAP_FAILED) throw DecodeError(ErrorCode::engine, "there is no memory for the decoded page");
  data_ = static_cast<const unsigned char*>(mapped);
}

Inbox::~Inbox() {
  if (data_ != nullptr) munmap(const_cast<unsigned char*>(data_), size_);
}

void Inbox::take(void* data, std::size_t size) {
  if (size > size_ - at_) throw DecodeError(ErrorCode::engine, "the process that decodes it gave a part of the result");
  if (size > 0) std::memcpy(data, data_ + at_, size);
  at_ += size;
}

void run_isolated(const Allowance& allowance, const std::function<void(const Outbox&)>& work,
                  const std::function<void(Inbox&)>& receive) {
  constexpr int kClock = 4;           // seconds on the clock for one of the processor, which others use too
  constexpr int kFirstPatience = 20;  // seconds on the clock: what works is done, what waits for a lock is tried again
  const int seconds = std::max(allowance.seconds, 1), longest = kClock * seconds;
  // A lock that another thread held at the fork is never given back in the child: what waits for it is tried again.
  for (const int patience : {std::min(kFirstPatience, 2 * seconds), longest}) {
    const Descriptor shared(open_shared_memory());
    if (shared.get() < 0) throw DecodeError(ErrorCode::engine, "the system has no memory to share with a decoder");
    const pid_t child = fork();
    if (child < 0) throw DecodeError(ErrorCode::engine, "the system has no room for a process that decodes it");
    if (child == 0) {
      confine(allowance, patience);
      _exit(run_work(shared.get(), work));
    }
    const int status = wait_for(child);
    if (patience < longest && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) continue;
    require_done(status, shared.get(), allowance);
    Inbox inbox(shared.get());
    receive(inbox);
    return;
  }
}

}  // namespace shenbao::pipeline
