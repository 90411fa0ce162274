#pragma once

#include "extract/check/judgement.h"

namespace shenbao::extract {

/// Leaves out what only follows from another finding, by the explanations of the rules that said it, so that one cause
/// gives one finding. The same is said of one place once, and a merged cell is one place, whichever of its rows is
/// spoken of. `views` are the forms that the findings count.
Judgements without_consequences(Judgements judgements, const std::vector<FormView>& views);

}  // namespace shenbao::extract
