#include "support/tiff_maker.h"

#include <tiffio.h>

#include "support/pdf_maker.h"
#include "support/temporary_folder.h"

namespace shenbao::test {
namespace {

bool is_bilevel(const cv::Mat& pixels) {
  if (pixels.type() != CV_8UC1) return false;
  for (int y = 0; y < pixels.rows; ++y) {
    for (int x = 0; x < pixels.cols; ++x) {
      const unsigned char value = pixels.at<unsigned char>(y, x);
      if (value != 0 && value != 255) return false;
    }
  }
  return true;
}

void write_sheet(TIFF* tiff, const MadeSheet& sheet) {
  const bool bilevel = is_bilevel(sheet.pixels);
  const bool colour = sheet.pixels.channels() == 3;
  const auto height = static_cast<std::uint32_t>(sheet.pixels.rows);
  TIFFSetField(tiff, TIFFTAG_SUBFILETYPE, sheet.subfile);
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, static_cast<std::uint32_t>(sheet.pixels.cols));
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, bilevel ? 1 : 8);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, colour ? 3 : 1);
  TIFFSetField(tiff, TIFFTAG_PLANARCONFIG, PLANARCONFIG_CONTIG);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, colour ? PHOTOMETRIC_RGB : static_cast<int>(sheet.photometric));
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, sheet.compression);
  TIFFSetField(tiff, TIFFTAG_ORIENTATION, sheet.orientation);
  TIFFSetField(tiff, TIFFTAG_XRESOLUTION, sheet.dpi_x);
  TIFFSetField(tiff, TIFFTAG_YRESOLUTION, sheet.dpi_y);
  TIFFSetField(tiff, TIFFTAG_RESOLUTIONUNIT, sheet.resolution_unit);
  const cv::Mat values = !colour && sheet.photometric == 0 ? cv::Mat(255 - sheet.pixels) : sheet.pixels;
  std::string strip = bilevel ? bits_of(values) : samples_of(values);
  TIFFWriteEncodedStrip(tiff, 0, strip.data(), static_cast<tmsize_t>(strip.size()));
  TIFFWriteDirectory(tiff);
}

}  // namespace

std::string make_tiff(const std::vector<MadeSheet>& sheets) {
  const TemporaryFolder folder;
  const std::string path = folder.path("made.tif");
  TIFF* const tiff = TIFFOpen(path.c_str(), "w");
  for (const MadeSheet& sheet : sheets) write_sheet(tiff, sheet);
  TIFFClose(tiff);
  return bytes_of(path);
}

std::string make_tiff_header(unsigned width, unsigned height) {
  const TemporaryFolder folder;
  const std::string path = folder.path("made.tif");
  TIFF* const tiff = TIFFOpen(path.c_str(), "w");
  TIFFSetField(tiff, TIFFTAG_IMAGEWIDTH, width);
  TIFFSetField(tiff, TIFFTAG_IMAGELENGTH, height);
  TIFFSetField(tiff, TIFFTAG_BITSPERSAMPLE, 1);
  TIFFSetField(tiff, TIFFTAG_SAMPLESPERPIXEL, 1);
  TIFFSetField(tiff, TIFFTAG_PHOTOMETRIC, PHOTOMETRIC_MINISWHITE);
  TIFFSetField(tiff, TIFFTAG_COMPRESSION, COMPRESSION_CCITTFAX4);
  TIFFSetField(tiff, TIFFTAG_ROWSPERSTRIP, height);
  std::string no_code(8, '\0');
  TIFFWriteRawStrip(tiff, 0, no_code.data(), static_cast<tmsize_t>(no_code.size()));
  TIFFClose(tiff);
  return bytes_of(path);
}

std::string group4_of(const cv::Mat& bilevel) {
  const TemporaryFolder folder;
  MadeSheet sheet;
  sheet.pixels = bilevel;
  sheet.compression = COMPRESSION_CCITTFAX4;
  sheet.photometric = PHOTOMETRIC_MINISWHITE;
  const std::string path = folder.put("made.tif", make_tiff({sheet}));
  TIFF* const tiff = TIFFOpen(path.c_str(), "r");
  std::string code(static_cast<std::size_t>(TIFFRawStripSize(tiff, 0)), '\0');
  TIFFReadRawStrip(tiff, 0, code.data(), static_cast<tmsize_t>(code.size()));
  TIFFClose(tiff);
  return code;
}

}  // namespace shenbao::test
