#pragma once

#include <map>
#include <string>
#include <vector>

#include "extract/form/form_template.h"

namespace shenbao::pipeline {

/// The form definitions of a run, and the SHA-256 of each by its id.
struct Definitions {
  std::vector<extract::FormTemplate> templates;  ///< by id
  std::map<std::string, std::string> sha256;
};

/// The definitions of `models`/forms and, unless "", of the folder `own`, which replace those of the same id.
/// Throws Error (not_found, definition).
Definitions load_definitions(const std::string& models, const std::string& own = "");

/// One definition file, judged by the schema of `models`. Throws like load_definitions.
extract::FormTemplate load_definition(const std::string& models, const std::string& file);

}  // namespace shenbao::pipeline
