#include "layout/page/round_stamps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <stdexcept>
#include <tuple>

namespace shenbao::layout {

namespace {

const double smallest_radius = 0.4, largest_radius = 1.1;  // inches; official seals have 0.75 to 1
const int cell = 3;                                        // pixels of ink for one of the plane of votes
const int sampling = 3;                                    // of the pixels that vote
const int steps = 240;                                     // directions around a centre

/// How many slanted edges of `ink` point at each place from a stamp's distance.
cv::Mat vote_for_centres(const cv::Mat& ink, double inch) {
  cv::Mat soft;
  cv::blur(ink, soft, cv::Size(5, 5));
  cv::Mat votes = cv::Mat::zeros(ink.rows / cell + 1, ink.cols / cell + 1, CV_32F);
  const int nearest = static_cast<int>(smallest_radius * inch / cell);
  const int farthest = static_cast<int>(largest_radius * inch / cell);
  for (int y = 2; y + 2 < ink.rows; y += sampling) {
    const std::uint8_t* above = soft.ptr<std::uint8_t>(y - 2);
    const std::uint8_t* here = soft.ptr<std::uint8_t>(y);
    const std::uint8_t* below = soft.ptr<std::uint8_t>(y + 2);
    for (int x = 2; x + 2 < ink.cols; x += sampling) {
      if (here[x] < 40 || here[x] > 215) continue;
      const int dx = 2 * (here[x + 2] - here[x - 2]) + above[x + 2] - above[x - 2] + below[x + 2] - below[x - 2];
      const int dy = 2 * (below[x] - above[x]) + below[x + 2] - above[x + 2] + below[x - 2] - above[x - 2];
      const int large = std::max(std::abs(dx), std::abs(dy)), small = std::min(std::abs(dx), std::abs(dy));
      if (large < 200 || 7 * small < large) continue;  // within eight degrees of an axis: rulings and most strokes
      const float length = std::hypot(static_cast<float>(dx), static_cast<float>(dy));
      const float ux = static_cast<float>(dx) / length, uy = static_cast<float>(dy) / length;
      const float from_x = static_cast<float>(x) / cell, from_y = static_cast<float>(y) / cell;
      for (const float sense : {1.0F, -1.0F}) {
        for (int r = nearest; r <= farthest; ++r) {
          const int vx = static_cast<int>(from_x + sense * static_cast<float>(r) * ux + 0.5F);
          const int vy = static_cast<int>(from_y + sense * static_cast<float>(r) * uy + 0.5F);
          if (vx < 0 || vy < 0 || vx >= votes.cols || vy >= votes.rows) break;
          votes.at<float>(vy, vx) += 1;
        }
      }
    }
  }
  cv::blur(votes, votes, cv::Size(3, 3));
  return votes;
}

/// The places with the most votes above those around them, the best first, apart from each other.
std::vector<cv::Point> best_centres(const cv::Mat& votes, double inch) {
  cv::Mat around, excess;
  const int window = static_cast<int>(0.3 * inch / cell) * 2 + 1;
  cv::blur(votes, around, cv::Size(window, window));
  excess = votes - around;
  const std::size_t most = 6;  // tried: the right one was among the first three wherever there was a stamp
  std::vector<cv::Point> centres;
  while (centres.size() < most) {
    double best = 0;
    cv::Point place;
    cv::minMaxLoc(excess, nullptr, &best, nullptr, &place);
    if (best <= 0) break;
    centres.push_back(place * cell);
    cv::circle(excess, place, std::max(2, static_cast<int>(0.12 * inch / cell)), 0, cv::FILLED);
  }
  return centres;
}

/// Distance of the rim from a centre as a function of the direction.
struct Rim {
  std::array<double, 5> terms{};  ///< constant; cosine and sine of the angle; of twice the angle

