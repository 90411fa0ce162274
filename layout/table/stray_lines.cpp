#include "layout/table/stray_lines.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <optional>

#include "layout/ink/runs.h"
#include "layout/ink/statistics.h"

namespace shenbao::layout {

namespace {

constexpr double kWholeSheet = 0.85;  // share of the sheet's length: streaks fade before its edges
constexpr double kStroke = 4;         // glyph heights: shorter lines may be strokes, and bound no table
constexpr double kOverhang = 2;       // glyph heights past the table: rulings do not stick out as far
constexpr int kPieces = 2;            // of folds that come from one side of the sheet; more are rulings without a frame
constexpr double kLong = 6;           // glyph heights: what is counted among a direction's rulings
constexpr int kDarker = 25;           // grey levels from a streak to a ruling within it; its own noise is less
constexpr double kDarkest = 0.1;      // quantile of a streak's own levels: in its middle, not on its edges

/// An underline; shares of the height of a hanzi where nothing else is said.
struct Underline {
  static constexpr double kUpright = 1.5;   // length of what it stops short of: strokes of text are shorter
  static constexpr double kShort = 0.08;    // from its end to an upright: worn corners lack less
  static constexpr double kLeastShort = 2;  // pixels, the same
  static constexpr double kStub = 0.3;      // print of an upright that lies on the line
  static constexpr double kUnbroken = 0.8;  // share of it with ink; dashes have less
  static constexpr double kClose = 0.3;     // to the writing above it, or that it runs through
  static constexpr double kHugged =
      0.1;  // share of it with writing close above, or below; fill-ins are blank for the most part
};

/// Whether it crosses others, and goes on far beyond all of them and beyond those that run beside it and are shorter
/// than the sheet: to both sides if it is about as long as the sheet, whose length along it `whole` is; a piece of a
/// fold to one side, where it begins at the sheet's edge and no more pieces do.
bool overhangs(const Ruling& ruling, const std::vector<Ruling>& rulings, double whole, double glyph) {
  const double far = kOverhang * glyph;
  bool crosses = false;
  int before = 0, after = 0;  // rulings that reach about as far; of the shorter ones it is one itself
  for (const Ruling& other : rulings) {
    if (other.length() < kStroke * glyph) continue;
    double first = other.begin(), last = other.end();
    if (other.direction != ruling.direction) {
      first = last = other.at((other.begin() + other.end()) / 2);
      const double across = ruling.at(first);
      crosses = crosses || (across > other.begin() - glyph && across < other.end() + glyph);
    } else if (other.length() > kWholeSheet * whole) {
      continue;
    }
    const int weight = other.direction == ruling.direction ? 1 : kPieces + 1;
    if (first <= ruling.begin() + far) before += weight;
    if (last >= ruling.end() - far) after += weight;
  }
  if (ruling.length() > kWholeSheet * whole) return crosses && before + after == 0;
  return crosses && ((ruling.begin() < far && before <= kPieces) || (ruling.end() > whole - far && after <= kPieces));
}

/// Whether an upright stands on either side of a stretch, and neither as close as rulings that meet.
bool stops_short(const Ruling& line, const Stretch& seen, const std::vector<Ruling>& rulings, double glyph) {
  const double apart = std::max(Underline::kLeastShort, Underline::kShort * glyph);
  bool left = false, right = false;
  for (const Ruling& other : rulings) {
    if (other.direction == line.direction || other.length() < Underline::kUpright * glyph) continue;
    const double across = line.at((seen.begin + seen.end) / 2), along = other.at(across);
    if (across < other.begin() - Underline::kShort * glyph || across > other.end() + Underline::kShort * glyph)
      continue;
    const double away = std::min(std::abs(along - seen.begin), std::abs(along - seen.end));
    if (away < apart + other.thickness / 2) return false;
    left = left || along < seen.begin;
    right = right || along > seen.end;
  }
  return left && right;
}

/// Whether `text` has ink in a column, [top, bottom).
bool has_ink(const cv::Mat& text, int x, double top, double bottom) {
  for (int y = std::max(0, static_cast<int>(top)); y < std::min(text.rows, static_cast<int>(bottom)); ++y) {
    if (text.at<std::uint8_t>(y, x) != 0) return true;
  }
  return false;
}

/// Where a level line is unbroken, without the uprights beside it; nothing where it is dashed, dotted or pale.
std::optional<Stretch> unbroken_part(const Ruling& line, const cv::Mat& text, double glyph) {
  const int begin = std::max(0, static_cast<int>(line.begin())),
            end = std::min(text.cols, static_cast<int>(line.end()));
  std::vector<std::uint8_t> on;
  for (int x = begin; x < end; ++x) {
    const double y = line.at(x + 0.5), half = std::max(1.0, line.thickness / 2);
    on.push_back(has_ink(text, x, y - half, y + half) ? 1 : 0);
  }
  std::optional<Stretch> part;
  double inked = 0;
  for_each_run(on.data(), static_cast<int>(on.size()), [&](int from, int to) {
    if (to - from < Underline::kStub * glyph) return;
    part = Stretch{part ? part->begin : begin + from, static_cast<double>(begin + to)};
    inked += to - from;
  });
  return inked >= Underline::kUnbroken * line.length() ? part : std::nullopt;
}

/// Whether writing stands close to a level line, as it does where a line runs through it.
bool lies_at_writing(const Ruling& line, const Stretch& part, const cv::Mat& text, double glyph) {
  const double from = line.thickness / 2 + 1, to = from + std::max(2.0, Underline::kClose * glyph);  // past its blur
  int above = 0, below = 0;
  for (int x = static_cast<int>(part.begin); x < static_cast<int>(part.end); ++x) {
    const double y = line.at(x + 0.5) + 0.5;
    above += has_ink(text, x, y - to, y - from);
    below += has_ink(text, x, y + from, y + to);
  }
  return std::max(above, below) > Underline::kHugged * part.length();
}

bool is_underline(const Ruling& line, const std::vector<Ruling>& rulings, const cv::Mat& text, double glyph) {
  if (line.direction != Direction::horizontal) return false;
  const std::optional<Stretch> part = unbroken_part(line, text, glyph);
  return part && stops_short(line, *part, rulings, glyph) && lies_at_writing(line, *part, text, glyph);
}

}  // namespace

cv::Mat without_ink_of_streaks(const cv::Mat& ink, const cv::Mat& gray, const std::vector<Ruling>& streaks,
                               double glyph_height) {
  cv::Mat clean = ink.clone();
  for (const Ruling& streak : streaks) {
    /// Calls `use` with each of its pixels in a part of its length.
    const auto for_each_pixel = [&](double from, double to, auto use) {
      const bool level = streak.direction == Direction::horizontal;
      const cv::Rect sheet(cv::Point(), ink.size());
      const int half = static_cast<int>(std::ceil(streak.thickness / 2)) + 1;  // with its blurred edge
      for (int along = static_cast<int>(from); along < to; ++along) {
        const int middle = static_cast<int>(std::lround(streak.at(along)));
        for (int across = middle - half; across <= middle + half; ++across) {
          const cv::Point at = level ? cv::Point(along, across) : cv::Point(across, along);
          if (sheet.contains(at)) use(at);
        }
      }
    };
    std::vector<std::uint8_t> own;  // levels beyond the table, where it comes closest to the sheet's edge
    const int whole = streak.direction == Direction::horizontal ? ink.cols : ink.rows;
    const double beyond = kOverhang * glyph_height;
    const double from = streak.begin() < whole - streak.end() ? streak.begin() : streak.end() - beyond;
    for_each_pixel(from, from + beyond, [&](const cv::Point& at) {
      if (ink.at<std::uint8_t>(at) != 0) own.push_back(gray.at<std::uint8_t>(at));
    });
    if (own.empty()) continue;
    const int darkest = quantile(own, kDarkest) - kDarker;
    for_each_pixel(streak.begin(), streak.end(), [&](const cv::Point& at) {
      if (gray.at<std::uint8_t>(at) > darkest) clean.at<std::uint8_t>(at) = 0;
    });
  }
  return clean;
}

std::vector<Ruling> without_underlines(const std::vector<Ruling>& rulings, const cv::Mat& text, double glyph_height) {
  std::vector<Ruling> kept;
  std::copy_if(rulings.begin(), rulings.end(), std::back_inserter(kept),
               [&](const Ruling& ruling) { return !is_underline(ruling, rulings, text, glyph_height); });
  return kept;
}

std::vector<Ruling> take_out_streaks(std::vector<Ruling>& rulings, const cv::Size& page, double glyph_height) {
  const std::vector<Ruling> all = rulings;
  std::vector<Ruling> streaks;
  for (const Direction direction : {Direction::horizontal, Direction::vertical}) {
    const double whole = direction == Direction::horizontal ? page.width : page.height;
    const auto is_streak = [&](const Ruling& ruling) {
      return ruling.direction == direction && overhangs(ruling, all, whole, glyph_height);
    };
    const auto long_ones = std::count_if(all.begin(), all.end(), [&](const Ruling& ruling) {
      return ruling.direction == direction && ruling.length() > kLong * glyph_height;
    });
    if (2 * std::count_if(all.begin(), all.end(), is_streak) >= long_ones) continue;
    std::copy_if(all.begin(), all.end(), std::back_inserter(streaks), is_streak);
    rulings.erase(std::remove_if(rulings.begin(), rulings.end(), is_streak), rulings.end());
  }
  return streaks;
}

}  // namespace shenbao::layout
