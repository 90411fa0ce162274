#pragma once

#include <vector>

#include "extract/read/page_text.h"

namespace shenbao::test {

/// A real submission of one department and three project forms as another program read it, with all its damage.
///
/// Labels and figures stand as they were printed and misread, in the columns where that program put them; long texts
/// are shortened and written anew, and the name on the seal is left out.
std::vector<extract::PageText> seed_pages();

}  // namespace shenbao::test
