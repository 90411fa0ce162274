#include "support/form_templates.h"

#include <fstream>
#include <sstream>

#include "extract/check/check.h"
#include "extract/fill/fill_forms.h"
#include "support/source_tree.h"

namespace shenbao::test {

const std::vector<extract::FormTemplate>& delivered_templates() {
  static const auto templates = extract::load_form_templates(
      test::source_path("models/forms"), test::source_path("models/forms/schema/form.schema.json"), lexicon_folder());
  return templates;
}

std::string lexicon_folder() { return test::source_path("models/lexicon"); }

std::vector<extract::Form> forms_on(const std::vector<extract::PageText>& pages) {
  return extract::flag_inconsistent_amounts(extract::fill_forms(pages, delivered_templates()), delivered_templates());
}

const std::string& definition_schema() {
  static const std::string text = [] {
    std::ostringstream all;
    all << std::ifstream(test::source_path("models/forms/schema/form.schema.json"), std::ios::binary).rdbuf();
    return all.str();
  }();
  return text;
}

}  // namespace shenbao::test
