#include "layout/page/seals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <iterator>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "layout/ink/reduce.h"
#include "layout/ink/rulings.h"
#include "layout/page/page_warp.h"

namespace shenbao::layout {

namespace {

/// A stamped colour: the channel (of BGR) in which it is as bright as paper, and one in which it is dark.
struct Stamp {
  SealColour colour;
  int bright;
};
const std::array<Stamp, 2> stamps{{{SealColour::red, 2}, {SealColour::blue, 0}}};

const int least_colour =
    28;  // grey levels between the bright channel and the others; worn seals of fax-like JPEGs have 40

/// 255 where `bgr` has the stamp's colour.
cv::Mat coloured(const cv::Mat& bgr, int bright) {
  cv::Mat mask(bgr.size(), CV_8UC1);
  const int a = (bright + 1) % 3, b = (bright + 2) % 3;
  for (int y = 0; y < bgr.rows; ++y) {
    const std::uint8_t* row = bgr.ptr<std::uint8_t>(y);
    std::uint8_t* target = mask.ptr<std::uint8_t>(y);
    for (int x = 0; x < bgr.cols; ++x) {
      const std::uint8_t* p = row + 3 * x;
      target[x] = p[bright] - std::max(p[a], p[b]) >= least_colour ? 255 : 0;
    }
  }
  return mask;
}

/// Share of the outline that is inked: of the inscribed ellipse's rim, or of the box's four sides.
double outline_share(const cv::Mat& mask, const cv::Rect& box, bool round) {
  const int steps = 120;
  int inked = 0;
  const cv::Point2d middle(box.x + box.width / 2.0, box.y + box.height / 2.0);
  for (int i = 0; i < steps; ++i) {
    const double angle = 2 * CV_PI * i / steps;
    cv::Point2d direction(std::cos(angle), std::sin(angle));
    if (!round) direction /= std::max(std::abs(direction.x), std::abs(direction.y));
    bool found = false;
    for (double depth = 1.02; depth > 0.84 && !found; depth -= 0.02) {
      const int x = static_cast<int>(middle.x + depth * direction.x * box.width / 2);
      const int y = static_cast<int>(middle.y + depth * direction.y * box.height / 2);
      found = x >= 0 && y >= 0 && x < mask.cols && y < mask.rows && mask.at<std::uint8_t>(y, x) != 0;
    }
    inked += found;
  }
  return static_cast<double>(inked) / steps;
}

bool has_shape_of_seal(const cv::Mat& mask, const cv::Rect& box) {
  const double filled = static_cast<double>(cv::countNonZero(mask(box))) / box.area();
  if (filled > 0.75) return false;  // a coloured field or picture; a seal shows paper between its strokes
  return outline_share(mask, box, true) >= 0.7 || outline_share(mask, box, false) >= 0.8;
}

/// A seal says something; a pen's circle around a word is empty.
bool is_inscribed(const cv::Mat& mask, const cv::Rect& box) {
  cv::Mat inside = cv::Mat::zeros(box.size(), CV_8UC1);
  const cv::Point middle(box.width / 2, box.height / 2);
  cv::ellipse(inside, middle, cv::Size(box.width * 31 / 100, box.height * 31 / 100), 0, 0, 360, 255, cv::FILLED);
  return 25 * cv::countNonZero(inside & mask(box)) >= cv::countNonZero(inside);
}

/// A printed line of a stamp's colour, in pixels of the scan.
struct ColouredRuling {
  std::vector<cv::Point> trace;
  int thickness = 0;
  double length = 0.0;
};

/// The rulings in one part of the scan that have the stamp's colour. `inch` is in pixels of the scan.
std::vector<ColouredRuling> coloured_rulings(const cv::Mat& pixels, const cv::Rect& area, int bright, double inch) {
  const int factor = std::max(1, static_cast<int>(inch / 140));
  cv::Mat mask = reduce_ink(coloured(pixels(area), bright), factor);
  const int glyph = static_cast<int>(0.13 * inch / factor);  // of a form's usual print
  // Rulings are found up to three degrees off their axis, and scans lie up to five askew.
  const double skew = estimate_warp(mask, glyph).skew;
  const cv::Point2f middle(static_cast<float>(mask.cols) / 2, static_cast<float>(mask.rows) / 2);
  const cv::Mat turn = cv::getRotationMatrix2D(middle, skew, 1.0);
  cv::Mat back;
  cv::invertAffineTransform(turn, back);
  cv::warpAffine(mask, mask, turn, mask.size(), cv::INTER_NEAREST);
  std::vector<ColouredRuling> found;
  for (const Ruling& ruling : find_rulings(mask, glyph)) {
    ColouredRuling line;
    line.length = (ruling.end() - ruling.begin()) * factor;
    line.thickness = static_cast<int>(std::ceil((ruling.thickness + 1) * factor));
    for (const Point& point : ruling.trace) {
      const double x = back.at<double>(0, 0) * point.x + back.at<double>(0, 1) * point.y + back.at<double>(0, 2);
      const double y = back.at<double>(1, 0) * point.x + back.at<double>(1, 1) * point.y + back.at<double>(1, 2);
      line.trace.emplace_back(cvRound(x * factor) + area.x, cvRound(y * factor) + area.y);
    }
    found.push_back(std::move(line));
  }
  return found;
}

/// Whether one of `rulings` runs where another one ends.
bool is_held(const cv::Point& end, const std::vector<ColouredRuling>& rulings, double inch) {
  return std::any_of(rulings.begin(), rulings.end(), [&](const ColouredRuling& ruling) {
    return cv::pointPolygonTest(ruling.trace, cv::Point2f(end), true) > -0.05 * inch;
  });
}

/// Takes rulings out of a mask reduced by `factor`, but for where other strokes cross them: those longer than a seal's
/// strokes, and those that end at one. `inch` is in pixels of the scan.
void take_out(cv::Mat& mask, const std::vector<ColouredRuling>& rulings, int factor, double inch) {
  std::vector<ColouredRuling> sure;
  std::copy_if(rulings.begin(), rulings.end(), std::back_inserter(sure),
               [inch](const ColouredRuling& ruling) { return ruling.length > 1.5 * inch; });
  const cv::Mat whole = mask.clone();
  for (const ColouredRuling& ruling : rulings) {
    const bool held = is_held(ruling.trace.front(), sure, inch) || is_held(ruling.trace.back(), sure, inch);
    if (!held && ruling.length <= 1.5 * inch) continue;
    std::vector<cv::Point> trace;
    for (const cv::Point& point : ruling.trace) trace.emplace_back(point.x / factor, point.y / factor);
    cv::polylines(mask, trace, false, 0, ruling.thickness / factor + 2);
  }
  cv::Mat vicinity;
  cv::dilate(mask, vicinity, cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(7, 7)));
  cv::bitwise_and(whole, vicinity, mask);
}

struct Candidate {
  cv::Rect box;
  bool inscribed = false;
};

/// Boxes of the strokes that hang together over gaps of up to `gap` pixels.
std::vector<cv::Rect> boxes_of_strokes(const cv::Mat& strokes, double gap) {
  cv::Mat joined;
  const int side = std::max(3, static_cast<int>(gap)) | 1;
  cv::morphologyEx(strokes, joined, cv::MORPH_CLOSE,
                   cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(side, side)));
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(joined, labels, stats, centroids, 8, CV_32S);
  std::vector<cv::Rect> boxes;
  for (int i = 1; i < count; ++i) {
    boxes.emplace_back(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
  }
  return boxes;
}

bool has_size_of_seal(const cv::Rect& box, double inch) {
  const int small = std::min(box.width, box.height), large = std::max(box.width, box.height);
  return small >= 0.4 * inch && large <= 2.6 * inch && large <= 1.7 * small;
}

std::vector<Candidate> candidates_over(const cv::Mat& strokes, double gap, double inch) {
  std::vector<Candidate> found;
  for (const cv::Rect& box : boxes_of_strokes(strokes, gap)) {
    if (!has_size_of_seal(box, inch) || !has_shape_of_seal(strokes, box)) continue;
    found.push_back({box, is_inscribed(strokes, box)});
  }
  return found;
}

bool is_whole_circle(const cv::Mat& strokes, const cv::Rect& box) {
  const int small = std::min(box.width, box.height), large = std::max(box.width, box.height);
  return 8 * large <= 9 * small && outline_share(strokes, box, true) >= 0.8;
}

/// Seals of one colour in a reduced colour mask. `inch` is in pixels of the mask. `chained` is set where strokes
/// hang together over more than a seal can be large.
std::vector<Candidate> find_candidates(const cv::Mat& strokes, double inch, bool& chained) {
  const double between_strokes = 0.12 * inch, covered_by_a_title = 0.3 * inch;
  const std::vector<cv::Rect> boxes = boxes_of_strokes(strokes, between_strokes);
  chained = std::any_of(boxes.begin(), boxes.end(),
                        [inch](const cv::Rect& box) { return std::max(box.width, box.height) > 2.2 * inch; });
  std::vector<Candidate> found = candidates_over(strokes, between_strokes, inch);
  for (const Candidate& torn : candidates_over(strokes, covered_by_a_title, inch)) {
    const auto is_part = [&torn](const Candidate& other) { return !(torn.box & other.box).empty(); };
    const bool is_new = std::none_of(found.begin(), found.end(), is_part);
    if (!is_new && !is_whole_circle(strokes, torn.box)) continue;
    found.erase(std::remove_if(found.begin(), found.end(), is_part), found.end());
    found.push_back(torn);
  }
  return found;
}

/// What of the rulings runs on beyond a seal's box or lies between two that do: a seal's own strokes do neither.
std::vector<ColouredRuling> rulings_across(const std::vector<ColouredRuling>& rulings, const cv::Rect& seal,
                                           double inch) {
  const int beyond = static_cast<int>(0.15 * inch);
  const cv::Rect around(seal.x - beyond, seal.y - beyond, seal.width + 2 * beyond, seal.height + 2 * beyond);
  std::vector<ColouredRuling> across, inside;
  for (const ColouredRuling& ruling : rulings) {
    const bool leaves = !around.contains(ruling.trace.front()) || !around.contains(ruling.trace.back());
    (leaves && ruling.length > 0.6 * inch ? across : inside).push_back(ruling);
  }
  const std::vector<ColouredRuling> leaving = across;
  std::copy_if(inside.begin(), inside.end(), std::back_inserter(across), [&](const ColouredRuling& ruling) {
    return is_held(ruling.trace.front(), leaving, inch) && is_held(ruling.trace.back(), leaving, inch);
  });
  return across;
}

cv::Rect grown(const cv::Rect& box, int margin, const cv::Size& size) {
  return cv::Rect(box.x - margin, box.y - margin, box.width + 2 * margin, box.height + 2 * margin) &
         cv::Rect(cv::Point(), size);
}

/// Whether there may be rulings of the stamp's colour that run on beyond a seal's box.
bool has_colour_around(const cv::Mat& pixels, const cv::Rect& seal, int bright, double inch) {
  const cv::Rect inner = grown(seal, static_cast<int>(0.08 * inch), pixels.size());
  const cv::Rect outer = grown(seal, static_cast<int>(0.25 * inch), pixels.size());
  int count = -cv::countNonZero(coloured(pixels(inner), bright));
  count += cv::countNonZero(coloured(pixels(outer), bright));
  return count > 0.1 * inch;
}

/// Replaces grey by the brightened channel on the seal's own pixels; rulings of its colour stay as they are.
void bleach(const cv::Mat& pixels, const cv::Rect& seal, int bright, double inch, cv::Mat& gray) {
  const cv::Rect area = grown(seal, static_cast<int>(0.1 * inch), pixels.size());
  const cv::Rect vicinity = grown(seal, static_cast<int>(0.8 * inch), pixels.size());
  const cv::Mat colour = pixels(area);
  cv::Mat own = coloured(colour, bright);
  cv::Mat channel;
  cv::extractChannel(colour, channel, bright);
  const double stamp_level = cv::mean(channel, own)[0];
  // The rim of a stroke is tinted too little to count as coloured, and would stay as a thin grey outline.
  cv::dilate(own, own, cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(7, 7)));
  cv::Mat paper_only = ~own;
  const double paper_level = cv::countNonZero(paper_only) > 0 ? cv::mean(channel, paper_only)[0] : 255.0;
  cv::Mat bleached;
  channel.convertTo(bleached, CV_8U, std::max(1.0, paper_level / std::max(1.0, stamp_level)));
  std::vector<ColouredRuling> rulings;
  if (has_colour_around(pixels, seal, bright, inch)) {
    rulings = rulings_across(coloured_rulings(pixels, vicinity, bright, inch), seal, inch);
  }
  for (ColouredRuling& ruling : rulings) {
    for (cv::Point& point : ruling.trace) point -= area.tl();
    cv::polylines(own, ruling.trace, false, 0, ruling.thickness);
  }
  cv::Mat target = gray(area);
  bleached.copyTo(target, own);
}

}  // namespace

