#include "pipeline/input/jpeg.h"

#include <jerror.h>
#include <jpeglib.h>

#include <algorithm>
#include <csetjmp>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace shenbao::pipeline {
namespace {

/// libjpeg leaves by longjmp; the rest remembers the first defect that costs pixels.
struct Trouble {
  jpeg_error_mgr manager;
  std::jmp_buf leave;
  char message[JMSG_LENGTH_MAX];
  bool has_defect;
  JDIMENSION defect_row;
};

void leave_with_message(j_common_ptr common) {
  auto* trouble = reinterpret_cast<Trouble*>(common->err);
  common->err->format_message(common, trouble->message);
  std::longjmp(trouble->leave, 1);
}

void note_defect(j_common_ptr common, int level) {
  auto* trouble = reinterpret_cast<Trouble*>(common->err);
  if (level >= 0 || trouble->has_defect || common->err->msg_code == JWRN_EXTRANEOUS_DATA) return;
  trouble->has_defect = true;
  common->err->format_message(common, trouble->message);
  if (common->is_decompressor) trouble->defect_row = reinterpret_cast<j_decompress_ptr>(common)->output_scanline;
}

/// Owns libjpeg's state. Its members do nothing that needs a destructor between setjmp and longjmp.
class Decompressor {
 public:
  explicit Decompressor(const Bytes& bytes) {
    cinfo_.err = jpeg_std_error(&trouble_.manager);
    trouble_.manager.error_exit = leave_with_message;
    trouble_.manager.emit_message = note_defect;
    trouble_.has_defect = false;
    trouble_.defect_row = 0;
    bool open = false;
    if (setjmp(trouble_.leave) == 0) {
      jpeg_create_decompress(&cinfo_);
      jpeg_save_markers(&cinfo_, JPEG_APP0 + 1, 0xFFFF);
      jpeg_mem_src(&cinfo_, bytes.data, static_cast<unsigned long>(bytes.size));
      jpeg_read_header(&cinfo_, TRUE);
      open = true;
    }
    if (!open) {
      jpeg_destroy_decompress(&cinfo_);
      throw_damaged("JPEG", trouble_.message);
    }
  }
  ~Decompressor() { jpeg_destroy_decompress(&cinfo_); }
  Decompressor(const Decompressor&) = delete;
  Decompressor& operator=(const Decompressor&) = delete;

  const jpeg_decompress_struct& info() const { return cinfo_; }

  /// Rows of `rows` are filled as far as they come; false if libjpeg gave up on the way.
  bool read(J_COLOR_SPACE space, std::vector<JSAMPROW>* rows) {
    if (setjmp(trouble_.leave) != 0) {
      if (!trouble_.has_defect) trouble_.defect_row = cinfo_.output_scanline;
      trouble_.has_defect = true;
      return cinfo_.output_scanline > 0;
    }
    cinfo_.out_color_space = space;
    jpeg_start_decompress(&cinfo_);
    while (cinfo_.output_scanline < cinfo_.output_height) {
      jpeg_read_scanlines(&cinfo_, rows->data() + cinfo_.output_scanline,
                          cinfo_.output_height - cinfo_.output_scanline);
    }
    jpeg_finish_decompress(&cinfo_);
    return true;
  }

  std::string damage() const {
    if (!trouble_.has_defect) return "";
    return damaged_from("JPEG", trouble_.defect_row, cinfo_.image_height, trouble_.message);
  }

 private:
  jpeg_decompress_struct cinfo_{};
  Trouble trouble_{};
};

Decoded read_pixels(Decompressor* jpeg, J_COLOR_SPACE space, int type) {
  Decoded result;
  const auto& info = jpeg->info();
  result.pixels =
      cv::Mat(static_cast<int>(info.image_height), static_cast<int>(info.image_width), type, cv::Scalar::all(255));
  std::vector<JSAMPROW> rows = rows_of(result.pixels);
  const bool usable = jpeg->read(space, &rows);
  result.damage = jpeg->damage();
  if (!usable) throw DecodeError(ErrorCode::unreadable, result.damage);
  return result;
}

/// Naive inks: good enough for grey paper and a red seal, and the same for every profile.
cv::Mat bgr_from_cmyk(const cv::Mat& cmyk, bool inverted) {
  cv::Mat bgr(cmyk.size(), CV_8UC3);
  for (int y = 0; y < cmyk.rows; ++y) {
    const unsigned char* from = cmyk.ptr(y);
    unsigned char* to = bgr.ptr(y);
    for (int x = 0; x < cmyk.cols; ++x, from += 4, to += 3) {
      for (int ink = 0; ink < 3; ++ink) {
        const int light = inverted ? from[ink] : 255 - from[ink];
        const int lamp = inverted ? from[3] : 255 - from[3];
        to[2 - ink] = static_cast<unsigned char>(light * lamp / 255);
      }
    }
  }
  return bgr;
}

constexpr std::string_view kExifMark("Exif\0\0", 6);  // what APP1 begins with where it holds EXIF

std::optional<Bytes> exif_block(const jpeg_decompress_struct& info) {
  for (jpeg_saved_marker_ptr marker = info.marker_list; marker != nullptr; marker = marker->next) {
    if (marker->data_length > kExifMark.size() && std::memcmp(marker->data, kExifMark.data(), kExifMark.size()) == 0) {
      return Bytes{marker->data + kExifMark.size(), marker->data_length - kExifMark.size()};
    }
  }
  return std::nullopt;
}

// EXIF is laid out as TIFF 6.0, section 2. Bytes:
constexpr std::size_t kShort = 2, kLong = 4;
constexpr std::size_t kDirectoryAt = 4;  // of the header: where the first directory begins
constexpr std::size_t kEntry = 12;       // tag, type, count, value or where it begins
constexpr std::size_t kValueAt = 8;      // of an entry
// Tags and values:
constexpr unsigned kOrientationTag = 0x0112, kXResolutionTag = 0x011A, kYResolutionTag = 0x011B;
constexpr unsigned kResolutionUnitTag = 0x0128, kCentimetre = 3;

constexpr int kJfifCentimetre = 2;  // JFIF 1.02, units of APP0

/// Reads numbers of either byte order, 0 beyond the end.
class ExifReader {
 public:
  explicit ExifReader(const Bytes& block) : block_(block), little_(block.size > 0 && block.data[0] == 'I') {}

