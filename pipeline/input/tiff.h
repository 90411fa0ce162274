#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

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
  /// Red, green, blue of each value that a sample can have; empty for three samples, which are these themselves.
  std::vector<std::array<unsigned char, 3>> colours;
};

/// As decode_tiff does, of a TIFF that is made of them.
Decoded decode_samples(const Samples& samples, std::int64_t max_pixels);

}  // namespace shenbao::pipeline