  double at(double angle) const {
    return terms[0] + terms[1] * std::cos(angle) + terms[2] * std::sin(angle) + terms[3] * std::cos(2 * angle) +
           terms[4] * std::sin(2 * angle);
  }
};

/// Radial runs of ink around a centre: for each direction where each begins and ends.
using Rays = std::array<std::vector<std::pair<int, int>>, steps>;

double angle_of(int step) { return 2 * CV_PI * step / steps; }

Rays look_around(const cv::Mat& ink, const cv::Point& centre, double inch) {
  Rays rays;
  const int nearest = static_cast<int>(0.8 * smallest_radius * inch);
  const int farthest = static_cast<int>(1.15 * largest_radius * inch);
  for (int step = 0; step < steps; ++step) {
    const double ux = std::cos(angle_of(step)), uy = std::sin(angle_of(step));
    int begin = -1;
    for (int r = nearest; r <= farthest; ++r) {
      const int x = static_cast<int>(std::lround(centre.x + r * ux)),
                y = static_cast<int>(std::lround(centre.y + r * uy));
      const bool inked = x >= 0 && y >= 0 && x < ink.cols && y < ink.rows && ink.at<std::uint8_t>(y, x) != 0;
      if (inked && begin < 0) begin = r;
      if (!inked && begin >= 0) {
        rays[step].emplace_back(begin, r);
        begin = -1;
      }
    }
  }
  return rays;
}

/// The run of a ray that is nearest to `radius`, if one has its middle within `tolerance`.
std::optional<std::pair<int, int>> nearest_run(const std::vector<std::pair<int, int>>& ray, double radius,
                                               double tolerance) {
  std::optional<std::pair<int, int>> best;
  double distance = tolerance;
  for (const auto& run : ray) {
    const double away = std::abs((run.first + run.second - 1) / 2.0 - radius);
    if (away > distance) continue;
    distance = away;
    best = run;
  }
  return best;
}

/// Radii at which thin strokes are met in the most directions, the best first.
std::vector<double> likely_radii(const Rays& rays, double inch, int thickest) {
  std::vector<double> counts(static_cast<std::size_t>(1.2 * largest_radius * inch) + 8);
  for (const auto& ray : rays) {
    for (const auto& [begin, end] : ray) {
      if (end - begin <= thickest) counts[static_cast<std::size_t>((begin + end) / 2)] += 1;
    }
  }
  std::vector<double> smooth(counts.size());
  for (std::size_t r = 3; r + 3 < counts.size(); ++r) {
    for (std::size_t k = r - 3; k <= r + 3; ++k) smooth[r] += counts[k];
  }
  std::vector<double> radii;
  while (radii.size() < 3) {
    const auto best = std::max_element(smooth.begin(), smooth.end());
    if (*best < 0.3 * steps) break;
    const std::ptrdiff_t at = best - smooth.begin();
    radii.push_back(static_cast<double>(at));
    const auto from = smooth.begin() + std::max<std::ptrdiff_t>(0, at - 6);
    std::fill(from, smooth.begin() + std::min(at + 7, static_cast<std::ptrdiff_t>(smooth.size())), 0.0);
  }
  return radii;
}

Rim fit_rim(const Rays& rays, double radius, int thickest) {
  Rim rim;
  rim.terms[0] = radius;
  for (double tolerance = 7; tolerance > 1.5; tolerance *= 0.7) {
    cv::Mat normal = cv::Mat::eye(5, 5, CV_64F) * 0.5, right = cv::Mat::zeros(5, 1, CV_64F);
    for (int step = 0; step < steps; ++step) {
      const double angle = angle_of(step), expected = rim.at(angle);
      const auto run = nearest_run(rays[step], expected, tolerance);
      if (!run || run->second - run->first > thickest) continue;
      const double rest = (run->first + run->second - 1) / 2.0 - expected;
      const std::array<double, 5> row{1, std::cos(angle), std::sin(angle), std::cos(2 * angle), std::sin(2 * angle)};
      for (int i = 0; i < 5; ++i) {
        right.at<double>(i) += row[i] * rest;
        for (int j = 0; j < 5; ++j) normal.at<double>(i, j) += row[i] * row[j];
      }
    }
    cv::Mat change;
    cv::solve(normal, right, change, cv::DECOMP_CHOLESKY);
    for (int i = 0; i < 5; ++i) rim.terms[i] += change.at<double>(i);
  }
  return rim;
}

/// How much of the way around is rim.
struct RimView {
  double inked = 0.0;  ///< share of directions with ink on the rim
  double alike = 0.0;  ///< with a thin stroke as wide as the rim usually is
};

RimView look_along(const Rays& rays, const Rim& rim, int thickest) {
  RimView view;
  std::vector<int> widths;
  for (int step = 0; step < steps; ++step) {
    const double radius = rim.at(angle_of(step));
    bool inked = false;
    for (const auto& [begin, end] : rays[step]) inked = inked || (begin - 1.5 <= radius && radius <= end + 0.5);
    view.inked += inked ? 1.0 / steps : 0.0;
    const auto run = nearest_run(rays[step], radius, 2.0);
    if (run && run->second - run->first <= thickest) widths.push_back(run->second - run->first);
  }
  if (widths.empty()) return view;
  std::nth_element(widths.begin(), widths.begin() + static_cast<std::ptrdiff_t>(widths.size() / 2), widths.end());
  const int usual = widths[widths.size() / 2];
  const auto alike = std::count_if(widths.begin(), widths.end(), [usual](int w) { return std::abs(w - usual) <= 1; });
  view.alike = static_cast<double>(alike) / steps;
  return view;
}

Box box_of(const cv::Point& centre, const Rim& rim) {
  Box box{centre.x, centre.y, centre.x, centre.y};
  for (int step = 0; step < steps; ++step) {
    const double radius = rim.at(angle_of(step));
    const double x = centre.x + radius * std::cos(angle_of(step)), y = centre.y + radius * std::sin(angle_of(step));
    box.left = std::min(box.left, static_cast<int>(x) - 1);
    box.top = std::min(box.top, static_cast<int>(y) - 1);
    box.right = std::max(box.right, static_cast<int>(x) + 2);
    box.bottom = std::max(box.bottom, static_cast<int>(y) + 2);
  }
  return box;
}

bool meet(const Box& a, const Box& b) {
  return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
}

// On the corpus's grey pages the rims of seals have 0.99 and 1.58 at least, circles through text 0.82 and 1.32 at most.
const double least_inked = 0.8, least_together = 1.42;

}  // namespace

std::vector<Box> find_round_stamps(const cv::Mat& ink, double inch) {
  if (ink.empty() || ink.type() != CV_8UC1) throw std::invalid_argument("find_round_stamps: ink must be CV_8UC1");
  std::vector<Box> stamps;
  if (inch < 40) return stamps;  // too coarse to tell a rim from strokes of text
  const int thickest = std::max(3, static_cast<int>(0.06 * inch));
  for (const cv::Point& centre : best_centres(vote_for_centres(ink, inch), inch)) {
    const Rays rays = look_around(ink, centre, inch);
    for (const double radius : likely_radii(rays, inch, thickest)) {
      const Rim rim = fit_rim(rays, radius, thickest);
      const RimView view = look_along(rays, rim, thickest);
      if (view.inked < least_inked || view.inked + view.alike < least_together) continue;
      const Box box = box_of(centre, rim);
      const bool known = std::any_of(stamps.begin(), stamps.end(), [&](const Box& other) { return meet(box, other); });
      if (!known) stamps.push_back(box);
    }
  }
  std::sort(stamps.begin(), stamps.end(),
            [](const Box& a, const Box& b) { return std::tie(a.top, a.left) < std::tie(b.top, b.left); });
  return stamps;
}

}  // namespace shenbao::layout
