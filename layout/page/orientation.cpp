#include "layout/page/orientation.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <opencv2/dnn.hpp>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

namespace shenbao::layout {

namespace {

constexpr int side = 32;              // of the net's input, as trained
constexpr int filled = 28;            // of it, by the glyph's longer side
constexpr int least_contrast = 24;    // gray levels; flatter boxes are paper
constexpr std::size_t enough = 96;    // glyphs; 50 already decided every page tried, more cost time
constexpr int smallest_glyph = 5;     // pixels, shorter than that nothing can be told
constexpr double unsure_share = 0.1;  // of each vote, spread over all ways: bounds what one odd box can do

cv::Rect inside(const Box& box, const cv::Mat& image) {
  return cv::Rect(box.left, box.top, box.width(), box.height()) & cv::Rect(0, 0, image.cols, image.rows);
}

bool may_be_glyph(const cv::Rect& place) {
  const int longer = std::max(place.width, place.height);
  return longer >= smallest_glyph && 4 * std::min(place.width, place.height) >= longer;
}

/// Up to `enough` of the places, spread evenly over the list so that no part of the page speaks alone.
std::vector<cv::Rect> chosen(const cv::Mat& gray, const std::vector<Box>& glyphs) {
  std::vector<cv::Rect> places;
  for (const Box& box : glyphs) {
    const cv::Rect place = inside(box, gray);
    if (may_be_glyph(place)) places.push_back(place);
  }
  if (places.size() <= enough) return places;
  std::vector<cv::Rect> spread;
  for (std::size_t i = 0; i < enough; ++i) spread.push_back(places[i * places.size() / enough]);
  return spread;
}

/// Draws the glyph as the net was trained to see it: ink 1, paper 0, centred. False if it has no contrast.
bool normalize(const cv::Mat& glyph, cv::Mat plane) {
  double low = 0.0, high = 0.0;
  cv::minMaxLoc(glyph, &low, &high);
  if (high - low < least_contrast) return false;
  const double scale = static_cast<double>(filled) / std::max(glyph.cols, glyph.rows);
  const int width = std::max(1, static_cast<int>(glyph.cols * scale + 0.5));
  const int height = std::max(1, static_cast<int>(glyph.rows * scale + 0.5));
  cv::Mat small;
  cv::resize(glyph, small, cv::Size(width, height), 0, 0, scale < 1.0 ? cv::INTER_AREA : cv::INTER_LINEAR);
  cv::Mat target = plane(cv::Rect((side - width) / 2, (side - height) / 2, width, height));
  small.convertTo(target, CV_32F, -1.0 / (high - low), high / (high - low));
  return true;
}

std::array<double, 4> softmax(const float* scores) {
  const float highest = *std::max_element(scores, scores + 4);
  std::array<double, 4> shares{};
  double sum = 0.0;
  for (std::size_t i = 0; i < 4; ++i) sum += shares[i] = std::exp(static_cast<double>(scores[i] - highest));
  for (double& share : shares) share /= sum;
  return shares;
}

}  // namespace

struct OrientationModel::Impl {
  mutable cv::dnn::Net net;  // forward() is not const, though it changes nothing that outlives the call
};

OrientationModel::OrientationModel(const std::string& onnx_path) : impl_(std::make_unique<Impl>()) {
  try {
    impl_->net = cv::dnn::readNetFromONNX(onnx_path);
    const std::vector<int> shape = {1, 1, side, side};
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
  const std::vector<cv::Rect> places = chosen(gray, glyphs);
  if (places.empty()) return {};

  const std::vector<int> shape = {static_cast<int>(places.size()), 1, side, side};
  cv::Mat planes = cv::Mat::zeros(4, shape.data(), CV_32F);
  int count = 0;
  for (const cv::Rect& place : places) {
    if (normalize(gray(place), cv::Mat(side, side, CV_32F, planes.ptr<float>(count)))) ++count;
  }
  if (count == 0) return {};
  const std::vector<int> used = {count, 1, side, side};
  impl_->net.setInput(cv::Mat(4, used.data(), CV_32F, planes.data));
  const cv::Mat scores = impl_->net.forward();

  std::array<double, 4> likelihood{};
  std::array<double, 4> votes{};
  for (int glyph = 0; glyph < count; ++glyph) {
    const std::array<double, 4> shares = softmax(scores.ptr<float>(glyph));
    for (std::size_t way = 0; way < 4; ++way) {
      likelihood[way] += std::log((1.0 - unsure_share) * shares[way] + unsure_share / 4.0);
      votes[way] += shares[way];
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
