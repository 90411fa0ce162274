#pragma once

#include <string>

namespace shenbao::test {

/// Where `json` breaks the published schema of results; "" where it keeps it.
std::string breaks_result_schema(const std::string& json);

}  // namespace shenbao::test
