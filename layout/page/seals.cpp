#include "layout/page/seals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "layout/ink/pixels.h"
#include "layout/ink/reduce.h"
#include "layout/ink/rulings.h"
#include "layout/ink/runs.h"
#include "layout/page/page_warp.h"

namespace shenbao::layout {

namespace {

/// A stamped colour: the channel (of BGR) in which it is as bright as paper.
struct Stamp {
  SealColour colour;
  int bright;
};
constexpr std::array<Stamp, 2> kStamps{{{SealColour::red, 2}, {SealColour::blue, 0}}};

constexpr int kLeastColour = 28;  // grey levels from the bright channel to the others; worn seals of JPEGs have 40
constexpr int kBlur = 7;          // pixels: the rim of a stroke, tinted too little to count as coloured

/// Millimetres on the sheet, since the sizes of seals are regulated: round ones of offices and companies measure 38 to
/// 45, square ones of persons 10 to 25.
struct SealSize {
  static constexpr double kSmallest = 10;
  static constexpr double kLargest = 66;         // an office's on a sheet that is smaller than A4
  static constexpr double kChained = 56;         // larger than seals on A4: they hang together with rulings
  static constexpr double kLongestStroke = 38;   // of a seal
  static constexpr double kGap = 3;              // between the strokes of one
  static constexpr double kGapUnderTitle = 7.5;  // where a bold title covers them
  static constexpr double kMargin = 2.54;        // around the box, which is that of a coarse mask
  static constexpr double kElongated = 1.7;      // longer side by shorter side of an oval one
  static constexpr double kLongest = 5;          // the same of a rectangle with words in it
};

/// What the mask of a seal looks like; all but the last are shares.
struct SealShape {
  static constexpr double kFilled = 0.75;      // of the box; more is a coloured field or picture, without paper between
  static constexpr double kRound = 0.7;        // of the outline; worn seals have this much
  static constexpr double kSquare = 0.8;       // of the outline; a word in red has two sides
  static constexpr double kWholeCircle = 0.8;  // of the outline, where a title tore it: more than a worn seal needs
  static constexpr double kCircleSide = 0.89;  // shorter side by longer side
  static constexpr double kInside = 0.62;      // of the box, within the rim: where a seal says something
  static constexpr double kInscribed = 0.04;   // of that which is inked; a pen's circle around a word is empty
  static constexpr double kWritten = 0.2;      // the same of a long rectangle; rulings fill less
  static constexpr double kDeepest = 0.84, kOuter = 1.02, kDepthStep = 0.02;  // of the radius: where a rim may lie
  static constexpr int kDirections = 120;  // from the middle, in which the outline is looked for: every 3 degrees
};

/// Printed rulings of a seal's colour; millimetres.
struct RulingSize {
  static constexpr double kPixel = 0.18;  // what they are looked for in: 140 pixels per inch, where hairlines are whole
  static constexpr double kGlyph = 3.3;   // height of a form's usual print, of which all their sizes are shares
  static constexpr double kHeld = 1.27;   // from a ruling's end to the one that it ends at
  static constexpr double kBeyond = 3.8;  // past a seal's box: farther than its own strokes
  static constexpr double kAcross = 15;   // length of a ruling that leaves a seal's box
  static constexpr double kVicinity = 20;  // around a seal, to see its rulings go on
};

/// 255 where `bgr` has the stamp's colour.
cv::Mat coloured(const cv::Mat& bgr, int bright) {
  std::array<cv::Mat, 3> channels;
  cv::split(bgr, channels);
  cv::Mat others = cv::max(channels[(bright + 1) % 3], channels[(bright + 2) % 3]), mask;
  cv::subtract(channels[bright], others, mask);
  return mask >= kLeastColour;
}

/// Share of the outline that is inked: of the inscribed ellipse's rim, or of the rectangle's four sides.
double outline_share(const cv::Mat& mask, const cv::RotatedRect& place, bool round) {
  int inked = 0;
  const double turn = place.angle * CV_PI / 180;
  for (int i = 0; i < SealShape::kDirections; ++i) {
    const double angle = 2 * CV_PI * i / SealShape::kDirections;
    cv::Point2d direction(std::cos(angle), std::sin(angle));
    if (!round) direction /= std::max(std::abs(direction.x), std::abs(direction.y));
    const double right = direction.x * place.size.width / 2, down = direction.y * place.size.height / 2;
    bool found = false;
    for (double depth = SealShape::kOuter; depth > SealShape::kDeepest && !found; depth -= SealShape::kDepthStep) {
      const int x = static_cast<int>(place.center.x + depth * (right * std::cos(turn) - down * std::sin(turn)));
      const int y = static_cast<int>(place.center.y + depth * (right * std::sin(turn) + down * std::cos(turn)));
      found = x >= 0 && y >= 0 && x < mask.cols && y < mask.rows && mask.at<std::uint8_t>(y, x) != 0;
    }
    inked += found;
  }
  return static_cast<double>(inked) / SealShape::kDirections;
}

cv::RotatedRect upright(const Box& box) {
  return {cv::Point2f(static_cast<float>(box.left + box.right) / 2, static_cast<float>(box.top + box.bottom) / 2),
          cv::Size2f(static_cast<float>(box.width()), static_cast<float>(box.height())), 0};
}

/// The smallest rectangle around the strokes in a box, turned as they are.
cv::RotatedRect rectangle_around(const cv::Mat& strokes, const Box& box) {
  std::vector<cv::Point> points;
  cv::findNonZero(strokes(to_rect(box)), points);
  cv::RotatedRect rectangle = cv::minAreaRect(points);
  rectangle.center += cv::Point2f(static_cast<float>(box.left), static_cast<float>(box.top));
  rectangle.size += cv::Size2f(1, 1);  // from the middles of pixels to their edges
  return rectangle;
}

/// Share of what lies within the rim that is inked.
double inscription_of(const cv::Mat& mask, const cv::RotatedRect& place) {
  cv::Mat inside = cv::Mat::zeros(mask.size(), CV_8UC1);
  const cv::RotatedRect within(place.center, place.size * static_cast<float>(SealShape::kInside), place.angle);
  cv::ellipse(inside, within, 255, cv::FILLED);
  return static_cast<double>(cv::countNonZero(inside & mask)) / std::max(1, cv::countNonZero(inside));
}

/// The rulings in one part of the scan that have the stamp's colour, in pixels of the scan. `mm` is in the same.
std::vector<Ruling> coloured_rulings(const cv::Mat& pixels, const cv::Rect& area, int bright, double mm) {
  const int factor = std::max(1, static_cast<int>(RulingSize::kPixel * mm));
  cv::Mat mask = reduce_ink(coloured(pixels(area), bright), factor);
  const int glyph = static_cast<int>(RulingSize::kGlyph * mm / factor);
  // Rulings are found up to three degrees off their axis, and scans lie up to five askew.
  PageWarp skew;
  skew.skew = estimate_warp(mask, glyph).skew;
  const Transform back = straight_to_scan(skew, {mask.cols / 2.0, mask.rows / 2.0});
  const cv::Matx33d map(back.m.data());
  cv::warpAffine(mask, mask, map.get_minor<2, 3>(0, 0), mask.size(), cv::INTER_NEAREST | cv::WARP_INVERSE_MAP);
  std::vector<Ruling> found = find_rulings(mask, glyph);
  for (Ruling& ruling : found) {
    ruling.thickness = std::ceil((ruling.thickness + 1) * factor);
    for (Point& point : ruling.trace) {
      const Point at = back(point);
      point = {at.x * factor + area.x, at.y * factor + area.y};
    }
  }
  return found;
}

/// Whether one of `rulings` runs where another one ends.
bool is_held(const Point& end, const std::vector<Ruling>& rulings, double mm) {
  const cv::Point2f at(static_cast<float>(end.x), static_cast<float>(end.y));
  return std::any_of(rulings.begin(), rulings.end(), [&](const Ruling& ruling) {
    return cv::pointPolygonTest(to_polyline(ruling.trace), at, true) > -RulingSize::kHeld * mm;
  });
}

/// Takes rulings out of a mask reduced by `factor`, but for where other strokes cross them: those longer than a seal's
/// strokes, and those that end at one. `mm` is in pixels of the scan.
void take_out(cv::Mat& mask, const std::vector<Ruling>& rulings, int factor, double mm) {
  const auto is_long = [mm](const Ruling& ruling) { return ruling.length() > SealSize::kLongestStroke * mm; };
  std::vector<Ruling> sure;
  std::copy_if(rulings.begin(), rulings.end(), std::back_inserter(sure), is_long);
  const cv::Mat whole = mask.clone();
  for (const Ruling& ruling : rulings) {
    if (!is_long(ruling) && !is_held(ruling.trace.front(), sure, mm) && !is_held(ruling.trace.back(), sure, mm))
      continue;
    std::vector<cv::Point> trace = to_polyline(ruling.trace);
    for (cv::Point& point : trace) point = {point.x / factor, point.y / factor};
    cv::polylines(mask, trace, false, 0, static_cast<int>(ruling.thickness) / factor + 2);
  }
  cv::Mat vicinity;
  cv::dilate(mask, vicinity, disc_of(kBlur));
  mask = whole & vicinity;
}

/// A place whose strokes look like a seal's.
struct Candidate {
  Box box;
  bool inscribed = false;
};

/// Boxes of the strokes that hang together over gaps of up to `gap` pixels.
std::vector<Box> boxes_of_strokes(const cv::Mat& strokes, double gap) {
  cv::Mat joined;
  const int across = std::max(3, static_cast<int>(gap)) | 1;  // odd, and wide enough to close anything
  cv::morphologyEx(strokes, joined, cv::MORPH_CLOSE, disc_of(across));
  return boxes_of(connect_runs(joined));
}

bool has_size_of_seal(const cv::Size2f& size, double longest, double mm) {
  const auto [small, large] = std::minmax({size.width, size.height});
  return small >= SealSize::kSmallest * mm && large <= SealSize::kLargest * mm && large <= longest * small;
}

/// What the strokes in a box are, if a seal's or a circle's. A rectangle may be long and lie aslant, if it is written
/// in.
std::optional<Candidate> candidate_in(const cv::Mat& strokes, const Box& box, double mm) {
  const cv::Rect place = to_rect(box);
  const double inked = cv::countNonZero(strokes(place));
  if (inked == 0 || std::max(box.width(), box.height()) < SealSize::kSmallest * mm) return std::nullopt;
  const cv::RotatedRect around = upright(box), rectangle = rectangle_around(strokes, box);
  if (has_size_of_seal(around.size, SealSize::kElongated, mm) && inked <= SealShape::kFilled * place.area() &&
      (outline_share(strokes, around, true) >= SealShape::kRound ||
       outline_share(strokes, around, false) >= SealShape::kSquare)) {
    return Candidate{box, inscription_of(strokes, around) >= SealShape::kInscribed};
  }
  if (has_size_of_seal(rectangle.size, SealSize::kLongest, mm) && inked <= SealShape::kFilled * rectangle.size.area() &&
      outline_share(strokes, rectangle, false) >= SealShape::kSquare &&
      inscription_of(strokes, rectangle) >= SealShape::kWritten) {
    return Candidate{box, true};
  }
  return std::nullopt;
}

std::vector<Candidate> candidates_over(const cv::Mat& strokes, double gap, double mm) {
  std::vector<Candidate> found;
  for (const Box& box : boxes_of_strokes(strokes, gap)) {
    if (const auto candidate = candidate_in(strokes, box, mm)) found.push_back(*candidate);
  }
  return found;
}

bool is_whole_circle(const cv::Mat& strokes, const Box& box) {
  const auto [small, large] = std::minmax({box.width(), box.height()});
  return small >= SealShape::kCircleSide * large &&
         outline_share(strokes, upright(box), true) >= SealShape::kWholeCircle;
}

/// Whether strokes hang together over more than a seal can be large.
bool are_chained(const cv::Mat& strokes, double mm) {
  const std::vector<Box> boxes = boxes_of_strokes(strokes, SealSize::kGap * mm);
  return std::any_of(boxes.begin(), boxes.end(),
                     [mm](const Box& box) { return std::max(box.width(), box.height()) > SealSize::kChained * mm; });
}

/// Seals of one colour in a reduced colour mask. `mm` is in pixels of the mask.
std::vector<Candidate> find_candidates(const cv::Mat& strokes, double mm) {
  std::vector<Candidate> found = candidates_over(strokes, SealSize::kGap * mm, mm);
  for (const Candidate& torn : candidates_over(strokes, SealSize::kGapUnderTitle * mm, mm)) {
    const auto parts = std::stable_partition(found.begin(), found.end(),
                                             [&torn](const Candidate& other) { return !meet(torn.box, other.box); });
    if (parts != found.end() && !is_whole_circle(strokes, torn.box)) continue;
    found.erase(parts, found.end());
    found.push_back(torn);
  }
  return found;
}

/// What of the rulings runs on beyond a seal's box or lies between two that do: a seal's own strokes do neither.
std::vector<Ruling> rulings_across(std::vector<Ruling> rulings, const cv::Rect& around, double mm) {
  const auto is_inside = [&around](const Point& end) {
    return around.contains(cv::Point(static_cast<int>(std::lround(end.x)), static_cast<int>(std::lround(end.y))));
  };
  const auto inside = std::stable_partition(rulings.begin(), rulings.end(), [&](const Ruling& ruling) {
    return ruling.length() > RulingSize::kAcross * mm &&
           !(is_inside(ruling.trace.front()) && is_inside(ruling.trace.back()));
  });
  const std::vector<Ruling> leaving(rulings.begin(), inside);
  rulings.erase(std::remove_if(inside, rulings.end(),
                               [&](const Ruling& ruling) {
                                 return !is_held(ruling.trace.front(), leaving, mm) ||
                                        !is_held(ruling.trace.back(), leaving, mm);
                               }),
                rulings.end());
  return rulings;
}

cv::Rect grown(const Box& box, double margin) {
  const int by = static_cast<int>(margin);
  return {box.left - by, box.top - by, box.width() + 2 * by, box.height() + 2 * by};
}

/// Replaces grey by the brightened channel on the seal's own pixels; rulings of its colour stay as they are.
void bleach(const cv::Mat& pixels, const Box& seal, int bright, double mm, cv::Mat& gray) {
  const cv::Rect sheet(cv::Point(), pixels.size());
  const cv::Rect area = grown(seal, SealSize::kMargin * mm) & sheet;
  const cv::Mat colour = pixels(area);
  cv::Mat own = coloured(colour, bright), channel, bleached;
  cv::extractChannel(colour, channel, bright);
  const double stamp_level = cv::mean(channel, own)[0];
  cv::dilate(own, own, disc_of(kBlur));
  const cv::Mat paper_only = ~own;
  const double paper_level = cv::countNonZero(paper_only) > 0 ? cv::mean(channel, paper_only)[0] : 255.0;
  channel.convertTo(bleached, CV_8U, std::max(1.0, paper_level / std::max(1.0, stamp_level)));
  std::vector<Ruling> rulings = coloured_rulings(pixels, grown(seal, RulingSize::kVicinity * mm) & sheet, bright, mm);
  for (const Ruling& ruling : rulings_across(std::move(rulings), grown(seal, RulingSize::kBeyond * mm), mm)) {
    std::vector<cv::Point> trace = to_polyline(ruling.trace);
    for (cv::Point& point : trace) point -= area.tl();
    cv::polylines(own, trace, false, 0, static_cast<int>(ruling.thickness));
  }
  cv::Mat target = gray(area);
  bleached.copyTo(target, own);
}

/// The sheet at a size at which a seal's strokes are still told from each other, in its colours.
cv::Mat reduced_colours(const cv::Mat& pixels, int factor) {
  cv::Mat small;
  // Every third row of a large scan shows any seal's strokes, in a third of the time.
  const int skip = factor > 5 ? 3 : 1;
  const cv::Mat sampled = every_row(pixels.rowRange(0, pixels.rows / skip * skip), skip);
  cv::resize(sampled, small, cv::Size(pixels.cols / factor, pixels.rows / factor), 0, 0, cv::INTER_AREA);
  return small;
}

}  // namespace

Unsealed take_out_seals(const cv::Mat& pixels) {
  if (pixels.empty() || pixels.type() != CV_8UC3) throw std::invalid_argument("take_out_seals: pixels must be CV_8UC3");
  constexpr int kLongSide = 500;  // pixels: 0.6 mm of A4, about as thick as a seal's strokes
  Unsealed result;
  cv::cvtColor(pixels, result.gray, cv::COLOR_BGR2GRAY);
  const int factor = std::max(1, std::max(pixels.cols, pixels.rows) / kLongSide);
  const cv::Mat small = reduced_colours(pixels, factor);
  const double small_mm = millimetre_of(small.size()), mm = small_mm * factor;
  for (const Stamp& stamp : kStamps) {
    cv::Mat strokes = coloured(small, stamp.bright);
    std::vector<Candidate> found = find_candidates(strokes, small_mm);
    for (const Candidate& seal : found) strokes(to_rect(seal.box)).setTo(0);
    if (are_chained(strokes, small_mm)) {
      const cv::Rect sheet(cv::Point(), pixels.size());
      take_out(strokes, coloured_rulings(pixels, sheet, stamp.bright, mm), factor, mm);
      for (const Candidate& seal : find_candidates(strokes, small_mm)) found.push_back(seal);
    }
    for (const Candidate& seal : found) {
      const Box place = scaled(seal.box, factor);
      bleach(pixels, place, stamp.bright, mm, result.gray);
      if (seal.inscribed) {
        result.seals.push_back({to_quad(place), stamp.colour});
      } else {
        result.circles.push_back(place);
      }
    }
  }
  std::sort(result.seals.begin(), result.seals.end(),
            [](const Seal& a, const Seal& b) { return is_before(a.quad.corners[0], b.quad.corners[0]); });
  return result;
}

}  // namespace shenbao::layout
