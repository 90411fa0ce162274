#include "support/result_schema.h"

#include <nlohmann/json.hpp>

#include "extract/form/json_schema.h"
#include "support/source_tree.h"
#include "support/temporary_folder.h"

namespace shenbao::test {

std::string breaks_result_schema(const std::string& json) {
  const Json schema = parse_json(bytes_of(test::source_path("models/result.schema.json")), "result.schema.json");
  const auto breach = extract::find_breach(parse_json(json, "the result"), schema);
  return breach ? breach->pointer + ": " + breach->message : "";
}

}  // namespace shenbao::test
