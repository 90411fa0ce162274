#include <leptonica/allheaders.h>

#include <memory>
#include <opencv2/core.hpp>

#include "pipeline/input/decoders.h"

namespace shenbao::pipeline {
namespace {

struct DestroyPix {
  void operator()(PIX* pix) const { pixDestroy(&pix); }
};
using PixHandle = std::unique_ptr<PIX, DestroyPix>;

[[noreturn]] void refuse() { throw DecodeError(ErrorCode::unreadable, "the image is damaged or of an unusual kind"); }

/// From the SIZ marker, which in every JPEG 2000 follows the codestream's first one (ISO 15444-1, A.5.1).
void require_jpeg2000_size(const Bytes& file, std::int64_t max_pixels) {
  const std::size_t start = file.find("\xFF\x4F\xFF\x51");
  constexpr std::size_t kXsiz = 8, kYsiz = 12;  // bytes behind the codestream's start
  constexpr std::size_t kOffset = 8;            // bytes from Xsiz to XOsiz and from Ysiz to YOsiz
  const auto side = [&](std::size_t at) {
    return static_cast<double>(file.number(at, 4)) - static_cast<double>(file.number(at + kOffset, 4));
  };
  require_size(side(start + kXsiz), side(start + kYsiz), max_pixels);
}

/// Its header says the size before the pixels are read, but for a BMP's, whose pixels are not compressed.
void require_stated_size(const Bytes& file, std::int64_t max_pixels) {
  l_int32 width = 0, height = 0;
  if (pixReadHeaderMem(file.data, file.size, nullptr, &width, &height, nullptr, nullptr, nullptr) != 0) refuse();
  require_size(width, height, max_pixels);
}

/// Grey of 8 bits, or BGR of 32.
cv::Mat pixels_of(PIX* pix) {
  pixEndianByteSwap(pix);  // from words to bytes in the order of the pixels
  const cv::Mat stored(pixGetHeight(pix), pixGetWidth(pix), pixGetDepth(pix) == 8 ? CV_8UC1 : CV_8UC4, pixGetData(pix),
                       sizeof(l_uint32) * static_cast<std::size_t>(pixGetWpl(pix)));
  if (stored.channels() == 1) return stored.clone();
  cv::Mat bgr(stored.size(), CV_8UC3);
  cv::mixChannels(stored, bgr, {COLOR_BLUE, 0, COLOR_GREEN, 1, COLOR_RED, 2});
  return bgr;
}

}  // namespace

Decoded decode_other_image(const Bytes& file, FileKind kind, std::int64_t max_pixels) {
  setMsgSeverity(L_SEVERITY_NONE);  // it would write to standard error
  PixHandle pix;
  if (kind == FileKind::jpeg2000) {
    require_jpeg2000_size(file, max_pixels);
    pix.reset(pixReadMemJp2k(file.data, file.size, 1, nullptr, 0, 0));
  } else {
    require_stated_size(file, max_pixels);
    pix.reset(pixReadMem(file.data, file.size));
  }
  if (!pix) refuse();
  require_size(pixGetWidth(pix.get()), pixGetHeight(pix.get()), max_pixels);

  constexpr l_uint32 kPaper = 0xFFFFFF00;
  if (pixGetSpp(pix.get()) == 4) pix.reset(pixAlphaBlendUniform(pix.get(), kPaper));
  if (pix) pix.reset(pixConvertTo8Or32(pix.get(), L_COPY, 0));
  if (!pix) throw std::bad_alloc();
  Decoded result;
  result.dpi_x = pixGetXRes(pix.get());
  result.dpi_y = pixGetYRes(pix.get());
  result.pixels = pixels_of(pix.get());
  return result;
}

}  // namespace shenbao::pipeline
