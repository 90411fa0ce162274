#include "pipeline/input/other_image.h"

#include <fmt/format.h>
#include <leptonica/allheaders.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

namespace shenbao::pipeline {
namespace {

struct DestroyPix {
  void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using PixHandle = std::unique_ptr<PIX, DestroyPix>;

struct Size {
  double width = 0.0, height = 0.0;
};

const char* name_of(FileKind kind) {
  switch (kind) {
    case FileKind::jpeg2000:
      return "JPEG 2000";
    case FileKind::webp:
      return "WebP";
    case FileKind::bmp:
      return "BMP";
    default:
      return "PNM";
  }
}

[[noreturn]] void refuse(FileKind kind) {
  throw DecodeError(ErrorCode::unreadable, fmt::format("the {} is damaged or of an unusual kind", name_of(kind)));
}

/// A number of four bytes; 0 where the file ends before.
std::int64_t big_endian_at(const Bytes& file, std::size_t at) {
  std::int64_t value = 0;
  for (std::size_t i = at; i < at + 4; ++i) value = value * 256 + (i < file.size ? file.data[i] : 0);
  return value;
}

/// From the SIZ marker, which in every JPEG 2000 follows the codestream's first one (ISO 15444-1, A.5.1).
Size jpeg2000_size(const Bytes& file) {
  const std::string_view content(reinterpret_cast<const char*>(file.data), file.size);
  const std::size_t start = content.find("\xFF\x4F\xFF\x51");
  if (start == std::string_view::npos) return {};
  constexpr std::size_t kXsiz = 8, kYsiz = 12;  // bytes behind the codestream's start
  constexpr std::size_t kOffset = 8;            // bytes from Xsiz to XOsiz and from Ysiz to YOsiz
  const auto side = [&](std::size_t end_at) {
    return static_cast<double>(big_endian_at(file, end_at) - big_endian_at(file, end_at + kOffset));
  };
  return {side(start + kXsiz), side(start + kYsiz)};
}

/// From the header that is 12 bytes long in old files; a negative height says that the first row is the top one.
Size bmp_size(const Bytes& file) {
  constexpr std::size_t kHeader = 14, kWidth = 18;      // bytes: where the second header and its width begin
  constexpr std::size_t kHeight = 22, kOldHeight = 20;  // bytes: of 32 bits each, of 16 in an old file
  constexpr unsigned char kOldHeaderSize = 12;          // bytes
  if (file.size < kHeight + sizeof(std::int32_t)) return {};
  const auto number = [&](std::size_t at, auto value) {
    std::memcpy(&value, file.data + at, sizeof value);
    return value < 0 ? -static_cast<double>(value) : static_cast<double>(value);
  };
  if (file.data[kHeader] == kOldHeaderSize) {
    return {number(kWidth, std::uint16_t{}), number(kOldHeight, std::uint16_t{})};
  }
  return {number(kWidth, std::int32_t{}), number(kHeight, std::int32_t{})};
}

Size stated_size(const Bytes& file, FileKind kind) {
  if (kind == FileKind::jpeg2000) return jpeg2000_size(file);
  if (kind == FileKind::bmp) return bmp_size(file);
  l_int32 width = 0, height = 0, samples = 0;
  if (kind == FileKind::webp) {
    readHeaderMemWebP(file.data, file.size, &width, &height, &samples);
  } else {
    readHeaderMemPnm(file.data, file.size, &width, &height, nullptr, nullptr, nullptr, nullptr);
  }
  return {static_cast<double>(width), static_cast<double>(height)};
}

PixHandle read(const Bytes& file, FileKind kind) {
  switch (kind) {
    case FileKind::jpeg2000:
      return PixHandle(pixReadMemJp2k(file.data, file.size, 1, nullptr, 0, 0));
    case FileKind::webp:
      return PixHandle(pixReadMemWebP(file.data, file.size));
    case FileKind::bmp:
      return PixHandle(pixReadMemBmp(file.data, file.size));
    default:
      return PixHandle(pixReadMemPnm(file.data, file.size));
  }
}

cv::Mat pixels_of(PIX* pix) {
  const int width = pixGetWidth(pix), height = pixGetHeight(pix);
  const bool grey = pixGetDepth(pix) == 8;
  cv::Mat pixels(height, width, grey ? CV_8UC1 : CV_8UC3);
  for (int y = 0; y < height; ++y) {
    const l_uint32* words = pixGetData(pix) + static_cast<std::ptrdiff_t>(y) * pixGetWpl(pix);
    unsigned char* to = pixels.ptr(y);
    for (int x = 0; x < width; ++x) {
      if (grey) {
        *to++ = static_cast<unsigned char>(GET_DATA_BYTE(words, x));
      } else {
        for (const int shift : {L_BLUE_SHIFT, L_GREEN_SHIFT, L_RED_SHIFT}) {
          *to++ = static_cast<unsigned char>(words[x] >> shift);
        }
      }
    }
  }
  return pixels;
}

}  // namespace

Decoded decode_other_image(const Bytes& file, FileKind kind, std::int64_t max_pixels) {
  setMsgSeverity(L_SEVERITY_NONE);  // it would write to standard error
  const Size size = stated_size(file, kind);
  require_size(size.width, size.height, max_pixels);
  PixHandle pix = read(file, kind);
  if (!pix) refuse(kind);
  require_size(pixGetWidth(pix.get()), pixGetHeight(pix.get()), max_pixels);

  Decoded result;
  result.dpi_x = pixGetXRes(pix.get());
  result.dpi_y = pixGetYRes(pix.get());
  forget_default_density(result, std::max(pixGetWidth(pix.get()), pixGetHeight(pix.get())));
  if (pixGetSpp(pix.get()) == 4) pix.reset(pixAlphaBlendUniform(pix.get(), 0xFFFFFF00));
  if (pix) pix.reset(pixConvertTo8Or32(pix.get(), L_COPY, 0));
  if (!pix) throw std::bad_alloc();
  result.pixels = pixels_of(pix.get());
  return result;
}

}  // namespace shenbao::pipeline
