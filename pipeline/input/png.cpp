#include <png.h>

#include <cmath>

#include "pipeline/input/decoders.h"

namespace shenbao::pipeline {
namespace {

/// From the chunk pHYs: pixels a unit along and across the rows, and the unit, 1 for a metre.
void set_density(const Bytes& file, Decoded& image) {
  const std::size_t chunk = file.find("pHYs");
  if (file.number(chunk + 12, 1) != 1) return;
  constexpr double kMetresPerInch = 0.0254;  // by definition
  const auto dpi = [](double per_metre) { return std::round(per_metre * kMetresPerInch * 100.0) / 100.0; };  // 2835: 72
  image.dpi_x = dpi(static_cast<double>(file.number(chunk + 4, 4)));
  image.dpi_y = dpi(static_cast<double>(file.number(chunk + 8, 4)));
}

}  // namespace

Decoded decode_png(const Bytes& file, std::int64_t max_pixels) {
  constexpr std::size_t kWidth = 16, kHeight = 20;  // bytes: where the first chunk has them
  require_size(static_cast<double>(file.number(kWidth, 4)), static_cast<double>(file.number(kHeight, 4)), max_pixels);
  png_image png{};
  png.version = PNG_IMAGE_VERSION;
  if (png_image_begin_read_from_memory(&png, file.data, file.size) == 0) throw_damaged("PNG", png.message);
  const bool colour = (png.format & PNG_FORMAT_FLAG_COLOR) != 0;
  png.format = colour ? PNG_FORMAT_BGR : PNG_FORMAT_GRAY;
  png.flags |= PNG_IMAGE_FLAG_16BIT_sRGB;  // else 16 bits were taken for linear light
  Decoded result;
  result.pixels = cv::Mat(static_cast<int>(png.height), static_cast<int>(png.width), colour ? CV_8UC3 : CV_8UC1,
                          cv::Scalar::all(255));
  const png_color paper{255, 255, 255};
  if (png_image_finish_read(&png, &paper, result.pixels.data, 0, nullptr) == 0) {
    if (is_blank(result.pixels)) throw_damaged("PNG", png.message);
    result.damage = partly_damaged("PNG", png.message);
  }
  set_density(file, result);
  apply_exif(file, result);
  return result;
}

}  // namespace shenbao::pipeline
