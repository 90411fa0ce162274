#pragma once

#include <string>

#include "base/json.h"

namespace shenbao::extract {

/// Puts the list in FOLDER/NAME.json in place of every {"lexicon": "NAME"} in a form definition, so that forms share
/// their words. `source` is the definition's text. Throws Error with the line where a lexicon is missing or is no list.
void put_in_lexicons(Json& definition, const JsonText& source, const std::string& folder);

}  // namespace shenbao::extract