  unsigned number(std::size_t at, std::size_t length) const {
    if (length > block_.size || at > block_.size - length) return 0;
    unsigned value = 0;
    for (std::size_t i = 0; i < length; ++i) value = value << 8 | block_.data[at + (little_ ? length - 1 - i : i)];
    return value;
  }
  /// Where the first directory's entry of this tag begins.
  std::optional<std::size_t> find(unsigned tag) const {
    const std::size_t directory = number(kDirectoryAt, kLong);
    const unsigned count = number(directory, kShort);
    for (unsigned i = 0; i < count; ++i) {
      const std::size_t entry = directory + kShort + kEntry * i;
      if (number(entry, kShort) == tag) return entry;
    }
    return std::nullopt;
  }
  double rational(unsigned tag) const {
    const auto entry = find(tag);
    if (!entry) return 0.0;
    const std::size_t at = number(*entry + kValueAt, kLong);
    const unsigned divisor = number(at + kLong, kLong);
    return divisor == 0 ? 0.0 : static_cast<double>(number(at, kLong)) / divisor;
  }

 private:
  Bytes block_;
  bool little_;
};

/// What JFIF and EXIF say; before the pixels are read, for libjpeg forgets its markers at the end.
Decoded read_placement(const jpeg_decompress_struct& info) {
  Decoded image;
  const auto exif = exif_block(info);
  if (exif) image.orientation = orientation_from_exif(exif_orientation(*exif));
  double per_inch = info.density_unit == kJfifCentimetre ? kCentimetresPerInch : 1.0;
  if (info.saw_JFIF_marker && info.density_unit != 0) {
    image.dpi_x = info.X_density * per_inch;
    image.dpi_y = info.Y_density * per_inch;
  } else if (exif) {
    const ExifReader reader(*exif);
    const auto unit = reader.find(kResolutionUnitTag);
    per_inch = unit && reader.number(*unit + kValueAt, kShort) == kCentimetre ? kCentimetresPerInch : 1.0;
    image.dpi_x = reader.rational(kXResolutionTag) * per_inch;
    image.dpi_y = reader.rational(kYResolutionTag) * per_inch;
  }
  forget_default_density(image, std::max(info.image_width, info.image_height));
  return image;
}

}  // namespace

int exif_orientation(const Bytes& block) {
  const ExifReader reader(block);
  const auto entry = reader.find(kOrientationTag);
  return entry ? static_cast<int>(reader.number(*entry + kValueAt, kShort)) : 1;
}

Decoded decode_jpeg(const Bytes& file, std::int64_t max_pixels) {
  Decompressor jpeg(file);
  const auto& info = jpeg.info();
  require_size(info.image_width, info.image_height, max_pixels);
  const int channels = info.num_components;
  Decoded result = read_placement(info);
  if (channels == 4) {
    const Decoded inks = read_pixels(&jpeg, JCS_CMYK, CV_8UC4);
    result.pixels = bgr_from_cmyk(inks.pixels, info.saw_Adobe_marker);
    result.damage = inks.damage;
  } else {
    Decoded light =
        channels == 1 ? read_pixels(&jpeg, JCS_GRAYSCALE, CV_8UC1) : read_pixels(&jpeg, JCS_EXT_BGR, CV_8UC3);
    result.pixels = light.pixels;
    result.damage = std::move(light.damage);
  }
  return result;
}

Decoded decode_jpeg_stream(const Bytes& stream, int width, int height, int channels) {
  Decompressor jpeg(stream);
  const auto& info = jpeg.info();
  if (info.image_width != static_cast<JDIMENSION>(width) || info.image_height != static_cast<JDIMENSION>(height) ||
      info.num_components != channels) {
    throw DecodeError(ErrorCode::unreadable, "the JPEG is not of the size and colours that the page gives");
  }
  if (channels == 1) return read_pixels(&jpeg, JCS_GRAYSCALE, CV_8UC1);
  if (channels == 3) return read_pixels(&jpeg, JCS_EXT_BGR, CV_8UC3);
  throw DecodeError(ErrorCode::unsupported, "the JPEG has colours other than grey and RGB");
}

}  // namespace shenbao::pipeline
