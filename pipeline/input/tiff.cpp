#include "pipeline/input/tiff.h"

#include <fmt/format.h>
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <cstring>
#include <memory>
#include <string>
#include <vector>

namespace shenbao::pipeline {
namespace {

/// A TIFF in memory, and what libtiff said of it.
struct MemoryFile {
  Bytes bytes;
  std::uint64_t at = 0;
  std::string first_error;
};

tmsize_t read_some(thandle_t handle, void* to, tmsize_t size) {
  auto* file = static_cast<MemoryFile*>(handle);
  if (file->at >= file->bytes.size || size <= 0) return 0;
  const auto count = std::min<std::uint64_t>(static_cast<std::uint64_t>(size), file->bytes.size - file->at);
  std::memcpy(to, file->bytes.data + file->at, count);
  file->at += count;
  return static_cast<tmsize_t>(count);
}

tmsize_t write_nothing(thandle_t, void*, tmsize_t) { return 0; }

toff_t seek(thandle_t handle, toff_t offset, int whence) {
  auto* file = static_cast<MemoryFile*>(handle);
  if (whence == SEEK_CUR) offset += file->at;
  if (whence == SEEK_END) offset += file->bytes.size;
  file->at = offset;
  return offset;
}

int keep_open(thandle_t) { return 0; }

toff_t file_size(thandle_t handle) { return static_cast<MemoryFile*>(handle)->bytes.size; }

int map_whole(thandle_t handle, void** base, toff_t* size) {
  auto* file = static_cast<MemoryFile*>(handle);
  *base = const_cast<unsigned char*>(file->bytes.data);
  *size = file->bytes.size;
  return 1;
}

void unmap_nothing(thandle_t, void*, toff_t) {}

int note_error(TIFF*, void* user, const char*, const char* format, va_list arguments) {
  auto* file = static_cast<MemoryFile*>(user);
  char text[200];
  std::vsnprintf(text, sizeof text, format, arguments);
  if (file->first_error.empty()) file->first_error = text;
  return 1;  // handled: libtiff's own handler, which prints, is not called
}

int ignore_warning(TIFF*, void*, const char*, const char*, va_list) { return 1; }

struct Close {
  void operator()(TIFF* tiff) const { TIFFClose(tiff); }
};
using TiffHandle = std::unique_ptr<TIFF, Close>;

TiffHandle open_tiff(MemoryFile* file) {
  TIFFOpenOptions* const options = TIFFOpenOptionsAlloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options, note_error, file);
  TIFFOpenOptionsSetWarningHandlerExtR(options, ignore_warning, file);
  TiffHandle tiff(TIFFClientOpenExt("", "r", file, read_some, write_nothing, seek, keep_open, file_size, map_whole,
                                    unmap_nothing, options));
  TIFFOpenOptionsFree(options);
  if (!tiff) throw_damaged("TIFF", file->first_error);
  return tiff;
}

/// Whether the current directory is a page rather than a thumbnail or a mask.
bool is_page(TIFF* tiff) {
  std::uint32_t kind = 0;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
  return (kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0;
}

/// A file of thumbnails alone has pages all the same.
bool has_pages(TIFF* tiff) {
  do {
    if (is_page(tiff)) return true;
  } while (TIFFReadDirectory(tiff) != 0);
  return false;
}

void set_density(TIFF* tiff, Decoded* image) {
  std::uint16_t unit = RESUNIT_INCH;
  float x = 0;
  float y = 0;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
  if (unit == RESUNIT_NONE || TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x) == 0 ||
      TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y) == 0) {
    return;
  }
  const double per_inch = unit == RESUNIT_CENTIMETER ? kCentimetresPerInch : 1.0;
  image->dpi_x = x * per_inch;
  image->dpi_y = y * per_inch;
}

bool is_grey(TIFF* tiff) {
  std::uint16_t samples = 1;
  std::uint16_t photometric = PHOTOMETRIC_MINISWHITE;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  return samples == 1 && (photometric == PHOTOMETRIC_MINISWHITE || photometric == PHOTOMETRIC_MINISBLACK);
}

