#pragma once

#include <algorithm>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "layout/ink/geometry.h"
#include "layout/page/seal.h"

namespace shenbao::layout {

constexpr double kInch = 25.4;  ///< millimetres

/// Pixels for a millimetre of a sheet of this size, taken for A4, which forms are printed on: what files say of their
/// resolution is wrong for most photographs.
inline double millimetre_of(const cv::Size& sheet) {
  constexpr double kA4 = 297;  // millimetres, its long side
  return std::max(sheet.width, sheet.height) / kA4;
}

/// A character that a born-digital file itself says is printed.
struct StatedCharacter {
  char32_t code = 0;  ///< Unicode; a space stands behind a word that one follows
  Point centre;       ///< scan pixels in a Scan, page pixels in a Page
};

/// One sheet as it was delivered. Pixels are read-only for every stage.
struct Scan {
  int page_no = 0;     ///< counted from 1
  cv::Mat pixels;      ///< CV_8UC1 grey (0 = black) or CV_8UC3 BGR; bilevel scans come as grey 0 and 255
  double dpi = 0.0;    ///< of the scan; 0 where the file does not say
  std::string damage;  ///< what of the page could not be decoded, one line; "" for a whole page
  std::vector<StatedCharacter> stated;  ///< of level lines, in any order; empty where the file holds pixels alone
};

/// The sheet upright and deskewed: what every layout stage measures in.
struct Page {
  int page_no = 0;
  cv::Mat gray;  ///< CV_8UC1, 0 = black; inside a coloured seal the channel in which the seal vanishes
  cv::Mat ink;   ///< CV_8UC1 of the same size, 255 = ink (text and rulings, seals left out where colour tells them)
  std::vector<Seal> seals;              ///< page pixels
  std::vector<StatedCharacter> stated;  ///< as in Scan, true or not
  double dpi = 0.0;                     ///< of `gray`; estimated from the sheet's size where the file does not say
  int enlarged = 1;        ///< pixels of `gray` for one of the scan, along either side: small print is enlarged
  int rotation = 0;        ///< degrees the scan must be turned clockwise to stand upright: 0, 90, 180, 270
  double skew = 0.0;       ///< what is left after `rotation`, degrees, clockwise positive
  Transform page_to_scan;  ///< page pixels to scan pixels
  int scan_width = 0;      ///< of the scan as delivered, pixels
  int scan_height = 0;
};

}  // namespace shenbao::layout
