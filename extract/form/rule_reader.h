#pragma once

#include <string>

#include "base/json.h"
#include "extract/form/form_template.h"

namespace shenbao::extract {

/// What is wrong with a rule, and at which of its members.
struct RuleTrouble {
  std::string pointer;  ///< JSON Pointer into the rule
  std::string message;
};

/// Reads a rule of a definition, whose shape the schema has checked. `form` has all but the rules.
///
/// Throws RuleTrouble where the rule could do nothing: it names a value, list, column or vocabulary that the form does
/// not have, or values of a type that its kind does not judge.
Rule read_rule(const Json& json, const FormTemplate& form);

/// What is said whatever the form, by its name in models/findings.json, which is compiled in.
const Wording& own_wording(const std::string& name);

/// What the rules say of one another: throws RuleTrouble where one explains a code that no rule has. Its pointer begins
/// with the rule's index.
void check_rules(const std::vector<Rule>& rules);

}  // namespace shenbao::extract
