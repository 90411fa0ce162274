#pragma once

#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "extract/read/reading.h"

namespace shenbao::extract {

/// Reads single glyphs that Tesseract's models lack or misread: ≥ ≤ = > < % / ， 。 （ ） digits 一 二 三.
///
/// A small network trained on rendered glyphs (models/training). Not thread-safe: one object per
/// thread. The same pixels give the same answer on every run.
class SymbolReader {
 public:
  /// Loads the network and its list of classes. Throws std::runtime_error if a file is missing or they do not fit.
  SymbolReader(const std::string& onnx_path, const std::string& classes_path);
  ~SymbolReader();
  SymbolReader(SymbolReader&&) noexcept;
  SymbolReader& operator=(SymbolReader&&) noexcept;

  /// `glyph` is CV_8UC1, dark on white, cropped to its ink; `line_height` is the height of a full
  /// hanzi on that line in the same pixels, `top` where the crop begins below the top of that hanzi:
  /// the size and place tell ， from ／ and － from 一. Returns the classes with their probabilities,
  /// best first, at least one; the class "other" has the text "" (some glyph it does not know).
  std::vector<Candidate> read_glyph(const cv::Mat& glyph, double line_height, double top) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace shenbao::extract
