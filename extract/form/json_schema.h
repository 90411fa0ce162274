#pragma once

#include <optional>
#include <string>

#include "base/json.h"

namespace shenbao::extract {

/// Where and how a JSON tree breaks a schema.
struct SchemaBreach {
  std::string pointer;  ///< JSON Pointer of the value that is wrong; "" for the whole
  std::string message;
};

/// The innermost breach of a JSON Schema (draft 7): those of the values around it only say that something within is
/// wrong. Nothing where `tree` keeps the schema. Throws std::invalid_argument where `schema` is none.
std::optional<SchemaBreach> find_breach(const Json& tree, const Json& schema);

}  // namespace shenbao::extract
