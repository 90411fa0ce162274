#pragma once

#include <cstdint>
#include <string>

#include "pipeline/input/decoded.h"
#include "pipeline/input/pdf.h"

namespace shenbao::pipeline {

/// Counts a PDF's pages with Poppler, for files that qpdf cannot repair; 0 where not even the first can be had. Throws
/// DecodeError (unreadable, encrypted).
Decoded count_pages_by_rendering(const Bytes& file);

/// How a page is to be drawn.
struct RenderOptions {
  double dpi = 300.0;       ///< as forms are scanned
  double user_unit = 1.0;   ///< Poppler leaves /UserUnit aside
  bool incomplete = false;  ///< the page is known to draw what the file does not have
  std::int64_t max_pixels = 100'000'000;
};

/// Draws a PDF page, counted from 0 in `list`, with annotations and /Rotate, on white.
/// The dpi is lowered so that `max_pixels` holds. A page of which Poppler complains, or of a file whose list of
/// pages Poppler reads otherwise (not `page_count` long), is drawn from what qpdf makes of it, too; the better
/// drawing is returned, and `damage` says what may be missing.
/// Throws DecodeError: unreadable if nothing can be drawn, or if the sheet stays white and Poppler says why;
/// too_large for a sheet so large that the bound leaves less than 20 dpi.
Decoded render_pdf_page(const Bytes& file, PageList list, int page, int page_count, const RenderOptions& options);

/// The version of the library that draws: "22.12.0".
std::string poppler_version();

}  // namespace shenbao::pipeline
