#include "pipeline/input/render.h"

#include <fmt/format.h>
#include <poppler-document.h>
#include <poppler-global.h>
#include <poppler-page-renderer.h>
#include <poppler-page.h>
#include <poppler-version.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <opencv2/core.hpp>
#include <string>

namespace shenbao::pipeline {
namespace {

constexpr double kCoarsestDpi = 20.0;      // no writing is left below
constexpr double kLongestSide = 30'000.0;  // pixels; Splash holds coordinates in 16 bits in places

/// What Poppler says meanwhile, first line only.
class Complaints {
 public:
  Complaints() { poppler::set_debug_error_function(note, this); }
  ~Complaints() { poppler::set_debug_error_function(ignore, nullptr); }
  Complaints(const Complaints&) = delete;
  Complaints& operator=(const Complaints&) = delete;
  const std::string& first() const { return first_; }
  void forget() { first_.clear(); }

 private:
  static void note(const std::string& message, void* self) {
    // A font that understates its glyphs' size costs no pixel: such glyphs are drawn without Poppler's cache.
    if (message.find("Bad bounding box in Type 3 glyph") != std::string::npos) return;
    std::string& first = static_cast<Complaints*>(self)->first_;
    if (!first.empty()) return;
    const std::size_t prefix = message.find(": ");  // "error (position): "
    first = prefix == std::string::npos ? message : message.substr(prefix + 2);
    first = first.substr(0, std::min(first.find('\n'), first.find("<0a>")));
  }
  static void ignore(const std::string&, void*) {}

  std::string first_;
};

/// Null for what Poppler cannot open at all.
std::unique_ptr<poppler::document> open(const Bytes& file) {
  if (file.size > static_cast<std::size_t>(std::numeric_limits<int>::max())) return nullptr;
  return std::unique_ptr<poppler::document>(
      poppler::document::load_from_raw_data(reinterpret_cast<const char*>(file.data), static_cast<int>(file.size)));
}

double affordable_dpi(const poppler::rectf& box, const RenderOptions& options) {
  const double width = box.width() * options.user_unit / kPointsPerInch;
  const double height = box.height() * options.user_unit / kPointsPerInch;
  if (!(width > 0) || !(height > 0)) throw DecodeError(ErrorCode::unreadable, "the page has no size");
  const double by_area = std::sqrt(static_cast<double>(options.max_pixels) / (width * height));
  const double by_side = kLongestSide / std::max(width, height);
  const double bound = std::min(by_area, by_side);
  if (bound >= options.dpi) return options.dpi;
  if (bound < kCoarsestDpi) {
    throw DecodeError(ErrorCode::too_large,
                      fmt::format("a sheet of {:.0f} × {:.0f} inches is too large to read", width, height));
  }
  return std::floor(bound * 0.999);  // a size in pixels is rounded up
}

struct Drawing {
  cv::Mat pixels;  ///< empty if the page cannot be drawn
  double dpi = 0.0;
  std::string complaint;  ///< what Poppler said meanwhile
};

Drawing draw(const poppler::document& document, int page, const RenderOptions& options) {
  const std::unique_ptr<poppler::page> sheet(document.create_page(page));
  Drawing drawing;
  if (!sheet) return drawing;
  drawing.dpi = affordable_dpi(sheet->page_rect(poppler::crop_box), options);
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_bgr24);
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  const double resolution = drawing.dpi * options.user_unit;
  const poppler::image image = renderer.render_page(sheet.get(), resolution, resolution);
  if (image.is_valid() && image.width() > 0 && image.height() > 0) {
    drawing.pixels = cv::Mat(image.height(), image.width(), CV_8UC3, const_cast<char*>(image.const_data()),
                             static_cast<std::size_t>(image.bytes_per_row()))
                         .clone();
  }
  return drawing;
}

/// Of a file that has `page_count` pages; of another nothing is drawn.
Drawing draw_from(const Bytes& file, int page, int page_count, const RenderOptions& options) {
  Complaints complaints;
  const auto document = open(file);
  Drawing drawing;
  if (document && !document->is_locked() && document->pages() == page_count) {
    complaints.forget();  // what was said of the file as a whole does not concern the page
    drawing = draw(*document, page, options);
  }
  drawing.complaint = complaints.first();
  return drawing;
}

Drawing draw_repaired(const Bytes& file, PageList list, int page, const RenderOptions& options) {
  try {
    const std::string single = extract_pdf_page(file, list, page);
    return draw_from({reinterpret_cast<const unsigned char*>(single.data()), single.size()}, 0, 1, options);
  } catch (const std::exception& error) {
    return {{}, 0.0, error.what()};
  }
}

bool same_pixels(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

/// Of a damaged page: where a repair changes nothing, its complaints count; else the drawing that is not blank.
Drawing better_of(const Drawing& original, Drawing repaired) {
  if (original.pixels.empty()) return repaired;
  if (repaired.pixels.empty()) return original;
  const bool blank = is_blank(original.pixels);
  if (blank && repaired.complaint.empty()) repaired.complaint = original.complaint;
  return blank || same_pixels(original.pixels, repaired.pixels) ? repaired : original;
}

}  // namespace

Decoded count_pages_by_rendering(const Bytes& file) {
  const Complaints complaints;
  const auto document = open(file);
  if (!document) throw_damaged("PDF", complaints.first());
  if (document->is_locked()) throw DecodeError(ErrorCode::encrypted, "the PDF needs a password");
  // The number comes from /Count, which in a damaged file may stand beside pages that are not there.
  const std::unique_ptr<poppler::page> first(document->pages() > 0 ? document->create_page(0) : nullptr);
  Decoded count;
  count.pages = first ? document->pages() : 0;
  return count;
}

Decoded render_pdf_page(const Bytes& file, PageList list, int page, int page_count, const RenderOptions& options) {
  Drawing drawing;
  if (list == PageList::stated) drawing = draw_from(file, page, page_count, options);
  if (drawing.pixels.empty() || !drawing.complaint.empty()) {
    drawing = better_of(drawing, draw_repaired(file, list, page, options));
  }
  std::string& complaint = drawing.complaint;
  if (drawing.pixels.empty()) {
    throw DecodeError(ErrorCode::unreadable, fmt::format("the page cannot be drawn ({})", complaint));
  }
  if (options.incomplete && complaint.empty()) complaint = "the file lacks what the page shows";
  if (!complaint.empty() && is_blank(drawing.pixels)) {
    throw DecodeError(ErrorCode::unreadable, fmt::format("nothing of the page can be drawn ({})", complaint));
  }
  Decoded result;
  result.pixels = drawing.pixels;
  result.dpi_x = result.dpi_y = drawing.dpi;
  if (!complaint.empty()) {
    result.damage = fmt::format("the page is damaged and a part may be missing ({})", complaint);
  }
  return result;
}

std::string poppler_version() { return poppler::version_string(); }

}  // namespace shenbao::pipeline
