#include "extract/read/unread_ink.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "layout/ink/runs.h"

namespace shenbao::extract {
namespace {

using layout::Box;

constexpr int kReduced = 4;       // times smaller: strokes of a 300 dpi scan are still a pixel wide
constexpr int kInk = 48;          // gray of a reduced pixel: three of its sixteen pixels are ink
constexpr double kLeast = 0.6;    // hanzi, shorter side: a digit is two thirds high; less are dashes and dots
constexpr double kMost = 3.0;     // hanzi, shorter side: more is a picture or a shadow, outside tables
constexpr double kBeside = 0.35;  // hanzi: characters so close on one height are one piece
constexpr double kMargin = 0.3;   // hanzi around what was read: soft edges, rulings and where boxes are off
constexpr double kSolid = 0.75;   // share of ink in its box: no writing is as dark

/// The points in reduced pixels.
template <typename Points>
std::vector<cv::Point> reduced(const Points& points) {
  std::vector<cv::Point> made;
  for (const layout::Point& point : points) {
    made.emplace_back(static_cast<int>(std::lround(point.x / kReduced)),
                      static_cast<int>(std::lround(point.y / kReduced)));
  }
  return made;
}

}  // namespace

std::vector<layout::Quad> find_unread_ink(const layout::Page& page, const layout::PageLayout& page_layout,
                                          const std::vector<layout::Quad>& read, int glyph_height) {
  std::vector<layout::Quad> unread;
  const double glyph = static_cast<double>(glyph_height) / kReduced;
  if (glyph_height <= 0) return unread;
  const cv::Size size(page.ink.cols / kReduced, page.ink.rows / kReduced);
  cv::Mat ink = page.ink(cv::Rect(cv::Point(), size * kReduced));
  for (int factor = 1; factor < kReduced; factor *= 2) cv::resize(ink, ink, ink.size() / 2, 0, 0, cv::INTER_AREA);
  ink = ink >= kInk;
  const int margin = static_cast<int>(std::ceil(kMargin * glyph));
  const auto erase_place = [&](const layout::Quad& quad) {
    const std::vector<cv::Point> c = reduced(quad.corners);
    const cv::Point across(margin, 0), down(0, margin);
    const std::vector<cv::Point> around{c[0] - across - down, c[1] + across - down, c[2] + across + down,
                                        c[3] - across + down};
    cv::fillConvexPoly(ink, around, cv::Scalar(0));
  };
  for (const layout::Quad& quad : read) erase_place(quad);
  for (const layout::Seal& seal : page.seals) erase_place(seal.quad);
  for (const layout::Ruling& ruling : page_layout.rulings) {
    cv::polylines(ink, reduced(ruling.trace), false, cv::Scalar(0), 2 * margin + 1);
  }
  const int beside = static_cast<int>(std::ceil(kBeside * glyph / 2));
  cv::Mat joined;
  cv::dilate(ink, joined, cv::getStructuringElement(cv::MORPH_RECT, {2 * beside + 1, 3}));
  for (const Box& box : layout::boxes_of(layout::connect_runs(joined))) {
    const Box tight{box.left + beside, box.top + 1, box.right - beside, box.bottom - 1};
    const layout::Quad place = layout::scaled(layout::to_quad(tight), kReduced);
    const int shorter = std::min(tight.width(), tight.height());
    if (shorter < kLeast * glyph) continue;
    const int pixels = cv::countNonZero(ink(cv::Rect(tight.left, tight.top, tight.width(), tight.height())));
    const bool is_writing = shorter <= kMost * glyph && pixels <= kSolid * tight.width() * tight.height();
    const bool in_table = std::any_of(page_layout.tables.begin(), page_layout.tables.end(), [&](const auto& table) {
      return layout::meet(layout::bounding_box(table.quad), layout::bounding_box(place));
    });
    if (is_writing || in_table) unread.push_back(place);  // a dark field in a table may hold white print
  }
  return unread;
}

}  // namespace shenbao::extract
