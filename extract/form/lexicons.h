#pragma once

#include <rapidjson/document.h>

#include <string>

namespace shenbao::extract {

/// Puts the list in FOLDER/NAME.json in place of every {"lexicon": "NAME"} in a form definition, so that forms share
/// their words. Throws std::runtime_error with the JSON Pointer of the place, a space and the reason where the file is
/// missing or holds no list.
void put_in_lexicons(rapidjson::Document& definition, const std::string& folder);

}  // namespace shenbao::extract
