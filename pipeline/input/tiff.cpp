#include <fmt/format.h>
#include <tiffio.h>

#include <algorithm>
#include <cstdarg>
#include <cstdio>
#include <memory>
#include <opencv2/core.hpp>
#include <string_view>

#include "pipeline/input/decoders.h"
#include "pipeline/input/descriptor.h"

namespace shenbao::pipeline {
namespace {

using TiffHandle = std::unique_ptr<TIFF, decltype(&TIFFClose)>;

/// Keeps the first complaint, and that libtiff's own handler, which prints, is not called.
int note_error(TIFF*, void* first, const char*, const char* format, va_list arguments) {
  char text[200];
  std::vsnprintf(text, sizeof text, format, arguments);
  if (auto* kept = static_cast<std::string*>(first); kept->empty()) *kept = text;
  return 1;
}

/// Of the warnings only that a fax ends before its last row costs pixels.
int note_warning(TIFF* tiff, void* first, const char* module, const char* format, va_list arguments) {
  const bool counts = std::string_view(format).find("Premature EOF") == 0;
  return counts ? note_error(tiff, first, module, format, arguments) : 1;
}

TiffHandle open_tiff(const std::string& path, const char* mode, std::string* first_error) {
  TIFFOpenOptions* const options = TIFFOpenOptionsAlloc();
  TIFFOpenOptionsSetErrorHandlerExtR(options, note_error, first_error);
  TIFFOpenOptionsSetWarningHandlerExtR(options, note_warning, first_error);
  TiffHandle tiff(TIFFOpenExt(path.c_str(), mode, options), TIFFClose);
  TIFFOpenOptionsFree(options);
  if (!tiff) throw_damaged("TIFF", *first_error);
  return tiff;
}

/// The directories, up to `most`, that are pages rather than thumbnails or masks; all, where none is.
std::vector<tdir_t> find_pages(TIFF* tiff, std::size_t most) {
  std::vector<tdir_t> pages, all;
  do {
    std::uint32_t kind = 0;
    TIFFGetFieldDefaulted(tiff, TIFFTAG_SUBFILETYPE, &kind);
    all.push_back(TIFFCurrentDirectory(tiff));
    if ((kind & (FILETYPE_REDUCEDIMAGE | FILETYPE_MASK)) == 0) pages.push_back(all.back());
  } while (pages.size() < most && TIFFReadDirectory(tiff) != 0);
  return pages.empty() ? all : pages;
}

void set_density(TIFF* tiff, Decoded* image) {
  std::uint16_t unit = RESUNIT_INCH;
  float x = 0, y = 0;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_RESOLUTIONUNIT, &unit);
  if (unit == RESUNIT_NONE || TIFFGetField(tiff, TIFFTAG_XRESOLUTION, &x) == 0 ||
      TIFFGetField(tiff, TIFFTAG_YRESOLUTION, &y) == 0) {
    return;
  }
  const double per_inch = unit == RESUNIT_CENTIMETER ? kCentimetresPerInch : 1.0;
  image->dpi_x = x * per_inch;
  image->dpi_y = y * per_inch;
}

/// Of one sample a pixel, which is light or darkness.
bool is_grey(TIFF* tiff) {
  std::uint16_t samples = 1, photometric = PHOTOMETRIC_RGB;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &samples);
  TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &photometric);
  return samples == 1 && photometric <= PHOTOMETRIC_MINISBLACK;
}

/// BGR of premultiplied RGBA; what is transparent shows white paper.
cv::Mat on_paper(const cv::Mat& rgba) {
  cv::Mat bgr(rgba.size(), CV_8UC3);
  for (int y = 0; y < rgba.rows; ++y) {
    const auto* from = rgba.ptr<cv::Vec4b>(y);
    std::transform(from, from + rgba.cols, bgr.ptr<cv::Vec3b>(y), [](const cv::Vec4b& pixel) {
      const auto light = [&](int channel) { return cv::saturate_cast<uchar>(pixel[channel] + 255 - pixel[3]); };
      return cv::Vec3b(light(2), light(1), light(0));
    });
  }
  return bgr;
}

