#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "extract/form/form_template.h"
#include "extract/read/calibration.h"
#include "extract/read/line_reader.h"
#include "extract/read/read_snippets.h"
#include "extract/read/recognizer.h"
#include "layout/page/orientation.h"
#include "pipeline/report/report.h"

namespace shenbao::pipeline {

/// Who reads the lines: Tesseract as its library does, the line reader (`own`), or the line reader with the second
/// opinion of Tesseract's models.
enum class ReaderChoice { tesseract, own, both };

/// What one thread reads with. Not shared between threads.
struct Engine {
  layout::OrientationModel orientation;
  std::unique_ptr<extract::Recognizer> tesseract;  ///< null for ReaderChoice::own
  std::unique_ptr<extract::LineReader> lines;      ///< null for ReaderChoice::tesseract
  extract::Calibration calibration;
};

/// Loads the networks of `models` and Tesseract's models, about 0.3 s.
/// Throws Error (engine) where a file is missing or is not that model.
Engine make_engine(const std::string& models, ReaderChoice choice = ReaderChoice::both);

/// The engine's readers, which live as long as it does.
extract::Readers readers_of(const Engine& engine);

/// The form definitions of a run, and the SHA-256 of each by its id.
struct Definitions {
  std::vector<extract::FormTemplate> templates;  ///< by id
  std::map<std::string, std::string> sha256;
};

/// The definitions of `models`/forms and, unless "", of the folder `own`, which replace those of the same id.
/// Throws Error (not_found, definition).
Definitions load_definitions(const std::string& models, const std::string& own);

/// One definition file, judged by the schema of `models`. Throws like load_definitions.
extract::FormTemplate load_definition(const std::string& models, const std::string& file);

/// Versions and hashes of all that reads and judges. Throws Error (engine) where a model is missing.
EngineInfo describe_engine(const std::string& models, const Definitions& definitions,
                           ReaderChoice choice = ReaderChoice::both);

/// The version of this program: "0.1.0".
std::string version();

/// A line for each part whose version or model can change what is read.
std::string describe_versions(const std::string& models);

}  // namespace shenbao::pipeline
