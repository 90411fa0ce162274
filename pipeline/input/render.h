#pragma once

#include <cstdint>
#include <string>

#include "pipeline/input/decoded.h"
#include "pipeline/input/pdf.h"

namespace shenbao::pipeline {

/// Counts a PDF's pages with Poppler, for files that qpdf cannot repair; 0 where not even the first can be had. Throws
/// DecodeError (unreadable, encrypted).
Decoded count_pages_by_rendering(const Bytes& file);

/// Draws a PDF page, counted from 0 in `list`, with annotations and /Rotate, on white.
/// `known` has how many pages the file was found to have, the dpi to draw in (`dpi_x`), what Poppler leaves aside
/// (`user_unit`), whether the page draws what the file does not have, and whether it has a picture; without one, the
/// characters that it draws are stated, as long as it is sound. The dpi is lowered so that `max_pixels`
/// holds. A page of which Poppler complains, or of a file that Poppler takes to have another number of pages, is drawn
/// from what qpdf makes of it, too; the better drawing is returned, and `damage` says what may be missing. Throws
/// DecodeError: unreadable if nothing can be drawn, or if the sheet stays white and Poppler says why; too_large for a
/// sheet so large that the bound leaves less than 20 dpi.
Decoded render_pdf_page(const Bytes& file, PageList list, int page, const Decoded& known, std::int64_t max_pixels);

/// The version of the library that draws: "22.12.0".
std::string poppler_version();

}  // namespace shenbao::pipeline
