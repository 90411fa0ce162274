#pragma once

#include <random>
#include <string>

namespace shenbao::test {

/// One to six changes anywhere: bytes replaced, cut out, doubled, bits flipped. The same seed, the same changes.
std::string mutated(std::string bytes, std::mt19937* random);

}  // namespace shenbao::test
