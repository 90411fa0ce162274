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

namespace shenbao::pipeline {
namespace {

constexpr double kCoarsestDpi = 20.0;        // no writing is left below
constexpr double kLongestSide = 30'000.0;    // pixels; Splash holds coordinates in 16 bits in places
constexpr std::size_t kMostStated = 50'000;  // characters of a page; a sheet full of small print has 5,000

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

double affordable_dpi(const poppler::rectf& box, const Decoded& known, std::int64_t max_pixels) {
  const double width = box.width() * known.user_unit / kPointsPerInch;
  const double height = box.height() * known.user_unit / kPointsPerInch;
  if (!(width > 0) || !(height > 0)) throw DecodeError(ErrorCode::unreadable, "the page has no size");
  const double by_area = std::sqrt(static_cast<double>(max_pixels) / (width * height));
  const double by_side = kLongestSide / std::max(width, height);
  const double bound = std::min(by_area, by_side);
  if (bound >= known.dpi_x) return known.dpi_x;
  if (bound < kCoarsestDpi) {
    throw DecodeError(ErrorCode::too_large,
                      fmt::format("a sheet of {:.0f} × {:.0f} inches is too large to read", width, height));
  }
  return std::floor(bound * 0.999);  // a size in pixels is rounded up
}

/// The characters that the page draws on level lines, `scale` pixels for a point; none where there are too many.
std::vector<layout::StatedCharacter> stated_characters(const poppler::page& sheet, double scale) {
  std::vector<layout::StatedCharacter> stated;
  for (const poppler::text_box& word : sheet.text_list()) {
    if (word.rotation() != 0) continue;
    const poppler::ustring text = word.text();
    const auto add = [&](char32_t code, double x, const poppler::rectf& box) {
      stated.push_back({code, {x * scale, (box.top() + box.bottom()) / 2 * scale}});
    };
    for (std::size_t i = 0; i < text.size(); ++i) {
      const poppler::rectf box = word.char_bbox(i);
      add(text[i], (box.left() + box.right()) / 2, box);
    }
    if (word.has_space_after()) add(U' ', word.bbox().right(), word.bbox());
    if (stated.size() > kMostStated) return {};
  }
  return stated;
}

/// Without pixels if the page cannot be drawn.
Decoded draw(const poppler::document& document, int page, const Decoded& known, std::int64_t max_pixels) {
  const std::unique_ptr<poppler::page> sheet(document.create_page(page));
  Decoded drawing;
  if (!sheet) return drawing;
  drawing.dpi_x = drawing.dpi_y = affordable_dpi(sheet->page_rect(poppler::crop_box), known, max_pixels);
  poppler::page_renderer renderer;
  renderer.set_image_format(poppler::image::format_bgr24);
  renderer.set_render_hint(poppler::page_renderer::antialiasing);
  renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
  const double resolution = drawing.dpi_x * known.user_unit;
  const poppler::image image = renderer.render_page(sheet.get(), resolution, resolution);
  if (image.is_valid() && image.width() > 0 && image.height() > 0) {
    drawing.pixels = cv::Mat(image.height(), image.width(), CV_8UC3, const_cast<char*>(image.const_data()),
                             static_cast<std::size_t>(image.bytes_per_row()))
                         .clone();
    if (!known.has_picture) drawing.stated = stated_characters(*sheet, resolution / kPointsPerInch);
  }
  return drawing;
}

/// Of a file with another number of pages than `known` nothing is drawn. `damage` is what Poppler says of the page.
Decoded draw_from(const Bytes& file, int page, const Decoded& known, std::int64_t max_pixels) {
  Complaints complaints;
  const auto document = open(file);
  Decoded drawing;
  if (document && !document->is_locked() && document->pages() == known.pages) {
    complaints.forget();  // what was said of the file as a whole does not concern the page
    drawing = draw(*document, page, known, max_pixels);
  }
  drawing.damage = complaints.first();
  return drawing;
}

Decoded draw_repaired(const Bytes& file, PageList list, int page, Decoded known, std::int64_t max_pixels) {
  try {
    const std::string single = extract_pdf_page(file, list, page);
    known.pages = 1;
    return draw_from({reinterpret_cast<const unsigned char*>(single.data()), single.size()}, 0, known, max_pixels);
  } catch (const std::exception& error) {
    Decoded nothing;
    nothing.damage = error.what();
    return nothing;
  }
}

bool same_pixels(const cv::Mat& a, const cv::Mat& b) {
  return a.size() == b.size() && a.type() == b.type() && cv::norm(a, b, cv::NORM_INF) == 0;
}

/// Of a damaged page: where a repair changes nothing, its complaints count; else the drawing that is not blank.
Decoded better_of(const Decoded& original, Decoded repaired) {
  if (original.pixels.empty()) return repaired;
  if (repaired.pixels.empty()) return original;
  const bool blank = is_blank(original.pixels);
  if (blank && repaired.damage.empty()) repaired.damage = original.damage;
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

Decoded render_pdf_page(const Bytes& file, PageList list, int page, const Decoded& known, std::int64_t max_pixels) {
  Decoded drawing;
  if (list == PageList::stated) drawing = draw_from(file, page, known, max_pixels);
  if (drawing.pixels.empty() || !drawing.damage.empty()) {
    drawing = better_of(drawing, draw_repaired(file, list, page, known, max_pixels));
  }
  std::string& damage = drawing.damage;
  if (drawing.pixels.empty()) {
    throw DecodeError(ErrorCode::unreadable, fmt::format("the page cannot be drawn ({})", damage));
  }
  if (known.incomplete && damage.empty()) damage = "the file lacks what the page shows";
  if (damage.empty()) return drawing;
  if (is_blank(drawing.pixels)) {
    throw DecodeError(ErrorCode::unreadable, fmt::format("nothing of the page can be drawn ({})", damage));
  }
  drawing.stated.clear();
  damage = fmt::format("the page is damaged and a part may be missing ({})", damage);
  return drawing;
}

std::string poppler_version() { return poppler::version_string(); }

}  // namespace shenbao::pipeline
