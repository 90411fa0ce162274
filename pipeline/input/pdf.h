#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

/// What qpdf knows of a page.
struct PdfPage {
  double user_unit = 1.0;            ///< points per unit of the page's space
  std::optional<Decoded> image;      ///< the one image that makes up the page, if it is one and can be decoded
  std::optional<double> native_dpi;  ///< of that image, also where it could not be decoded
  bool incomplete = false;           ///< draws what the file does not have
};

/// Which pages a PDF has: those that its list of pages states, or, where that list is lost (a file that
/// breaks off), all page objects that are found, in the file's order.
enum class PageList { stated, found };

/// Counts a PDF's pages with qpdf, which repairs what it can; the first repair is named in `damage`.
/// Throws DecodeError (unreadable, encrypted).
int count_pdf_pages(const Bytes& file, PageList list, std::string* damage);

/// Looks whether a page, counted from 0, is one full-page image, and decodes it. Throws DecodeError (unreadable).
PdfPage read_pdf_page(const Bytes& file, PageList list, int page, std::int64_t max_pixels);

/// One page, counted from 0, as a PDF of its own: decrypted and repaired. Throws DecodeError (unreadable).
std::string extract_pdf_page(const Bytes& file, PageList list, int page);

}  // namespace shenbao::pipeline
