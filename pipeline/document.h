#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "extract/error.h"
#include "layout/page.h"

namespace shenbao::pipeline {

/// Bounds that hold before anything is decoded, so that no input makes the program grow or hang.
struct Limits {
  std::int64_t max_pixels = 100'000'000;         ///< of one page; A3 at 600 dpi has 70 million
  int max_pages = 2000;                          ///< of one document
  std::int64_t max_bytes = 2'000'000'000;        ///< of one file
};

/// A file that can be read page by page. Reading a page does not change it; safe to share between threads.
struct Document {
  std::string file;        ///< path as given
  std::string sha256;      ///< of the bytes, lower-case hex
  std::int64_t bytes = 0;
  int page_count = 0;

  class Source;                          ///< the open file: PDF, TIFF, PNG or JPEG
  std::shared_ptr<const Source> source;
};

/// Opens a PDF, TIFF, PNG or JPEG; the kind is told by the content, not by the name.
/// Throws Error: not_found, empty, unsupported (another kind), unreadable (damaged), encrypted, too_large.
Document read_document(const std::string& file, const Limits& limits);

/// One page's pixels. A page that is one full-page image is taken as it is, in its own dpi;
/// any other is rendered at `render_dpi` (lowered so that `limits.max_pixels` holds). /Rotate and
/// EXIF orientation are applied: this is the sheet as a viewer shows it.
/// Throws Error (unreadable, too_large) naming file and page.
layout::Scan rasterize(const Document& document, int page_no, int render_dpi, const Limits& limits);

/// The version of the library that opens and renders PDF: "22.12.0".
std::string poppler_version();

}  // namespace shenbao::pipeline
