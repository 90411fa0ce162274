#include "pipeline/input/input_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string_view>
#include <vector>

namespace shenbao::pipeline {
namespace {

using namespace std::string_view_literals;

std::string read_at(int fd, std::int64_t offset, std::size_t size) {
  std::string bytes(size, '\0');
  const ssize_t got = pread(fd, bytes.data(), size, offset);
  if (got < 0) throw DecodeError(ErrorCode::unreadable, fmt::format("cannot be read ({})", std::strerror(errno)));
  bytes.resize(static_cast<std::size_t>(got));
  return bytes;
}

/// Bytes that a kind of file has at a place.
struct Mark {
  std::size_t at;
  std::string_view bytes;
  FileKind kind;
};
const std::vector<Mark> kMarks{
    {0, "II*\0"sv, FileKind::tiff},
    {0, "MM\0*"sv, FileKind::tiff},
    {0, "II+\0"sv, FileKind::tiff},
    {0, "MM\0+"sv, FileKind::tiff},
    {0, "\x89PNG\r\n\x1a\n", FileKind::png},
    {0, "\xFF\xD8\xFF", FileKind::jpeg},
    {0, "\0\0\0\x0CjP  \r\n"sv, FileKind::jpeg2000},
    {0, "\xFF\x4F\xFF\x51", FileKind::jpeg2000},
    {8, "WEBP", FileKind::other},
};

/// The two letters of a BMP begin many a text: the size of its second header, below 256, must follow. Those of a PNM
/// stand before a space or a comment.
bool looks_like_bmp_or_pnm(const std::string& head) {
  constexpr std::size_t kSizeAbove = 15;  // of the four bytes of that size, little-endian, the last three
  const std::string_view spaces = " \t\r\n#";
  if (head.compare(0, 2, "BM") == 0) return head.size() > kSizeAbove && head.compare(kSizeAbove, 3, "\0\0\0"sv) == 0;
  return head.size() > 2 && head[0] == 'P' && head[1] >= '1' && head[1] <= '6' && spaces.find(head[2]) < spaces.size();
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

}  // namespace

InputFile::InputFile(const std::string& path, std::int64_t max_bytes)
    : file_(open_or_throw(path)), opened_(status_of(file_.fd())) {
  if (S_ISDIR(opened_.st_mode)) throw DecodeError(ErrorCode::unsupported, "is a folder");
  if (!S_ISREG(opened_.st_mode)) throw DecodeError(ErrorCode::unsupported, "is not a regular file");
  if (bytes() == 0) throw DecodeError(ErrorCode::empty, "the file is empty");
  if (bytes() > max_bytes) {
    throw DecodeError(ErrorCode::too_large,
                      fmt::format("{} MB are more than the {} MB allowed", bytes() / 1'000'000, max_bytes / 1'000'000));
  }
}

FileKind InputFile::kind() const {
  constexpr std::int64_t kEnd = 1024;  // bytes at either end, in which Acrobat looks for a PDF's marks
  const std::string head = read_at(file_.fd(), 0, kEnd),
                    end = read_at(file_.fd(), std::max(bytes() - kEnd, std::int64_t{0}), kEnd);
  const auto has = [](const std::string& bytes, const char* text) { return bytes.find(text) != std::string::npos; };
  for (const Mark& mark : kMarks) {
    if (head.size() > mark.at && head.compare(mark.at, mark.bytes.size(), mark.bytes) == 0) return mark.kind;
  }
  if (looks_like_bmp_or_pnm(head)) return FileKind::other;
  if (has(head, "%PDF-") || (has(end, "startxref") && has(end, "%%EOF"))) return FileKind::pdf;
  throw DecodeError(ErrorCode::unsupported, "is none of the kinds that are read, whatever its name says");
}

void InputFile::require_unchanged() const {
  const struct stat info = status_of(file_.fd());
  if (info.st_size != opened_.st_size || info.st_mtim.tv_sec != opened_.st_mtim.tv_sec ||
      info.st_mtim.tv_nsec != opened_.st_mtim.tv_nsec) {
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
