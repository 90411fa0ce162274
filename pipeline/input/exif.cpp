#include <string>

#include "pipeline/input/decoders.h"

namespace shenbao::pipeline {
namespace {

/// The first directory of an EXIF block, which is laid out as TIFF 6.0, section 2.
class Directory {
 public:
  explicit Directory(const Bytes& block) : block_(block), little_(block.number(0, 1) == 'I') {}

  /// A tag's first value, short or rational; 0 where it has none.
  double value(unsigned tag) const {
    constexpr unsigned kShort = 3, kRational = 5;  // types
    // Bytes of an entry: tag, type, count, and at kValue the value or where it stands.
    constexpr std::size_t kEntry = 12, kType = 2, kValue = 8;
    const std::size_t directory = number(4, 4), end = directory + 2 + kEntry * number(directory, 2);
    for (std::size_t entry = directory + 2; entry < end; entry += kEntry) {
      if (number(entry, 2) != tag) continue;
      const auto type = number(entry + kType, 2);
      if (type == kShort) return static_cast<double>(number(entry + kValue, 2));
      const std::size_t at = number(entry + kValue, 4), divisor = number(at + 4, 4);
      if (type == kRational && divisor != 0) return static_cast<double>(number(at, 4)) / static_cast<double>(divisor);
    }
    return 0.0;
  }

 private:
  /// In the block's own order of bytes.
  std::uint64_t number(std::size_t at, std::size_t count) const {
    std::uint64_t value = block_.number(at, count);
    if (!little_) return value;
    std::uint64_t turned = 0;
    for (; count > 0; --count, value >>= 8) turned = turned << 8 | (value & 0xFF);
    return turned;
  }

  Bytes block_;
  bool little_;
};

/// The block behind a JPEG's or PNG's name for it; empty if there is none.
Bytes find_block(const Bytes& file) {
  for (const char* name : {"Exif", "eXIf"}) {
    for (const std::string& head : {std::string("II*\0", 4), std::string("MM\0*", 4)}) {
      const std::string gap = name[0] == 'E' ? std::string(2, '\0') : "";
      const std::size_t at = file.find(name + gap + head);
      if (at < file.size) return {file.data + at + 4 + gap.size(), file.size - at - 4 - gap.size()};
    }
  }
  return {};
}

}  // namespace

void apply_exif(const Bytes& file, Decoded& image) {
  const Bytes block = find_block(file);
  if (block.size == 0) return;
  constexpr unsigned kOrientation = 0x0112, kXResolution = 0x011A, kYResolution = 0x011B, kUnit = 0x0128;  // tags
  constexpr int kCentimetre = 3;
  const Directory directory(block);
  image.orientation = orientation_from_exif(static_cast<int>(directory.value(kOrientation)));
  if (image.dpi_x > 0) return;
  const double per_inch = directory.value(kUnit) == kCentimetre ? kCentimetresPerInch : 1.0;
  image.dpi_x = directory.value(kXResolution) * per_inch;
  image.dpi_y = directory.value(kYResolution) * per_inch;
}

}  // namespace shenbao::pipeline
