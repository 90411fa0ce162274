#pragma once

#include <vector>

#include "extract/form/form.h"
#include "extract/read/page_text.h"

namespace shenbao::extract {

/// Sends to review what was read below a seal that could not be taken out (Seal::hides_print): its strokes were read
/// with the text. `pages` are those that `forms` were filled from. A round seal's own shape counts, not its box.
std::vector<Form> mark_below_seals(const std::vector<PageText>& pages, std::vector<Form> forms);

}  // namespace shenbao::extract
