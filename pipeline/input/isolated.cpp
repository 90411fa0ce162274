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
#include <fstream>
#include <iterator>
#include <new>
#include <string>

#include "pipeline/input/decoded.h"
#include "pipeline/input/descriptor.h"

namespace shenbao::pipeline {
namespace {

// Exit statuses of the child; unusual ones, so that a library's own exit(1) is taken for what it is.
constexpr int kDone = 80;
constexpr int kRefused = 81;
constexpr int kOutOfMemory = 82;

std::int64_t address_space_in_use() {
  std::int64_t pages = 0;
  std::ifstream("/proc/self/statm") >> pages;
  return pages * sysconf(_SC_PAGESIZE);
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

template <typename Stream>
Stream throwing(const std::string& path) {
  Stream stream;
  stream.exceptions(std::ios::badbit | std::ios::failbit);
  stream.open(path, std::ios::binary);
  return stream;
}

int refuse(const std::string& result, ErrorCode code, const char* what) {
  throwing<std::ofstream>(result) << static_cast<int>(code) << ' ' << what;
  return kRefused;
}

int run_work(const std::string& result, const std::function<void(std::ostream&)>& work) noexcept {
  try {
    auto out = throwing<std::ofstream>(result);
    work(out);
    out.close();
    return kDone;
  } catch (const DecodeError& error) {
    return refuse(result, error.code(), error.what());
  } catch (const std::bad_alloc&) {
    return kOutOfMemory;
  } catch (const std::exception& error) {
    return refuse(result, ErrorCode::unreadable, error.what());
  }
}

int wait_for(pid_t child) {
  int status = 0;
  while (waitpid(child, &status, 0) < 0) {
    if (errno != EINTR) throw DecodeError(ErrorCode::engine, "the process that decodes it was lost");
  }
  return status;
}

[[noreturn]] void throw_refusal(const std::string& result) {
  std::ifstream in(result, std::ios::binary);
  int code = static_cast<int>(ErrorCode::unreadable);
  in >> code;
  in.get();
  throw DecodeError(static_cast<ErrorCode>(code), {std::istreambuf_iterator<char>(in), {}});
}

void require_done(int status, const std::string& result, const Allowance& allowance) {
  if (WIFEXITED(status) && WEXITSTATUS(status) == kDone) return;
  if (WIFEXITED(status) && WEXITSTATUS(status) == kRefused) throw_refusal(result);
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

void run_isolated(const Allowance& allowance, const std::function<void(std::ostream&)>& work,
                  const std::function<void(std::istream&)>& receive) {
  constexpr int kClock = 4;           // seconds on the clock for one of the processor, which others use too
  constexpr int kFirstPatience = 20;  // seconds on the clock: what works is done, what waits for a lock is tried again
  const int seconds = std::max(allowance.seconds, 1), longest = kClock * seconds;
  // A lock that another thread held at the fork is never given back in the child: what waits for it is tried again.
  for (const int patience : {std::min(kFirstPatience, 2 * seconds), longest}) {
    const Descriptor shared(open_memory_file());
    const pid_t child = fork();
    if (child < 0) throw DecodeError(ErrorCode::engine, "the system has no room for a process that decodes it");
    if (child == 0) {
      confine(allowance, patience);
      _exit(run_work(shared.path(), work));
    }
    const int status = wait_for(child);
    if (patience < longest && WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM) continue;
    require_done(status, shared.path(), allowance);
    try {
      auto in = throwing<std::ifstream>(shared.path());
      return receive(in);
    } catch (const std::ios::failure&) {
      throw DecodeError(ErrorCode::engine, "the process that decodes it gave a part of the result");
    }
  }
}

}  // namespace shenbao::pipeline
