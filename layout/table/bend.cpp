#include "layout/table/bend.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

namespace shenbao::layout {

namespace {

/// Evenly spaced points of a ruling, as (along, across).
std::vector<Point> samples_of(const Ruling& ruling, double step) {
  const double length = ruling.end() - ruling.begin();
  const int count = std::max(2, static_cast<int>(length / step) + 1);
  std::vector<Point> points;
  for (int i = 0; i < count; ++i) {
    const double along = ruling.begin() + length * i / (count - 1);
    points.push_back({along, ruling.at(along)});
  }
  return points;
}

}  // namespace

std::array<double, Bend::terms> Bend::basis(double along, double across) const {
  const double u = along / scale_ - 0.5, v = across / scale_ - 0.5;
  return {u, u * u, u * u * u, u * v, u * u * v, u * v * v};
}

Bend::Bend(const std::vector<Ruling>& rulings, double page_size) : scale_(std::max(1.0, page_size)) {
  std::vector<double> left, right;  // a row for each sample: terms and place across, both about its ruling's mean
  for (const Ruling& ruling : rulings) {
    const std::vector<Point> points = samples_of(ruling, scale_ / kSamples);
    const std::size_t first = right.size();
    std::array<double, terms> mean{};
    double mean_across = 0;
    for (const Point& point : points) {
      const auto values = basis(point.x, point.y);
      left.insert(left.end(), values.begin(), values.end());
      right.push_back(point.y);
      for (int t = 0; t < terms; ++t) mean[t] += values[t] / static_cast<double>(points.size());
      mean_across += point.y / static_cast<double>(points.size());
    }
    for (std::size_t i = first; i < right.size(); ++i) {
      for (int t = 0; t < terms; ++t) left[i * terms + t] -= mean[t];
      right[i] -= mean_across;
    }
  }
  if (right.empty()) return;
  const double samples = static_cast<double>(right.size());
  const cv::Mat rows(static_cast<int>(right.size()), terms, CV_64F, left.data()), across(right, false);
  // The prior holds the higher terms at zero where the rulings are too short to tell.
  constexpr double kPrior = 1e-4;  // of the samples' weight; more would hold back the bend of curled paper
  const cv::Mat prior = cv::Mat::eye(terms, terms, CV_64F) * (kPrior * samples + 1e-9);
  cv::Mat solution;
  cv::solve(rows.t() * rows + prior, rows.t() * across, solution, cv::DECOMP_CHOLESKY);
  std::copy(solution.begin<double>(), solution.end<double>(), weights_.begin());
  residual_ = cv::norm(across - rows * solution) / std::sqrt(samples);
}

double Bend::offset(double along, double across) const {
  const auto values = basis(along, across);
  double sum = 0;
  for (int t = 0; t < terms; ++t) sum += weights_[t] * values[t];
  return sum;
}

double Bend::level_of(const Ruling& ruling) const {
  const std::vector<Point> points = samples_of(ruling, scale_ / kSamples);
  double sum = 0;
  for (const Point& point : points) sum += point.y - offset(point.x, point.y);
  return sum / static_cast<double>(points.size());
}

double Bend::across(double level, double along) const {
  double position = level;
  // The offset hardly depends on the position it is added to: two rounds are exact to a hundredth of a pixel.
  for (int round = 0; round < 3; ++round) position = level + offset(along, position);
  return position;
}

}  // namespace shenbao::layout
