#include "extract/form/json_schema.h"

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>
#include <vector>

namespace shenbao::extract {
namespace {

constexpr std::size_t kLongestText = 8000;  // bytes: std::regex, which judges patterns, recurses once a character

/// The first text in `tree` that no pattern may be tried on; nothing where there is none.
std::optional<SchemaBreach> find_long_text(const Json& tree, const std::string& pointer) {
  if (tree.is_string() && tree.get_ref<const std::string&>().size() > kLongestText) {
    return SchemaBreach{pointer, "is longer than " + std::to_string(kLongestText) + " bytes"};
  }
  if (!tree.is_structured()) return std::nullopt;
  for (const auto& [name, value] : tree.items()) {
    if (name.size() > kLongestText) return SchemaBreach{pointer, "has a member with a name that is too long"};
    if (auto found = find_long_text(value, pointer + "/" + name)) return found;
  }
  return std::nullopt;
}

/// What valijson takes: the library's plain tree, in which every number is one.
nlohmann::json plain(const Json& tree) { return nlohmann::json::parse(print_json(tree)); }

/// valijson says "<root>[fields][3][type]".
std::string pointer_of(const std::vector<std::string>& context) {
  Json::json_pointer pointer;
  for (const std::string& step : context) {
    if (step.size() > 2 && step.front() == '[') pointer /= step.substr(1, step.size() - 2);
  }
  return pointer.to_string();
}

}  // namespace

std::optional<SchemaBreach> find_breach(const Json& tree, const Json& schema) {
  if (auto found = find_long_text(tree, "")) return found;
  using valijson::adapters::NlohmannJsonAdapter;
  const nlohmann::json plain_schema = plain(schema), plain_tree = plain(tree);
  valijson::Schema rules;
  try {
    valijson::SchemaParser(valijson::SchemaParser::kDraft7).populateSchema(NlohmannJsonAdapter(plain_schema), rules);
  } catch (const std::runtime_error& trouble) {
    throw std::invalid_argument(std::string("no JSON Schema: ") + trouble.what());
  }
  valijson::ValidationResults results;
  if (valijson::Validator().validate(rules, NlohmannJsonAdapter(plain_tree), &results)) return std::nullopt;

  SchemaBreach innermost{"", "breaks the schema"};
  std::size_t depth = 0;
  for (valijson::ValidationResults::Error error; results.popError(error);) {
    if (error.context.size() <= depth) continue;
    depth = error.context.size();
    innermost = {pointer_of(error.context), error.description};
  }
  return innermost;
}

}  // namespace shenbao::extract
