#pragma once

#include "layout/ink/geometry.h"

namespace shenbao::layout {

enum class SealColour { red, blue, unknown };

/// A stamp on the sheet.
struct Seal {
  Quad quad;  ///< space as the owner says: page pixels in Page and PageLayout, scan pixels in PageText
  SealColour colour = SealColour::red;
  bool hides_print = false;  ///< it could not be taken out: its strokes are read with the text below it
};
inline bool operator==(const Seal& a, const Seal& b) {
  return a.quad == b.quad && a.colour == b.colour && a.hides_print == b.hides_print;
}

}  // namespace shenbao::layout
