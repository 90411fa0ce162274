#pragma once

#include <cstdint>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

/// Decodes a JPEG: greyscale to CV_8UC1, anything else to BGR. Inks of a CMYK image are inverted where an Adobe marker
/// says so. Takes dpi and orientation from JFIF and EXIF. What follows a defect is kept as the decoder fills it and
/// named in `damage`. Throws DecodeError (unreadable, too_large).
Decoded decode_jpeg(const Bytes& file, std::int64_t max_pixels);

}  // namespace shenbao::pipeline
