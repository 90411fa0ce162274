#pragma once

// Pages as pixels, for those who have them from elsewhere than a file, or want them. The one header that needs
// OpenCV.

#include "layout/page/page.h"
#include "pipeline/input/document.h"
#include "pipeline/run.h"

namespace shenbao {

using layout::Scan;

using pipeline::conclude;
using pipeline::rasterize;
using pipeline::read_page;

}  // namespace shenbao
