#pragma once

#include <string>

namespace shenbao::test {

/// The path of a file or folder of the source tree that the tests were built from; "" is its root.
std::string source_path(const std::string& below_root);

/// The path of the built program.
std::string program_path();

}  // namespace shenbao::test