/// `raster` holds premultiplied RGBA; what is transparent shows white paper.
cv::Mat on_paper(const std::vector<std::uint32_t>& raster, int width, int height, bool grey) {
  cv::Mat pixels(height, width, grey ? CV_8UC1 : CV_8UC3);
  for (int y = 0; y < height; ++y) {
    const std::uint32_t* from = raster.data() + static_cast<std::size_t>(y) * static_cast<std::size_t>(width);
    unsigned char* to = pixels.ptr(y);
    for (int x = 0; x < width; ++x) {
      const std::uint32_t pixel = from[x];
      const unsigned paper = 255 - TIFFGetA(pixel);
      if (grey) {
        *to++ = static_cast<unsigned char>(std::min(255U, TIFFGetR(pixel) + paper));
      } else {
        *to++ = static_cast<unsigned char>(std::min(255U, TIFFGetB(pixel) + paper));
        *to++ = static_cast<unsigned char>(std::min(255U, TIFFGetG(pixel) + paper));
        *to++ = static_cast<unsigned char>(std::min(255U, TIFFGetR(pixel) + paper));
      }
    }
  }
  return pixels;
}

/// Releases what TIFFRGBAImageBegin has taken.
class RgbaImage {
 public:
  explicit RgbaImage(TIFF* tiff) {
    char message[1024] = "";
    const int go_on_after_errors = 0;
    if (TIFFRGBAImageBegin(&image_, tiff, go_on_after_errors, message) == 0) {
      throw DecodeError(ErrorCode::unsupported, fmt::format("this kind of TIFF is not known ({})", message));
    }
    image_.req_orientation = image_.orientation;
  }
  ~RgbaImage() { TIFFRGBAImageEnd(&image_); }
  RgbaImage(const RgbaImage&) = delete;
  RgbaImage& operator=(const RgbaImage&) = delete;

  bool read(std::vector<std::uint32_t>* raster) {
    return TIFFRGBAImageGet(&image_, raster->data(), image_.width, image_.height) != 0;
  }

 private:
  TIFFRGBAImage image_{};
};

void put_16(std::vector<unsigned char>* to, unsigned value) {
  to->push_back(static_cast<unsigned char>(value));
  to->push_back(static_cast<unsigned char>(value >> 8));
}

void put_32(std::vector<unsigned char>* to, std::size_t value) {
  put_16(to, static_cast<unsigned>(value & 0xFFFF));
  put_16(to, static_cast<unsigned>(value >> 16 & 0xFFFF));
}

void put_tag(std::vector<unsigned char>* to, unsigned tag, std::size_t value) {
  put_16(to, tag);
  put_16(to, TIFF_LONG);
  put_32(to, 1);
  put_32(to, value);
}

unsigned fax_compression(const FaxStream& fax) {
  if (fax.k < 0 && !fax.aligned) return COMPRESSION_CCITTFAX4;
  if (fax.k >= 0 && fax.ends_of_line && !fax.aligned) return COMPRESSION_CCITTFAX3;
  if (fax.k == 0 && !fax.ends_of_line && fax.aligned) return COMPRESSION_CCITTRLE;
  throw DecodeError(ErrorCode::unsupported, "this kind of fax stream has no equal in TIFF");
}

/// The stream as the only strip of a little-endian TIFF.
std::vector<unsigned char> wrap_fax(const FaxStream& fax, unsigned compression) {
  const std::size_t header = 8;                                          // bytes, behind which the strip begins
  const unsigned tags = compression == COMPRESSION_CCITTFAX3 ? 11 : 10;  // that are put below
  std::vector<unsigned char> file{'I', 'I', TIFF_VERSION_CLASSIC, 0};
  put_32(&file, header + fax.data.size);
  file.insert(file.end(), fax.data.data, fax.data.data + fax.data.size);
  put_16(&file, tags);
  put_tag(&file, TIFFTAG_IMAGEWIDTH, static_cast<std::size_t>(fax.width));
  put_tag(&file, TIFFTAG_IMAGELENGTH, static_cast<std::size_t>(fax.height));
  put_tag(&file, TIFFTAG_BITSPERSAMPLE, 1);
  put_tag(&file, TIFFTAG_COMPRESSION, compression);
  put_tag(&file, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  put_tag(&file, TIFFTAG_FILLORDER, FILLORDER_MSB2LSB);
  put_tag(&file, TIFFTAG_STRIPOFFSETS, header);
  put_tag(&file, TIFFTAG_SAMPLESPERPIXEL, 1);
  put_tag(&file, TIFFTAG_ROWSPERSTRIP, static_cast<std::size_t>(fax.height));
  put_tag(&file, TIFFTAG_STRIPBYTECOUNTS, fax.data.size);
  if (compression == COMPRESSION_CCITTFAX3) put_tag(&file, TIFFTAG_GROUP3OPTIONS, fax.k > 0 ? GROUP3OPT_2DENCODING : 0);
  put_32(&file, 0);
  return file;
}

}  // namespace