Unsealed take_out_seals(const cv::Mat& pixels) {
  if (pixels.empty() || pixels.type() != CV_8UC3) throw std::invalid_argument("take_out_seals: pixels must be CV_8UC3");
  Unsealed result;
  cv::cvtColor(pixels, result.gray, cv::COLOR_BGR2GRAY);
  const int long_side = std::max(pixels.cols, pixels.rows);
  const int factor = std::max(1, long_side / 500);
  cv::Mat small;
  // Every third row of a large scan shows any seal's strokes, in a third of the time.
  const int skip = factor > 5 ? 3 : 1;
  const cv::Mat sampled(pixels.rows / skip, pixels.cols, CV_8UC3, const_cast<std::uint8_t*>(pixels.data),
                        pixels.step[0] * static_cast<std::size_t>(skip));
  cv::resize(sampled, small, cv::Size(pixels.cols / factor, pixels.rows / factor), 0, 0, cv::INTER_AREA);
  const double inch = std::max(small.cols, small.rows) / 11.7;
  for (const Stamp& stamp : stamps) {
    cv::Mat strokes = coloured(small, stamp.bright);
    bool chained = false;
    std::vector<Candidate> candidates = find_candidates(strokes, inch, chained);
    if (chained) {
      const cv::Rect sheet(0, 0, pixels.cols, pixels.rows);
      take_out(strokes, coloured_rulings(pixels, sheet, stamp.bright, inch * factor), factor, inch * factor);
      candidates = find_candidates(strokes, inch, chained);
    }
    for (const Candidate& seal : candidates) {
      const cv::Rect area(seal.box.x * factor, seal.box.y * factor, seal.box.width * factor, seal.box.height * factor);
      bleach(pixels, area, stamp.bright, inch * factor, result.gray);
      const Box place{area.x, area.y, area.x + area.width, area.y + area.height};
      if (seal.inscribed) {
        result.seals.push_back({to_quad(place), stamp.colour});
      } else {
        result.circles.push_back(place);
      }
    }
  }
  std::sort(result.seals.begin(), result.seals.end(), [](const Seal& a, const Seal& b) {
    const Point& p = a.quad.corners[0];
    const Point& q = b.quad.corners[0];
    return p.y != q.y ? p.y < q.y : p.x < q.x;
  });
  return result;
}

}  // namespace shenbao::layout
