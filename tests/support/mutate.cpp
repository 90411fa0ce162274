#include "support/mutate.h"

#include <cstddef>

namespace shenbao::test {

std::string mutated(std::string bytes, std::mt19937* random) {
  const auto below = [&](std::size_t n) { return static_cast<std::size_t>((*random)()) % n; };
  for (std::size_t changes = 1 + below(6); changes > 0 && bytes.size() > 16; --changes) {
    const std::size_t at = below(bytes.size());
    switch (below(4)) {
      case 0:
        bytes[at] = static_cast<char>(below(256));
        break;
      case 1:
        bytes.erase(at, 1 + below(20));
        break;
      case 2:
        bytes.insert(at, bytes.substr(below(bytes.size()), 1 + below(20)));
        break;
      default:
        bytes[at] = static_cast<char>(bytes[at] ^ 1 << below(8));
    }
  }
  return bytes;
}

}  // namespace shenbao::test
