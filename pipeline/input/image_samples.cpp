#include "pipeline/input/image_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <memory>
#include <qpdf/Buffer.hh>
#include <qpdf/Pipeline.hh>
#include <string>
#include <vector>

#include "pipeline/input/jpeg.h"
#include "pipeline/input/tiff.h"

namespace shenbao::pipeline {
namespace {

using Rgb = std::array<unsigned char, 3>;

/// How an image's samples become light.
struct ColourSpace {
  int components = 1;
  bool indexed = false;
  std::vector<Rgb> palette;  ///< of an indexed space
};

[[noreturn]] void unsupported(const std::string& what) {
  throw DecodeError(ErrorCode::unsupported, fmt::format("{} is not decoded here", what));
}

/// Keeps what is piped into it up to a limit; more than an image can use is a bomb or a defect.
class BoundedSink : public Pipeline {
 public:
  explicit BoundedSink(std::size_t limit) : Pipeline("image", nullptr), limit_(limit) { bytes_.reserve(limit); }
  void write(const unsigned char* data, std::size_t size) override {
    const std::size_t room = limit_ - bytes_.size();
    bytes_.insert(bytes_.end(), data, data + std::min(room, size));
    surplus_ += size - std::min(room, size);
    const std::size_t tolerated = 1 << 20;  // some writers add rows or a line's end
    if (surplus_ > tolerated) throw std::runtime_error("the image's data is longer than its size allows");
  }
  void finish() override {}
  const std::vector<unsigned char>& bytes() const { return bytes_; }

