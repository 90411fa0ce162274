#pragma once

#include <cstdint>
#include <string>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

/// Which pages a PDF has: those that its list of pages states, or, where that list is lost (a file that
/// breaks off), all page objects that are found, in the file's order.
enum class PageList { stated, found };

/// Counts a PDF's pages with qpdf, which repairs what it can; the first repair is named in `damage`.
/// Throws DecodeError (unreadable, encrypted).
Decoded count_pdf_pages(const Bytes& file, PageList list);

/// Looks whether a page, counted from 0, is one full-page image, and decodes it; of one that cannot be decoded here,
/// dpi alone. Throws DecodeError (unreadable).
Decoded read_pdf_page(const Bytes& file, PageList list, int page, std::int64_t max_pixels);

/// One page, counted from 0, as a PDF of its own: decrypted and repaired. Throws DecodeError (unreadable).
std::string extract_pdf_page(const Bytes& file, PageList list, int page);

}  // namespace shenbao::pipeline
