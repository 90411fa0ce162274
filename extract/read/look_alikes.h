#pragma once

#include <string>

#include "extract/read/line_reader.h"

namespace shenbao::extract {

/// One spelling for the forms of a sign that only their surroundings tell apart: （ and (, ， and ,, — and -.
std::string plain_form(const std::string& character);

/// Settles what a single glyph cannot tell. The forms of one sign share their probability, and among figures a round
/// glyph is 0 and a bar 1, whatever letter resembles them. The texts may change, the places don't.
void settle_look_alikes(LineReading& line);

}  // namespace shenbao::extract