 private:
  std::size_t limit_;
  std::size_t surplus_ = 0;
  std::vector<unsigned char> bytes_;
};

std::string name_of(QPDFObjectHandle object) { return object.isName() ? object.getName() : ""; }

/// The only filter's name, "" for none; several are given as "+".
std::string only_filter(QPDFObjectHandle filter) {
  if (filter.isArray()) {
    if (filter.getArrayNItems() == 0) return "";
    return filter.getArrayNItems() == 1 ? name_of(filter.getArrayItem(0)) : "+";
  }
  return name_of(filter);
}

bool has_image_filter(QPDFObjectHandle filter) {
  static const std::array own{"/DCTDecode", "/CCITTFaxDecode", "/JBIG2Decode", "/JPXDecode"};
  std::vector<QPDFObjectHandle> filters;
  if (filter.isArray()) {
    filters = filter.getArrayAsVector();
  } else if (filter.isName()) {
    filters.push_back(filter);
  }
  return std::any_of(filters.begin(), filters.end(), [](const QPDFObjectHandle& f) {
    return std::any_of(own.begin(), own.end(), [&](const char* name) { return name_of(f) == name; });
  });
}

/// An object's string, or the content of its stream.
std::vector<unsigned char> table_of(QPDFObjectHandle object, std::size_t size) {
  std::vector<unsigned char> table;
  if (object.isString()) {
    const std::string text = object.getStringValue();
    table.assign(text.begin(), text.end());
  } else if (object.isStream()) {
    BoundedSink sink(size);
    object.pipeStreamData(&sink, 0, qpdf_dl_specialized, true);
    table = sink.bytes();
  }
  table.resize(size, 0);
  return table;
}

int base_components(QPDFObjectHandle space) {
  const std::string name =
      space.isArray() && space.getArrayNItems() > 0 ? name_of(space.getArrayItem(0)) : name_of(space);
  if (name == "/DeviceGray" || name == "/CalGray" || name == "/G") return 1;
  if (name == "/DeviceRGB" || name == "/CalRGB" || name == "/RGB") return 3;
  if (name == "/ICCBased" && space.getArrayNItems() == 2 && space.getArrayItem(1).isStream()) {
    QPDFObjectHandle count = space.getArrayItem(1).getDict().getKey("/N");
    const long long components = count.isInteger() ? count.getIntValue() : 0;
    if (components == 1 || components == 3) return static_cast<int>(components);
  }
  unsupported(fmt::format("the colour space {}", name));
}

ColourSpace colour_space_of(QPDFObjectHandle space) {
  // [/Indexed base highest table]
  const bool indexed = space.isArray() && space.getArrayNItems() == 4 &&
                       (name_of(space.getArrayItem(0)) == "/Indexed" || name_of(space.getArrayItem(0)) == "/I");
  ColourSpace result;
  if (!indexed) {
    result.components = base_components(space);
    return result;
  }
  QPDFObjectHandle highest = space.getArrayItem(2);
  if (!highest.isInteger() || highest.getIntValue() < 0 || highest.getIntValue() > 255) unsupported("the palette");
  const int channels = base_components(space.getArrayItem(1));
  const auto entries = static_cast<std::size_t>(highest.getIntValue()) + 1;
  const std::vector<unsigned char> table =
      table_of(space.getArrayItem(3), entries * static_cast<std::size_t>(channels));
  result.indexed = true;
  for (std::size_t i = 0; i < entries; ++i) {
    if (channels == 1) {
      result.palette.push_back({table[i], table[i], table[i]});
    } else {
      result.palette.push_back({table[3 * i], table[3 * i + 1], table[3 * i + 2]});
    }
  }
  return result;
}

/// /Decode as pairs; the standard one where the image gives none.
std::vector<double> decode_of(QPDFObjectHandle dict, const ColourSpace& space, int bits) {
  QPDFObjectHandle array = dict.getKey("/Decode");
  std::vector<double> result;
  if (array.isArray() && array.getArrayNItems() == 2 * space.components) {
    for (QPDFObjectHandle& number : array.getArrayAsVector()) {
      result.push_back(number.isNumber() ? number.getNumericValue() : 0.0);
    }
    return result;
  }
  for (int i = 0; i < space.components; ++i) {
    result.push_back(0.0);
    result.push_back(space.indexed ? (1 << bits) - 1 : 1.0);
  }
  return result;
}

/// What each sample value of one component means, as light or as a palette's entry.
std::vector<unsigned char> sample_values(double low, double high, int bits, bool indexed) {
  const int most = (1 << bits) - 1;
  std::vector<unsigned char> values;
  for (int sample = 0; sample <= most; ++sample) {
    const double value = (low + sample * (high - low) / most) * (indexed ? 1.0 : 255.0);
    values.push_back(static_cast<unsigned char>(std::lround(std::clamp(value, 0.0, 255.0))));
  }
  return values;
}

/// Sample `index` of a row; of 16 bits the upper 8.
unsigned sample_at(const unsigned char* row, std::size_t index, int bits) {
  if (bits == 8) return row[index];
  if (bits == 16) return row[2 * index];
  const std::size_t per_byte = 8U / static_cast<unsigned>(bits);
  const auto shift =
      static_cast<unsigned>(8 - bits) - static_cast<unsigned>(index % per_byte) * static_cast<unsigned>(bits);
  return row[index / per_byte] >> shift & ((1U << bits) - 1U);
}

struct Samples {
  const unsigned char* data = nullptr;
  std::size_t row_bytes = 0;
  int width = 0;
  int height = 0;
  int bits = 8;
};

cv::Mat unpack(const Samples& samples, const ColourSpace& space, QPDFObjectHandle dict) {
  const int table_bits = std::min(samples.bits, 8);
  const std::vector<double> decode = decode_of(dict, space, table_bits);
  std::vector<std::vector<unsigned char>> values;
  for (std::size_t i = 0; i < static_cast<std::size_t>(space.components); ++i) {
    values.push_back(sample_values(decode[2 * i], decode[2 * i + 1], table_bits, space.indexed));
  }
  std::vector<Rgb> palette(256, Rgb{0, 0, 0});
  std::copy(space.palette.begin(), space.palette.end(), palette.begin());
  const bool grey = space.indexed ? std::all_of(space.palette.begin(), space.palette.end(),
                                                [](const Rgb& c) { return c[0] == c[1] && c[1] == c[2]; })
                                  : space.components == 1;
  cv::Mat pixels(samples.height, samples.width, grey ? CV_8UC1 : CV_8UC3);
  for (int y = 0; y < samples.height; ++y) {
    const unsigned char* row = samples.data + static_cast<std::size_t>(y) * samples.row_bytes;
    unsigned char* to = pixels.ptr(y);
    for (std::size_t x = 0; x < static_cast<std::size_t>(samples.width); ++x) {
      if (!space.indexed && !grey) {
        for (std::size_t i = 0; i < 3; ++i) to[2 - i] = values[i][sample_at(row, 3 * x + i, samples.bits)];
        to += 3;
        continue;
      }
      const unsigned char value = values[0][sample_at(row, x, samples.bits)];
      if (grey) {
        *to++ = space.indexed ? palette[value][0] : value;
      } else {
        for (std::size_t i = 0; i < 3; ++i) *to++ = palette[value][2 - i];
      }
    }
  }
  return pixels;
}

/// JPEG samples go through /Decode alone; the usual one changes nothing.
void apply_decode(cv::Mat* pixels, const ColourSpace& space, QPDFObjectHandle dict) {
  const std::vector<double> decode = decode_of(dict, space, 8);
  for (std::size_t i = 0; i < decode.size(); i += 2) {
    if (decode[i] != decode[0] || decode[i + 1] != decode[1]) unsupported("this /Decode array");
  }
  if (decode[0] == 0.0 && decode[1] == 1.0) return;
  const std::vector<unsigned char> values = sample_values(decode[0], decode[1], 8, false);
  for (int y = 0; y < pixels->rows; ++y) {
    unsigned char* row = pixels->ptr(y);
    for (std::size_t i = 0; i < static_cast<std::size_t>(pixels->cols) * pixels->elemSize(); ++i)
      row[i] = values[row[i]];
  }
}

QPDFObjectHandle parameters_of(QPDFObjectHandle dict) {
  QPDFObjectHandle parameters = dict.getKey("/DecodeParms");
  if (parameters.isArray() && parameters.getArrayNItems() == 1) parameters = parameters.getArrayItem(0);
  return parameters.isDictionary() ? parameters : QPDFObjectHandle::newDictionary();
}

Decoded decode_dct(QPDFObjectHandle image, const ImageSize& size, const ColourSpace& space) {
  if (space.indexed) unsupported("a JPEG with a palette");
  if (parameters_of(image.getDict()).hasKey("/ColorTransform")) unsupported("/ColorTransform");
  const auto data = image.getRawStreamData();
  Decoded result = decode_jpeg_stream({data->getBuffer(), data->getSize()}, static_cast<int>(size.width),
                                      static_cast<int>(size.height), space.components);
  apply_decode(&result.pixels, space, image.getDict());
  return result;
}

bool flag(QPDFObjectHandle dict, const char* key, bool otherwise) {
  QPDFObjectHandle value = dict.getKey(key);
  return value.isBool() ? value.getBoolValue() : otherwise;
}

long long number(QPDFObjectHandle dict, const char* key, long long otherwise) {
  QPDFObjectHandle value = dict.getKey(key);
  return value.isInteger() ? value.getIntValue() : otherwise;
}

constexpr long long kFaxColumns = 1728;  // pixels: /Columns where it is not given (ISO 32000-1, table 11)

Decoded decode_ccitt(QPDFObjectHandle image, const ImageSize& size, const ColourSpace& space) {
  QPDFObjectHandle parameters = parameters_of(image.getDict());
  if (space.components != 1 || number(parameters, "/Columns", kFaxColumns) != size.width)
    unsupported("this fax stream");
  const auto data = image.getRawStreamData();
  FaxStream fax;
  fax.data = {data->getBuffer(), data->getSize()};
  fax.width = static_cast<int>(size.width);
  fax.height = static_cast<int>(size.height);
  fax.k = static_cast<int>(std::clamp(number(parameters, "/K", 0), -1LL, 1LL));
  fax.ends_of_line = flag(parameters, "/EndOfLine", false);
  fax.aligned = flag(parameters, "/EncodedByteAlign", false);
  Decoded result = decode_fax(fax);
  if (!flag(parameters, "/BlackIs1", false)) {
    for (int y = 0; y < result.pixels.rows; ++y) {
      std::transform(result.pixels.ptr(y), result.pixels.ptr(y) + result.pixels.cols, result.pixels.ptr(y),
                     [](unsigned char bits) { return static_cast<unsigned char>(~bits); });
    }
  }
  const Samples samples{result.pixels.data, result.pixels.step, fax.width, fax.height, 1};
  result.pixels = unpack(samples, space, image.getDict());
  return result;
}

Decoded decode_plain(QPDFObjectHandle image, const ImageSize& size, const ColourSpace& space) {
  const long long bits = number(image.getDict(), "/BitsPerComponent", 0);
  if (bits != 1 && bits != 2 && bits != 4 && bits != 8 && bits != 16) unsupported("this number of bits");
  if (bits == 16 && space.indexed) unsupported("a palette of 16 bits");
  Samples samples{nullptr, 0, static_cast<int>(size.width), static_cast<int>(size.height), static_cast<int>(bits)};
  samples.row_bytes = static_cast<std::size_t>((size.width * space.components * bits + 7) / 8);
  BoundedSink sink(samples.row_bytes * static_cast<std::size_t>(size.height));
  image.pipeStreamData(&sink, 0, qpdf_dl_specialized, true);
  const std::size_t rows = sink.bytes().size() / samples.row_bytes;
  if (rows == 0) throw DecodeError(ErrorCode::unreadable, "the image's data is damaged");

  Decoded result;
  samples.data = sink.bytes().data();
  samples.height = static_cast<int>(rows);
  result.pixels = unpack(samples, space, image.getDict());
  if (samples.height < size.height) {
    cv::Mat whole(static_cast<int>(size.height), samples.width, result.pixels.type(), cv::Scalar::all(255));
    for (int y = 0; y < samples.height; ++y) {
      std::copy_n(result.pixels.ptr(y), result.pixels.step, whole.ptr(y));
    }
    result.pixels = whole;
    result.damage = fmt::format("from row {} of {} on the image is missing", samples.height + 1, size.height);
  }
  return result;
}

}  // namespace

ImageSize stated_size(QPDFObjectHandle image) {
  const long long most = 1'000'000;  // beyond what any bound on pixels lets pass
  const auto side = [&](const char* key) { return std::clamp(number(image.getDict(), key, 0), 0LL, most); };
  return {side("/Width"), side("/Height")};
}

Decoded decode_image(QPDFObjectHandle image, std::int64_t max_pixels) {
  const ImageSize size = stated_size(image);
  require_size(static_cast<double>(size.width), static_cast<double>(size.height), max_pixels);
  const ColourSpace space = colour_space_of(image.getDict().getKey("/ColorSpace"));
  QPDFObjectHandle filter = image.getDict().getKey("/Filter");
  const std::string name = only_filter(filter);
  if (name == "/DCTDecode") return decode_dct(image, size, space);
  if (name == "/CCITTFaxDecode") return decode_ccitt(image, size, space);
  if (has_image_filter(filter)) unsupported(fmt::format("the filter {}", name));
  return decode_plain(image, size, space);
}

}  // namespace shenbao::pipeline
