#include "layout/page/page_warp.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "layout/ink/runs.h"

namespace shenbao::layout {

namespace {

const double radians = CV_PI / 180;

/// A straight stroke: where its middle lies, its slope against its axis, its length.
struct Stroke {
  double along = 0.0;
  double across = 0.0;
  double slope = 0.0;
  double weight = 0.0;
};

/// Extent of a connected piece and sums for a straight line through its pixels, from the corner of its first run.
struct Moments {
  int left = 0, right = 0, top = 0, bottom = 0;
  int origin_x = 0, origin_y = 0;
  double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;

  void add(const Run& run) {
    if (n == 0) {
      left = origin_x = run.begin;
      top = origin_y = run.row;
    }
    left = std::min(left, run.begin);
    right = std::max(right, run.end);
    bottom = run.row + 1;
    const double v = run.row - origin_y;
    for (int column = run.begin; column < run.end; ++column) {
      const double u = column - origin_x;
      x += u;
      xx += u * u;
      xy += u * v;
    }
    const double length = run.end - run.begin;
    n += length;
    y += length * v;
    yy += length * v * v;
  }
};

/// Long thin strokes near the rows of `ink`.
std::vector<Stroke> find_strokes(const cv::Mat& ink, int glyph) {
  const int thickest = std::max(3, glyph / 3);
  cv::Mat joined, thick;
  cv::morphologyEx(ink, thick, cv::MORPH_OPEN,
                   cv::getStructuringElement(cv::MORPH_RECT, cv::Size(1, (thickest + 1) | 1)));
  joined = ink & ~thick;
  // Dots of a dotted ruling and the gaps where uprights cross.
  cv::morphologyEx(joined, joined, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(5, 1)));
  const ConnectedRuns connected = connect_runs(joined);
  std::vector<Moments> pieces(static_cast<std::size_t>(connected.pieces));
  for (const Run& run : connected.runs) pieces[run.piece].add(run);
  std::vector<Stroke> strokes;
  for (const Moments& m : pieces) {
    const int width = m.right - m.left, height = m.bottom - m.top;
    if (width < 3 * glyph || height > thickest + width / 7) continue;
    const double sxx = m.xx - m.x * m.x / m.n, sxy = m.xy - m.x * m.y / m.n, syy = m.yy - m.y * m.y / m.n;
    if (sxx <= 0) continue;
    const double slope = sxy / sxx;
    const double rest = std::sqrt(std::max(0.0, (syy - slope * sxy) / m.n));
    if (std::abs(slope) > 0.14 || rest > 1.2 + 0.004 * width) continue;
    strokes.push_back({m.origin_x + m.x / m.n, m.origin_y + m.y / m.n, slope, static_cast<double>(width) * width});
  }
  return strokes;
}

/// Slope = offset + gradient × across.
struct SlopeField {
  double offset = 0.0;
  double gradient = 0.0;
  double weight = 0.0;  ///< 0: nothing was found
};

double weighted_median(std::vector<std::pair<double, double>> values) {
  std::sort(values.begin(), values.end());
  double total = 0;
  for (const auto& [value, weight] : values) total += weight;
  double sum = 0;
  for (const auto& [value, weight] : values) {
    sum += weight;
    if (2 * sum >= total) return value;
  }
  return 0.0;
}

SlopeField fit_field(const std::vector<Stroke>& strokes, double middle, double size) {
  SlopeField field;
  if (strokes.empty()) return field;
  std::vector<std::pair<double, double>> slopes;
  for (const Stroke& stroke : strokes) {
    slopes.emplace_back(stroke.slope, stroke.weight);
    field.weight += stroke.weight;
  }
  field.offset = weighted_median(slopes);
  double scale = 0.04;  // radians; narrows to the spread of the strokes that agree
  for (int round = 0; round < 12; ++round) {
    double n = 0, t = 0, s = 0, tt = 0, ts = 0;
    for (const Stroke& stroke : strokes) {
      const double u = (stroke.across - middle) / size;
      const double rest = (stroke.slope - field.offset - field.gradient * size * u) / scale;
      const double w = stroke.weight / ((1 + rest * rest) * (1 + rest * rest));
      n += w;
      t += w * u;
      s += w * stroke.slope;
      tt += w * u * u;
      ts += w * u * stroke.slope;
    }
    // The prior asks for strokes spread over the sheet before a gradient is believed.
    const double spread = tt - t * t / n + 0.0002 * n;
    const double gradient = (ts - t * s / n) / spread;
    field.gradient = gradient / size;
    field.offset = (s - gradient * t) / n;
    scale = std::max(0.002, scale * 0.7);
  }
  return field;
}

/// Skew of lines of writing along the rows, radians, and how sharp their profile is.
std::pair<double, double> skew_of_writing(const cv::Mat& ink) {
  const int factor = std::max(1, std::max(ink.cols, ink.rows) / 600);
  std::vector<cv::Point> feet;
  for (int y = 0; y + factor < ink.rows; y += factor) {
    const std::uint8_t* row = ink.ptr<std::uint8_t>(y);
    const std::uint8_t* below = ink.ptr<std::uint8_t>(y + factor);
    for (int x = 0; x < ink.cols; x += factor) {
      if (row[x] != 0 && below[x] == 0) feet.emplace_back(x / factor, y / factor);
    }
  }
  if (feet.size() < 50) return {0.0, 0.0};
  double best = 0.0, best_score = -1.0;
  const int height = ink.rows / factor, width = ink.cols / factor;
  const auto score_of = [&](double angle) {
    std::vector<int> profile(static_cast<std::size_t>(height + width + 2));
    const double slope = std::tan(angle);
    for (const cv::Point& foot : feet) {
      const int bin = static_cast<int>(std::lround(foot.y - slope * (foot.x - width / 2.0))) + width / 2;
      ++profile[std::clamp(bin, 0, height + width + 1)];
    }
    double score = 0;
    for (const int count : profile) score += static_cast<double>(count) * count;
    return score / static_cast<double>(feet.size());
  };
  for (int step = -28; step <= 28; ++step) {
    const double score = score_of(step * 0.25 * radians);
    if (score > best_score) std::tie(best, best_score) = std::make_pair(step * 0.25 * radians, score);
  }
  return {best, best_score};
}

/// A straight edge of the sheet: its slope against its axis, and where its middle lies across.
struct SheetEdge {
  double slope = 0.0;
  double across = 0.0;
};

/// The edge that the first (or the last) sheet pixels of the columns of `sheet` make, in its pixels.
std::optional<SheetEdge> find_edge(const cv::Mat& sheet, bool last) {
  const cv::Rect box = cv::boundingRect(sheet);
  std::vector<cv::Point2f> points;
  const int inset = box.width / 10, columns = box.width - 2 * inset;  // the corners belong to the other edges
  for (int x = box.x + inset; x < box.x + inset + columns; ++x) {
    int y = last ? box.y + box.height - 1 : box.y;
    while (y >= box.y && y < box.y + box.height && sheet.at<std::uint8_t>(y, x) == 0) y += last ? -1 : 1;
    if (y > 0 && y < sheet.rows - 1) points.emplace_back(static_cast<float>(x), static_cast<float>(y));
  }
  if (columns < 50 || 10 * static_cast<int>(points.size()) < 8 * columns) return std::nullopt;
  cv::Vec4f line;
  cv::fitLine(points, line, cv::DIST_HUBER, 0, 0.01, 0.01);
  if (std::abs(line[0]) < 0.9F) return std::nullopt;
  SheetEdge edge;
  edge.slope = line[1] / line[0];
  edge.across = line[3] + edge.slope * (box.x + box.width / 2.0 - line[2]);
  const auto off = std::count_if(points.begin(), points.end(), [&](const cv::Point2f& point) {
    return std::abs(point.y - line[3] - edge.slope * (point.x - line[2])) > 2;
  });
  if (10 * off > static_cast<std::ptrdiff_t>(points.size())) return std::nullopt;
  return edge;
}

/// Slopes between two opposite edges, at the middle of the scan. `scale` is scan pixels for one of the edges'.
SlopeField field_between(const SheetEdge& first, const SheetEdge& second, double middle, double scale) {
  SlopeField field;
  const double gradient = (second.slope - first.slope) / (second.across - first.across);
  field.offset = first.slope + gradient * (middle - first.across);
  field.gradient = gradient / scale;
  return field;
}

}  // namespace

