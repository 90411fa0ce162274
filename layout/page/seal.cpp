#include "layout/page/seal.h"

namespace shenbao::layout {

bool operator==(const Seal& a, const Seal& b) {
  return a.quad == b.quad && a.colour == b.colour && a.hides_print == b.hides_print;
}

}  // namespace shenbao::layout
