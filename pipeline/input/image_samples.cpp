#include "pipeline/input/image_samples.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <opencv2/core.hpp>
#include <opencv2/imgproc.hpp>
#include <qpdf/Buffer.hh>
#include <string>
#include <vector>

#include "pipeline/input/decoders.h"

namespace shenbao::pipeline {
namespace {

[[noreturn]] void unsupported(const std::string& what) {
  throw DecodeError(ErrorCode::unsupported, fmt::format("{} is not decoded here", what));
}

std::string name_of(QPDFObjectHandle object) { return object.isName() ? object.getName() : ""; }

/// The filter that codes an image, which must be the only one; "" for none.
std::string image_filter(QPDFObjectHandle filter) {
  const int count = filter.isArray() ? filter.getArrayNItems() : 0;
  std::string name = name_of(count > 0 ? filter.getArrayItem(count - 1) : filter);
  if (name == "/JBIG2Decode" || name == "/JPXDecode") unsupported(fmt::format("the filter {}", name));
  if (name != "/DCTDecode" && name != "/CCITTFaxDecode") return "";
  if (count > 1) unsupported("an image that is coded twice");
  return name;
}

long long number(QPDFObjectHandle dict, const char* key, long long otherwise) {
  QPDFObjectHandle value = dict.getKey(key);
  return value.isInteger() ? value.getIntValue() : otherwise;
}

bool flag(QPDFObjectHandle dict, const char* key) {
  QPDFObjectHandle value = dict.getKey(key);
  return value.isBool() && value.getBoolValue();
}

/// How an image's samples become light.
struct ColourSpace {
  std::size_t components = 1;
  std::vector<unsigned char> palette;  ///< of an indexed space: as many entries as its base has components
  std::size_t base_components = 1;
};

std::size_t components_of(QPDFObjectHandle space) {
  const std::string name =
      space.isArray() && space.getArrayNItems() > 0 ? name_of(space.getArrayItem(0)) : name_of(space);
  if (name == "/DeviceGray" || name == "/CalGray" || name == "/G") return 1;
  if (name == "/DeviceRGB" || name == "/CalRGB" || name == "/RGB") return 3;
  if (name == "/ICCBased" && space.getArrayNItems() == 2 && space.getArrayItem(1).isStream()) {
    const long long count = number(space.getArrayItem(1).getDict(), "/N", 0);
    if (count == 1 || count == 3) return static_cast<std::size_t>(count);
  }
  unsupported(fmt::format("the colour space {}", name));
}

ColourSpace colour_space_of(QPDFObjectHandle space) {
  ColourSpace result;
  // [/Indexed base highest table]
  const bool indexed = space.isArray() && space.getArrayNItems() == 4 &&
                       (name_of(space.getArrayItem(0)) == "/Indexed" || name_of(space.getArrayItem(0)) == "/I");
  if (!indexed) {
    result.components = components_of(space);
    return result;
  }
  QPDFObjectHandle highest = space.getArrayItem(2), table = space.getArrayItem(3);
  if (!highest.isInteger() || highest.getIntValue() < 0 || highest.getIntValue() > 255) unsupported("the palette");
  result.base_components = components_of(space.getArrayItem(1));
  const std::size_t size = (static_cast<std::size_t>(highest.getIntValue()) + 1) * result.base_components;
  if (table.isString()) {
    const std::string text = table.getStringValue();
    result.palette.assign(text.begin(), text.end());
  } else if (table.isStream()) {
    const auto content = table.getStreamData();
    result.palette.assign(content->getBuffer(), content->getBuffer() + content->getSize());
  }
  result.palette.resize(size, 0);
  return result;
}

using Colours = std::vector<std::array<unsigned char, 3>>;

/// What each value of a single sample means, by /Decode and palette: red, green, blue.
Colours colours_of(QPDFObjectHandle dict, const ColourSpace& space, int bits) {
  const int most = (1 << bits) - 1;
  const bool indexed = !space.palette.empty();
  double low = 0.0, high = indexed ? most : 1.0;
  QPDFObjectHandle decode = dict.getKey("/Decode");
  if (decode.isArray() && decode.getArrayNItems() == 2) {
    if (!decode.getArrayItem(0).getValueAsNumber(low) || !decode.getArrayItem(1).getValueAsNumber(high)) {
      unsupported("this /Decode array");
    }
  }
  Colours colours;
  for (int sample = 0; sample <= most; ++sample) {
    const double value = (low + sample * (high - low) / most) * (indexed ? 1.0 : 255.0);
    const auto meant = static_cast<std::size_t>(std::lround(std::clamp(value, 0.0, 255.0)));
    std::array<unsigned char, 3> colour{};
    for (std::size_t i = 0; i < colour.size(); ++i) {
      const std::size_t at = meant * space.base_components + (space.base_components == 1 ? 0 : i);
      colour[i] = !indexed ? static_cast<unsigned char>(meant) : at < space.palette.size() ? space.palette[at] : 0;
    }
    colours.push_back(colour);
  }
  return colours;
}

/// Inverts samples that are light themselves where /Decode says so; rendering knows its other values.
void apply_decode(QPDFObjectHandle decode, cv::Mat& pixels) {
  if (!decode.isArray() || decode.getArrayNItems() < 2) return;
  double first = 0.0, bound = 0.0;
  for (int i = 0; i < decode.getArrayNItems(); ++i) {
    if (!decode.getArrayItem(i).getValueAsNumber(bound)) unsupported("this /Decode array");
    if (i == 0) first = bound;
    if ((first != 0.0 && first != 1.0) || bound != (i % 2 == 0 ? first : 1.0 - first))
      unsupported("this /Decode array");
  }
  if (first == 1.0) cv::bitwise_not(pixels, pixels);
}

QPDFObjectHandle parameters_of(QPDFObjectHandle dict) {
  QPDFObjectHandle parameters = dict.getKey("/DecodeParms");
  if (parameters.isArray() && parameters.getArrayNItems() == 1) parameters = parameters.getArrayItem(0);
  return parameters.isDictionary() ? parameters : QPDFObjectHandle::newDictionary();
}

Decoded decode_dct(QPDFObjectHandle image, const cv::Size& size, const ColourSpace& space, std::int64_t max_pixels) {
  if (!space.palette.empty()) unsupported("a JPEG with a palette");
  if (parameters_of(image.getDict()).hasKey("/ColorTransform")) unsupported("/ColorTransform");
  const auto data = image.getRawStreamData();
  Decoded result = decode_jpeg({data->getBuffer(), data->getSize()}, max_pixels);
  if (result.pixels.size() != size || result.pixels.channels() != static_cast<int>(space.components)) {
    throw DecodeError(ErrorCode::unreadable, "the JPEG is not of the size and colours that the page gives");
  }
  apply_decode(image.getDict().getKey("/Decode"), result.pixels);
  return result;
}

constexpr long long kFaxColumns = 1728;  // pixels: /Columns where it is not given (ISO 32000-1, table 11)

Samples::Coding fax_coding(const QPDFObjectHandle& parameters) {
  const long long k = number(parameters, "/K", 0);
  const bool ends_of_line = flag(parameters, "/EndOfLine"), aligned = flag(parameters, "/EncodedByteAlign");
  if (k < 0 && !aligned) return Samples::Coding::group4;
  if (k >= 0 && ends_of_line && !aligned) return k > 0 ? Samples::Coding::group3_mixed : Samples::Coding::group3;
  if (k == 0 && !ends_of_line && aligned) return Samples::Coding::rows;
  unsupported("this kind of fax stream");
}

/// Light that stands for one of `colours`, the darkest for the first, in these; grey where none of them has a colour.
cv::Mat in_colours(const cv::Mat& light, const Colours& colours) {
  cv::Mat table(1, 256, CV_8UC3, cv::Scalar::all(0)), found = grey_if_colourless(light), shown;
  for (std::size_t i = 0; i < colours.size(); ++i) {
    table.at<cv::Vec3b>(static_cast<int>(i * 255 / (colours.size() - 1))) = {colours[i][2], colours[i][1],
                                                                             colours[i][0]};
  }
  table = grey_if_colourless(table);
  if (table.channels() == 3) cv::cvtColor(found, found, cv::COLOR_GRAY2BGR);
  cv::LUT(found, table, shown);
  return shown;
}

Decoded decode_ccitt(QPDFObjectHandle image, Samples samples, const ColourSpace& space, std::int64_t max_pixels) {
  QPDFObjectHandle parameters = parameters_of(image.getDict());
  if (space.components != 1 || number(parameters, "/Columns", kFaxColumns) != samples.width)
    unsupported("this fax stream");
  samples.bits = 1;
  samples.coding = fax_coding(parameters);
  Colours colours = colours_of(image.getDict(), space, samples.bits);
  if (!flag(parameters, "/BlackIs1")) std::reverse(colours.begin(), colours.end());
  samples.zero_is_white = colours.back() < colours.front();
  if (samples.zero_is_white) std::reverse(colours.begin(), colours.end());
  const auto data = image.getRawStreamData();
  samples.data = {data->getBuffer(), data->getSize()};
  Decoded result = decode_samples(samples, max_pixels);
  result.pixels = in_colours(result.pixels, colours);
  return result;
}

Decoded decode_plain(QPDFObjectHandle image, Samples samples, const ColourSpace& space, std::int64_t max_pixels) {
  const long long bits = number(image.getDict(), "/BitsPerComponent", 0);
  if (bits < 1 || (bits > 8 && bits != 16)) unsupported("this number of bits");
  const std::size_t row_samples = static_cast<std::size_t>(samples.width) * space.components;
  const std::size_t row_bytes = (row_samples * static_cast<std::size_t>(bits) + 7) / 8;
  const auto data = image.getStreamData(qpdf_dl_specialized);
  const std::size_t rows = std::min(data->getSize() / row_bytes, static_cast<std::size_t>(samples.height));
  if (rows == 0) throw DecodeError(ErrorCode::unreadable, "the image's data is damaged");

  unsigned char* const content = data->getBuffer();
  if (bits == 16) {  // the upper byte of each sample says enough
    for (std::size_t i = 0; i < row_samples * rows; ++i) content[i] = content[2 * i];
  }
  const int missing = samples.height - static_cast<int>(rows);
  samples.height -= missing;
  samples.bits = static_cast<int>(std::min(bits, 8LL));
  samples.channels = static_cast<int>(space.components);
  samples.data = {content, row_bytes * rows};
  const cv::Mat bytes(samples.height, samples.width, CV_8UC(samples.channels), content);
  Decoded result;
  if (samples.bits < 8) result = decode_samples(samples, max_pixels);
  cv::Mat& pixels = result.pixels;
  if (samples.channels == 1) {
    const Colours colours = colours_of(image.getDict(), space, samples.bits);
    pixels = in_colours(samples.bits < 8 ? pixels : bytes, colours);
  } else {
    if (samples.bits == 8) cv::cvtColor(bytes, pixels, cv::COLOR_RGB2BGR);
    apply_decode(image.getDict().getKey("/Decode"), pixels);
  }
  if (missing > 0) {
    cv::copyMakeBorder(pixels, pixels, 0, missing, 0, 0, cv::BORDER_CONSTANT, cv::Scalar::all(255));
    result.damage = fmt::format("from row {} of {} on the image is missing", rows + 1, samples.height + missing);
  }
  return result;
}

}  // namespace

cv::Size stated_size(QPDFObjectHandle image) {
  constexpr long long kMost = 1'000'000;  // beyond what any bound on pixels lets pass
  const auto side = [&](const char* key) {
    return static_cast<int>(std::clamp(number(image.getDict(), key, 0), 0LL, kMost));
  };
  return {side("/Width"), side("/Height")};
}

Decoded decode_image(QPDFObjectHandle image, std::int64_t max_pixels) {
  const cv::Size size = stated_size(image);
  require_size(size.width, size.height, max_pixels);
  const ColourSpace space = colour_space_of(image.getDict().getKey("/ColorSpace"));
  Samples samples;
  samples.width = size.width;
  samples.height = size.height;
  const std::string filter = image_filter(image.getDict().getKey("/Filter"));
  if (filter == "/DCTDecode") return decode_dct(image, size, space, max_pixels);
  if (filter == "/CCITTFaxDecode") return decode_ccitt(image, samples, space, max_pixels);
  return decode_plain(image, samples, space, max_pixels);
}

}  // namespace shenbao::pipeline