std::optional<PageWarp> warp_of_edges(const cv::Mat& surroundings, const cv::Size& scan) {
  if (surroundings.empty()) return std::nullopt;
  const cv::Mat sheet = ~surroundings;
  cv::Mat turned;
  cv::transpose(sheet, turned);
  const auto top = find_edge(sheet, false), bottom = find_edge(sheet, true);
  const auto left = find_edge(turned, false), right = find_edge(turned, true);
  if (!top || !bottom || !left || !right) return std::nullopt;
  const double scale = static_cast<double>(scan.width) / surroundings.cols;
  const SlopeField rows = field_between(*top, *bottom, sheet.rows / 2.0, scale);
  const SlopeField cols = field_between(*left, *right, sheet.cols / 2.0, scale);
  PageWarp warp;
  warp.skew = std::atan(rows.offset) / radians;
  warp.shear = -std::atan(rows.offset + cols.offset) / radians;
  warp.level_vanishing = -rows.gradient;
  warp.upright_vanishing = -cols.gradient;
  return warp;
}

PageWarp estimate_warp(const cv::Mat& ink, int glyph_height) {
  const int glyph = std::max(8, glyph_height);
  cv::Mat turned;
  cv::transpose(ink, turned);
  const std::vector<Stroke> level = find_strokes(ink, glyph), upright = find_strokes(turned, glyph);
  const double size = std::max(ink.cols, ink.rows);
  SlopeField rows = fit_field(level, ink.rows / 2.0, size);
  SlopeField cols = fit_field(upright, ink.cols / 2.0, size);
  PageWarp warp;
  warp.from_rulings = true;
  const double enough = 25.0 * glyph * glyph;  // one stroke of five glyphs
  if (rows.weight < enough && cols.weight < enough) {
    const auto along_rows = skew_of_writing(ink), along_cols = skew_of_writing(turned);
    const double slope = along_rows.second >= along_cols.second ? along_rows.first : -along_cols.first;
    warp.skew = slope / radians;
    warp.from_rulings = false;
    return warp;
  }
  // A gradient below a fifth of a degree from edge to edge is noise, or curl that rulings are traced through.
  const auto believed = [size](const SlopeField& field) {
    return std::abs(field.gradient) * size > 0.2 * radians ? field.gradient : 0.0;
  };
  if (rows.weight < enough) rows = {-cols.offset, 0.0, cols.weight};
  if (cols.weight < enough) cols = {-rows.offset, 0.0, rows.weight};
  warp.level_vanishing = -believed(rows);
  warp.upright_vanishing = -believed(cols);
  const double lean = rows.offset + cols.offset;
  const bool photographed = warp.level_vanishing != 0.0 || warp.upright_vanishing != 0.0;
  if (photographed || std::abs(lean) > 0.15 * radians) {
    warp.skew = std::atan(rows.offset) / radians;
    warp.shear = -std::atan(lean) / radians;
  } else {
    const double slope = (rows.offset * rows.weight - cols.offset * cols.weight) / (rows.weight + cols.weight);
    warp.skew = std::atan(slope) / radians;
  }
  return warp;
}

Transform straight_to_scan(const PageWarp& warp, const Point& middle) {
  const double level = warp.skew * radians, upright = (warp.skew + warp.shear) * radians;
  // Columns: where the level lines meet, where the uprights meet, and the middle, which stays in place.
  Transform centred;
  centred.m = {std::cos(level),      -std::sin(upright),     0, std::sin(level), std::cos(upright), 0,
               warp.level_vanishing, warp.upright_vanishing, 1};
  Transform to_middle, from_middle;
  to_middle.m = {1, 0, -middle.x, 0, 1, -middle.y, 0, 0, 1};
  from_middle.m = {1, 0, middle.x, 0, 1, middle.y, 0, 0, 1};
  return compose(from_middle, compose(centred, to_middle));
}

}  // namespace shenbao::layout
