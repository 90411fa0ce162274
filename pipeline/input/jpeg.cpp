#include <cstdio>
// libjpeg's headers take for granted what that declares.
#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <opencv2/core.hpp>

#include "pipeline/input/decoders.h"

namespace shenbao::pipeline {
namespace {

/// libjpeg's state. It leaves by longjmp where it cannot go on; of what it goes on after, the first defect is kept.
struct Jpeg {
  Jpeg() {
    info.err = jpeg_std_error(&manager);
    info.client_data = this;
    manager.error_exit = leave;
    manager.emit_message = note;
  }
  ~Jpeg() { jpeg_destroy_decompress(&info); }
  Jpeg(const Jpeg&) = delete;
  Jpeg& operator=(const Jpeg&) = delete;

  static void leave(j_common_ptr common) {
    note(common, -1);
    std::longjmp(static_cast<Jpeg*>(common->client_data)->end, 1);
  }
  /// Of level -1 are the defects that cost pixels, but for bytes that are too many.
  static void note(j_common_ptr common, int level) {
    auto* jpeg = static_cast<Jpeg*>(common->client_data);
    if (level >= 0 || jpeg->message[0] != '\0' || common->err->msg_code == JWRN_EXTRANEOUS_DATA) return;
    common->err->format_message(common, jpeg->message);
  }
  /// Does a part of the work, in which nothing needs a destructor; false if libjpeg left it.
  template <typename Work>
  bool finishes(const Work& work) {
    if (setjmp(end) != 0) return false;
    work();
    return true;
  }

  jpeg_decompress_struct info{};
  jpeg_error_mgr manager{};
  std::jmp_buf end;
  char message[JMSG_LENGTH_MAX] = "";
};

/// Naive inks: good enough for grey paper and a red seal, and the same for every profile.
cv::Mat bgr_from_cmyk(const cv::Mat& cmyk, bool inverted) {
  cv::Mat bgr(cmyk.size(), CV_8UC3);
  const int flip = inverted ? 0 : 255;
  for (int y = 0; y < cmyk.rows; ++y) {
    const auto* from = cmyk.ptr<cv::Vec4b>(y);
    std::transform(from, from + cmyk.cols, bgr.ptr<cv::Vec3b>(y), [flip](const cv::Vec4b& inks) {
      const auto light = [&](int ink) { return static_cast<uchar>((inks[ink] ^ flip) * (inks[3] ^ flip) / 255); };
      return cv::Vec3b(light(2), light(1), light(0));
    });
  }
  return bgr;
}

}  // namespace

Decoded decode_jpeg(const Bytes& file, std::int64_t max_pixels) {
  Jpeg jpeg;
  jpeg_decompress_struct& info = jpeg.info;
  const bool opens = jpeg.finishes([&] {
    jpeg_create_decompress(&info);
    jpeg_mem_src(&info, file.data, static_cast<unsigned long>(file.size));
    jpeg_read_header(&info, TRUE);
  });
  if (!opens) throw_damaged("JPEG", jpeg.message);
  require_size(info.image_width, info.image_height, max_pixels);

  constexpr int kPerCentimetre = 2;  // JFIF 1.02, units of APP0
  Decoded result;
  if (info.density_unit != 0) {
    const double per_inch = info.density_unit == kPerCentimetre ? kCentimetresPerInch : 1.0;
    result.dpi_x = info.X_density * per_inch;
    result.dpi_y = info.Y_density * per_inch;
  }
  apply_exif(file, result);
  const int channels = info.num_components == 1 || info.num_components == 4 ? info.num_components : 3;
  info.out_color_space = channels == 1 ? JCS_GRAYSCALE : channels == 4 ? JCS_CMYK : JCS_EXT_BGR;
  cv::Mat& pixels = result.pixels;
  pixels = cv::Mat(static_cast<int>(info.image_height), static_cast<int>(info.image_width), CV_8UC(channels),
                   cv::Scalar::all(255));
  jpeg.finishes([&] {
    jpeg_start_decompress(&info);
    while (info.output_scanline < info.output_height) {
      JSAMPROW row = pixels.ptr(static_cast<int>(info.output_scanline));
      jpeg_read_scanlines(&info, &row, 1);
    }
    jpeg_finish_decompress(&info);
  });
  if (info.output_scanline == 0) throw_damaged("JPEG", jpeg.message);
  if (jpeg.message[0] != '\0') result.damage = partly_damaged("JPEG", jpeg.message);
  if (channels == 4) pixels = bgr_from_cmyk(pixels, info.saw_Adobe_marker != 0);
  return result;
}

}  // namespace shenbao::pipeline
