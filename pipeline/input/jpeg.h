#pragma once

#include <cstdint>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

/// Decodes a JPEG file: greyscale to CV_8UC1, anything else to BGR. Inks of a CMYK image are inverted where an
/// Adobe marker says so. Takes dpi and orientation from JFIF and EXIF; the 72 and 96 dpi that cameras write
/// without meaning them (the sheet would be longer than A3) count as unknown. What follows a defect is kept as
/// the decoder fills it and named in `damage`. Throws DecodeError (unreadable, too_large).
Decoded decode_jpeg(const Bytes& file, std::int64_t max_pixels);

/// The samples of a JPEG stream inside a PDF, which alone says how it lies and how large it is.
/// Throws DecodeError also for CMYK (unsupported) and for a size or a number of channels other than those given.
Decoded decode_jpeg_stream(const Bytes& stream, int width, int height, int channels);

/// The orientation, 1 to 8, in an EXIF block ("II*" or "MM*" and what follows); 1 where it says none.
int exif_orientation(const Bytes& block);

}  // namespace shenbao::pipeline
