#pragma once

#include "pipeline/input/decoded.h"

namespace shenbao::pipeline {

/// Sets orientation and, where the image has none yet, dpi by the EXIF block that a JPEG or PNG file holds, if any.
void apply_exif(const Bytes& file, Decoded& image);

}  // namespace shenbao::pipeline
