#include "pipeline/definitions.h"

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
  std::map<std::string, extract::FormTemplate> by_id;
  Definitions definitions;
  for (const std::string& folder : {below(models, "forms"), own}) {
    if (folder.empty()) continue;
    for (const extract::FormTemplate& form :
         extract::load_form_templates(folder, below(models, kDefinitionSchema), below(models, kLexicons))) {
      by_id[form.id] = form;
    }
    for (const auto& [id, hash] : definition_hashes(folder)) definitions.sha256[id] = hash;
  }
  for (auto& [id, form] : by_id) definitions.templates.push_back(std::move(form));
  return definitions;
}

extract::FormTemplate load_definition(const std::string& models, const std::string& file) {
  return extract::load_form_template(file, below(models, kDefinitionSchema), below(models, kLexicons));
}

}  // namespace shenbao::pipeline
