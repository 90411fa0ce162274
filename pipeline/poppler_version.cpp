#include "pipeline/poppler_version.h"

#include <poppler-version.h>

namespace shenbao::pipeline {

std::string poppler_version() { return poppler::version_string(); }

}  // namespace shenbao::pipeline
