#pragma once

#include <string>

namespace shenbao::pipeline {

/// The version of the library that renders PDF pages: "22.12.0".
std::string poppler_version();

}  // namespace shenbao::pipeline
