#pragma once

// From a document to its report.

#include "pipeline/run.h"

namespace shenbao {

using pipeline::judge;
using pipeline::make_setup;
using pipeline::run;
using pipeline::Setup;

using extract::FillOptions;

}  // namespace shenbao
