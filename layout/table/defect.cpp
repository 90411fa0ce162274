#include "layout/table/defect.h"

#include <tuple>

namespace shenbao::layout {

bool operator==(const Defect& a, const Defect& b) {
  return std::tie(a.kind, a.quad, a.detail) == std::tie(b.kind, b.quad, b.detail);
}

}  // namespace shenbao::layout
