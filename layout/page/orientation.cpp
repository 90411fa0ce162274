#include "layout/page/orientation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "layout/ink/pixels.h"

namespace shenbao::layout {

namespace {

constexpr int kSide = 32;             // of the net's input, as trained
constexpr int kFilled = 28;           // of it, by the glyph's longer side, as trained
constexpr int kLeastContrast = 24;    // grey levels; flatter boxes are paper
constexpr int kSmallest = 5;          // pixels; of a smaller glyph nothing can be told
constexpr int kLongest = 4;           // times as long as wide: a stroke
constexpr double kUnsureShare = 0.1;  // of each vote, spread over all ways: bounds what one odd box can do

/// The part of each box that lies in `gray`, of those that may hold a glyph.
std::vector<cv::Rect> places_of(const cv::Mat& gray, const std::vector<Box>& glyphs) {
  std::vector<cv::Rect> places;
  for (const Box& box : glyphs) {
    const cv::Rect place = to_rect(box) & cv::Rect(cv::Point(), gray.size());
    const int longer = std::max(place.width, place.height), shorter = std::min(place.width, place.height);
    if (longer >= kSmallest && kLongest * shorter >= longer) places.push_back(place);
  }
  return places;
}

/// Draws the glyph as the net was trained to see it: ink 1, paper 0, centred. False if it has no contrast.
bool normalize(const cv::Mat& glyph, cv::Mat plane) {
  double low = 0.0, high = 0.0;
  cv::minMaxLoc(glyph, &low, &high);
  if (high - low < kLeastContrast) return false;
  const double scale = static_cast<double>(kFilled) / std::max(glyph.cols, glyph.rows);
  const int width = std::max(1, static_cast<int>(glyph.cols * scale + 0.5));
  const int height = std::max(1, static_cast<int>(glyph.rows * scale + 0.5));
  cv::Mat small;
  cv::resize(glyph, small, cv::Size(width, height), 0, 0, scale < 1.0 ? cv::INTER_AREA : cv::INTER_LINEAR);
  cv::Mat target = plane(cv::Rect((kSide - width) / 2, (kSide - height) / 2, width, height));
  small.convertTo(target, CV_32F, -1.0 / (high - low), high / (high - low));
  return true;
}

}  // namespace

struct OrientationModel::Impl {
  mutable cv::dnn::Net net;  // forward() is not const, though it changes nothing that outlives the call
};

OrientationModel::OrientationModel(const std::string& onnx_path) : impl_(std::make_unique<Impl>()) {
  try {
    impl_->net = cv::dnn::readNetFromONNX(onnx_path);
    const std::vector<int> shape = {1, 1, kSide, kSide};
    impl_->net.setInput(cv::Mat::zeros(4, shape.data(), CV_32F));
    if (impl_->net.forward().total() != 4) throw std::runtime_error("it has another shape");
  } catch (const std::exception& trouble) {
    throw std::runtime_error("orientation model " + onnx_path + ": " + trouble.what());
  }
}

OrientationModel::~OrientationModel() = default;
OrientationModel::OrientationModel(OrientationModel&&) noexcept = default;
OrientationModel& OrientationModel::operator=(OrientationModel&&) noexcept = default;

OrientationModel::Answer OrientationModel::rotation_of(const cv::Mat& gray, const std::vector<Box>& glyphs,
                                                       const std::array<bool, 4>& possible) const {
  if (gray.empty() || gray.type() != CV_8UC1) throw std::invalid_argument("rotation_of: gray must be CV_8UC1");
  const std::vector<cv::Rect> places = places_of(gray, glyphs);
  if (places.empty()) return {};

  const std::vector<int> shape = {static_cast<int>(places.size()), 1, kSide, kSide};
  cv::Mat planes = cv::Mat::zeros(4, shape.data(), CV_32F);
  int count = 0;
  for (const cv::Rect& place : places) {
    if (normalize(gray(place), cv::Mat(kSide, kSide, CV_32F, planes.ptr<float>(count)))) ++count;
  }
  if (count == 0) return {};
  const std::vector<int> used = {count, 1, kSide, kSide};
  impl_->net.setInput(cv::Mat(4, used.data(), CV_32F, planes.data));
  cv::Mat shares;
  impl_->net.forward().convertTo(shares, CV_64F);
  cv::exp(shares, shares);

  std::array<double, 4> likelihood{};
  std::array<double, 4> votes{};
  for (int glyph = 0; glyph < count; ++glyph) {
    const double* of_ways = shares.ptr<double>(glyph);
    const double sum = std::accumulate(of_ways, of_ways + 4, 0.0);
    for (std::size_t way = 0; way < 4; ++way) {
      likelihood[way] += std::log((1.0 - kUnsureShare) * of_ways[way] / sum + kUnsureShare / 4.0);
      votes[way] += of_ways[way] / sum;
    }
  }
  std::size_t winner = 0;
  double cast = 0.0;
  for (std::size_t way = 0; way < 4; ++way) {
    if (!possible[way]) continue;
    if (!possible[winner] || likelihood[way] > likelihood[winner]) winner = way;
    cast += votes[way];
  }
  if (cast <= 0.0) return {};
  return {static_cast<int>(winner) * 90, votes[winner] / cast};
}

}  // namespace shenbao::layout
