#include "layout/page/page_warp.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "layout/ink/pixels.h"
#include "layout/ink/runs.h"
#include "layout/ink/statistics.h"

namespace shenbao::layout {

namespace {

constexpr double kRadians = CV_PI / 180;

/// What is taken for a straight stroke of a ruling.
struct StrokeShape {
  static constexpr double kThickest = 1.0 / 3;  // glyph heights: the thickest rulings; strokes of titles are shorter
  static constexpr int kJoined = 5;             // pixels: dots of a dotted ruling, the gaps where uprights cross
  static constexpr int kShortest = 3;           // glyph heights: longer than any stroke of a glyph
  static constexpr double kSteepest = 0.14;     // slope, of 8 degrees: sheets lie up to 5 askew, photographs add some
  static constexpr double kRough = 1.2;         // pixels off the straight line, root mean square: ink's own edge
  static constexpr double kBent = 0.004;        // of the width, off the straight line: paper that curls a little
};

/// A straight stroke: where its middle lies, its slope against its axis, its weight.
struct Stroke {
  double along = 0.0;
  double across = 0.0;
  double slope = 0.0;
  double weight = 0.0;
};

/// Sums for a straight line through the pixels of a connected piece, from the corner of its box.
struct Moments {
  double n = 0, x = 0, y = 0, xx = 0, xy = 0, yy = 0;

