#pragma once

// The forms that shenbao knows, as their definitions describe them.

#include "pipeline/definitions.h"

namespace shenbao {

using pipeline::Definitions;
using pipeline::load_definition;
using pipeline::load_definitions;

using extract::ColumnSpec;
using extract::FieldSpec;
using extract::FormTemplate;
using extract::Language;
using extract::Message;
using extract::Rule;

}  // namespace shenbao
