#include "support/result_schema.h"

#include <rapidjson/document.h>

#include <valijson/adapters/rapidjson_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include "support/source_tree.h"
#include "support/temporary_folder.h"

namespace shenbao::test {

std::string breaks_result_schema(const std::string& json) {
  rapidjson::Document schema_text;
  schema_text.Parse(bytes_of(test::source_path("models/result.schema.json")).c_str());
  if (schema_text.HasParseError()) return "the schema is not JSON";
  valijson::Schema schema;
  valijson::SchemaParser(valijson::SchemaParser::kDraft7)
      .populateSchema(valijson::adapters::RapidJsonAdapter(schema_text), schema);

  rapidjson::Document result;
  result.Parse(json.c_str());
  if (result.HasParseError()) return "the result is not JSON";
  valijson::Validator validator;
  valijson::ValidationResults trouble;
  if (validator.validate(schema, valijson::adapters::RapidJsonAdapter(result), &trouble)) return "";
  std::string all;
  valijson::ValidationResults::Error error;
  while (trouble.popError(error)) {
    for (const std::string& step : error.context) all += step;
    all += ": " + error.description + "\n";
  }
  return all;
}

}  // namespace shenbao::test
