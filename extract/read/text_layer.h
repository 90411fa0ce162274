#pragma once

#include <string>
#include <vector>

#include "extract/read/reading.h"
#include "layout/page/page.h"

namespace shenbao::extract {

/// What the file itself says of a place (page pixels), in reading order; "" where it says nothing, or where no text can
/// be so. Characters count whose centre is in the place or so far `beside` it: a line of ink ends before the white half
/// of a wide bracket. `glyph_height` is the usual height of a hanzi, page pixels.
std::string stated_text(const layout::Page& page, const layout::Quad& quad, double beside, int glyph_height);

/// How far what a file says is what its pages show, [0, 1]: the share of its characters that were read alike,
/// where the reader was sure.
double agreement(const std::vector<std::string>& stated, const std::vector<Reading>& readings);

/// From which agreement on a file's text is that of its pages. Fonts whose characters have no or wrong codes, and text
/// that another program recognised below a picture, have less.
constexpr double kSameText = 0.9;

/// Holds what was read against what a file says there: where both say the same it is nearly sure, else the file's text
/// is taken. Where a sure reader differs, or nearly all differs, a person must look, and where nothing could be read,
/// as below something that hides the text, nothing is taken.
void settle(std::vector<Reading>& readings, const std::vector<std::string>& stated);

}  // namespace shenbao::extract
