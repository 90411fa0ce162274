#include "cli/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>

namespace shenbao::cli {
namespace {

constexpr int kBarLength = 30;  // characters; leaves room for the figures on 80 columns
constexpr const char* kClearLine = "\r\x1b[2K";

}  // namespace

ProgressDisplay::ProgressDisplay(bool quiet) : quiet_(quiet), terminal_(::isatty(STDERR_FILENO) == 1) {}

void ProgressDisplay::show(const Progress& progress) {
  if (quiet_ || !terminal_ || progress.pages == 0) return;
  const int filled = kBarLength * progress.pages_done / progress.pages;
  fmt::print(stderr, "{}[{}{}] {}/{} pages, {}/{} files", kClearLine, std::string(filled, '#'),
             std::string(kBarLength - filled, '.'), progress.pages_done, progress.pages, progress.inputs_done,
             progress.inputs);
  std::fflush(stderr);
}

void ProgressDisplay::finished(const Outcome& outcome) {
  if (outcome.failure) {
    say(outcome.failure->message);
  } else if (!quiet_ && !terminal_) {
    say(fmt::format("{}: {} page{} read", outcome.input.file, outcome.pages, outcome.pages == 1 ? "" : "s"));
  }
}

void ProgressDisplay::say(const std::string& message) {
  close();
  fmt::print(stderr, "{}\n", message);
}

void ProgressDisplay::close() {
  if (!quiet_ && terminal_) fmt::print(stderr, "{}", kClearLine);
}

}  // namespace shenbao::cli
