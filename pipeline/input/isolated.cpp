#include "pipeline/input/isolated.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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
#include "pipeline/input/memory_file.h"

namespace shenbao::pipeline {
namespace {

// Exit statuses of the child; unusual ones, so that a library's own exit(1) is taken for what it is.
constexpr int kDone = 80;
constexpr int kRefused = 81;
constexpr int kOutOfMemory = 82;

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
  std::string what(static_cast<std::size_t>(lseek(fd, 0, SEEK_END)) - sizeof(std::int32_t), '\0');
  Inbox inbox(fd);
  std::int32_t code = 0;
  inbox.take(&code, sizeof code);
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

Inbox::Inbox(int fd) : fd_(fd) { lseek(fd_, 0, SEEK_SET); }

void Inbox::take(void* data, std::size_t size) {
  char* at = static_cast<char*>(data);
  while (size > 0) {
    const ssize_t got = read(fd_, at, size);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) throw DecodeError(ErrorCode::engine, "the process that decodes it gave a part of the result");
    at += got;
    size -= static_cast<std::size_t>(got);
  }
}

void run_isolated(const Allowance& allowance, const std::function<void(const Outbox&)>& work,
                  const std::function<void(Inbox&)>& receive) {
  constexpr int kClock = 4;           // seconds on the clock for one of the processor, which others use too
  constexpr int kFirstPatience = 20;  // seconds on the clock: what works is done, what waits for a lock is tried again
  const int seconds = std::max(allowance.seconds, 1), longest = kClock * seconds;
  // A lock that another thread held at the fork is never given back in the child: what waits for it is tried again.
  for (const int patience : {std::min(kFirstPatience, 2 * seconds), longest}) {
    const MemoryFile shared;
    const pid_t child = fork();
    if (child < 0) throw DecodeError(ErrorCode::engine, "the system has no room for a process that decodes it");
    if (child == 0) {
      confine(allowance, patience);
      _exit(run_work(shared.fd(), work));
    }
    const int status = wait_for(child);
    if (patience < longest && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) continue;
    require_done(status, shared.fd(), allowance);
    Inbox inbox(shared.fd());
    receive(inbox);
    return;
  }
}

}  // namespace shenbao::pipeline
