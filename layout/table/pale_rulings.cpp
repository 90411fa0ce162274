#include "layout/table/pale_rulings.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <utility>
#include <vector>

#include "layout/ink/pixels.h"
#include "layout/ink/runs.h"
#include "layout/ink/statistics.h"

namespace shenbao::layout {

namespace {

constexpr int kSteps = 8;              // of a mean for one grey level
constexpr std::int16_t kUnknown = -1;  // more than half of the window is ink
constexpr int kLeastGlyph = 6;         // pixels: the windows need some length
constexpr int kThickestDash = 4;       // pixels
constexpr int kBlur = 5;               // pixels across: ink with its blurred edges
constexpr int kSampling = 3;           // rows and columns: enough to measure noise
constexpr int kNoise = 6;              // times the median difference, 4 sigma: one pixel in ten thousand passes
constexpr double kWindow = 1.5;        // glyph heights of line for a mean
constexpr double kShortest = 2;        // glyph heights of line
constexpr double kEnd = 0.5;           // of a line's usual ridge: there the window hangs over its end
constexpr double kCrossed = 0.2;       // share of ink over two glyphs: writing stands there
constexpr double kMostCrossed = 0.1;   // share of such places: a ruling has writing beside it, not on it
constexpr double kDots = 0.75;         // quantile of the contrasts along an edge: of dots, not of their gaps

/// How far from the middle of a line its paper is looked at.
int away_of(int glyph) {
  constexpr int kBlurred = 3;            // pixels: past the blurred edge of a hairline
  return std::max(kBlurred, glyph / 5);  // nearer than the writing beside it
}

/// The mean of `gray` outside `ink` over a window of `length` columns around each pixel, in steps of an eighth.
cv::Mat means_along(const cv::Mat& gray, const cv::Mat& ink, int length) {
  const auto sum_along = [length](const cv::Mat& values) {
    cv::Mat sums;
    cv::boxFilter(values, sums, CV_32S, cv::Size(length | 1, 1), cv::Point(-1, -1), /*normalize=*/false,
                  cv::BORDER_CONSTANT);
    return sums;
  };
  const cv::Mat ones = cv::Mat::ones(gray.size(), CV_8UC1);
  const cv::Mat sums = sum_along(gray & ~ink), counts = sum_along(ones & ~ink), columns = sum_along(ones);
  cv::Mat means(gray.size(), CV_16SC1);
  means.forEach<std::int16_t>([&](std::int16_t& mean, const int* at) {
    const int count = counts.at<int>(at);
    const bool known = 2 * count >= columns.at<int>(at);
    mean = known ? static_cast<std::int16_t>(kSteps * sums.at<int>(at) / count) : kUnknown;
  });
  return means;
}

/// By how much each pixel is darker than those `away` above and below it; 0 where that is unknown. The first row is
/// that of row `away`.
cv::Mat ridges_of(const cv::Mat& means, int away) {
  const cv::Mat above = means.rowRange(0, means.rows - 2 * away), below = means.rowRange(2 * away, means.rows);
  const cv::Mat here = means.rowRange(away, means.rows - away), paler = cv::min(above, below);
  cv::Mat ridges = paler - here;
  ridges.setTo(0, cv::min(paler, here) < 0);
  return ridges;
}

/// The difference that noise makes between means `away` rows apart.
int noise_of(const cv::Mat& means, int away) {
  std::vector<int> differences;
  for (int y = 0; y + away < means.rows; y += kSampling) {
    const auto* here = means.ptr<std::int16_t>(y);
    const auto* below = means.ptr<std::int16_t>(y + away);
    for (int x = 0; x < means.cols; x += kSampling) {
      if (here[x] >= 0 && below[x] >= 0) differences.push_back(std::abs(here[x] - below[x]));
    }
  }
  return differences.empty() ? 0 : median(std::move(differences));
}

/// Whether a line runs through writing here and there.
bool crosses_writing(const std::uint8_t* ink, int begin, int end, int glyph) {
  int windows = 0, written = 0;
  for (int from = begin; from + 2 * glyph <= end; from += 2 * glyph, ++windows) {
    const auto paper = std::count(ink + from, ink + from + 2 * glyph, std::uint8_t{0});
    written += static_cast<double>(2 * glyph - paper) / (2 * glyph) >= kCrossed ? 1 : 0;
  }
  return written > kMostCrossed * windows;
}

/// Paints [begin, end) without its ends, where the window hangs over the line.
void paint_core(const std::int16_t* ridge, int begin, int end, int glyph, const std::uint8_t* ink,
                std::uint8_t* target) {
  const double least = kEnd * median(std::vector<std::int16_t>(ridge + begin, ridge + end));
  while (begin < end && ridge[begin] < least) ++begin;
  while (begin < end && ridge[end - 1] < least) --end;
  if (end - begin < kShortest * glyph || crosses_writing(ink, begin, end, glyph)) return;
  std::fill(target + begin, target + end, std::uint8_t{255});
}

/// Points along an edge, and how many of them have ink on both sides.
struct EdgeCount {
  int points = 0;
  int in_writing = 0;
};

void count_edge(const cv::Mat& ink, const Point& from, const Point& to, int glyph, EdgeCount& count) {
  const bool level = std::abs(to.x - from.x) > std::abs(to.y - from.y);
  const double length = std::max(std::abs(to.x - from.x), std::abs(to.y - from.y));
  const auto has_ink = [&](int x, int y, int first, int last) {
    for (int away = first; away <= last; ++away) {
      const int at_x = level ? x : x + away, at_y = level ? y + away : y;
      if (at_x < 0 || at_y < 0 || at_x >= ink.cols || at_y >= ink.rows) continue;
      if (ink.at<std::uint8_t>(at_y, at_x) != 0) return true;
    }
    return false;
  };
  const int reach = std::max(3, glyph * 3 / 10);  // nearer than the next line of writing
  for (double at = glyph / 2.0; at < length - glyph / 2.0; at += 2) {
    const int x = static_cast<int>(from.x + at / length * (to.x - from.x));
    const int y = static_cast<int>(from.y + at / length * (to.y - from.y));
    count.points += 1;
    count.in_writing += has_ink(x, y, -reach, -2) && has_ink(x, y, 2, reach) ? 1 : 0;
  }
}

cv::Mat level_lines(const cv::Mat& gray, const cv::Mat& ink, int glyph, double least_contrast) {
  cv::Mat near_ink;
  cv::dilate(ink, near_ink, rectangle_of(kBlur, kBlur));
  const int away = away_of(glyph);
  const cv::Mat means = means_along(gray, near_ink, static_cast<int>(kWindow * glyph));
  const int least = std::max(static_cast<int>(least_contrast * kSteps), kNoise * noise_of(means, away));
  cv::Mat lines = cv::Mat::zeros(gray.size(), CV_8UC1);
  if (gray.rows <= 2 * away) return lines;
  const cv::Mat ridges = ridges_of(means, away), high = ridges >= least;
  for (int y = 0; y < ridges.rows; ++y) {
    for_each_run(high.ptr<std::uint8_t>(y), high.cols, [&](int begin, int end) {
      if (end - begin < kShortest * glyph) return;
      paint_core(ridges.ptr<std::int16_t>(y), begin, end, glyph, ink.ptr<std::uint8_t>(y + away),
                 lines.ptr<std::uint8_t>(y + away));
    });
  }
  return lines;
}

/// By how much the line from one corner to the next is darker than what lies beside it, where it is printed.
double contrast_of_edge(const cv::Mat& gray, const Point& from, const Point& to, int away) {
  const bool level = std::abs(to.x - from.x) > std::abs(to.y - from.y);
  std::vector<int> contrasts;
  constexpr double kFrom = 0.1, kTo = 0.9, kStep = 0.05;  // shares of the edge: without the lines that cross its ends
  for (double share = kFrom; share < kTo; share += kStep) {
    const int x = static_cast<int>(from.x + share * (to.x - from.x)),
              y = static_cast<int>(from.y + share * (to.y - from.y));
    if (x < away || y < away || x + away >= gray.cols || y + away >= gray.rows) continue;
    const auto beside = [&](int distance) -> int {
      return level ? gray.at<std::uint8_t>(y + distance, x) : gray.at<std::uint8_t>(y, x + distance);
    };
    contrasts.push_back(std::min(beside(-away), beside(away)) - std::min({beside(-1), beside(0), beside(1)}));
  }
  return contrasts.empty() ? 0.0 : quantile(contrasts, kDots);
}

/// Print without dots and short dashes: those of a pale ruling are as dark as writing here and there.
cv::Mat without_dots(const cv::Mat& ink, int glyph) {
  const int thickest = std::max(kThickestDash, glyph / 5), longest = glyph / 2;  // strokes of figures are longer
  const ConnectedRuns connected = connect_runs(ink);
  std::vector<char> drop;
  for (const Box& box : boxes_of(connected)) {
    const auto [across, along] = std::minmax({box.width(), box.height()});
    drop.push_back(across <= thickest && along <= longest ? 1 : 0);
  }
  cv::Mat writing = ink.clone();
  erase_pieces(writing, connected, drop);
  return writing;
}

}  // namespace

cv::Mat find_pale_rulings(const cv::Mat& gray, const cv::Mat& ink, int glyph_height, double least_contrast) {
  if (gray.type() != CV_8UC1 || ink.type() != CV_8UC1 || gray.size() != ink.size()) {
    throw std::invalid_argument("find_pale_rulings: gray and ink must be CV_8UC1 of one size");
  }
  const int glyph = std::max(kLeastGlyph, glyph_height);
  const cv::Mat writing = without_dots(ink, glyph);
  return level_lines(gray, writing, glyph, least_contrast) |
         transposed(level_lines(transposed(gray), transposed(writing), glyph, least_contrast));
}

double contrast_of_rulings(const cv::Mat& gray, const std::vector<TableGrid>& tables, int glyph_height) {
  const int away = away_of(std::max(kLeastGlyph, glyph_height));
  std::vector<double> contrasts;
  for (const TableGrid& table : tables) {
    for (const Cell& cell : table.cells) {
      if (cell.inferred) continue;
      const auto& corners = cell.quad.corners;
      contrasts.push_back(contrast_of_edge(gray, corners[0], corners[1], away));
      contrasts.push_back(contrast_of_edge(gray, corners[0], corners[3], away));
    }
  }
  return contrasts.empty() ? 0.0 : median(contrasts);
}

double share_in_writing(const std::vector<TableGrid>& tables, const cv::Mat& ink, int glyph_height) {
  EdgeCount count;
  for (const TableGrid& table : tables) {
    for (const Cell& cell : table.cells) {
      const auto& corners = cell.quad.corners;
      if (cell.row > 0) count_edge(ink, corners[0], corners[1], glyph_height, count);
      if (cell.col > 0) count_edge(ink, corners[0], corners[3], glyph_height, count);
    }
  }
  return count.points > 0 ? static_cast<double>(count.in_writing) / count.points : 0.0;
}

}  // namespace shenbao::layout
