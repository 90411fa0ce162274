#include "layout/page/round_stamps.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <stdexcept>

#include "layout/ink/pixels.h"
#include "layout/ink/statistics.h"

namespace shenbao::layout {

namespace {

/// Lengths in millimetres. Round seals of offices and companies have radii of 19 to 22.
struct StampSize {
  static constexpr double kSmallest = 10, kLargest = 28;  // radius: on a sheet that is larger or smaller than A4, too
  static constexpr double kThickest = 1.53;               // rim
  static constexpr double kSurroundings = 7.6;            // around a centre, whose votes are noise
  static constexpr double kApart = 3;                     // two centres
  static constexpr double kNearest = 0.8, kFarthest = 1.15;  // of the radii: a centre is off by so much at the most
};

/// How a rim is looked for in the ink.
struct RimSearch {
  static constexpr int kSmoothing = 5;   // pixels across: binarized ink has edges in steps, which point nowhere
  static constexpr int kScatter = 3;     // cells across, over which the votes for one centre fall
  static constexpr int kCell = 3;        // pixels of ink for one of the plane of votes
  static constexpr int kSampling = 3;    // pixels: of so many one votes
  static constexpr int kEdge = 40;       // grey levels of blurred ink, from white and from black: an edge
  static constexpr int kSteepest = 200;  // sum of a Sobel window: a clear edge
  static constexpr int kSlant = 7;       // tangent of 82 degrees: rulings and most strokes are within 8 of an axis
  static constexpr std::size_t kCentres =
      6;                                    // tried: the right one was among the first three wherever there was a stamp
  static constexpr std::size_t kRadii = 3;  // a stamp has an inner ring and a star besides its rim
  static constexpr double kLeastRing = 0.3;  // of the directions: thin strokes at one radius
  static constexpr int kRingWidth = 3;       // pixels on each side of a radius: the rim is no perfect circle
  static constexpr double kFirstTolerance = 7, kLastTolerance = 1.5, kNarrowing = 0.7;  // pixels off the fitted rim
  static constexpr double kPrior = 0.5;    // weight of a perfect circle, in directions
  static constexpr double kOnRim = 2;      // pixels from the fitted rim
  static constexpr double kTouched = 1.5;  // pixels from ink to the fitted rim, which worn ink leaves no more exact
};
constexpr int kSteps = 240;  // directions around a centre

// On the corpus's grey pages the rims of seals have 0.99 and 1.58 at least, circles through text 0.82 and 1.32 at most.
constexpr double kLeastInked = 0.8, kLeastTogether = 1.42;
constexpr double kCoarsest = 1.6;  // pixels per millimetre: below, a rim is not told from strokes of text

/// How many slanted edges of `ink` point at each place from a stamp's distance.
cv::Mat vote_for_centres(const cv::Mat& ink, double mm) {
  cv::Mat soft;
  cv::blur(ink, soft, cv::Size(RimSearch::kSmoothing, RimSearch::kSmoothing));
  cv::Mat votes = cv::Mat::zeros(ink.rows / RimSearch::kCell + 1, ink.cols / RimSearch::kCell + 1, CV_32F);
  const int nearest = static_cast<int>(StampSize::kSmallest * mm / RimSearch::kCell);
  const int farthest = static_cast<int>(StampSize::kLargest * mm / RimSearch::kCell);
  for (int y = 2; y + 2 < ink.rows; y += RimSearch::kSampling) {
    const std::uint8_t* above = soft.ptr<std::uint8_t>(y - 2);
    const std::uint8_t* here = soft.ptr<std::uint8_t>(y);
    const std::uint8_t* below = soft.ptr<std::uint8_t>(y + 2);
    for (int x = 2; x + 2 < ink.cols; x += RimSearch::kSampling) {
      if (here[x] < RimSearch::kEdge || here[x] > 255 - RimSearch::kEdge) continue;
      const int dx = 2 * (here[x + 2] - here[x - 2]) + above[x + 2] - above[x - 2] + below[x + 2] - below[x - 2];
      const int dy = 2 * (below[x] - above[x]) + below[x + 2] - above[x + 2] + below[x - 2] - above[x - 2];
      const int large = std::max(std::abs(dx), std::abs(dy)), small = std::min(std::abs(dx), std::abs(dy));
      if (large < RimSearch::kSteepest || RimSearch::kSlant * small < large) continue;
      const float length = std::hypot(static_cast<float>(dx), static_cast<float>(dy));
      const float ux = static_cast<float>(dx) / length, uy = static_cast<float>(dy) / length;
      const float from_x = static_cast<float>(x) / RimSearch::kCell, from_y = static_cast<float>(y) / RimSearch::kCell;
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
  cv::blur(votes, votes, cv::Size(RimSearch::kScatter, RimSearch::kScatter));
  return votes;
}

/// The places with the most votes above those around them, the best first, apart from each other.
std::vector<cv::Point> best_centres(const cv::Mat& votes, double mm) {
  cv::Mat around, excess;
  const int window = static_cast<int>(StampSize::kSurroundings * mm / RimSearch::kCell) * 2 + 1;
  cv::blur(votes, around, cv::Size(window, window));
  excess = votes - around;
  std::vector<cv::Point> centres;
  while (centres.size() < RimSearch::kCentres) {
    double best = 0;
    cv::Point place;
    cv::minMaxLoc(excess, nullptr, &best, nullptr, &place);
    if (best <= 0) break;
    centres.push_back(place * RimSearch::kCell);
    cv::circle(excess, place, std::max(2, static_cast<int>(StampSize::kApart * mm / RimSearch::kCell)), 0, cv::FILLED);
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
using Rays = std::array<std::vector<std::pair<int, int>>, kSteps>;

double angle_of(int step) { return 2 * CV_PI * step / kSteps; }

Rays look_around(const cv::Mat& ink, const cv::Point& centre, double mm) {
  Rays rays;
  const int nearest = static_cast<int>(StampSize::kNearest * StampSize::kSmallest * mm);
  const int farthest = static_cast<int>(StampSize::kFarthest * StampSize::kLargest * mm);
  for (int step = 0; step < kSteps; ++step) {
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
std::vector<double> likely_radii(const Rays& rays, double mm, int thickest) {
  cv::Mat counts = cv::Mat::zeros(1, static_cast<int>(StampSize::kFarthest * StampSize::kLargest * mm) + 8, CV_32F);
  for (const auto& ray : rays) {
    for (const auto& [begin, end] : ray) {
      if (end - begin <= thickest) counts.at<float>((begin + end) / 2) += 1;
    }
  }
  constexpr int kWidth = 2 * RimSearch::kRingWidth + 1;
  cv::boxFilter(counts, counts, CV_32F, cv::Size(kWidth, 1), cv::Point(-1, -1), /*normalize=*/false);
  std::vector<double> radii;
  while (radii.size() < RimSearch::kRadii) {
    double most = 0;
    cv::Point best;
    cv::minMaxLoc(counts, nullptr, &most, nullptr, &best);
    if (most < RimSearch::kLeastRing * kSteps) break;
    radii.push_back(best.x);
    cv::line(counts, best - cv::Point(kWidth - 1, 0), best + cv::Point(kWidth - 1, 0), 0);
  }
  return radii;
}

Rim fit_rim(const Rays& rays, double radius, int thickest) {
  Rim rim;
  rim.terms[0] = radius;
  for (double tolerance = RimSearch::kFirstTolerance; tolerance > RimSearch::kLastTolerance;
       tolerance *= RimSearch::kNarrowing) {
    cv::Mat normal = cv::Mat::eye(5, 5, CV_64F) * RimSearch::kPrior, right = cv::Mat::zeros(5, 1, CV_64F);
    for (int step = 0; step < kSteps; ++step) {
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
  for (int step = 0; step < kSteps; ++step) {
    const double radius = rim.at(angle_of(step));
    bool inked = false;
    for (const auto& [begin, end] : rays[step]) {
      inked = inked || (begin - RimSearch::kTouched <= radius && radius <= end - 1 + RimSearch::kTouched);
    }
    view.inked += inked ? 1.0 / kSteps : 0.0;
    const auto run = nearest_run(rays[step], radius, RimSearch::kOnRim);
    if (run && run->second - run->first <= thickest) widths.push_back(run->second - run->first);
  }
  if (widths.empty()) return view;
  const int usual = median(widths);
  const auto alike = std::count_if(widths.begin(), widths.end(), [usual](int w) { return std::abs(w - usual) <= 1; });
  view.alike = static_cast<double>(alike) / kSteps;
  return view;
}

Box box_of(const cv::Point& centre, const Rim& rim) {
  std::vector<cv::Point> outline;
  for (int step = 0; step < kSteps; ++step) {
    const double angle = angle_of(step), radius = rim.at(angle);
    outline.emplace_back(static_cast<int>(centre.x + radius * std::cos(angle)),
                         static_cast<int>(centre.y + radius * std::sin(angle)));
  }
  const Box box = to_box(cv::boundingRect(outline));
  return {box.left - 1, box.top - 1, box.right + 1, box.bottom + 1};  // half the rim's thickness
}

}  // namespace

std::vector<Box> find_round_stamps(const cv::Mat& ink, double mm) {
  if (ink.empty() || ink.type() != CV_8UC1) throw std::invalid_argument("find_round_stamps: ink must be CV_8UC1");
  std::vector<Box> stamps;
  if (mm < kCoarsest) return stamps;  // too coarse to tell a rim from strokes of text
  const int thickest = std::max(3, static_cast<int>(StampSize::kThickest * mm));  // pixels: a thin rim, blurred
  for (const cv::Point& centre : best_centres(vote_for_centres(ink, mm), mm)) {
    const Rays rays = look_around(ink, centre, mm);
    for (const double radius : likely_radii(rays, mm, thickest)) {
      const Rim rim = fit_rim(rays, radius, thickest);
      const RimView view = look_along(rays, rim, thickest);
      if (view.inked < kLeastInked || view.inked + view.alike < kLeastTogether) continue;
      const Box box = box_of(centre, rim);
      const bool known = std::any_of(stamps.begin(), stamps.end(), [&](const Box& other) { return meet(box, other); });
      if (!known) stamps.push_back(box);
    }
  }
  std::sort(stamps.begin(), stamps.end(), [](const Box& a, const Box& b) { return is_before(a, b); });
  return stamps;
}

}  // namespace shenbao::layout
