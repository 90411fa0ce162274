#include "extract/read/symbol_reader.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace shenbao::extract {

namespace {

constexpr int side = 32;             // of the net's two planes, as trained
constexpr double hanzi = 20.0;       // height of a hanzi in the first plane
constexpr double filled = 28.0;      // of the second plane, by the glyph's longer side
constexpr int least_contrast = 24;   // gray levels; flatter crops are paper
constexpr double least_paper = 176;  // gray; a bar cropped to its ink shows no paper
constexpr const char* other_class = "other";

int nearest(double value) { return static_cast<int>(std::floor(value + 0.5)); }

cv::Mat resized(const cv::Mat& ink, int width, int height) {
  const cv::Size size(std::clamp(width, 1, side), std::clamp(height, 1, side));
  const bool shrinks = size.width < ink.cols || size.height < ink.rows;
  cv::Mat result;
  cv::resize(ink, result, size, 0, 0, shrinks ? cv::INTER_AREA : cv::INTER_LINEAR);
  return result;
}

std::vector<std::string> read_classes(const std::string& path) {
  std::ifstream file(path);
  if (!file) throw std::runtime_error("symbol classes " + path + ": cannot be read");
  std::vector<std::string> classes;
  for (std::string line; std::getline(file, line);) classes.push_back(line == other_class ? "" : line);
  return classes;
}

}  // namespace

struct SymbolReader::Impl {
  mutable cv::dnn::Net net;  // forward() is not const, though it changes nothing that outlives the call
  std::vector<std::string> classes;

  cv::Mat scores_of(const cv::Mat& planes) const {
    net.setInput(planes);
    return net.forward();
  }

  std::vector<Candidate> only_other() const { return {Candidate{"", 1.0, "symbol"}}; }
};

SymbolReader::SymbolReader(const std::string& onnx_path, const std::string& classes_path)
    : impl_(std::make_unique<Impl>()) {
  impl_->classes = read_classes(classes_path);
  try {
    impl_->net = cv::dnn::readNetFromONNX(onnx_path);
    const std::vector<int> shape = {1, 2, side, side};
    if (impl_->scores_of(cv::Mat::zeros(4, shape.data(), CV_32F)).total() != impl_->classes.size()) {
      throw std::runtime_error("it has another number of classes than " + classes_path);
    }
  } catch (const std::exception& trouble) {
    throw std::runtime_error("symbol model " + onnx_path + ": " + trouble.what());
  }
}

SymbolReader::~SymbolReader() = default;
SymbolReader::SymbolReader(SymbolReader&&) noexcept = default;
SymbolReader& SymbolReader::operator=(SymbolReader&&) noexcept = default;

std::vector<Candidate> SymbolReader::read_glyph(const cv::Mat& glyph, double line_height, double top) const {
  if (glyph.empty() || glyph.type() != CV_8UC1) throw std::invalid_argument("read_glyph: glyph must be CV_8UC1");
  if (!(line_height > 0.0)) throw std::invalid_argument("read_glyph: line_height must be positive");
  double low = 0.0, high = 0.0;
  cv::minMaxLoc(glyph, &low, &high);
  high = std::max(high, least_paper);
  if (high - low < least_contrast) return impl_->only_other();
  cv::Mat ink;
  glyph.convertTo(ink, CV_32F, -1.0 / (high - low), high / (high - low));
  ink = cv::min(cv::max(ink, 0.0), 1.0);

  const std::vector<int> shape = {1, 2, side, side};
  cv::Mat planes = cv::Mat::zeros(4, shape.data(), CV_32F);
  cv::Mat in_line(side, side, CV_32F, planes.ptr<float>(0, 0));
  const double line_scale = hanzi / line_height;
  const cv::Mat placed = resized(ink, nearest(ink.cols * line_scale), nearest(ink.rows * line_scale));
  const int y = std::clamp(nearest((side - hanzi) / 2 + top * line_scale), 0, side - placed.rows);
  placed.copyTo(in_line(cv::Rect((side - placed.cols) / 2, y, placed.cols, placed.rows)));

  cv::Mat by_itself(side, side, CV_32F, planes.ptr<float>(0, 1));
  const double own_scale = filled / std::max(ink.cols, ink.rows);
  const cv::Mat alone = resized(ink, nearest(ink.cols * own_scale), nearest(ink.rows * own_scale));
  alone.copyTo(by_itself(cv::Rect((side - alone.cols) / 2, (side - alone.rows) / 2, alone.cols, alone.rows)));

  const cv::Mat scores = impl_->scores_of(planes);
  const float* score = scores.ptr<float>(0);
  const float highest = *std::max_element(score, score + impl_->classes.size());
  std::vector<Candidate> candidates;
  double sum = 0.0;
  for (std::size_t i = 0; i < impl_->classes.size(); ++i) {
    const double weight = std::exp(static_cast<double>(score[i] - highest));
    sum += weight;
    candidates.push_back(Candidate{impl_->classes[i], weight, "symbol"});
  }
  for (Candidate& candidate : candidates) candidate.confidence /= sum;
  std::stable_sort(candidates.begin(), candidates.end(),
                   [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
  return candidates;
}

}  // namespace shenbao::extract
