#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "pipeline/input/decoded.h"
#include "pipeline/input/input_file.h"
#include "pipeline/input/isolated.h"
#include "pipeline/input/pdf.h"

namespace shenbao::pipeline {

/// How many pages a file has, and what had to be repaired to know it.
struct PageCount {
  int pages = 1;
  std::string damage;
};

// Each of these runs its function on the file's bytes in a child process and brings the answer back.
// Throws what run_isolated throws, and DecodeError (too_large) for an image of more than `max_pixels`.

PageCount count_apart(const InputFile& file, const Allowance& allowance,
                      const std::function<int(const Bytes&, std::string* damage)>& count);

Decoded decode_apart(const InputFile& file, const Allowance& allowance, std::int64_t max_pixels,
                     const std::function<Decoded(const Bytes&)>& decode);

PdfPage read_page_apart(const InputFile& file, const Allowance& allowance, std::int64_t max_pixels,
                        const std::function<PdfPage(const Bytes&)>& read);

}  // namespace shenbao::pipeline
