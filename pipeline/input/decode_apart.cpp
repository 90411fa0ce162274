#include "pipeline/input/decode_apart.h"

#include <algorithm>
#include <cstddef>
#include <type_traits>

namespace shenbao::pipeline {
namespace {

template <typename T>
void put(const Outbox& out, const T& value) {
  static_assert(std::is_trivially_copyable_v<T>);
  out.put(&value, sizeof value);
}

void put(const Outbox& out, const std::string& text) {
  put(out, text.size());
  out.put(text.data(), text.size());
}

void put(const Outbox& out, const Decoded& image) {
  put(out, image.pixels.cols);
  put(out, image.pixels.rows);
  put(out, image.pixels.channels());
  put(out, image.orientation);
  put(out, image.dpi_x);
  put(out, image.dpi_y);
  put(out, image.damage);
  const cv::Mat rows = image.pixels.isContinuous() ? image.pixels : image.pixels.clone();
  out.put(rows.data, rows.total() * rows.elemSize());
}

template <typename T>
T take(Inbox* in) {
  T value{};
  in->take(&value, sizeof value);
  return value;
}

std::string take_text(Inbox* in) {
  std::string text(std::min<std::size_t>(take<std::size_t>(in), 10'000), '\0');
  in->take(text.data(), text.size());
  return text;
}

Decoded take_image(Inbox* in, std::int64_t max_pixels) {
  Decoded image;
  const int width = take<int>(in);
  const int height = take<int>(in);
  const int channels = take<int>(in);
  image.orientation = take<Orientation>(in);
  image.dpi_x = take<double>(in);
  image.dpi_y = take<double>(in);
  image.damage = take_text(in);
  require_size(width, height, max_pixels);
  image.pixels.create(height, width, channels == 1 ? CV_8UC1 : CV_8UC3);
  in->take(image.pixels.data, image.pixels.total() * image.pixels.elemSize());
  return image;
}

}  // namespace

PageCount count_apart(const InputFile& file, const Allowance& allowance,
                      const std::function<int(const Bytes&, std::string* damage)>& count) {
  PageCount result;
  run_isolated(
      allowance,
      [&](const Outbox& out) {
        std::string damage;
        put(out, count(MappedFile(file).bytes(), &damage));
        put(out, damage);
      },
      [&](Inbox& in) {
        result.pages = take<int>(&in);
        result.damage = take_text(&in);
      });
  return result;
}

Decoded decode_apart(const InputFile& file, const Allowance& allowance, std::int64_t max_pixels,
                     const std::function<Decoded(const Bytes&)>& decode) {
  Decoded image;
  run_isolated(
      allowance, [&](const Outbox& out) { put(out, decode(MappedFile(file).bytes())); },
      [&](Inbox& in) { image = take_image(&in, max_pixels); });
  return image;
}

PdfPage read_page_apart(const InputFile& file, const Allowance& allowance, std::int64_t max_pixels,
                        const std::function<PdfPage(const Bytes&)>& read) {
  PdfPage page;
  run_isolated(
      allowance,
      [&](const Outbox& out) {
        const PdfPage found = read(MappedFile(file).bytes());
        put(out, found.user_unit);
        put(out, found.native_dpi.value_or(0.0));
        put(out, found.incomplete);
        put(out, found.image.has_value());
        if (found.image) put(out, *found.image);
      },
      [&](Inbox& in) {
        page.user_unit = take<double>(&in);
        if (const double dpi = take<double>(&in); dpi > 0) page.native_dpi = dpi;
        page.incomplete = take<bool>(&in);
        if (take<bool>(&in)) page.image = take_image(&in, max_pixels);
      });
  return page;
}

}  // namespace shenbao::pipeline
