#pragma once

#include <string>
#include <vector>

#include "extract/form/form.h"
#include "extract/form/form_template.h"
#include "extract/read/page_text.h"

namespace shenbao::test {

/// The definitions that the program is delivered with, sorted by id.
const std::vector<extract::FormTemplate>& delivered_templates();

/// The forms on the pages as the rules get them: filled by the delivered definitions, doubtful amounts flagged.
std::vector<extract::Form> forms_on(const std::vector<extract::PageText>& pages);

/// The text of the published schema for definitions.
const std::string& definition_schema();

/// Where the word lists lie that the definitions share.
std::string lexicon_folder();

}  // namespace shenbao::test
