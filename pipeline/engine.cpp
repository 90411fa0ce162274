#include "pipeline/engine.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <map>
#include <opencv2/core/utility.hpp>
#include <stdexcept>

#include "base/error.h"
#include "base/file_bytes.h"
#include "extract/read/net_line_reader.h"
#include "extract/read/tesseract_recognizer.h"
#include "pipeline/engine_parts.h"
#include "pipeline/input/render.h"

namespace fs = std::filesystem;

namespace shenbao::pipeline {
namespace {

constexpr const char* kOrientation = "orientation.onnx";
constexpr const char* kLineFeatures = "line_features.onnx";
constexpr const char* kLineClasses = "line_classes.onnx";
constexpr const char* kLineNames = "line_classes.txt";
constexpr const char* kCalibration = "calibration.json";
constexpr const char* kLexicons = "lexicon";

std::string below(const std::string& folder, const char* name) { return (fs::path(folder) / name).string(); }

/// The file of each model that an engine with these options reads with.
std::map<std::string, std::string> model_files(const EngineOptions& options) {
  std::map<std::string, std::string> files;
  if (options.reader != ReaderChoice::own) files = extract::tesseract_model_files(options.tessdata);
  if (options.reader != ReaderChoice::tesseract) {
    files["lines"] = below(options.models, kLineFeatures);
    files["characters"] = below(options.models, kLineClasses);
    files["calibration"] = below(options.models, kCalibration);
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(below(options.models, kLexicons))) {
    files["lexicon " + entry.path().stem().string()] = entry.path().string();
  }
  files["orientation"] = below(options.models, kOrientation);
  return files;
}

}  // namespace

std::string models_folder() {
  if (const char* named = std::getenv("SHENBAO_MODELS")) return named;
  Dl_info self{};  // of the file that holds this function: the library, or a program that it was linked into
  std::error_code unknown;
  if (dladdr(reinterpret_cast<void*>(&models_folder), &self) != 0 && self.dli_fname != nullptr) {
    const fs::path folder = fs::canonical(self.dli_fname, unknown).parent_path();
    const fs::path installed = fs::weakly_canonical(folder / SHENBAO_INSTALLED_MODELS, unknown);
    if (fs::is_directory(installed, unknown)) return installed.string();
  }
  return SHENBAO_SOURCE_MODELS;
}

std::shared_ptr<const Engine> make_engine(const EngineOptions& options) {
  const std::string& models = options.models;
  try {
    auto engine =
        std::make_shared<Engine>(Engine{layout::OrientationModel(below(models, kOrientation)), nullptr, nullptr, {}});
    if (options.reader != ReaderChoice::own) {
      engine->tesseract = std::make_unique<extract::TesseractRecognizer>(options.tessdata);
    }
    if (options.reader != ReaderChoice::tesseract) {
      engine->lines = std::make_unique<extract::NetLineReader>(below(models, kLineFeatures),
                                                               below(models, kLineClasses), below(models, kLineNames));
      engine->calibration = extract::load_calibration(below(models, kCalibration));
    }
    return engine;
  } catch (const Error&) {
    throw;
  } catch (const std::runtime_error& trouble) {
    throw Error(
        ErrorCode::engine, models,
        fmt::format("{}: the models of shenbao cannot be loaded: {}; set SHENBAO_MODELS to their folder, or install "
                    "shenbao anew",
                    models, trouble.what()));
  }
}

extract::Readers readers_of(const Engine& engine) {
  return {engine.lines.get(), engine.tesseract.get(), &engine.calibration};
}

EngineInfo describe_engine(const EngineOptions& options, const Definitions& definitions) {
  EngineInfo info{version(), extract::tesseract_version(), {}, definitions.sha256};
  for (const auto& [name, file] : model_files(options)) info.models[name] = sha256(read_file(file));
  return info;
}

std::string version() { return SHENBAO_VERSION; }

std::string describe_versions(const EngineOptions& options) {
  std::string text = fmt::format("shenbao {}\nTesseract {}\nOpenCV {}\nPoppler {}\n", version(),
                                 extract::tesseract_version(), cv::getVersionString(), poppler_version());
  for (const auto& [name, file] : model_files(options)) {
    text += fmt::format("model {} sha256 {} {}\n", name, sha256(read_file(file)).substr(0, 16), file);
  }
  return text;
}

}  // namespace shenbao::pipeline
