#pragma once

// What reads: the networks, Tesseract's models, and their versions.

#include "pipeline/engine.h"

namespace shenbao {

using pipeline::describe_engine;
using pipeline::describe_versions;
using pipeline::Engine;
using pipeline::EngineInfo;
using pipeline::EngineOptions;
using pipeline::make_engine;
using pipeline::models_folder;
using pipeline::ReaderChoice;
using pipeline::version;

}  // namespace shenbao
