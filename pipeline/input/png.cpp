#include "pipeline/input/png.h"

#include <png.h>

#include <algorithm>
#include <cmath>
#include <csetjmp>
#include <cstring>
#include <string>
#include <vector>

#include "pipeline/input/jpeg.h"

namespace shenbao::pipeline {
namespace {

struct Reading {
  Bytes file;
  std::size_t at = 0;
  char message[160] = "";
};

void read_bytes(png_structp png, png_bytep to, std::size_t size) {
  auto* reading = static_cast<Reading*>(png_get_io_ptr(png));
  if (size > reading->file.size - reading->at) png_error(png, "the file ends too early");
  std::memcpy(to, reading->file.data + reading->at, size);
  reading->at += size;
}

void leave_with_message(png_structp png, png_const_charp message) {
  auto* reading = static_cast<Reading*>(png_get_error_ptr(png));
  std::strncpy(reading->message, message, sizeof reading->message - 1);
  png_longjmp(png, 1);
}

void ignore_warning(png_structp, png_const_charp) {}

/// Owns libpng's state. Its members do nothing that needs a destructor between setjmp and longjmp.
class Decompressor {
 public:
  explicit Decompressor(const Bytes& file) {
    reading_.file = file;
    png_ = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reading_, leave_with_message, ignore_warning);
    info_ = png_ == nullptr ? nullptr : png_create_info_struct(png_);
    if (info_ == nullptr) throw std::bad_alloc();
  }
  ~Decompressor() { png_destroy_read_struct(&png_, &info_, nullptr); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  bool read_header() {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_read_fn(png_, &reading_, read_bytes);
    png_set_user_limits(png_, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
    png_set_crc_action(png_, PNG_CRC_WARN_USE, PNG_CRC_WARN_USE);
    png_read_info(png_, info_);
    return true;
  }
  /// Makes every kind 8-bit grey or BGR, on white where it is transparent; sets the number of channels.
  bool prepare(bool keep_palette_grey) {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    png_set_expand(png_);
    png_set_scale_16(png_);
    png_color_16 paper{};
    paper.red = paper.green = paper.blue = paper.gray = 255;
    if (has_alpha()) png_set_background(png_, &paper, PNG_BACKGROUND_GAMMA_SCREEN, 0, 1.0);
    if (keep_palette_grey) png_set_rgb_to_gray(png_, PNG_ERROR_ACTION_NONE, -1, -1);
    png_set_bgr(png_);
    passes_ = png_set_interlace_handling(png_);
    png_read_update_info(png_, info_);
    return true;
  }
  /// False if the file breaks off; `rows_read` of the last pass are whole.
  bool read_rows(std::vector<png_bytep>* rows) {
    if (setjmp(png_jmpbuf(png_)) != 0) return false;
    for (pass_ = 0; pass_ < passes_; ++pass_) {
      for (rows_read_ = 0; rows_read_ < rows->size(); ++rows_read_) {
        png_read_row(png_, (*rows)[rows_read_], nullptr);
      }
    }
    return true;
  }

  bool has_alpha() const {
    return (png_get_color_type(png_, info_) & PNG_COLOR_MASK_ALPHA) != 0 ||
           png_get_valid(png_, info_, PNG_INFO_tRNS) != 0;
  }
  bool has_grey_palette() const {
    png_colorp palette = nullptr;
    int count = 0;
    if (png_get_PLTE(png_, info_, &palette, &count) == 0 || png_get_color_type(png_, info_) != PNG_COLOR_TYPE_PALETTE) {
      return false;
    }
    return std::all_of(palette, palette + count,
                       [](const png_color& c) { return c.red == c.green && c.green == c.blue; });
  }
  double width() const { return png_get_image_width(png_, info_); }
  double height() const { return png_get_image_height(png_, info_); }
  int channels() const { return png_get_channels(png_, info_); }
  std::size_t row_bytes() const { return png_get_rowbytes(png_, info_); }
  std::size_t rows_read() const { return pass_ + 1 < passes_ ? 0 : rows_read_; }
  bool any_read() const { return pass_ > 0 || rows_read_ > 0; }
  const char* message() const { return reading_.message; }

  void set_density(Decoded* image) const {
    png_uint_32 x = 0;
    png_uint_32 y = 0;
    int unit = 0;
    if (png_get_pHYs(png_, info_, &x, &y, &unit) == 0 || unit != PNG_RESOLUTION_METER) return;
    const double metres_per_inch = 0.0254;                           // by definition
    image->dpi_x = std::round(x * metres_per_inch * 100.0) / 100.0;  // 2835 per metre means 72 per inch
    image->dpi_y = std::round(y * metres_per_inch * 100.0) / 100.0;
    forget_default_density(*image, std::max(width(), height()));
  }
  Orientation orientation() const {
    png_uint_32 size = 0;
    png_bytep block = nullptr;
    if (png_get_eXIf_1(png_, info_, &size, &block) == 0) return {};
    return orientation_from_exif(exif_orientation({block, size}));
  }

 private:
  Reading reading_;
  png_structp png_ = nullptr;
  png_infop info_ = nullptr;
  int passes_ = 1;
  int pass_ = 0;
  std::size_t rows_read_ = 0;
};

}  // namespace

Decoded decode_png(const Bytes& file, std::int64_t max_pixels) {
  Decompressor png(file);
  if (!png.read_header()) throw_damaged("PNG", png.message());
  require_size(png.width(), png.height(), max_pixels);
  Decoded result;
  png.set_density(&result);
  result.orientation = png.orientation();
  if (!png.prepare(png.has_grey_palette())) throw_damaged("PNG", png.message());
  const auto width = static_cast<int>(png.width());
  const int channels = png.channels();
  if ((channels != 1 && channels != 3) || png.row_bytes() != static_cast<std::size_t>(width) * channels) {
    throw DecodeError(ErrorCode::unsupported, "the PNG has an unusual kind of pixel");
  }
  result.pixels = cv::Mat(static_cast<int>(png.height()), width, CV_8UC(channels), cv::Scalar::all(255));
  std::vector<png_bytep> rows = rows_of(result.pixels);
  if (!png.read_rows(&rows)) {
    if (!png.any_read()) throw_damaged("PNG", png.message());
    result.damage = damaged_from("PNG", png.rows_read(), rows.size(), png.message());
  }
  return result;
}

}  // namespace shenbao::pipeline
