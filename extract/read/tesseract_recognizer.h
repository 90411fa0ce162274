#pragma once

#include <map>
#include <memory>
#include <string>

#include "extract/read/recognizer.h"

namespace shenbao::extract {

/// Who runs the networks of Tesseract's models.
enum class TesseractRunner {
  library,  ///< Tesseract itself, line by line
  fast      ///< we (lstm_forward), many lines at once, without confidences; Tesseract where we do not know the layout
};

/// Tesseract's line recognition models: chi_sim for text, eng for digits.
class TesseractRecognizer : public Recognizer {
 public:
  /// Loads chi_sim and eng from `tessdata`, a folder; "": TESSDATA_PREFIX, or where Tesseract's packages put them,
  /// which is also where eng comes from that `tessdata` lacks. Throws Error (engine) naming the missing model and the
  /// package that has it, or the file that is no model.
  TesseractRecognizer(const std::string& tessdata, TesseractRunner runner);
  ~TesseractRecognizer() override;

  std::vector<Recognized> read_lines(const std::vector<cv::Mat>& lines, Script script) const override;

  class Model;  ///< one of the models and who runs it

 private:
  std::unique_ptr<const Model> text_, digits_;
};

/// The model files that TesseractRecognizer loads from `tessdata`: name ("chi_sim") to path.
/// Throws like the constructor.
std::map<std::string, std::string> tesseract_model_files(const std::string& tessdata);

/// Reads a drawn line and tells whether that started other threads, which would make every reading slower
/// than it need be. For the start-up of a program, before it starts threads of its own.
bool reading_starts_threads(const Recognizer& recognizer);

}  // namespace shenbao::extract
