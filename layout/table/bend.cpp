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

Bend::Bend(const std::vector<const Ruling*>& rulings, double page_size) : scale_(std::max(1.0, page_size)) {
  const double step = scale_ / kSamples;
  cv::Mat normal = cv::Mat::zeros(terms, terms, CV_64F);
  cv::Mat right = cv::Mat::zeros(terms, 1, CV_64F);
  double samples = 0;
  const auto for_each_centred = [&](auto use) {
    for (const Ruling* ruling : rulings) {
      const std::vector<Point> points = samples_of(*ruling, step);
      std::array<double, terms> mean{};
      double mean_across = 0;
      for (const Point& point : points) {
        const auto values = basis(point.x, point.y);
        for (int t = 0; t < terms; ++t) mean[t] += values[t] / static_cast<double>(points.size());
        mean_across += point.y / static_cast<double>(points.size());
      }
      for (const Point& point : points) {
        auto values = basis(point.x, point.y);
        for (int t = 0; t < terms; ++t) values[t] -= mean[t];
        use(values, point.y - mean_across);
      }
    }
  };
  for_each_centred([&](const std::array<double, terms>& values, double across) {
    samples += 1;
    for (int i = 0; i < terms; ++i) {
      right.at<double>(i) += values[i] * across;
      for (int j = 0; j < terms; ++j) normal.at<double>(i, j) += values[i] * values[j];
    }
  });
  if (samples == 0) return;
  // The prior holds the higher terms at zero where the rulings are too short to tell.
  constexpr double kPrior = 1e-4;  // of the samples' weight; more would hold back the bend of curled paper
  for (int t = 0; t < terms; ++t) normal.at<double>(t, t) += kPrior * samples + 1e-9;
  cv::Mat solution;
  cv::solve(normal, right, solution, cv::DECOMP_CHOLESKY);
  for (int t = 0; t < terms; ++t) weights_[t] = solution.at<double>(t);
  double squares = 0;
  for_each_centred([&](const std::array<double, terms>& values, double across) {
    double rest = across;
    for (int t = 0; t < terms; ++t) rest -= weights_[t] * values[t];
    squares += rest * rest;
  });
  residual_ = std::sqrt(squares / samples);
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
