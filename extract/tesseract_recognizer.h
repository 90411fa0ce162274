#pragma once

#include <map>
#include <memory>
#include <string>

#include "extract/recognizer.h"

namespace shenbao::extract {

/// Tesseract's LSTM models: chi_sim for text, eng for digits.
///
/// Holds one engine per language, initialised once (about 0.1 s); the same image gives the same text
/// whatever was read before. Each object belongs to one thread.
class TesseractRecognizer : public Recognizer {
 public:
  /// Loads chi_sim and eng from `tessdata` (a folder; "": where Tesseract itself looks).
  /// Throws Error (engine) naming the missing model and the package that has it.
  explicit TesseractRecognizer(const std::string& tessdata);
  ~TesseractRecognizer() override;

  Candidate read_line(const cv::Mat& line, Script script, int mode) const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The library's version: "5.3.0".
std::string tesseract_version();

/// The model files that TesseractRecognizer loads from `tessdata`: name ("chi_sim") to path.
/// Throws like the constructor.
std::map<std::string, std::string> tesseract_model_files(const std::string& tessdata);

/// Reads a drawn line and tells whether that started other threads: then OpenMP could not be
/// switched off, and every reading costs four to five times as long. For the start-up of a
/// program, before it starts threads of its own.
bool reading_starts_threads(const Recognizer& recognizer);

}  // namespace shenbao::extract
