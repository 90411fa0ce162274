#pragma once

// Opening what was scanned: a PDF or an image, or the files of a folder.

#include "pipeline/input/document.h"
#include "pipeline/input/inputs.h"

namespace shenbao {

using pipeline::Document;
using pipeline::find_inputs;
using pipeline::Input;
using pipeline::Limits;
using pipeline::read_document;

}  // namespace shenbao
