#include "layout/page/straighten.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "layout/ink/binarize.h"
#include "layout/ink/glyphs.h"
#include "layout/ink/reduce.h"
#include "layout/page/bleach_stamp.h"
#include "layout/page/page_warp.h"
#include "layout/page/round_stamps.h"
#include "layout/page/seals.h"
#include "layout/page/sheet.h"

namespace shenbao::layout {

namespace {

const double a4_inches = 11.69;

double usual_dpi(const Scan& scan) {
  if (scan.dpi >= 50 && scan.dpi <= 2400) return scan.dpi;
  return std::max(scan.pixels.cols, scan.pixels.rows) / a4_inches;
}

Transform shift(double dx, double dy) {
  Transform transform;
  transform.m = {1, 0, dx, 0, 1, dy, 0, 0, 1};
  return transform;
}

/// From a page turned clockwise by `rotation` back to where it came from, a sheet of `width` × `height`.
Transform turned_back(int rotation, double width, double height) {
  Transform transform;
  if (rotation == 90) transform.m = {0, 1, 0, -1, 0, height, 0, 0, 1};
  if (rotation == 180) transform.m = {-1, 0, width, 0, -1, height, 0, 0, 1};
  if (rotation == 270) transform.m = {0, -1, width, 1, 0, 0, 0, 0, 1};
  return transform;
}

/// Corners of what is sheet: all of the scan, or what the surroundings leave.
Quad sheet_corners(const cv::Size& scan, const cv::Mat& surroundings) {
  if (surroundings.empty()) return to_quad({0, 0, scan.width, scan.height});
  cv::Rect box = cv::boundingRect(~surroundings);
  const double sx = static_cast<double>(scan.width) / surroundings.cols;
  const double sy = static_cast<double>(scan.height) / surroundings.rows;
  return to_quad({static_cast<int>(box.x * sx), static_cast<int>(box.y * sy),
                  static_cast<int>(std::ceil((box.x + box.width) * sx)),
                  static_cast<int>(std::ceil((box.y + box.height) * sy))});
}

cv::Rect to_rect(const Box& box) { return {box.left, box.top, box.width(), box.height()}; }

std::uint8_t median_of(const cv::Mat& gray) {
  std::array<int, 256> counts{};
  int total = 0;
  for (int y = 0; y < gray.rows; y += 16) {
    const std::uint8_t* row = gray.ptr<std::uint8_t>(y);
    for (int x = 0; x < gray.cols; x += 4, ++total) ++counts[row[x]];
  }
  int sum = 0;
  for (int v = 0; v < 256; ++v) {
    sum += counts[v];
    if (2 * sum >= total) return static_cast<std::uint8_t>(v);
  }
  return 255;
}

bool is_shift(const Transform& t) {
  const std::array<double, 9> still{1, 0, t.m[2], 0, 1, t.m[5], 0, 0, 1};
  return t.m == still && t.m[2] == 0.0 && t.m[5] == 0.0;
}

cv::Mat resample(const cv::Mat& gray, const Transform& page_to_scan, const cv::Size& size) {
  // OpenCV counts from the centre of the first pixel, we from its corner.
  const Transform to_pixels = compose(shift(-0.5, -0.5), compose(page_to_scan, shift(0.5, 0.5)));
  cv::Mat map(3, 3, CV_64F);
  for (int i = 0; i < 9; ++i) map.at<double>(i / 3, i % 3) = to_pixels.m[i] / to_pixels.m[8];
  const cv::Scalar paper(median_of(gray));
  cv::Mat page;
  const int flags = cv::INTER_LINEAR | cv::WARP_INVERSE_MAP;
  if (map.at<double>(2, 0) == 0.0 && map.at<double>(2, 1) == 0.0) {
    cv::warpAffine(gray, page, map.rowRange(0, 2), size, flags, cv::BORDER_CONSTANT, paper);
  } else {
    cv::warpPerspective(gray, page, map, size, flags, cv::BORDER_CONSTANT, paper);
  }
  return page;
}

cv::Mat turned(const cv::Mat& gray, int rotation) {
  if (rotation == 0) return gray;
  cv::Mat page;
  cv::rotate(gray, page,
             rotation == 90    ? cv::ROTATE_90_CLOCKWISE
             : rotation == 180 ? cv::ROTATE_180
                               : cv::ROTATE_90_COUNTERCLOCKWISE);
  return page;
}

/// At most `limit` of the boxes, evenly spread over the page.
std::vector<Box> spread(const std::vector<Box>& boxes, std::size_t limit) {
  if (boxes.size() <= limit) return boxes;
  std::vector<Box> chosen;
  for (std::size_t i = 0; i < limit; ++i) chosen.push_back(boxes[i * boxes.size() / limit]);
  return chosen;
}

/// The ways that the sheet can be turned (0, 90, 180, 270), by the direction of its lines.
std::array<bool, 4> possible_ways(const cv::Mat& ink, int glyph) {
  const LineDirection lines = find_line_direction(ink, glyph);
  const int least = 30, smallest = 10;  // characters that tell; pixels of one that stands apart from its neighbours
  const int rows = lines.along_rows, columns = lines.along_columns;
  if (glyph < smallest || rows + columns < least) return {true, true, true, true};
  const bool is_level = rows > 2 * columns, is_upright = columns > 2 * rows;
  return {!is_upright, !is_level, !is_upright, !is_level};
}

int find_rotation(const cv::Mat& gray, const cv::Mat& reduced_ink, int glyph, int factor,
                  const OrientationModel& orientation) {
  const std::array<bool, 4> possible = possible_ways(reduced_ink, glyph);
  std::vector<Box> glyphs = find_glyphs(reduced_ink, glyph);
  for (Box& box : glyphs) box = {box.left * factor, box.top * factor, box.right * factor, box.bottom * factor};
  const double clear =
      0.8;  // of the votes; a few glyphs show it on most pages, and each costs a fifth of a millisecond
  OrientationModel::Answer answer = orientation.rotation_of(gray, spread(glyphs, 40), possible);
  if (answer.confidence < clear) answer = orientation.rotation_of(gray, spread(glyphs, 120), possible);
  const bool is_known = std::count(possible.begin(), possible.end(), true) == 2;
  const double enough = is_known ? 0.62 : 0.48;  // figures and what is no writing give about equal shares
  return answer.confidence >= enough ? answer.rotation : possible[0] ? 0 : 90;
}

}  // namespace

Page straighten(const Scan& scan, const OrientationModel& orientation) {
  if (scan.pixels.empty() || (scan.pixels.type() != CV_8UC1 && scan.pixels.type() != CV_8UC3)) {
    throw std::invalid_argument("straighten: pixels must be CV_8UC1 or CV_8UC3");
  }
  Unsealed sheet;
  if (scan.pixels.channels() == 3) {
    sheet = take_out_seals(scan.pixels);
  } else {
    sheet.gray = scan.pixels;
  }
  const cv::Mat surroundings = find_surroundings(sheet.gray);
  if (!surroundings.empty()) {
    if (scan.pixels.channels() == 1) sheet.gray = sheet.gray.clone();
    paint_surroundings(sheet.gray, surroundings);
  }

  const int factor = working_factor(sheet.gray.size());
  const cv::Mat reduced = reduce_keeping_dark(sheet.gray, factor);
  const InkMasks ink = binarize_both(reduced);
  const int glyph = glyph_height(ink.text);
  PageWarp warp = estimate_warp(ink.faint, glyph);
  const double inch = std::max(reduced.cols, reduced.rows) / a4_inches;
  if (sheet.seals.empty()) {
    for (const Box& box : find_round_stamps(ink.faint, inch)) {
      const Box place{box.left * factor, box.top * factor, box.right * factor, box.bottom * factor};
      // The outline of what was taken out is no stamp.
      const bool taken_out = std::any_of(sheet.circles.begin(), sheet.circles.end(), [&place](const Box& circle) {
        return !(to_rect(place) & to_rect(circle)).empty();
      });
      if (taken_out) continue;
      if (sheet.gray.data == scan.pixels.data) sheet.gray = scan.pixels.clone();
      const bool bleached = bleach_stamp(sheet.gray, place);
      sheet.seals.push_back({to_quad(place), SealColour::unknown, !bleached});
    }
  }
  warp.level_vanishing /= factor;
  warp.upright_vanishing /= factor;
  if (!warp.from_rulings) warp = warp_of_edges(surroundings, sheet.gray.size()).value_or(warp);
  if (std::abs(warp.skew) < 0.03 && std::abs(warp.shear) < 0.03) warp.skew = warp.shear = 0.0;

  Page page;
  page.page_no = scan.page_no;
  page.dpi = usual_dpi(scan);
  page.scan_width = scan.pixels.cols;
  page.scan_height = scan.pixels.rows;
  page.skew = warp.skew;
  page.rotation = find_rotation(sheet.gray, ink.text, glyph, factor, orientation);

  const Transform to_scan = straight_to_scan(warp, {scan.pixels.cols / 2.0, scan.pixels.rows / 2.0});
  const Quad corners = inverse(to_scan)(sheet_corners(scan.pixels.size(), surroundings));
  const Box bounds =
      is_shift(to_scan) && surroundings.empty() ? Box{0, 0, scan.pixels.cols, scan.pixels.rows} : bounding_box(corners);
  const Transform straight = compose(to_scan, shift(bounds.left, bounds.top));
  if (is_shift(straight) && bounds.width() == scan.pixels.cols && bounds.height() == scan.pixels.rows) {
    page.gray = turned(sheet.gray, page.rotation);
    page.page_to_scan = turned_back(page.rotation, bounds.width(), bounds.height());
  } else {
    page.page_to_scan = compose(straight, turned_back(page.rotation, bounds.width(), bounds.height()));
    const bool on_side = page.rotation % 180 != 0;
    const cv::Size size =
        on_side ? cv::Size(bounds.height(), bounds.width()) : cv::Size(bounds.width(), bounds.height());
    page.gray = resample(sheet.gray, page.page_to_scan, size);
  }
  page.ink = binarize(page.gray, text_contrast);
  const Transform scan_to_page = inverse(page.page_to_scan);
  for (const Seal& seal : sheet.seals) {
    page.seals.push_back({to_quad(bounding_box(scan_to_page(seal.quad))), seal.colour, seal.hides_print});
  }
  return page;
}

}  // namespace shenbao::layout
