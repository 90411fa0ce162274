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
#include <optional>
#include <string>
#include <utility>

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

 private:
  static void note(const std::string& message, void* self) {
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

/// BGR pixels; one channel where all are grey.
cv::Mat copy_pixels(const poppler::image& image) {
  const int width = image.width();
  bool grey = true;
  for (int y = 0; y < image.height() && grey; ++y) {
    const char* at = image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row();
    for (int x = 0; x < width && grey; ++x, at += 3) grey = at[0] == at[1] && at[1] == at[2];
  }
  cv::Mat pixels(image.height(), width, grey ? CV_8UC1 : CV_8UC3);
  for (int y = 0; y < image.height(); ++y) {
    const char* from = image.const_data() + static_cast<std::ptrdiff_t>(y) * image.bytes_per_row();
    unsigned char* to = pixels.ptr(y);
    if (grey) {
      for (int x = 0; x < width; ++x) to[x] = static_cast<unsigned char>(from[3 * x]);
    } else {
      std::copy_n(from, 3 * width, to);
    }
  }
  return pixels;
}

bool is_blank(const cv::Mat& pixels) {
  for (int y = 0; y < pixels.rows; ++y) {
    const unsigned char* row = pixels.ptr(y);
    const unsigned char* end = row + static_cast<std::size_t>(pixels.cols) * pixels.elemSize();
    if (std::any_of(row, end, [](unsigned char value) { return value != 255; })) return false;
  }
  return true;
}

struct Drawing {
  cv::Mat pixels;
  double dpi = 0.0;
  std::string complaint;  ///< what Poppler said while it drew
};

/// Empty if the page cannot be drawn; then `why` says why.
std::optional<Drawing> draw(const poppler::document& document, int page, const RenderOptions& options,
                            std::string* why) {
  const Complaints complaints;
  const std::unique_ptr<poppler::page> sheet(document.create_page(page));
  Drawing drawing;
  if (sheet) {
    drawing.dpi = affordable_dpi(sheet->page_rect(poppler::crop_box), options);
    poppler::page_renderer renderer;
    renderer.set_image_format(poppler::image::format_bgr24);
    renderer.set_render_hint(poppler::page_renderer::antialiasing);
    renderer.set_render_hint(poppler::page_renderer::text_antialiasing);
    const double resolution = drawing.dpi * options.user_unit;
    const poppler::image image = renderer.render_page(sheet.get(), resolution, resolution);
    if (image.is_valid() && image.width() > 0 && image.height() > 0) drawing.pixels = copy_pixels(image);
  }
  drawing.complaint = complaints.first();
  if (drawing.pixels.empty()) {
    *why = drawing.complaint;
    return std::nullopt;
  }
  return drawing;
}

std::optional<Drawing> draw_as_it_is(const Bytes& file, int page, int page_count, const RenderOptions& options,
                                     std::string* why) {
  const Complaints complaints;
  const auto document = open(file);
  if (!document || document->is_locked() || document->pages() != page_count) {
    *why = complaints.first();
    return std::nullopt;
  }
  return draw(*document, page, options, why);
}

std::optional<Drawing> draw_repaired(const Bytes& file, PageList list, int page, const RenderOptions& options,
                                     std::string* why) {
  std::string single;
  try {
    single = extract_pdf_page(file, list, page);
  } catch (const std::exception& error) {
    *why = error.what();
    return std::nullopt;
  }
  const Complaints complaints;
  const auto document = open({reinterpret_cast<const unsigned char*>(single.data()), single.size()});
  return document ? draw(*document, 0, options, why) : std::nullopt;
}

bool same_pixels(const cv::Mat& a, const cv::Mat& b) {
  if (a.size() != b.size() || a.type() != b.type()) return false;
  for (int y = 0; y < a.rows; ++y) {
    if (!std::equal(a.ptr(y), a.ptr(y) + static_cast<std::size_t>(a.cols) * a.elemSize(), b.ptr(y))) return false;
  }
  return true;
}

/// Of a damaged page: where a repair changes nothing, its complaints count; else the drawing that is not blank.
Drawing better_of(Drawing original, Drawing repaired) {
  if (is_blank(original.pixels)) {
    if (repaired.complaint.empty()) repaired.complaint = original.complaint;
    return repaired;
  }
  if (same_pixels(original.pixels, repaired.pixels)) return repaired;
  return original;
}

}  // namespace

int count_pages_by_rendering(const Bytes& file) {
  const Complaints complaints;
  const auto document = open(file);
  if (!document) throw_damaged("PDF", complaints.first());
  if (document->is_locked()) throw DecodeError(ErrorCode::encrypted, "the PDF needs a password");
  // The number comes from /Count, which in a damaged file may stand beside pages that are not there.
  const std::unique_ptr<poppler::page> first(document->pages() > 0 ? document->create_page(0) : nullptr);
  return first ? document->pages() : 0;
}

Decoded render_pdf_page(const Bytes& file, PageList list, int page, int page_count, const RenderOptions& options) {
  std::string why;
  std::optional<Drawing> drawing;
  if (list == PageList::stated) drawing = draw_as_it_is(file, page, page_count, options, &why);
  if (!drawing || !drawing->complaint.empty()) {
    std::optional<Drawing> repaired = draw_repaired(file, list, page, options, &why);
    if (drawing && repaired) {
      drawing = better_of(std::move(*drawing), std::move(*repaired));
    } else if (repaired) {
      drawing = std::move(repaired);
    }
  }
  if (!drawing) throw DecodeError(ErrorCode::unreadable, fmt::format("the page cannot be drawn ({})", why));
  if (options.incomplete && drawing->complaint.empty()) drawing->complaint = "the file lacks what the page shows";
  if (drawing->complaint.empty()) return {drawing->pixels, {}, drawing->dpi, drawing->dpi, ""};
  if (is_blank(drawing->pixels)) {
    throw DecodeError(ErrorCode::unreadable, fmt::format("nothing of the page can be drawn ({})", drawing->complaint));
  }
  return {drawing->pixels,
          {},
          drawing->dpi,
          drawing->dpi,
          fmt::format("the page is damaged and a part may be missing ({})", drawing->complaint)};
}

std::string poppler_version() { return poppler::version_string(); }

}  // namespace shenbao::pipeline