int count_tiff_pages(const Bytes& file, int max_pages, std::string* damage) {
  MemoryFile memory{file, 0, {}};
  const TiffHandle tiff = open_tiff(&memory);
  int pages = 0;
  int directories = 0;
  do {
    if (is_page(tiff.get())) ++pages;
    ++directories;
  } while (pages <= max_pages && TIFFReadDirectory(tiff.get()) != 0);
  if (!memory.first_error.empty()) {
    *damage = fmt::format("the list of pages breaks off after page {} ({})", pages, memory.first_error);
  }
  return pages > 0 ? pages : directories;
}

Decoded decode_tiff(const Bytes& file, int page, std::int64_t max_pixels) {
  MemoryFile memory{file, 0, {}};
  const TiffHandle tiff = open_tiff(&memory);
  const bool all = !has_pages(tiff.get());
  if (TIFFSetDirectory(tiff.get(), 0) == 0) throw DecodeError(ErrorCode::unreadable, "its directory is damaged");
  for (int left = page;; --left) {
    while (!all && !is_page(tiff.get()) && TIFFReadDirectory(tiff.get()) != 0) {
    }
    if (left == 0) break;
    if (TIFFReadDirectory(tiff.get()) == 0) throw DecodeError(ErrorCode::unreadable, "the list of pages breaks off");
  }
  memory.first_error.clear();

  std::uint32_t width = 0;
  std::uint32_t height = 0;
  std::uint16_t orientation = ORIENTATION_TOPLEFT;
  TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
  TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_ORIENTATION, &orientation);
  require_size(width, height, max_pixels);

  Decoded result;
  std::vector<std::uint32_t> raster(static_cast<std::size_t>(width) * height, 0);
  const bool whole = RgbaImage(tiff.get()).read(&raster);
  if (!whole || !memory.first_error.empty()) {
    const bool nothing = std::all_of(raster.begin(), raster.end(), [](std::uint32_t pixel) { return pixel == 0; });
    if (nothing) throw_damaged("TIFF", memory.first_error);
    result.damage = fmt::format("a part of the TIFF is damaged ({})", memory.first_error);
  }
  result.pixels = on_paper(raster, static_cast<int>(width), static_cast<int>(height), is_grey(tiff.get()));
  result.orientation = orientation_from_exif(orientation);
  set_density(tiff.get(), &result);
  return result;
}

Decoded decode_fax(const FaxStream& fax) {
  const std::vector<unsigned char> file = wrap_fax(fax, fax_compression(fax));
  MemoryFile memory{{file.data(), file.size()}, 0, {}};
  const TiffHandle tiff = open_tiff(&memory);
  Decoded result;
  result.pixels = cv::Mat::zeros(fax.height, (fax.width + 7) / 8, CV_8UC1);
  if (TIFFScanlineSize(tiff.get()) != result.pixels.cols) {
    throw DecodeError(ErrorCode::unreadable, "the fax stream's rows have another length than the page gives");
  }
  int row = 0;
  while (row < fax.height &&
         TIFFReadScanline(tiff.get(), result.pixels.ptr(row), static_cast<std::uint32_t>(row)) > 0) {
    ++row;
  }
  if (row == 0) throw_damaged("fax", memory.first_error);
  if (row < fax.height) {
    result.pixels.rowRange(row, fax.height).setTo(0);
    result.damage =
        damaged_from("fax", static_cast<std::size_t>(row), static_cast<std::size_t>(fax.height), memory.first_error);
  } else if (!memory.first_error.empty()) {
    result.damage = fmt::format("a part of the fax is damaged ({})", memory.first_error);
  }
  return result;
}

}  // namespace shenbao::pipeline
