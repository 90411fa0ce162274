#pragma once

#include <stdexcept>
#include <string>

namespace shenbao {

enum class ErrorCode { not_found, unreadable, encrypted, too_large, empty, unsupported, output, engine, definition };

/// As results and docs/errors.md have it: "not_found".
inline const char* name_of(ErrorCode code) {
  constexpr const char* kNames[] = {"not_found",   "unreadable", "encrypted", "too_large", "empty",
                                    "unsupported", "output",     "engine",    "definition"};
  return kNames[static_cast<int>(code)];
}

/// This document (or this call) cannot go on. `what()` is one sentence: what happened, where, and what to do next.
class Error : public std::runtime_error {
 public:
  Error(ErrorCode code, std::string file, const std::string& message)
      : std::runtime_error(message), code_(code), file_(std::move(file)) {}

  ErrorCode code() const { return code_; }
  const std::string& file() const { return file_; }  ///< the path as the user gave it

 private:
  ErrorCode code_;
  std::string file_;
};

}  // namespace shenbao
