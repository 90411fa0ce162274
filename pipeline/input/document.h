#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/error.h"

namespace shenbao::layout {
struct Scan;
}

namespace shenbao::pipeline {

/// Bounds that hold before and while anything is decoded, so that no input makes the program grow or hang.
struct Limits {
  std::int64_t max_pixels = 100'000'000;    ///< of one page; A3 at 600 dpi has 70 million
  int max_pages = 2000;                     ///< of one document
  std::int64_t max_bytes = 2'000'000'000;   ///< of one file
  int max_seconds = 30;                     ///< processor time to open a file, to take out a page's image, to render it
  std::int64_t max_memory = 1'500'000'000;  ///< bytes that decoding one page may take, besides the file itself
};

/// A file that can be read page by page. Reading a page does not change it; safe to share between threads.
struct Document {
  std::string file;    ///< path as given
  std::string sha256;  ///< of the bytes, lower-case hex
  std::int64_t bytes = 0;
  int page_count = 0;
  int attachments = 0;  ///< files that a PDF carries beside its pages; they are not read
  std::string damage;   ///< what had to be repaired to open it, in one line; "" for a sound file

  class Source;  ///< the open file
  std::shared_ptr<const Source> source;
};

/// Opens a PDF or an image (TIFF, JPEG, PNG, JPEG 2000, WebP, BMP, PNM); the kind is told by the content, not by the
/// name.
///
/// Everything after the first bytes is parsed in a child process (see isolated.h), so a file that
/// crashes a decoder, or makes it grow or loop, ends in an Error. Nothing is written to standard error.
/// A damaged PDF is repaired as far as qpdf, or else Poppler, can. An encrypted one that opens with
/// the empty password is read as any other.
/// Throws Error: not_found, empty (no bytes, no pages), unsupported (another kind, a folder), unreadable
/// (damaged), encrypted, too_large, engine (no process or memory to decode in).
Document read_document(const std::string& file, const Limits& limits);

/// One page's pixels. A page that is one full-page image is taken as it is, in its own dpi;
/// any other is rendered at `render_dpi` (lowered so that `limits.max_pixels` holds). /Rotate and
/// EXIF orientation are applied: this is the sheet as a viewer shows it. Pixels that are not square, as
/// those of a coarse fax, are stretched to the finer of their two resolutions.
/// The dpi is rounded to a whole number, since a PDF's page size is; thumbnails in a TIFF are no pages.
/// Throws Error (unreadable, too_large, engine) naming file and page; the other pages can still be read.
/// Throws std::invalid_argument if there is no such page.
layout::Scan rasterize(const Document& document, int page_no, int render_dpi, const Limits& limits);

}  // namespace shenbao::pipeline
