#include "pipeline/definitions.h"

#include <filesystem>
#include <utility>

namespace fs = std::filesystem;

namespace shenbao::pipeline {
namespace {

constexpr const char* kDefinitionSchema = "forms/schema/form.schema.json";
constexpr const char* kLexicons = "lexicon";

std::string below(const std::string& folder, const char* name) { return (fs::path(folder) / name).string(); }

}  // namespace

Definitions load_definitions(const std::string& models, const std::string& own) {
  std::map<std::string, extract::FormTemplate> by_id;
  for (const std::string& folder : {below(models, "forms"), own}) {
    if (folder.empty()) continue;
    for (extract::FormTemplate& form :
         extract::load_form_templates(folder, below(models, kDefinitionSchema), below(models, kLexicons))) {
      by_id[form.id] = std::move(form);
    }
  }
  Definitions definitions;
  for (auto& [id, form] : by_id) {
    definitions.sha256[id] = form.sha256;
    definitions.templates.push_back(std::move(form));
  }
  return definitions;
}

extract::FormTemplate load_definition(const std::string& models, const std::string& file) {
  return extract::load_form_template(file, below(models, kDefinitionSchema), below(models, kLexicons));
}

}  // namespace shenbao::pipeline
