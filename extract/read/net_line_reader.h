#pragma once

#include <memory>
#include <string>

#include "extract/read/line_reader.h"

namespace shenbao::extract {

/// A network of our own that knows all of GB 2312 and the operators.
///
/// Method: convolutions over the whole line give features and a blank score for every fourth pixel column; each run of
/// columns that are no blank is one character, named by a linear layer on the run's features. Trained on rendered lines
/// (models/training). The same pixels give the same answer on every run.
class NetLineReader : public LineReader {
 public:
  /// Loads both networks and their list of classes. Throws std::runtime_error if a file is missing or they do not fit.
  NetLineReader(const std::string& features_path, const std::string& classes_path, const std::string& names_path);
  ~NetLineReader() override;

  std::vector<LineReading> read_lines(const std::vector<cv::Mat>& lines) const override;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace shenbao::extract
