#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "extract/read/recognizer.h"

namespace shenbao::extract {

/// One of Tesseract's models, run by Tesseract's own library. Not thread-safe: one object per thread.
class TesseractLibrary {
 public:
  /// Loads LANGUAGE.traineddata of the folder `tessdata`. Throws Error (engine) where the library refuses it.
  TesseractLibrary(const std::string& tessdata, const std::string& language);
  ~TesseractLibrary();

  /// Reads lines one by one, each as it is (page segmentation mode 13). As Recognizer::read_lines.
  std::vector<Recognized> read_lines(const std::vector<cv::Mat>& lines) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

/// The version of the library: "5.3.0".
std::string tesseract_version();

}  // namespace shenbao::extract
