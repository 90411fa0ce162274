#pragma once

#include "layout/ink/rulings.h"

namespace shenbao::test {

/// A ruling two pixels thick, printed in one piece from end to end.
layout::Ruling level(double y, double left, double right, double slope = 0);
layout::Ruling upright(double x, double top, double bottom);

}  // namespace shenbao::test
