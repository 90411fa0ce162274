#pragma once

#include <cstdint>

#include "pipeline/input/decoded.h"
#include "pipeline/input/input_file.h"

namespace shenbao::pipeline {

/// Decodes a JPEG 2000 or another kind that Leptonica knows (WebP, BMP, PNM): one sample per pixel to CV_8UC1, anything
/// else to BGR, 16 bits to 8, transparent places to white paper. Takes dpi from JPEG 2000 and BMP.
/// Throws DecodeError (unreadable, too_large); of a damaged file nothing is kept.
Decoded decode_other_image(const Bytes& file, FileKind kind, std::int64_t max_pixels);

}  // namespace shenbao::pipeline
