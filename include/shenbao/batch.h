#pragma once

// Many documents at once: results and their index in a folder, and results judged again.

#include "pipeline/extract_files.h"

namespace shenbao {

using pipeline::Batch;
using pipeline::check_results;
using pipeline::extract_files;
using pipeline::Failure;
using pipeline::index_text;
using pipeline::Listener;
using pipeline::Outcome;
using pipeline::Places;
using pipeline::Progress;

using extract::DocumentFinding;

}  // namespace shenbao
