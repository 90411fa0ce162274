#include "pipeline/definitions.h"

#include <algorithm>
#include <filesystem>
#include <utility>

#include "base/file_bytes.h"
#include "pipeline/report/json.h"

namespace fs = std::filesystem;

namespace shenbao::pipeline {
namespace {

constexpr const char* kDefinitionSchema = "forms/schema/form.schema.json";
constexpr const char* kLexicons = "lexicon";

std::string below(const std::string& folder, const char* name) { return (fs::path(folder) / name).string(); }

std::map<std::string, std::string> definition_hashes(const std::string& folder) {
  std::map<std::string, std::string> hashes;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const std::string bytes = read_file(entry.path().string());
    const Json definition = parse_json(bytes, entry.path().string());
    if (const Json* id = definition.find("id")) hashes[id->text] = sha256(bytes);
  }
  return hashes;
}

}  // namespace

Definitions load_definitions(const std::string& models, const std::string& own) {
  const std::string schema = below(models, kDefinitionSchema);
  const std::string shipped = below(models, "forms"), lexicons = below(models, kLexicons);
  Definitions definitions{extract::load_form_templates(shipped, schema, lexicons), definition_hashes(shipped)};
  if (own.empty()) return definitions;

  for (extract::FormTemplate& mine : extract::load_form_templates(own, schema, lexicons)) {
    const auto same = [&](const extract::FormTemplate& other) { return other.id == mine.id; };
    const auto at = std::find_if(definitions.templates.begin(), definitions.templates.end(), same);
    if (at == definitions.templates.end()) {
      definitions.templates.push_back(std::move(mine));
    } else {
      *at = std::move(mine);
    }
  }
  std::sort(definitions.templates.begin(), definitions.templates.end(),
            [](const extract::FormTemplate& a, const extract::FormTemplate& b) { return a.id < b.id; });
  for (const auto& [id, hash] : definition_hashes(own)) definitions.sha256[id] = hash;
  return definitions;
}

extract::FormTemplate load_definition(const std::string& models, const std::string& file) {
  return extract::load_form_template(file, below(models, kDefinitionSchema), below(models, kLexicons));
}

}  // namespace shenbao::pipeline
