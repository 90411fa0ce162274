#pragma once

#include <string>
#include <tuple>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

/// What the sheet itself suffers from; becomes a finding with the code of the same name.
enum class DefectKind { blank_page, cropped_page, low_resolution, incomplete_grid, unreadable_page };

struct Defect {
  DefectKind kind = DefectKind::blank_page;
  Quad quad;           ///< page pixels here, scan pixels in PageText; all zero: the whole page
  std::string detail;  ///< figures for the message, e.g. "72" dpi; may be empty
};
inline bool operator==(const Defect& a, const Defect& b) {
  return std::tie(a.kind, a.quad, a.detail) == std::tie(b.kind, b.quad, b.detail);
}

}  // namespace shenbao::layout
