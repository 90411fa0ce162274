#pragma once

#include <functional>

#include "pipeline/input/decoded.h"
#include "pipeline/input/input_file.h"
#include "pipeline/input/isolated.h"

namespace shenbao::pipeline {

/// Runs `work` on the file's bytes in a child process and brings its answer back, an image without colours as grey.
/// Throws what run_isolated throws.
Decoded decode_apart(const InputFile& file, const Allowance& allowance,
                     const std::function<Decoded(const Bytes&)>& work);

/// The file's SHA-256 in lower-case hex, from a child process too: should the file shrink meanwhile, only that one
/// dies.
std::string sha256_apart(const InputFile& file, const Allowance& allowance);

}  // namespace shenbao::pipeline
