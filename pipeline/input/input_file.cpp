#include "pipeline/input/input_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/evp.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <new>
#include <string_view>
#include <vector>

namespace shenbao::pipeline {
namespace {

using namespace std::string_view_literals;

bool starts_with(const std::vector<char>& head, std::string_view magic) {
  return head.size() >= magic.size() && std::equal(magic.begin(), magic.end(), head.begin());
}

bool contains(const std::vector<char>& bytes, std::string_view text) {
  return std::search(bytes.begin(), bytes.end(), text.begin(), text.end()) != bytes.end();
}

std::vector<char> read_at(int fd, std::int64_t offset, std::size_t size) {
  std::vector<char> bytes(size);
  std::size_t count = 0;
  while (count < size) {
    const ssize_t got = pread(fd, bytes.data() + count, size - count, offset + static_cast<std::int64_t>(count));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) throw DecodeError(ErrorCode::unreadable, fmt::format("cannot be read ({})", std::strerror(errno)));
    if (got == 0) break;
    count += static_cast<std::size_t>(got);
  }
  bytes.resize(count);
  return bytes;
}

constexpr std::int64_t kEnd = 1024;  // bytes at either end, in which Acrobat looks for a PDF's marks

/// A PDF may begin with some junk, and one that has lost its beginning still has its end.
bool looks_like_pdf(int fd, std::int64_t bytes, const std::vector<char>& head) {
  if (contains(head, "%PDF-")) return true;
  const std::vector<char> end = read_at(fd, std::max<std::int64_t>(0, bytes - kEnd), static_cast<std::size_t>(kEnd));
  return contains(end, "startxref") && contains(end, "%%EOF");
}

/// Its two letters begin many a text: the size of the second header, one of few, must follow.
bool looks_like_bmp(const std::vector<char>& head) {
  static const std::string_view sizes("\x0C\x28\x34\x38\x40\x6C\x7C");
  constexpr std::size_t kLast = 17;  // the last of the four bytes that give the size, little-endian
  return starts_with(head, "BM") && head.size() > kLast && sizes.find(head[14]) != std::string_view::npos &&
         head[15] == 0 && head[16] == 0 && head[17] == 0;
}

bool looks_like_pnm(const std::vector<char>& head) {
  return head.size() > 2 && head[0] == 'P' && head[1] >= '1' && head[1] <= '6' &&
         (head[2] == '\n' || head[2] == '\r' || head[2] == ' ' || head[2] == '\t' || head[2] == '#');
}

/// Without waiting, so that a pipe with nobody at its other end does not hold us up.
int open_or_throw(const std::string& path) {
  const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (fd >= 0) return fd;
  const int why = errno;
  const bool missing = why == ENOENT || why == ENOTDIR;
  throw DecodeError(missing ? ErrorCode::not_found : ErrorCode::unreadable,
                    missing ? "there is no such file" : fmt::format("cannot be opened ({})", std::strerror(why)));
}

struct stat status_of(int fd) {
  struct stat info {};
  if (fstat(fd, &info) != 0) throw DecodeError(ErrorCode::unreadable, "cannot be read");
  return info;
}

void require_file(const struct stat& info, std::int64_t max_bytes) {
  if (S_ISDIR(info.st_mode)) throw DecodeError(ErrorCode::unsupported, "is a folder");
  if (!S_ISREG(info.st_mode)) throw DecodeError(ErrorCode::unsupported, "is not a regular file");
  if (info.st_size == 0) throw DecodeError(ErrorCode::empty, "the file is empty");
  if (info.st_size > max_bytes) {
    throw DecodeError(ErrorCode::too_large, fmt::format("{} MB are more than the {} MB allowed",
                                                        info.st_size / 1'000'000, max_bytes / 1'000'000));
  }
}

}  // namespace

InputFile::InputFile(const std::string& path, std::int64_t max_bytes) : fd_(open_or_throw(path)) {
  try {
    const struct stat info = status_of(fd_);
    require_file(info, max_bytes);
    bytes_ = info.st_size;
    modified_ = info.st_mtim;
  } catch (...) {
    close(fd_);
    throw;
  }
}

InputFile::~InputFile() { close(fd_); }

FileKind InputFile::kind() const {
  const std::vector<char> head = read_at(fd_, 0, kEnd);
  for (const std::string_view magic : {"II*\0"sv, "MM\0*"sv, "II+\0"sv, "MM\0+"sv}) {
    if (starts_with(head, magic)) return FileKind::tiff;
  }
  if (starts_with(head, "\x89PNG\r\n\x1a\n")) return FileKind::png;
  if (starts_with(head, "\xFF\xD8\xFF")) return FileKind::jpeg;
  if (starts_with(head, "\0\0\0\x0CjP  \r\n"sv) || starts_with(head, "\xFF\x4F\xFF\x51")) {
    return FileKind::jpeg2000;
  }
  constexpr std::size_t kRiffKind = 8;  // byte at which a RIFF file says what it is, behind its length
  const std::string_view webp = "WEBP";
  if (starts_with(head, "RIFF") && head.size() > kRiffKind + webp.size() &&
      std::string_view(&head[kRiffKind], webp.size()) == webp) {
    return FileKind::webp;
  }
  if (looks_like_bmp(head)) return FileKind::bmp;
  if (looks_like_pnm(head)) return FileKind::pnm;
  if (looks_like_pdf(fd_, bytes_, head)) return FileKind::pdf;
  throw DecodeError(ErrorCode::unsupported, "is none of the kinds that are read, whatever its name says");
}

std::string InputFile::sha256() const {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
  if (!context || EVP_DigestInit_ex(context.get(), EVP_sha256(), nullptr) != 1) throw std::bad_alloc();
  const std::size_t block = 1 << 20;  // bytes; a large file is not held in memory
  for (std::int64_t at = 0; at < bytes_;) {
    const std::vector<char> part = read_at(fd_, at, block);
    if (part.empty()) throw DecodeError(ErrorCode::unreadable, "became shorter while it was read");
    EVP_DigestUpdate(context.get(), part.data(), part.size());
    at += static_cast<std::int64_t>(part.size());
  }
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned length = 0;
  EVP_DigestFinal_ex(context.get(), digest.data(), &length);
  std::string hex;
  for (unsigned i = 0; i < length; ++i) hex += fmt::format("{:02x}", digest[i]);
  return hex;
}

void InputFile::require_unchanged() const {
  const struct stat info = status_of(fd_);
  if (info.st_size != bytes_ || info.st_mtim.tv_sec != modified_.tv_sec || info.st_mtim.tv_nsec != modified_.tv_nsec) {
    throw DecodeError(ErrorCode::unreadable, "the file was changed while it was read");
  }
}

MappedFile::MappedFile(const InputFile& file) : size_(static_cast<std::size_t>(file.bytes())) {
  void* const mapped = mmap(nullptr, size_, PROT_READ, MAP_PRIVATE, file.fd(), 0);
  if (mapped == MAP_FAILED) throw DecodeError(ErrorCode::engine, "there is no memory for the file");
  data_ = static_cast<const unsigned char*>(mapped);
}

MappedFile::~MappedFile() { munmap(const_cast<unsigned char*>(data_), size_); }

}  // namespace shenbao::pipeline
