#include "base/file_bytes.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <unistd.h>

#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

#include "base/error.h"

namespace shenbao {
namespace {

[[noreturn]] void refuse(const std::string& path, const std::string& cause) {
  throw Error(ErrorCode::output, path, fmt::format("{}: cannot be written: {}", path, cause));
}

/// A name beside `path` that no other thread or run uses.
std::string temporary_name(const std::string& path) {
  static std::atomic<unsigned> count{0};
  const std::filesystem::path target(path);
  return (target.parent_path() / fmt::format(".shenbao-{}-{}.tmp", ::getpid(), count++)).string();
}

}  // namespace

std::string read_file(const std::string& path) {
  std::error_code trouble;
  if (!std::filesystem::exists(path, trouble)) {
    throw Error(ErrorCode::not_found, path, fmt::format("{}: no such file", path));
  }
  if (!std::filesystem::is_regular_file(path, trouble)) {
    throw Error(ErrorCode::unreadable, path, fmt::format("{}: not a file that can be read", path));
  }
  std::ifstream in(path, std::ios::binary);
  std::ostringstream bytes;
  bytes << in.rdbuf();
  if (!in) throw Error(ErrorCode::unreadable, path, fmt::format("{}: cannot be read: {}", path, std::strerror(errno)));
  return bytes.str();
}

void write_file(const std::string& path, const std::string& bytes) {
  const auto folder = std::filesystem::path(path).parent_path();
  std::error_code trouble;
  if (!folder.empty()) std::filesystem::create_directories(folder, trouble);
  if (trouble) refuse(path, trouble.message());

  const std::string temporary = temporary_name(path);
  std::FILE* const out = std::fopen(temporary.c_str(), "wbxe");  // x: a link that waits under that name is not followed
  if (out == nullptr) refuse(path, std::strerror(errno));
  const bool written = std::fwrite(bytes.data(), 1, bytes.size(), out) == bytes.size();
  const bool closed = std::fclose(out) == 0;
  if (!written || !closed || std::rename(temporary.c_str(), path.c_str()) != 0) {
    const std::string cause = std::strerror(errno);
    ::unlink(temporary.c_str());
    refuse(path, cause);
  }
}

void require_writable_folder(const std::string& folder) {
  const std::string probe = temporary_name((std::filesystem::path(folder) / "probe").string());
  try {
    write_file(probe, "");
  } catch (const Error& error) {
    throw Error(ErrorCode::output, folder,
                fmt::format("{}: results cannot be written there: {}", folder, error.what()));
  }
  ::unlink(probe.c_str());
}

std::string sha256(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &length, EVP_sha256(), nullptr) != 1) {
    throw Error(ErrorCode::engine, "", "SHA-256 is not available in this OpenSSL");
  }
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + length, ""));
}

}  // namespace shenbao
