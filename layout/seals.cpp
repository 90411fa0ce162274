#include "layout/seals.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

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

/// Boxes of seals of one colour in a reduced colour mask. `inch` is in pixels of the mask.
std::vector<cv::Rect> seal_boxes(const cv::Mat& mask, double inch) {
  cv::Mat joined;
  const int gap = std::max(3, static_cast<int>(inch * 0.12)) | 1;
  // A red ruling would chain the seal to the table: strokes longer than a seal is wide are taken away first.
  const int longest = static_cast<int>(inch * 2.2) | 1;
  cv::Mat level, upright;
  cv::morphologyEx(mask, level, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(longest, 1)));
  cv::morphologyEx(mask, upright, cv::MORPH_OPEN, cv::getStructuringElement(cv::MORPH_RECT, cv::Size(1, longest)));
  const cv::Mat strokes = mask & ~(level | upright);
  cv::morphologyEx(strokes, joined, cv::MORPH_CLOSE, cv::getStructuringElement(cv::MORPH_ELLIPSE, cv::Size(gap, gap)));
  cv::Mat labels, stats, centroids;
  const int count = cv::connectedComponentsWithStats(joined, labels, stats, centroids, 8, CV_32S);
  std::vector<cv::Rect> boxes;
  for (int i = 1; i < count; ++i) {
    const cv::Rect box(stats.at<int>(i, cv::CC_STAT_LEFT), stats.at<int>(i, cv::CC_STAT_TOP),
                       stats.at<int>(i, cv::CC_STAT_WIDTH), stats.at<int>(i, cv::CC_STAT_HEIGHT));
    const int small = std::min(box.width, box.height), large = std::max(box.width, box.height);
    if (small < 0.4 * inch || large > 2.6 * inch || large > 1.7 * small) continue;
    if (has_shape_of_seal(strokes, box)) boxes.push_back(box);
  }
  return boxes;
}

/// Replaces grey by the brightened channel on the seal's own pixels.
void bleach(const cv::Mat& pixels, const cv::Rect& area, int bright, cv::Mat& gray) {
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
  cv::resize(pixels, small, cv::Size(pixels.cols / factor, pixels.rows / factor), 0, 0, cv::INTER_AREA);
  const double inch = std::max(small.cols, small.rows) / 11.7;
  for (const Stamp& stamp : stamps) {
    for (const cv::Rect& box : seal_boxes(coloured(small, stamp.bright), inch)) {
      const cv::Rect area(box.x * factor, box.y * factor, box.width * factor, box.height * factor);
      const int margin = 4 * factor;
      const cv::Rect around =
          cv::Rect(area.x - margin, area.y - margin, area.width + 2 * margin, area.height + 2 * margin) &
          cv::Rect(0, 0, pixels.cols, pixels.rows);
      bleach(pixels, around, stamp.bright, result.gray);
      result.seals.push_back({to_quad({area.x, area.y, area.x + area.width, area.y + area.height}), stamp.colour});
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
