#pragma once

#include <cstddef>
#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "base/error.h"
#include "layout/page/page.h"

namespace shenbao::pipeline {

constexpr double kCentimetresPerInch = 2.54;  ///< by definition
constexpr double kPointsPerInch = 72.0;       ///< of a PDF page's space (ISO 32000-1, 8.3.2.3)

/// A file's content in memory, owned by someone else.
struct Bytes {
  const unsigned char* data = nullptr;
  std::size_t size = 0;

  /// Where `text` begins; `size` if it stands nowhere.
  std::size_t find(const std::string& text) const;
  /// A number of `count` bytes, the highest first; 0 where the content ends before.
  std::uint64_t number(std::size_t at, std::size_t count) const;
};

/// How stored pixels lie on the sheet: where their right and their down point, x right, y down.
struct Orientation {
  int right_x = 1, right_y = 0;
  int down_x = 0, down_y = 1;
};

/// By the number that EXIF and TIFF 6.0 give it, 1 to 8; any other number is 1, upright.
Orientation orientation_from_exif(int number);

/// Turned clockwise by a multiple of 90 degrees, also a negative one.
Orientation turned(const Orientation& orientation, int degrees);

/// What is plain numbers of what decoding gives.
struct DecodedFacts {
  Orientation orientation;
  double dpi_x = 0.0;  ///< along the stored rows; 0 where the file does not say
  double dpi_y = 0.0;
  int pages = 1;             ///< of the file, where they were counted
  int attachments = 0;       ///< files that a PDF carries beside its pages
  double user_unit = 1.0;    ///< of a PDF page: points per unit of its space
  bool incomplete = false;   ///< a PDF page that draws what the file does not have
  bool has_picture = false;  ///< of a PDF page, large enough to be a scan below which text is hidden
};

/// What decoding a page, or counting a file's pages, gives.
struct Decoded : DecodedFacts {
  cv::Mat pixels;      ///< CV_8UC1 or CV_8UC3 BGR, rows as stored; empty where there is no image
  std::string damage;  ///< what could not be decoded: "a part of the JPEG is damaged (…)"; "" for what is sound
  std::vector<layout::StatedCharacter> stated;  ///< characters that a PDF page draws, pixels of this image
};

/// A decoder cannot go on. `what()` says what happened, without file, page and advice.
class DecodeError : public Error {
 public:
  DecodeError(ErrorCode code, const std::string& what) : Error(code, "", what) {}
};

/// A decoder gives up: DecodeError (unreadable), "the JPEG is damaged (why)".
[[noreturn]] void throw_damaged(const char* kind, const std::string& why);

/// What `damage` says of an image of which a part could be decoded.
std::string partly_damaged(const char* kind, const std::string& why);

/// One channel of BGR pixels that are all grey; any others as they are.
cv::Mat grey_if_colourless(const cv::Mat& pixels);

/// Whether all pixels are white.
bool is_blank(const cv::Mat& pixels);

/// Throws DecodeError unless the image has at least one pixel and at most `max_pixels`.
void require_size(double width, double height, std::int64_t max_pixels);

}  // namespace shenbao::pipeline
