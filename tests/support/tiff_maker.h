#pragma once

#include <cstdint>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

namespace shenbao::test {

/// A page of a made TIFF. CV_8UC1 of 0 and 255 alone is written with one bit per pixel.
struct MadeSheet {
  cv::Mat pixels;
  unsigned compression = 1;  ///< as TIFF numbers them: 1 none, 4 group 4, 5 LZW
  unsigned photometric = 1;  ///< of grey: 0 white is 0, 1 black is 0
  unsigned orientation = 1;
  unsigned subfile = 0;  ///< 1 for a thumbnail
  double dpi_x = 200.0;
  double dpi_y = 200.0;
  unsigned resolution_unit = 2;  ///< 2 inch, 3 centimetre
};

/// The bytes of a TIFF with these pages.
std::string make_tiff(const std::vector<MadeSheet>& sheets);

/// A TIFF that states this size and holds no pixels.
std::string make_tiff_header(unsigned width, unsigned height);

/// The group 4 code of a bilevel picture, black being 0, as it stands in a PDF.
std::string group4_of(const cv::Mat& bilevel);

}  // namespace shenbao::test
