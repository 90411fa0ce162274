#include "pipeline/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <opencv2/core/utility.hpp>
#include <stdexcept>
#include <utility>

#include "base/error.h"
#include "base/file_bytes.h"
#include "extract/read/net_line_reader.h"
#include "extract/read/tesseract_library.h"
#include "extract/read/tesseract_recognizer.h"
#include "pipeline/input/render.h"
#include "pipeline/report/json.h"

namespace fs = std::filesystem;

namespace shenbao::pipeline {
namespace {

constexpr const char* kOrientation = "orientation.onnx";
constexpr const char* kLineFeatures = "line_features.onnx";
constexpr const char* kLineClasses = "line_classes.onnx";
constexpr const char* kLineNames = "line_classes.txt";
constexpr const char* kCalibration = "calibration.json";
constexpr const char* kDefinitionSchema = "forms/schema/form.schema.json";
constexpr const char* kLexicons = "lexicon";

std::string below(const std::string& folder, const char* name) { return (fs::path(folder) / name).string(); }

std::map<std::string, std::string> definition_hashes(const std::string& folder) {
  std::map<std::string, std::string> hashes;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder)) {
    if (entry.path().extension() != ".json") continue;
    const std::string bytes = read_file(entry.path().string());
    const Json definition = parse_json(bytes, entry.path().string());
    if (const Json* id = definition.find("id")) hashes[id->text] = sha256(bytes);
  }
  return hashes;
}

std::map<std::string, std::string> model_files(const std::string& models, ReaderChoice choice) {
  std::map<std::string, std::string> files;
  if (choice != ReaderChoice::own) files = extract::tesseract_model_files("");
  if (choice != ReaderChoice::tesseract) {
    files["lines"] = below(models, kLineFeatures);
    files["characters"] = below(models, kLineClasses);
    files["calibration"] = below(models, kCalibration);
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(below(models, kLexicons))) {
    files["lexicon " + entry.path().stem().string()] = entry.path().string();
  }
  files["orientation"] = below(models, kOrientation);
  return files;
}

}  // namespace

Engine make_engine(const std::string& models, ReaderChoice choice) {
  try {
    Engine engine{layout::OrientationModel(below(models, kOrientation)), nullptr, nullptr, {}};
    if (choice != ReaderChoice::own) {
      const auto runner =
          choice == ReaderChoice::tesseract ? extract::TesseractRunner::library : extract::TesseractRunner::fast;
      engine.tesseract = std::make_unique<extract::TesseractRecognizer>("", runner);
    }
    if (choice != ReaderChoice::tesseract) {
      engine.lines = std::make_unique<extract::NetLineReader>(below(models, kLineFeatures), below(models, kLineClasses),
                                                              below(models, kLineNames));
      engine.calibration = extract::load_calibration(below(models, kCalibration));
    }
    return engine;
  } catch (const Error&) {
    throw;
  } catch (const std::runtime_error& trouble) {
    throw Error(ErrorCode::engine, models,
                fmt::format("{}: the models of shenbao cannot be loaded: {}", models, trouble.what()));
  }
}

extract::Readers readers_of(const Engine& engine) {
  return {engine.lines.get(), engine.tesseract.get(), &engine.calibration};
}

Definitions load_definitions(const std::string& models, const std::string& own) {
  const std::string schema = below(models, kDefinitionSchema);
  const std::string shipped = below(models, "forms"), lexicons = below(models, kLexicons);
  Definitions definitions{extract::load_form_templates(shipped, schema, lexicons), definition_hashes(shipped)};
  if (own.empty()) return definitions;

  for (extract::FormTemplate& mine : extract::load_form_templates(own, schema, lexicons)) {
    const auto same = [&](const extract::FormTemplate& other) { return other.id == mine.id; };
    const auto at = std::find_if(definitions.templates.begin(), definitions.templates.end(), same);
    if (at == definitions.templates.end()) {
      definitions.templates.push_back(std::move(mine));
    } else {
      *at = std::move(mine);
    }
  }
  std::sort(definitions.templates.begin(), definitions.templates.end(),
            [](const extract::FormTemplate& a, const extract::FormTemplate& b) { return a.id < b.id; });
  for (const auto& [id, hash] : definition_hashes(own)) definitions.sha256[id] = hash;
  return definitions;
}

extract::FormTemplate load_definition(const std::string& models, const std::string& file) {
  return extract::load_form_template(file, below(models, kDefinitionSchema), below(models, kLexicons));
}

EngineInfo describe_engine(const std::string& models, const Definitions& definitions, ReaderChoice choice) {
  EngineInfo info{version(), extract::tesseract_version(), {}, definitions.sha256};
  for (const auto& [name, file] : model_files(models, choice)) info.models[name] = sha256(read_file(file));
  return info;
}

std::string version() { return SHENBAO_VERSION; }

std::string describe_versions(const std::string& models) {
  std::string text = fmt::format("shenbao {}\nTesseract {}\nOpenCV {}\nPoppler {}\n", version(),
                                 extract::tesseract_version(), cv::getVersionString(), poppler_version());
  for (const auto& [name, file] : model_files(models, ReaderChoice::both)) {
    text += fmt::format("model {} sha256 {} {}\n", name, sha256(read_file(file)).substr(0, 16), file);
  }
  return text;
}

}  // namespace shenbao::pipeline
