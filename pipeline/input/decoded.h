#pragma once

#include <cstddef>
#include <opencv2/core/mat.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "base/error.h"

namespace shenbao::pipeline {

constexpr double kCentimetresPerInch = 2.54;  ///< by definition
constexpr double kPointsPerInch = 72.0;       ///< of a PDF page's space (ISO 32000-1, 8.3.2.3)

/// A file's content in memory, owned by someone else.
struct Bytes {
  const unsigned char* data = nullptr;
  std::size_t size = 0;
};

/// How stored pixels lie on the sheet: where their right and their down point, x right, y down.
struct Orientation {
  int right_x = 1, right_y = 0;
  int down_x = 0, down_y = 1;
};
bool operator==(const Orientation& a, const Orientation& b);

/// By the number that EXIF and TIFF 6.0 give it, 1 to 8; any other number is 1, upright.
Orientation orientation_from_exif(int number);

/// Turned clockwise by a multiple of 90 degrees, also a negative one.
Orientation turned(const Orientation& orientation, int degrees);

/// An image as its decoder gives it.
struct Decoded {
  cv::Mat pixels;  ///< CV_8UC1 or CV_8UC3 BGR, rows as stored
  Orientation orientation;
  double dpi_x = 0.0;  ///< along the stored rows; 0 where the file does not say
  double dpi_y = 0.0;
  std::string damage;  ///< what could not be decoded: "from row 1204 of 3508 on: …"; "" for a whole image
};

/// A decoder cannot go on. `what()` says what happened, without file, page and advice.
class DecodeError : public std::runtime_error {
 public:
  DecodeError(ErrorCode code, const std::string& what) : std::runtime_error(what), code_(code) {}
  ErrorCode code() const { return code_; }

 private:
  ErrorCode code_;
};

/// A decoder gives up: DecodeError (unreadable), "the JPEG is damaged (why)".
[[noreturn]] void throw_damaged(const char* kind, const std::string& why);

/// What `damage` says of an image of which the rows before `row` (from 0) are whole.
std::string damaged_from(const char* kind, std::size_t row, std::size_t rows, const std::string& why);

/// The rows of an image, for decoders that fill them.
std::vector<unsigned char*> rows_of(cv::Mat& pixels);

/// Forgets a density that is a program's default rather than a measure: 72 or 96 dpi on a sheet longer than A3.
void forget_default_density(Decoded& image, double longer_side);

/// Throws DecodeError unless the image has at least one pixel and at most `max_pixels`.
void require_size(double width, double height, std::int64_t max_pixels);

}  // namespace shenbao::pipeline
