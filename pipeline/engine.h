#pragma once

#include <memory>
#include <string>

#include "pipeline/definitions.h"
#include "pipeline/report/report.h"

namespace shenbao::pipeline {

/// Who reads the lines: Tesseract as its library does, the line reader (`own`), or the line reader with the second
/// opinion of Tesseract's models.
enum class ReaderChoice { tesseract, own, both };

/// The folder of networks and form definitions: where SHENBAO_MODELS says, beside the installed library, or in the
/// source tree that it was built from.
std::string models_folder();

/// What an engine is made from.
struct EngineOptions {
  std::string models = models_folder();
  ReaderChoice reader = ReaderChoice::both;
  std::string tessdata;  ///< folder of Tesseract's models; "": the installed ones
};

/// What one thread reads with. Not shared between threads.
struct Engine;

/// Loads the networks of shenbao and Tesseract's models, about 0.3 s.
/// Throws Error (engine) where a file is missing or is not that model.
std::shared_ptr<const Engine> make_engine(const EngineOptions& options = {});

/// Versions and hashes of all that reads and judges. Throws Error (engine) where a model is missing.
EngineInfo describe_engine(const EngineOptions& options, const Definitions& definitions);

/// The version of this library: "0.1.0".
std::string version();

/// A line for each part whose version or model can change what is read.
std::string describe_versions(const EngineOptions& options = {});

}  // namespace shenbao::pipeline
