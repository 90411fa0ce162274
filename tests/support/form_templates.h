#pragma once

#include <string>
#include <vector>

#include "extract/form/form_template.h"

namespace shenbao::test {

/// The definitions that the program is delivered with, sorted by id.
const std::vector<extract::FormTemplate>& delivered_templates();

/// The text of the published schema for definitions.
const std::string& definition_schema();

/// Where the word lists lie that the definitions share.
std::string lexicon_folder();

}  // namespace shenbao::test