/// The data as the only strip of a TIFF, whose numbers are, as those of a PDF, big-endian.
void write_tiff(const std::string& path, const Samples& samples) {
  using Coding = Samples::Coding;
  std::string error;
  const TiffHandle tiff = open_tiff(path, "wb", &error);
  const auto set = [&](ttag_t tag, auto... values) { TIFFSetField(tiff.get(), tag, values...); };
  set(TIFFTAG_IMAGEWIDTH, samples.width);
  set(TIFFTAG_IMAGELENGTH, samples.height);
  set(TIFFTAG_ROWSPERSTRIP, samples.height);
  set(TIFFTAG_BITSPERSAMPLE, samples.bits);
  set(TIFFTAG_FILLORDER, FILLORDER_MSB2LSB);
  set(TIFFTAG_COMPRESSION, samples.coding == Coding::none     ? COMPRESSION_NONE
                           : samples.coding == Coding::group4 ? COMPRESSION_CCITTFAX4
                           : samples.coding == Coding::rows   ? COMPRESSION_CCITTRLE
                                                              : COMPRESSION_CCITTFAX3);
  if (samples.coding == Coding::group3_mixed) set(TIFFTAG_GROUP3OPTIONS, GROUP3OPT_2DENCODING);
  set(TIFFTAG_SAMPLESPERPIXEL, samples.channels);
  set(TIFFTAG_PHOTOMETRIC, samples.channels == 3   ? PHOTOMETRIC_RGB
                           : samples.zero_is_white ? PHOTOMETRIC_MINISWHITE
                                                   : PHOTOMETRIC_MINISBLACK);
  // libtiff only reads what it is given here.
  TIFFWriteRawStrip(tiff.get(), 0, const_cast<unsigned char*>(samples.data.data),
                    static_cast<tmsize_t>(samples.data.size));
}

}  // namespace

Decoded count_tiff_pages(const std::string& path, int max_pages) {
  std::string error;
  const TiffHandle tiff = open_tiff(path, "r", &error);
  Decoded count;
  count.pages = static_cast<int>(find_pages(tiff.get(), static_cast<std::size_t>(max_pages) + 1).size());
  if (!error.empty()) {
    count.damage = fmt::format("the list of pages breaks off after page {} ({})", count.pages, error);
  }
  return count;
}

Decoded decode_tiff(const std::string& path, int page, std::int64_t max_pixels) {
  std::string error;
  const TiffHandle tiff = open_tiff(path, "r", &error);
  const auto index = static_cast<std::size_t>(page);
  const std::vector<tdir_t> pages = find_pages(tiff.get(), index + 1);
  error.clear();
  const bool there = pages.size() > index && (TIFFCurrentDirectory(tiff.get()) == pages[index] ||
                                              TIFFSetDirectory(tiff.get(), pages[index]) != 0);
  if (!there) throw DecodeError(ErrorCode::unreadable, "the list of pages breaks off");
  std::uint32_t width = 0, height = 0;
  std::uint16_t orientation = ORIENTATION_TOPLEFT;
  TIFFGetField(tiff.get(), TIFFTAG_IMAGEWIDTH, &width);
  TIFFGetField(tiff.get(), TIFFTAG_IMAGELENGTH, &height);
  TIFFGetFieldDefaulted(tiff.get(), TIFFTAG_ORIENTATION, &orientation);
  require_size(width, height, max_pixels);
  char message[1024] = "";
  if (TIFFRGBAImageOK(tiff.get(), message) == 0) {
    throw DecodeError(ErrorCode::unsupported, fmt::format("this kind of TIFF is not known ({})", message));
  }

  Decoded result;
  cv::Mat rgba(static_cast<int>(height), static_cast<int>(width), CV_8UC4);
  const auto read = [&](bool stop_on_error) {
    return TIFFReadRGBAImageOriented(tiff.get(), width, height, rgba.ptr<std::uint32_t>(), orientation,
                                     stop_on_error ? 1 : 0) != 0;
  };
  if (!read(true) || !error.empty()) {
    rgba.setTo(cv::Scalar::all(0));
    read(false);
    if (error.empty()) error = "its data ends too early";
    if (cv::countNonZero(rgba.reshape(1)) == 0) throw_damaged("TIFF", error);
    result.damage = partly_damaged("TIFF", error);
  }
  if (is_grey(tiff.get()) && error.empty()) {  // else some may be missing, and shows paper
    cv::extractChannel(rgba, result.pixels, 0);
  } else {
    result.pixels = on_paper(rgba);
  }
  result.orientation = orientation_from_exif(orientation);
  set_density(tiff.get(), &result);
  return result;
}

Decoded decode_samples(const Samples& samples, std::int64_t max_pixels) {
  const Descriptor file(open_memory_file());
  write_tiff(file.path(), samples);
  return decode_tiff(file.path(), 0, max_pixels);
}

}  // namespace shenbao::pipeline
