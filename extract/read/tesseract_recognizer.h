#pragma once

#include <map>
#include <memory>
#include <string>

#include "extract/read/recognizer.h"

namespace shenbao::extract {

/// Tesseract's line recognition models, run by its library: chi_sim for text, eng for digits.
class TesseractRecognizer : public Recognizer {
 public:
  /// Loads chi_sim and eng from `tessdata`, a folder; "": TESSDATA_PREFIX, or where Tesseract's packages put them,
  /// which is also where eng comes from that `tessdata` lacks. Throws Error (engine) naming the missing model and the
  /// package that has it, or the file that is no model.
  explicit TesseractRecognizer(const std::string& tessdata);
  ~TesseractRecognizer() override;

  /// Each line is read as it is (page segmentation mode 13).
  std::vector<Recognized> read_lines(const std::vector<cv::Mat>& lines, Script script) const override;

 private:
  struct Model;
  std::unique_ptr<Model> text_, digits_;
};

/// The model files that TesseractRecognizer loads from `tessdata`: name ("chi_sim") to path.
/// Throws like the constructor.
std::map<std::string, std::string> tesseract_model_files(const std::string& tessdata);

/// The version of the library: "5.3.0".
std::string tesseract_version();

}  // namespace shenbao::extract
