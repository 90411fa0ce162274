#pragma once

#include <cstdint>
#include <string>

#include "pipeline/input/decoded.h"
#include "pipeline/input/input_file.h"

// What decodes the images of each kind, and what they share; a library each, in the file of its name.

namespace shenbao::pipeline {

// tiff.cpp

/// The number of pages of a TIFF; thumbnails and masks are none. Counts to `max_pages` + 1 at most.
/// `damage` says what makes the list of pages break off. Throws DecodeError (unreadable).
Decoded count_tiff_pages(const std::string& path, int max_pages);

/// Decodes one page, counted from 0, to BGR, transparent places to white paper. Of damaged data what libtiff gives is
/// kept and named in `damage`. Throws DecodeError (unreadable, too_large, unsupported).
Decoded decode_tiff(const std::string& path, int page, std::int64_t max_pixels);

/// How a PDF holds an image that is no file of its own.
struct Samples {
  enum class Coding { none, group4, group3, group3_mixed, rows };  ///< faxes but for the first; rows stand alone

  Bytes data;
  int width = 0, height = 0;
  int bits = 8;
  Coding coding = Coding::none;
  int channels = 1;            ///< a sample's light, or red, green and blue
  bool zero_is_white = false;  ///< what is missing is white, whatever that means in the image
};

/// As decode_tiff does, of a TIFF that is made of them.
Decoded decode_samples(const Samples& samples, std::int64_t max_pixels);

// jpeg.cpp

/// Decodes a JPEG: greyscale to CV_8UC1, anything else to BGR. Inks of a CMYK image are inverted where an Adobe marker
/// says so. Takes dpi and orientation from JFIF and EXIF. What follows a defect is kept as the decoder fills it and
/// named in `damage`. Throws DecodeError (unreadable, too_large).
Decoded decode_jpeg(const Bytes& file, std::int64_t max_pixels);

// png.cpp

/// Decodes a PNG file: grey to CV_8UC1, colours and palettes to BGR, 16 bits to 8, transparent places to white paper.
/// Takes dpi from pHYs and orientation from eXIf. Of a file that breaks off, the pixels so far are kept on white and
/// `damage` says so. Throws DecodeError (unreadable, too_large).
Decoded decode_png(const Bytes& file, std::int64_t max_pixels);

// other_image.cpp

/// Decodes a JPEG 2000 or another kind that Leptonica knows (WebP, BMP, PNM): one sample per pixel to CV_8UC1, anything
/// else to BGR, 16 bits to 8, transparent places to white paper. Takes dpi from JPEG 2000 and BMP.
/// Throws DecodeError (unreadable, too_large); of a damaged file nothing is kept.
Decoded decode_other_image(const Bytes& file, FileKind kind, std::int64_t max_pixels);

// exif.cpp

/// Sets orientation and, where the image has none yet, dpi by the EXIF block that a JPEG or PNG file holds, if any.
void apply_exif(const Bytes& file, Decoded& image);

}  // namespace shenbao::pipeline
