#pragma once

#include <array>
#include <memory>
#include <opencv2/core/mat.hpp>
#include <string>
#include <vector>

#include "layout/ink/geometry.h"

namespace shenbao::layout {

/// Tells which way up Chinese writing stands, from the shapes of single glyphs.
///
/// Not thread-safe: one object per thread. The same glyphs give the same answer on every run.
class OrientationModel {
 public:
  /// Loads the network. Throws std::runtime_error if the file is missing or not that network.
  explicit OrientationModel(const std::string& onnx_path);
  ~OrientationModel();
  OrientationModel(OrientationModel&&) noexcept;
  OrientationModel& operator=(OrientationModel&&) noexcept;

  /// How far the writing must be turned clockwise to stand upright: 0, 90, 180 or 270 degrees.
  ///
  /// `gray` is CV_8UC1 (0 = black), `glyphs` are boxes of single characters in it, any number;
  /// with none, or none that looks like writing, the answer is 0 with `confidence` 0.
  /// `confidence` is the winner's share of the votes, [0, 1]. Only the ways that are `possible` (0, 90, 180, 270)
  /// count.
  struct Answer {
    int rotation = 0;
    double confidence = 0.0;
  };
  Answer rotation_of(const cv::Mat& gray, const std::vector<Box>& glyphs,
                     const std::array<bool, 4>& possible = {true, true, true, true}) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace shenbao::layout
