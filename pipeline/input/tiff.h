#pragma once

#include <cstdint>
#include <string>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

/// The number of pages of a TIFF; thumbnails and masks are none. Counts to `max_pages` + 1 at most.
/// `damage` gets what makes the list of pages break off, "" for a sound one. Throws DecodeError (unreadable).
int count_tiff_pages(const Bytes& file, int max_pages, std::string* damage);

/// Decodes one page, counted from 0: one sample per pixel to CV_8UC1, anything else to BGR, transparent places to
/// white paper. Of damaged data what libtiff gives is kept and named in `damage`.
/// Throws DecodeError (unreadable, too_large, unsupported).
Decoded decode_tiff(const Bytes& file, int page, std::int64_t max_pixels);

/// A fax stream as a PDF holds it.
struct FaxStream {
  Bytes data;
  int width = 0;
  int height = 0;
  int k = 0;                  ///< /K: below 0 group 4, 0 one-dimensional, above 0 mixed
  bool ends_of_line = false;  ///< /EndOfLine
  bool aligned = false;       ///< /EncodedByteAlign
};

/// Decodes a fax stream to one bit per pixel, 1 = black, rows padded to bytes: CV_8UC1 with (width + 7) / 8 columns.
/// Rows that are missing are white and named in `damage`.
/// Throws DecodeError: unsupported for a kind that TIFF does not have, unreadable if no row comes out.
Decoded decode_fax(const FaxStream& fax);

}  // namespace shenbao::pipeline
