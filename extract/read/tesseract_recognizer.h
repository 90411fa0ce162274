#pragma once

#include <map>
#include <memory>
#include <string>

#include "extract/read/recognizer.h"

namespace shenbao::extract {

/// Tesseract's line recognition models: chi_sim for text, eng for digits.
///
/// The networks are run by shenbao itself (lstm_forward), many lines at once and without Tesseract's page
/// analysis and threads: the same model reads the same text in a third of the time, and its doubt stays visible.
class TesseractRecognizer : public Recognizer {
 public:
  /// Loads chi_sim and eng from `tessdata` (a folder; "": where Tesseract's packages put them, or TESSDATA_PREFIX).
  /// Throws Error (engine) naming the missing model and the package that has it.
  explicit TesseractRecognizer(const std::string& tessdata);
  ~TesseractRecognizer() override;

  std::vector<Candidate> read_lines(const std::vector<cv::Mat>& lines, Script script) const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The version of the Tesseract that is installed: "5.3.0".
std::string tesseract_version();

/// The model files that TesseractRecognizer loads from `tessdata`: name ("chi_sim") to path.
/// Throws like the constructor.
std::map<std::string, std::string> tesseract_model_files(const std::string& tessdata);

/// Reads a drawn line and tells whether that started other threads, which would make every reading slower
/// than it need be. For the start-up of a program, before it starts threads of its own.
bool reading_starts_threads(const Recognizer& recognizer);

}  // namespace shenbao::extract
