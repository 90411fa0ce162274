#pragma once

#include <memory>

#include "extract/read/calibration.h"
#include "extract/read/line_reader.h"
#include "extract/read/read_snippets.h"
#include "extract/read/recognizer.h"
#include "layout/page/orientation.h"
#include "pipeline/engine.h"

namespace shenbao::pipeline {

struct Engine {
  layout::OrientationModel orientation;
  std::unique_ptr<extract::Recognizer> tesseract;  ///< null for ReaderChoice::own
  std::unique_ptr<extract::LineReader> lines;      ///< null for ReaderChoice::tesseract
  extract::Calibration calibration;
};

/// The engine's readers, which live as long as it does.
extract::Readers readers_of(const Engine& engine);

}  // namespace shenbao::pipeline
