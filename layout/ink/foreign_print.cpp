#include "layout/ink/foreign_print.h"

#include <algorithm>
#include <cstdint>
#include <iterator>
#include <opencv2/imgproc.hpp>
#include <vector>

#include "layout/ink/binarize.h"
#include "layout/ink/glyphs.h"
#include "layout/ink/pixels.h"
#include "layout/ink/statistics.h"

namespace shenbao::layout {

namespace {

/// Tones are grey levels by which strokes are darker than paper, in their middle.
struct Tones {
  static constexpr int kLevels = 256;
  static constexpr int kFaintest = 16;           // clean paper varies by less
  static constexpr int kRows = 3;                // one of so many is sample enough
  static constexpr int kBlur = 4;                // levels to each side, over which a tone varies in one print
  static constexpr double kPrint = 0.95;         // quantile of the tones: print, however little of it
  static constexpr double kDarkest = 0.5;        // of the print's tone; a darker one can't be told from thin strokes
  static constexpr double kGap = 0.1;            // of the lower peak beside it: tones of different prints hardly mix
  static constexpr double kSteep = 3;            // from foreign to print: soft edges of print keep their place
  static constexpr double kLeastStrokes = 0.08;  // share of all; fewer may be dust or a shadow
};

/// How foreign strokes lie on the page.
struct Lying {
  static constexpr double kSpread = 0.4;  // of the page; a stamp measures less than a third
  static constexpr double kTenth = 0.1;   // of the strokes, left out at each end of what they are spread over
  static constexpr int kRim = 7;          // pixels across: dark strokes with their soft edges
  static constexpr double kLeast = 0.02, kMost = 0.4;   // share of the paper that is pale: more than noise, no shade
  static constexpr double kAsMuch = 0.15, kNoMore = 5;  // times the share elsewhere; halos of print lie in writing only
};

/// A pixel in the middle of a stroke.
struct Middle {
  int x = 0, y = 0;
  int tone = 0;
};

std::vector<Middle> middles_of_strokes(const cv::Mat& darkness) {
  std::vector<Middle> middles;
  for (int y = 1; y + 1 < darkness.rows; y += Tones::kRows) {
    const auto *above = darkness.ptr<std::uint8_t>(y - 1), *row = darkness.ptr<std::uint8_t>(y),
               *below = darkness.ptr<std::uint8_t>(y + 1);
    for (int x = 1; x + 1 < darkness.cols; ++x) {
      const int tone = row[x];
      if (tone < Tones::kFaintest || tone < row[x - 1] || tone < row[x + 1]) continue;
      const auto is_below = [&](const std::uint8_t* other) {
        return tone >= other[x - 1] && tone >= other[x] && tone >= other[x + 1];
      };
      if (is_below(above) && is_below(below)) middles.push_back({x, y, tone});
    }
  }
  return middles;
}

/// Tones between those of different prints, from the palest.
std::vector<int> gaps_between(const std::vector<int>& tones) {
  cv::Mat counts = cv::Mat::zeros(1, Tones::kLevels, CV_32F), smooth;
  for (const int tone : tones) counts.at<float>(tone) += 1;
  cv::blur(counts, smooth, cv::Size(2 * Tones::kBlur + 1, 1));
  const auto peak = [&smooth](int first, int last) {
    double highest = 0.0;
    cv::minMaxLoc(smooth.colRange(first, last), nullptr, &highest);
    return highest;
  };
  const double darkest = Tones::kDarkest * quantile(tones, Tones::kPrint);
  std::vector<int> gaps;
  int from = Tones::kFaintest;
  for (int tone = from + 1; tone < darkest; ++tone) {
    const double lower = std::min(peak(from, tone), peak(tone, Tones::kLevels));
    if (lower <= 0 || smooth.at<float>(tone) > Tones::kGap * lower) continue;
    while (tone < darkest && smooth.at<float>(tone + 1) < smooth.at<float>(tone)) ++tone;
    gaps.push_back(from = tone);
  }
  return gaps;
}

/// Whether strokes are spread over a good part of the page, along or across.
bool are_spread(const std::vector<Middle>& strokes, const cv::Size& page) {
  std::vector<int> xs, ys;
  for (const Middle& middle : strokes) {
    xs.push_back(middle.x);
    ys.push_back(middle.y);
  }
  const auto length = [](const std::vector<int>& at) {
    return quantile(at, 1 - Lying::kTenth) - quantile(at, Lying::kTenth);
  };
  return length(xs) >= Lying::kSpread * page.width || length(ys) >= Lying::kSpread * page.height;
}

/// Whether what has a tone in [palest, darkest] lies across what is darker as if that weren't there.
bool lies_across_writing(const cv::Mat& darkness, int palest, int darkest) {
  const cv::Mat dark = darkness > darkest;
  const int glyph = glyph_height(dark);
  if (glyph == 0) return false;
  cv::Mat pale = (darkness >= palest) & (darkness <= darkest), near, writing;
  cv::dilate(dark, near, rectangle_of(Lying::kRim, Lying::kRim));
  cv::morphologyEx(dark, writing, cv::MORPH_CLOSE, rectangle_of(glyph | 1, glyph / 2 | 1));
  cv::morphologyEx(writing, writing, cv::MORPH_OPEN, rectangle_of(glyph / 2 | 1, glyph / 2 | 1));
  const cv::Rect written = cv::boundingRect(writing);
  if (written.empty()) return false;
  const auto share_of_pale = [&](const cv::Mat& place) {
    const cv::Mat free = (place & ~near)(written);
    return cv::countNonZero(free & pale(written)) / std::max(1.0, static_cast<double>(cv::countNonZero(free)));
  };
  const double inside = share_of_pale(writing), outside = share_of_pale(~writing);
  return inside >= Lying::kLeast && outside <= Lying::kMost && inside >= Lying::kAsMuch * outside &&
         inside <= Lying::kNoMore * outside;
}

/// The darkest tone of foreign strokes; 0 where there are none.
int darkest_foreign_tone(const cv::Mat& darkness) {
  const std::vector<Middle> middles = middles_of_strokes(darkness);
  std::vector<int> tones;
  for (const Middle& middle : middles) tones.push_back(middle.tone);
  if (tones.empty()) return 0;
  int palest = Tones::kFaintest, foreign = 0;
  for (const int darkest : gaps_between(tones)) {
    std::vector<Middle> strokes;
    std::copy_if(middles.begin(), middles.end(), std::back_inserter(strokes),
                 [&](const Middle& middle) { return middle.tone >= palest && middle.tone <= darkest; });
    if (static_cast<double>(strokes.size()) < Tones::kLeastStrokes * static_cast<double>(middles.size())) continue;
    if (!are_spread(strokes, darkness.size()) || !lies_across_writing(darkness, palest, darkest)) break;
    foreign = darkest;
    palest = darkest + 1;
  }
  return foreign;
}

/// What each darkness becomes when what is up to `foreign` goes out.
cv::Mat levels_without(int foreign) {
  cv::Mat levels(1, Tones::kLevels, CV_8UC1);
  for (int tone = 0; tone < Tones::kLevels; ++tone) {
    const double kept = Tones::kSteep * (tone - foreign);
    levels.at<std::uint8_t>(tone) = cv::saturate_cast<std::uint8_t>(255 - std::min<double>(tone, std::max(0.0, kept)));
  }
  return levels;
}

}  // namespace

bool take_out_foreign_print(cv::Mat& gray, const cv::Mat& darkness) {
  const int foreign = darkest_foreign_tone(darkness);
  if (foreign == 0) return false;
  cv::LUT(darkness_of(gray), levels_without(foreign), gray);
  return true;
}

}  // namespace shenbao::layout
