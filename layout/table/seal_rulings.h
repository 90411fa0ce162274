#pragma once

#include <vector>

#include "layout/ink/geometry.h"
#include "layout/ink/rulings.h"

namespace shenbao::layout {

/// Makes up for what a stamp, and taking it out, did to rulings.
///
/// `seals` are in the pixels of `rulings`, as is `glyph_height`. Two pieces of one line whose facing ends lie under the
/// same seal, at least one of them away from any crossing ruling, become one ruling, printed where the seal is. A
/// stroke that lies wholly under a seal is the seal's own and is dropped, unless it lies on the line of a ruling that
/// leaves the seal, or runs from one such ruling to another, as those of a single row do.
/// The order of the others is kept.
std::vector<Ruling> mend_under_seals(std::vector<Ruling> rulings, const std::vector<Box>& seals, double glyph_height);

}  // namespace shenbao::layout
