#include "layout/page/straighten.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <opencv2/imgproc.hpp>
#include <stdexcept>

#include "layout/ink/binarize.h"
#include "layout/ink/foreign_print.h"
#include "layout/ink/glyphs.h"
#include "layout/ink/pixels.h"
#include "layout/ink/reduce.h"
#include "layout/ink/statistics.h"
#include "layout/ink/white_print.h"
#include "layout/page/bleach_stamp.h"
#include "layout/page/page_warp.h"
#include "layout/page/round_stamps.h"
#include "layout/page/seals.h"
#include "layout/page/sheet.h"

namespace shenbao::layout {

namespace {

constexpr double kLevel = 0.03;  // degrees: under a pixel over half a page of writing; resampling would blur more

/// A sheet whose print is so small that the strokes of a hanzi run together in the scan's own pixels.
struct SmallPrint {
  static constexpr int kGlyph = 18, kLeastGlyph = 10;     // pixels: 11 points at 120 dpi; lower ones can't be measured
  static constexpr int kLongSide = 900, kLongest = 1450;  // pixels: A4 at 77 and at 124 dpi; a cut-out is no sheet
};

/// The dots of a screen that fill the paper.
struct Screen {
  static constexpr int kRoughest = 10;    // grey levels from a pixel to its neighbours: noise on paper has 3 to 8
  static constexpr double kSmooth = 0.9;  // pixels: blurs dots less than 2 apart, and strokes by little
};

/// How the way up is decided, by characters.
struct WayUp {
  static constexpr int kLeastLines = 30;         // characters with a neighbour: fewer say nothing about lines
  static constexpr int kSmallest = 10;           // pixels of one that stands apart from its neighbours
  static constexpr int kClearly = 2;             // times as many along rows as along columns, or the other way round
  static constexpr std::size_t kFew = 40;        // decide most pages; each costs a fifth of a millisecond
  static constexpr std::size_t kMany = 96;       // decided every page tried
  static constexpr std::size_t kHandful = 8;     // fewer may agree by chance, letters and figures among them
  static constexpr double kClear = 0.8;          // of the votes: a few are enough
  static constexpr double kEnoughOfTwo = 0.62;   // of the votes; figures and what is no writing give about equal shares
  static constexpr double kEnoughOfFour = 0.48;  // the same among four ways, where an equal share is a quarter
};

double dpi_of(const Scan& scan) {
  constexpr double kCoarsest = 50, kFinest = 2400;  // what scanners have; else the file is wrong
  if (scan.dpi >= kCoarsest && scan.dpi <= kFinest) return scan.dpi;
  return millimetre_of(scan.pixels.size()) * kInch;
}

/// From a page turned clockwise by `rotation` back to where it came from, a sheet of `width` × `height`.
Transform turned_back(int rotation, double width, double height) {
  if (rotation == 90) return {{0, 1, 0, -1, 0, height, 0, 0, 1}};
  if (rotation == 180) return {{-1, 0, width, 0, -1, height, 0, 0, 1}};
  if (rotation == 270) return {{0, -1, width, 1, 0, 0, 0, 0, 1}};
  return {};
}

cv::Mat turned(const cv::Mat& gray, int rotation) {
  if (rotation == 0) return gray;
  cv::Mat page;
  cv::rotate(gray, page, rotation / 90 - 1);  // ROTATE_90_CLOCKWISE, ROTATE_180, ROTATE_90_COUNTERCLOCKWISE
  return page;
}

/// Corners of what is sheet: all of the scan, or what the surroundings leave.
Quad sheet_corners(const cv::Size& scan, const cv::Mat& surroundings) {
  if (surroundings.empty()) return to_quad({0, 0, scan.width, scan.height});
  const cv::Rect box = cv::boundingRect(~surroundings);
  const double sx = static_cast<double>(scan.width) / surroundings.cols;
  const double sy = static_cast<double>(scan.height) / surroundings.rows;
  return to_quad({static_cast<int>(box.x * sx), static_cast<int>(box.y * sy),
                  static_cast<int>(std::ceil(box.br().x * sx)), static_cast<int>(std::ceil(box.br().y * sy))});
}

/// Smooths a sheet on whose paper the dots of a screen stand: they would be as dark as print.
void soften_screen(cv::Mat& gray) {
  std::vector<std::uint8_t> sample;
  constexpr int kRows = 64, kColumns = 4;  // one of so many: a median needs few
  for (int y = 0; y < gray.rows; y += kRows) {
    const auto* row = gray.ptr<std::uint8_t>(y);
    for (int x = 1; x + 1 < gray.cols; x += kColumns) {
      sample.push_back(cv::saturate_cast<std::uint8_t>(std::abs(2 * row[x] - row[x - 1] - row[x + 1])));
    }
  }
  if (!sample.empty() && median(std::move(sample)) >= Screen::kRoughest) {
    cv::GaussianBlur(gray, gray, cv::Size(), Screen::kSmooth);
  }
}

cv::Mat resample(const cv::Mat& gray, const Transform& page_to_scan, const cv::Size& size) {
  // OpenCV counts from the centre of the first pixel, we from its corner.
  const Transform to_pixels = compose(shift(-0.5, -0.5), compose(page_to_scan, shift(0.5, 0.5)));
  const cv::Matx33d map = cv::Matx33d(to_pixels.m.data()) * (1 / to_pixels.m[8]);
  constexpr int kRows = 16;  // one of so many: enough for the paper, of which most of a page is
  const cv::Scalar paper(level_at(histogram_of(every_row(gray, kRows)), 0.5));
  cv::Mat page;
  const int flags = cv::INTER_LINEAR | cv::WARP_INVERSE_MAP;
  if (map(2, 0) == 0.0 && map(2, 1) == 0.0) {
    cv::warpAffine(gray, page, map.get_minor<2, 3>(0, 0), size, flags, cv::BORDER_CONSTANT, paper);
  } else {
    cv::warpPerspective(gray, page, map, size, flags, cv::BORDER_CONSTANT, paper);
  }
  return page;
}

/// At most `limit` of the boxes, evenly spread over the page so that no part of it speaks alone.
std::vector<Box> spread(const std::vector<Box>& boxes, std::size_t limit) {
  if (boxes.size() <= limit) return boxes;
  std::vector<Box> chosen;
  for (std::size_t i = 0; i < limit; ++i) chosen.push_back(boxes[i * boxes.size() / limit]);
  return chosen;
}

/// The ways that the sheet can be turned (0, 90, 180, 270), by the direction of its lines.
std::array<bool, 4> possible_ways(const cv::Mat& ink, int glyph) {
  const LineDirection lines = find_line_direction(ink, glyph);
  const int rows = lines.along_rows, columns = lines.along_columns;
  if (glyph < WayUp::kSmallest || rows + columns < WayUp::kLeastLines) return {true, true, true, true};
  const bool is_level = rows > WayUp::kClearly * columns, is_upright = columns > WayUp::kClearly * rows;
  return {!is_upright, !is_level, !is_upright, !is_level};
}

int find_rotation(const cv::Mat& gray, const cv::Mat& reduced_ink, int glyph, int factor,
                  const OrientationModel& orientation) {
  const std::array<bool, 4> possible = possible_ways(reduced_ink, glyph);
  std::vector<Box> glyphs = find_glyphs(reduced_ink, glyph);
  for (Box& box : glyphs) box = scaled(box, factor);
  OrientationModel::Answer answer = orientation.rotation_of(gray, spread(glyphs, WayUp::kFew), possible);
  if (answer.confidence < WayUp::kClear) {
    answer = orientation.rotation_of(gray, spread(glyphs, WayUp::kMany), possible);
  }
  const bool is_known = std::count(possible.begin(), possible.end(), true) == 2;
  const double enough = glyphs.size() < WayUp::kHandful ? WayUp::kClear
                        : is_known                      ? WayUp::kEnoughOfTwo
                                                        : WayUp::kEnoughOfFour;
  return answer.confidence >= enough ? answer.rotation : possible[0] ? 0 : 90;
}

/// Takes out round stamps that no colour tells from print, as far as they are paler than it. `ink` is that of the sheet
/// reduced by `factor`.
void take_out_grey_stamps(Unsealed& sheet, const cv::Mat& ink, int factor) {
  for (const Box& box : find_round_stamps(ink, millimetre_of(ink.size()))) {
    const Box place = scaled(box, factor);
    // The outline of what was taken out is no stamp.
    const bool taken_out = std::any_of(sheet.circles.begin(), sheet.circles.end(),
                                       [&place](const Box& circle) { return meet(place, circle); });
    if (!taken_out) sheet.seals.push_back({to_quad(place), SealColour::unknown, !bleach_stamp(sheet.gray, place)});
  }
}

/// Sets the pixels of `page` and where they come from: `gray` of the scan, laid straight as `warp` says and turned
/// upright. A sheet that lies straight keeps its pixels.
void lay_straight(Page& page, const cv::Mat& gray, const cv::Mat& surroundings, const PageWarp& warp) {
  const cv::Size scan = gray.size();
  const Transform to_scan = straight_to_scan(warp, {scan.width / 2.0, scan.height / 2.0});
  const bool is_straight = to_scan == Transform{};
  const Quad corners = sheet_corners(scan, surroundings);
  const Box bounds = bounding_box(is_straight ? corners : inverse(to_scan)(corners));
  const Transform turn = turned_back(page.rotation, bounds.width(), bounds.height());
  page.page_to_scan = compose(compose(to_scan, shift(bounds.left, bounds.top)), turn);
  if (is_straight && bounds == Box{0, 0, scan.width, scan.height}) {
    page.gray = turned(gray, page.rotation);
    return;
  }
  const bool on_side = page.rotation % 180 != 0;
  page.gray = resample(gray, page.page_to_scan,
                       on_side ? cv::Size(bounds.height(), bounds.width()) : cv::Size(bounds.width(), bounds.height()));
}

}  // namespace

Page straighten(const Scan& scan, const OrientationModel& orientation) {
  if (scan.pixels.empty() || (scan.pixels.type() != CV_8UC1 && scan.pixels.type() != CV_8UC3)) {
    throw std::invalid_argument("straighten: pixels must be CV_8UC1 or CV_8UC3");
  }
  Unsealed sheet = scan.pixels.channels() == 3 ? take_out_seals(scan.pixels) : Unsealed{scan.pixels.clone(), {}, {}};
  const cv::Mat surroundings = find_surroundings(sheet.gray);
  paint_surroundings(sheet.gray, surroundings);
  turn_over_white_print(sheet.gray);
  soften_screen(sheet.gray);

  int factor = working_factor(sheet.gray.size());
  InkMasks ink = binarize_both(reduce_keeping_dark(sheet.gray, factor));
  if (take_out_foreign_print(sheet.gray, ink.darkness)) ink = binarize_both(reduce_keeping_dark(sheet.gray, factor));
  const int glyph = glyph_height(ink.text);
  if (sheet.seals.empty()) take_out_grey_stamps(sheet, ink.faint, factor);

  Page page;
  const int long_side = std::max(sheet.gray.cols, sheet.gray.rows), height = glyph * factor;
  if (height >= SmallPrint::kLeastGlyph && height < SmallPrint::kGlyph && long_side >= SmallPrint::kLongSide &&
      long_side <= SmallPrint::kLongest) {
    page.enlarged = 2;
    cv::resize(sheet.gray, sheet.gray, {}, page.enlarged, page.enlarged, cv::INTER_CUBIC);
    factor *= page.enlarged;
  }
  PageWarp warp = estimate_warp(ink.faint, glyph);
  warp.level_vanishing /= factor;
  warp.upright_vanishing /= factor;
  if (!warp.from_rulings) warp = warp_of_edges(surroundings, sheet.gray.size()).value_or(warp);
  if (std::abs(warp.skew) < kLevel && std::abs(warp.shear) < kLevel) warp.skew = warp.shear = 0.0;

  page.page_no = scan.page_no;
  page.dpi = dpi_of(scan) * page.enlarged;
  page.scan_width = scan.pixels.cols;
  page.scan_height = scan.pixels.rows;
  page.skew = warp.turn + warp.skew;
  if (warp.turn == 0.0) {
    page.rotation = find_rotation(sheet.gray, ink.text, glyph, factor, orientation);
  } else {  // glyphs that slant do not say which way is up
    lay_straight(page, sheet.gray, surroundings, warp);
    const cv::Mat level = binarize(reduce_keeping_dark(page.gray, factor), kTextContrast);
    page.rotation = find_rotation(page.gray, level, glyph_height(level), factor, orientation);
  }
  lay_straight(page, sheet.gray, surroundings, warp);
  page.ink = binarize(page.gray, kTextContrast);
  page.page_to_scan = compose({{1.0 / page.enlarged, 0, 0, 0, 1.0 / page.enlarged, 0, 0, 0, 1}}, page.page_to_scan);
  const Transform scan_to_page = inverse(page.page_to_scan);
  for (const StatedCharacter& character : scan.stated) {
    page.stated.push_back({character.code, scan_to_page(character.centre)});
  }
  for (const Seal& seal : sheet.seals) {
    page.seals.push_back({to_quad(bounding_box(scan_to_page(seal.quad))), seal.colour, seal.hides_print});
  }
  return page;
}

}  // namespace shenbao::layout
