#pragma once

#include <cstdint>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

/// Decodes a PNG file: grey to CV_8UC1, colours and palettes to BGR, 16 bits to 8, transparent places to white paper.
/// Takes dpi from pHYs and orientation from eXIf. Of a file that breaks off, the pixels so far are kept on white and
/// `damage` says so. Throws DecodeError (unreadable, too_large).
Decoded decode_png(const Bytes& file, std::int64_t max_pixels);

}  // namespace shenbao::pipeline