  void add(const Run& run, const Box& box) {
    const double length = run.end - run.begin, v = run.row - box.top;
    const double u = (run.begin + run.end - 1) / 2.0 - box.left;  // of the run's middle
    n += length;
    x += length * u;
    y += length * v;
    xx += length * u * u + length * (length * length - 1) / 12;  // of its middle, and of its pixels about that
    xy += length * u * v;
    yy += length * v * v;
  }
};

/// Long thin strokes near the rows of `ink`.
std::vector<Stroke> find_strokes(const cv::Mat& ink, int glyph) {
  const int thickest = std::max(3, static_cast<int>(StrokeShape::kThickest * glyph));  // a blurred hairline
  cv::Mat thick, joined;
  cv::morphologyEx(ink, thick, cv::MORPH_OPEN, rectangle_of(1, (thickest + 1) | 1));
  cv::morphologyEx(ink & ~thick, joined, cv::MORPH_CLOSE, rectangle_of(StrokeShape::kJoined, 1));
  const ConnectedRuns connected = connect_runs(joined);
  const std::vector<Box> boxes = boxes_of(connected);
  std::vector<Moments> pieces(boxes.size());
  for (const Run& run : connected.runs) pieces[run.piece].add(run, boxes[run.piece]);
  std::vector<Stroke> strokes;
  for (std::size_t i = 0; i < boxes.size(); ++i) {
    const Box& box = boxes[i];
    const Moments& m = pieces[i];
    if (box.width() < StrokeShape::kShortest * glyph) continue;
    if (box.height() > thickest + StrokeShape::kSteepest * box.width()) continue;
    const double sxx = m.xx - m.x * m.x / m.n, sxy = m.xy - m.x * m.y / m.n, syy = m.yy - m.y * m.y / m.n;
    const double slope = sxy / sxx;
    const double rest = std::sqrt(std::max(0.0, (syy - slope * sxy) / m.n));
    if (std::abs(slope) > StrokeShape::kSteepest) continue;
    if (rest > StrokeShape::kRough + StrokeShape::kBent * box.width()) continue;
    // A slope's error falls with the length, so long strokes count by its square.
    strokes.push_back(
        {box.left + m.x / m.n, box.top + m.y / m.n, slope, static_cast<double>(box.width()) * box.width()});
  }
  return strokes;
}

/// Slope = offset + gradient × across.
struct SlopeField {
  double offset = 0.0;
  double gradient = 0.0;
  double weight = 0.0;  ///< 0: nothing was found
};

SlopeField fit_field(const std::vector<Stroke>& strokes, double middle, double size) {
  constexpr double kFirstScale = 0.04, kLastScale = 0.002, kNarrowing = 0.7;  // radians: spread of strokes that agree
  constexpr int kRounds = 12;        // until the scale is the last one, and a few more
  constexpr double kPrior = 0.0002;  // variance of places across, in sheets: strokes must be spread to tell a gradient
  SlopeField field;
  if (strokes.empty()) return field;
  std::vector<std::pair<double, double>> slopes;
  for (const Stroke& stroke : strokes) {
    slopes.emplace_back(stroke.slope, stroke.weight);
    field.weight += stroke.weight;
  }
  field.offset = weighted_quantile(slopes, 0.5, 0.0);
  double scale = kFirstScale;
  for (int round = 0; round < kRounds; ++round) {
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
    const double gradient = (ts - t * s / n) / (tt - t * t / n + kPrior * n);
    field.gradient = gradient / size;
    field.offset = (s - gradient * t) / n;
    scale = std::max(kLastScale, scale * kNarrowing);
  }
  return field;
}

/// How lines of writing, or rulings, are tried at one angle after the other.
struct Slanting {
  static constexpr int kLongSide = 600;  // pixels: a line of writing is some four high
  static constexpr int kLeastFeet = 50;  // pixels with paper below: less is no writing
  static constexpr double kStep = 0.25;  // degrees
  static constexpr double kNear = 7;     // degrees: a sheet that was laid down with care
  static constexpr double kFar = 45;     // degrees; beyond, the other axis is nearer
};

/// Angle of lines along the rows, radians, and how sharp their profile is.
struct Slant {
  double angle = 0.0;
  double score = 0.0;
};

/// Pixels of a reduced mask with paper below: where characters and rulings stand.
struct Feet {
  std::vector<cv::Point> places;
  int width = 0, height = 0;  ///< of the mask
};

Feet find_feet(const cv::Mat& ink) {
  const int factor = std::max(1, std::max(ink.cols, ink.rows) / Slanting::kLongSide);
  Feet feet{{}, ink.cols / factor, ink.rows / factor};
  for (int y = 0; y + factor < ink.rows; y += factor) {
    const std::uint8_t* row = ink.ptr<std::uint8_t>(y);
    const std::uint8_t* below = ink.ptr<std::uint8_t>(y + factor);
    for (int x = 0; x < ink.cols; x += factor) {
      if (row[x] != 0 && below[x] == 0) feet.places.emplace_back(x / factor, y / factor);
    }
  }
  if (feet.places.size() < Slanting::kLeastFeet) feet.places.clear();
  return feet;
}

/// The angle up to `most` degrees at which the feet gather in the fewest rows; of equal ones the first.
Slant sharpest(const Feet& feet, double most) {
  const auto score_of = [&feet](double angle) {
    std::vector<int> profile(static_cast<std::size_t>(feet.height + feet.width + 2));
    const double slope = std::tan(angle);
    for (const cv::Point& foot : feet.places) {
      const int bin = static_cast<int>(std::lround(foot.y - slope * (foot.x - feet.width / 2.0))) + feet.width / 2;
      ++profile[std::clamp(bin, 0, feet.height + feet.width + 1)];
    }
    double score = 0;
    for (const int count : profile) score += static_cast<double>(count) * count;
    return score / static_cast<double>(feet.places.size());
  };
  Slant best;
  if (feet.places.empty()) return best;
  best.score = -1.0;
  for (double degrees = -most; degrees <= most; degrees += Slanting::kStep) {
    const double score = score_of(degrees * kRadians);
    if (score > best.score) best = {degrees * kRadians, score};
  }
  return best;
}

/// The sharper of what the feet on rows say and what those on columns say.
Slant sharper(const Feet& rows, const Feet& columns, double most) {
  const Slant level = sharpest(rows, most), upright = sharpest(columns, most);
  return level.score >= upright.score ? level : Slant{-upright.angle, upright.score};
}

/// When an edge of the sheet counts as seen and straight.
struct EdgeShape {
  static constexpr int kInset = 10;          // a tenth of the side at each end belongs to the edges across
  static constexpr int kShortest = 50;       // pixels of the surroundings' mask
  static constexpr double kSeen = 0.8;       // share of the columns: the rest runs off the scan
  static constexpr double kDirection = 0.9;  // cosine: within 26 degrees of its axis
  static constexpr double kOff = 2;          // pixels of the mask: a block and a half of it is soft
  static constexpr double kMostOff = 0.1;    // share of the points
  static constexpr double kExact = 0.01;     // pixels and radians, where the fit stops: OpenCV's advice
};

/// A straight edge of the sheet: its slope against its axis, and where its middle lies across.
struct SheetEdge {
  double slope = 0.0;
  double across = 0.0;
};

/// The edge that the first (or the last) sheet pixels of the columns of `sheet` make, in its pixels.
std::optional<SheetEdge> find_edge(const cv::Mat& sheet, bool last) {
  const cv::Rect box = cv::boundingRect(sheet);
  std::vector<cv::Point2f> points;
  const int inset = box.width / EdgeShape::kInset, columns = box.width - 2 * inset;
  for (int x = box.x + inset; x < box.x + inset + columns; ++x) {
    int y = last ? box.y + box.height - 1 : box.y;
    while (y >= box.y && y < box.y + box.height && sheet.at<std::uint8_t>(y, x) == 0) y += last ? -1 : 1;
    if (y > 0 && y < sheet.rows - 1) points.emplace_back(static_cast<float>(x), static_cast<float>(y));
  }
  const double count = static_cast<double>(points.size());
  if (columns < EdgeShape::kShortest || count < EdgeShape::kSeen * columns) return std::nullopt;
  cv::Vec4f line;
  cv::fitLine(points, line, cv::DIST_HUBER, 0, EdgeShape::kExact, EdgeShape::kExact);
  if (std::abs(line[0]) < EdgeShape::kDirection) return std::nullopt;
  SheetEdge edge;
  edge.slope = line[1] / line[0];
  edge.across = line[3] + edge.slope * (box.x + box.width / 2.0 - line[2]);
  const auto off = std::count_if(points.begin(), points.end(), [&](const cv::Point2f& point) {
    return std::abs(point.y - line[3] - edge.slope * (point.x - line[2])) > EdgeShape::kOff;
  });
  if (static_cast<double>(off) > EdgeShape::kMostOff * count) return std::nullopt;
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

/// What lies slanting by so many degrees, laid level, its middle in place.
cv::Mat laid_level(const cv::Mat& ink, double degrees) {
  const Transform to_scan = turn(degrees, {ink.cols / 2.0, ink.rows / 2.0});
  cv::Mat level;
  cv::warpAffine(ink, level, cv::Matx33d(to_scan.m.data()).get_minor<2, 3>(0, 0), ink.size(),
                 cv::INTER_NEAREST | cv::WARP_INVERSE_MAP);
  return level;
}

/// The warp that rulings near the axes say; not from_rulings where they run in fewer of the two directions.
PageWarp warp_of_rulings(const cv::Mat& ink, const cv::Mat& turned, int glyph, int directions) {
  constexpr double kEnough = 25;  // squared glyph heights: one stroke of five
  constexpr double kLeastGradient =
      0.2;  // degrees from edge to edge; less is noise, or curl that rulings are traced through
  constexpr double kLeastShear = 0.15;  // degrees; less is the error of the two skews
  const std::vector<Stroke> level = find_strokes(ink, glyph), upright = find_strokes(turned, glyph);
  const double size = std::max(ink.cols, ink.rows);
  SlopeField rows = fit_field(level, ink.rows / 2.0, size);
  SlopeField cols = fit_field(upright, ink.cols / 2.0, size);
  PageWarp warp;
  const double enough = kEnough * glyph * glyph;
  warp.from_rulings = (rows.weight >= enough) + (cols.weight >= enough) >= directions;
  if (!warp.from_rulings) return warp;
  const auto believed = [size](const SlopeField& field) {
    return std::abs(field.gradient) * size > kLeastGradient * kRadians ? field.gradient : 0.0;
  };
  if (rows.weight < enough) rows = {-cols.offset, 0.0, cols.weight};
  if (cols.weight < enough) cols = {-rows.offset, 0.0, rows.weight};
  warp.level_vanishing = -believed(rows);
  warp.upright_vanishing = -believed(cols);
  const double lean = rows.offset + cols.offset;
  const bool photographed = warp.level_vanishing != 0.0 || warp.upright_vanishing != 0.0;
  if (photographed || std::abs(lean) > kLeastShear * kRadians) {
    warp.skew = std::atan(rows.offset) / kRadians;
    warp.shear = -std::atan(lean) / kRadians;
  } else {
    const double slope = (rows.offset * rows.weight - cols.offset * cols.weight) / (rows.weight + cols.weight);
    warp.skew = std::atan(slope) / kRadians;
  }
  return warp;
}

}  // namespace

std::optional<PageWarp> warp_of_edges(const cv::Mat& surroundings, const cv::Size& scan) {
  if (surroundings.empty()) return std::nullopt;
  const cv::Mat sheet = ~surroundings;
  const cv::Mat turned = transposed(sheet);
  const auto top = find_edge(sheet, false), bottom = find_edge(sheet, true);
  const auto left = find_edge(turned, false), right = find_edge(turned, true);
  if (!top || !bottom || !left || !right) return std::nullopt;
  const double scale = static_cast<double>(scan.width) / surroundings.cols;
  const SlopeField rows = field_between(*top, *bottom, sheet.rows / 2.0, scale);
  const SlopeField cols = field_between(*left, *right, sheet.cols / 2.0, scale);
  PageWarp warp;
  warp.skew = std::atan(rows.offset) / kRadians;
  warp.shear = -std::atan(rows.offset + cols.offset) / kRadians;
  warp.level_vanishing = -rows.gradient;
  warp.upright_vanishing = -cols.gradient;
  return warp;
}

PageWarp estimate_warp(const cv::Mat& ink, int glyph_height) {
  constexpr int kLeastGlyph = 8;  // pixels: where no writing says more, a stroke of 24 is one of a ruling
  const int glyph = std::max(kLeastGlyph, glyph_height);
  const cv::Mat turned = transposed(ink);
  PageWarp warp = warp_of_rulings(ink, turned, glyph, /*directions=*/1);
  if (warp.from_rulings) return warp;
  const Feet rows = find_feet(ink), columns = find_feet(turned);
  const Slant near = sharper(rows, columns, Slanting::kNear), far = sharper(rows, columns, Slanting::kFar);
  warp.skew = near.angle / kRadians;
  if (far.score <= near.score) return warp;
  const cv::Mat level = laid_level(ink, far.angle / kRadians);
  PageWarp slanting = warp_of_rulings(level, transposed(level), glyph, /*directions=*/2);
  slanting.turn = far.angle / kRadians;
  return slanting.from_rulings ? slanting : warp;
}

Transform straight_to_scan(const PageWarp& warp, const Point& middle) {
  const double level = warp.skew * kRadians, upright = (warp.skew + warp.shear) * kRadians;
  // Columns: where the level lines meet, where the uprights meet, and the middle, which stays in place.
  const Transform centred{{std::cos(level), -std::sin(upright), 0,  //
                           std::sin(level), std::cos(upright), 0,   //
                           warp.level_vanishing, warp.upright_vanishing, 1}};
  return compose(turn(warp.turn, middle),
                 compose(shift(middle.x, middle.y), compose(centred, shift(-middle.x, -middle.y))));
}

}  // namespace shenbao::layout
