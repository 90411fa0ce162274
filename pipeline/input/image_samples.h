#pragma once

#include <cstdint>
#include <qpdf/QPDFObjectHandle.hh>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

/// The width and height that an image XObject states; 0 where it states none.
cv::Size stated_size(QPDFObjectHandle image);

/// Decodes an image XObject: grey and palettes of greys to CV_8UC1, RGB to BGR. No resampling, no colour
/// management (ICC profiles go by their number of channels); without orientation and dpi, which the page gives.
/// Understands DCT, CCITT, and what qpdf undoes (Flate, LZW, RunLength, ASCII), with 1 to 16 bits, gray, RGB and
/// Indexed, and /Decode. What is missing at the end is white and named in `damage`.
/// Throws DecodeError: unsupported for anything else (JBIG2, JPX, CMYK, …), unreadable, too_large.
///
/// Source: ISO 32000-1, 7.4 (filters), 8.6 (colour spaces), 8.9.5 (image dictionaries).
Decoded decode_image(QPDFObjectHandle image, std::int64_t max_pixels);

}  // namespace shenbao::pipeline
