#include "pipeline/input/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <stdexcept>

#include "layout/ink/pixels.h"
#include "layout/page/page.h"
#include "pipeline/input/decode_apart.h"
#include "pipeline/input/decoded.h"
#include "pipeline/input/decoders.h"
#include "pipeline/input/input_file.h"
#include "pipeline/input/pdf.h"
#include "pipeline/input/render.h"

namespace shenbao::pipeline {

class Document::Source {
 public:
  Source(const std::string& path, std::int64_t max_bytes) : file(path, max_bytes), kind(file.kind()) {}

  InputFile file;
  FileKind kind;
  PageList list = PageList::stated;  ///< of a PDF
};

namespace {

const std::map<ErrorCode, const char*> kAdvice{
    {ErrorCode::not_found, "check the path"},
    {ErrorCode::encrypted, "save it without a password"},
    {ErrorCode::too_large, "rescan it at 300 dpi, one sheet per page"},
    {ErrorCode::empty, "scan it again"},
    {ErrorCode::unsupported, "give a PDF or an image: TIFF, JPEG, PNG, JPEG 2000, WebP, BMP or PNM"},
    {ErrorCode::engine, "close other programs or use fewer jobs"},
    {ErrorCode::unreadable, "rescan it at 300 dpi, or print it to a new PDF"},
};

Error error_at(const std::string& place, const std::string& file, const DecodeError& error) {
  return Error(error.code(), file, fmt::format("{}: {}; {}", place, error.what(), kAdvice.at(error.code())));
}

/// A repaired PDF is held in memory once more.
Allowance allowance_for(const InputFile& file, const Limits& limits) {
  return {limits.max_seconds, limits.max_memory + 2 * file.bytes()};
}

/// The pages that qpdf lists; else those that Poppler does; else all that are left in the file.
/// The first trouble is told if nothing helps.
Decoded count_pdf(const InputFile& file, const Allowance& allowance, PageList* list) {
  const auto stated = [](const Bytes& bytes) { return count_pdf_pages(bytes, PageList::stated); };
  const auto found = [](const Bytes& bytes) { return count_pdf_pages(bytes, PageList::found); };
  const std::array<std::function<Decoded(const Bytes&)>, 3> ways{stated, count_pages_by_rendering, found};
  std::optional<DecodeError> trouble;
  for (std::size_t i = 0; i < ways.size(); ++i) {
    try {
      Decoded count = decode_apart(file, allowance, ways[i]);
      if (count.pages < 1) continue;
      if (count.damage.empty() && trouble) count.damage = trouble->what();
      *list = i + 1 < ways.size() ? PageList::stated : PageList::found;
      return count;
    } catch (const DecodeError& error) {
      if (error.code() == ErrorCode::encrypted || error.code() == ErrorCode::engine) throw;
      if (!trouble) trouble = error;
    }
  }
  throw trouble.value_or(DecodeError(ErrorCode::empty, "the document has no pages"));
}

Decoded count_pages(Document::Source* source, const Limits& limits) {
  const Allowance allowance = allowance_for(source->file, limits);
  Decoded count;
  if (source->kind == FileKind::pdf) count = count_pdf(source->file, allowance, &source->list);
  if (source->kind == FileKind::tiff) {
    count = decode_apart(source->file, allowance,
                         [&](const Bytes&) { return count_tiff_pages(source->file.path(), limits.max_pages); });
  }
  if (count.pages > limits.max_pages) {
    throw DecodeError(ErrorCode::too_large,
                      fmt::format("{} pages are more than the {} allowed", count.pages, limits.max_pages));
  }
  return count;
}

Decoded decode_pdf_page(const Document& document, int page, int render_dpi, const Limits& limits) {
  const Document::Source& source = *document.source;
  const Allowance allowance = allowance_for(source.file, limits);
  Decoded found;
  try {
    found = decode_apart(source.file, allowance,
                         [&](const Bytes& file) { return read_pdf_page(file, source.list, page, limits.max_pixels); });
  } catch (const DecodeError& error) {
    if (error.code() == ErrorCode::engine) throw;  // else Poppler may read what qpdf cannot
  }
  if (!found.pixels.empty()) return found;
  found.pages = document.page_count;
  found.dpi_x = std::max(found.dpi_x, found.dpi_y);
  if (found.dpi_x <= 0) found.dpi_x = render_dpi;
  return decode_apart(source.file, allowance, [&](const Bytes& file) {
    return render_pdf_page(file, source.list, page, found, limits.max_pixels);
  });
}

/// Forgets a density that is a program's default rather than a measure: 72 or 96 dpi on a sheet longer than A3.
void forget_default_density(Decoded& image) {
  constexpr double kA3 = 17.0;                       // inches: 420 mm and a little room
  constexpr double kPrinted = 72.0, kScreen = 96.0;  // dpi that programs write where they know none
  const double dpi = std::round(image.dpi_x);
  const int longer_side = std::max(image.pixels.cols, image.pixels.rows);
  if ((dpi == kPrinted || dpi == kScreen) && longer_side / dpi > kA3) image.dpi_x = image.dpi_y = 0.0;
}

Decoded decode_page(const Document& document, int page, int render_dpi, const Limits& limits) {
  const Document::Source& source = *document.source;
  if (source.kind == FileKind::pdf) return decode_pdf_page(document, page, render_dpi, limits);
  Decoded image = decode_apart(source.file, allowance_for(source.file, limits), [&](const Bytes& file) {
    if (source.kind == FileKind::tiff) return decode_tiff(source.file.path(), page, limits.max_pixels);
    if (source.kind == FileKind::png) return decode_png(file, limits.max_pixels);
    if (source.kind == FileKind::jpeg) return decode_jpeg(file, limits.max_pixels);
    return decode_other_image(file, source.kind, limits.max_pixels);
  });
  forget_default_density(image);
  return image;
}

/// `pixels` are changed too.
cv::Mat upright(cv::Mat pixels, const Orientation& orientation) {
  const bool rows_stand = orientation.right_x == 0;
  if (rows_stand) pixels = pixels.t();
  if ((rows_stand ? orientation.down_x : orientation.right_x) < 0) cv::flip(pixels, pixels, 1);
  if ((rows_stand ? orientation.right_y : orientation.down_y) < 0) cv::flip(pixels, pixels, 0);
  return pixels;
}

/// Fine fax (204 × 196 dpi) passes for square, coarse fax (204 × 98) does not.
constexpr double kSquareTolerance = 0.06;

constexpr double kCoarse = 10.0;  // dpi; of less a rounded density may be off by more than 5 %

double whole_dpi(double dpi) { return dpi < kCoarse ? dpi : std::round(dpi); }

/// No grey between black and white.
bool is_bilevel(const cv::Mat& pixels) {
  return pixels.channels() == 1 && cv::norm(pixels > 0, pixels, cv::NORM_INF) == 0;
}

/// Whether a bilevel page is white on black all over, as faxes are whose TIFF states the wrong photometric: looked at
/// in pieces larger than a glyph, hardly one is light. A sheet scanned on a black ground is light in one place.
bool is_negative(const cv::Mat& pixels) {
  constexpr int kPieces = 32;         // along either side; on A4 about 7 × 9 mm
  constexpr double kLightest = 0.05;  // share of the pieces: headings filled with ink, streaks at an edge
  if (std::min(pixels.cols, pixels.rows) < kPieces) return false;
  const cv::Mat some = layout::every_row(pixels, kPieces);  // tells most pages at little cost
  if (!is_bilevel(some) || cv::mean(some)[0] > 127) return false;
  cv::Mat pieces;
  cv::resize(pixels, pieces, {kPieces, kPieces}, 0, 0, cv::INTER_AREA);
  return cv::countNonZero(pieces > 127) <= kLightest * kPieces * kPieces && is_bilevel(pixels);
}

layout::Scan to_scan(const Decoded& image, int page_no, const Limits& limits) {
  layout::Scan scan;
  scan.page_no = page_no;
  scan.pixels = is_negative(image.pixels) ? cv::Mat(255 - image.pixels) : image.pixels;
  scan.damage = image.damage;
  scan.stated = image.stated;
  const bool known = std::isfinite(image.dpi_x) && std::isfinite(image.dpi_y) && image.dpi_x >= 1 && image.dpi_y >= 1;
  if (known && std::abs(image.dpi_x / image.dpi_y - 1.0) > kSquareTolerance) {
    const double dpi = std::max(image.dpi_x, image.dpi_y);
    const double width = std::round(image.pixels.cols * dpi / image.dpi_x);
    const double height = std::round(image.pixels.rows * dpi / image.dpi_y);
    require_size(width, height, limits.max_pixels);
    cv::resize(scan.pixels, scan.pixels, cv::Size(static_cast<int>(width), static_cast<int>(height)));
    scan.dpi = whole_dpi(dpi);
  } else if (known) {
    scan.dpi = whole_dpi((image.dpi_x + image.dpi_y) / 2);
  }
  scan.pixels = upright(scan.pixels, image.orientation);
  return scan;
}

}  // namespace

Document read_document(const std::string& file, const Limits& limits) {
  try {
    const auto source = std::make_shared<Document::Source>(file, limits.max_bytes);
    const std::string sha256 = sha256_apart(source->file, allowance_for(source->file, limits));
    const Decoded count = count_pages(source.get(), limits);
    return {file, sha256, source->file.bytes(), count.pages, count.attachments, count.damage, source};
  } catch (const DecodeError& error) {
    throw error_at(file, file, error);
  }
}

layout::Scan rasterize(const Document& document, int page_no, int render_dpi, const Limits& limits) {
  if (!document.source || page_no < 1 || page_no > document.page_count || render_dpi < 1) {
    throw std::invalid_argument("rasterize: no such page");
  }
  try {
    document.source->file.require_unchanged();
    return to_scan(decode_page(document, page_no - 1, render_dpi, limits), page_no, limits);
  } catch (const DecodeError& error) {
    throw error_at(fmt::format("{}: page {}", document.file, page_no), document.file, error);
  }
}

}  // namespace shenbao::pipeline
