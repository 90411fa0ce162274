#include "support/form_templates.h"

#include <fstream>
#include <sstream>

namespace shenbao::test {

const std::vector<extract::FormTemplate>& delivered_templates() {
  static const auto templates = extract::load_form_templates(
      SHENBAO_SOURCE_DIR "/models/forms", SHENBAO_SOURCE_DIR "/models/forms/schema/form.schema.json", lexicon_folder());
  return templates;
}

std::string lexicon_folder() { return SHENBAO_SOURCE_DIR "/models/lexicon"; }

const std::string& definition_schema() {
  static const std::string text = [] {
    std::ostringstream all;
    all << std::ifstream(SHENBAO_SOURCE_DIR "/models/forms/schema/form.schema.json", std::ios::binary).rdbuf();
    return all.str();
  }();
  return text;
}

}  // namespace shenbao::test
