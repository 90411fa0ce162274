#include "layout/ink/rulings.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "layout/ink/pixels.h"
#include "layout/ink/runs.h"
#include "layout/ink/statistics.h"

namespace shenbao::layout {

namespace {

/// Lengths in pixels that follow from the height of a hanzi; the first number of each is its least value, for print so
/// small that a share of it is less than a stroke.
struct Lengths {
  explicit Lengths(int glyph_height) : glyph(std::max(6, glyph_height)) {}  // the shares need some length

  int glyph;
  int thickest = std::max(3, glyph * 3 / 10);  ///< any ruling's: bold frames; strokes of bold titles are short
  int bar = std::max(4, glyph * 3 / 5);        ///< a heavy line's, or that of two joined; blurred figures are higher
  int solid = std::max(10, glyph);             ///< shortest unbroken run: as long as the longest stroke of a glyph
  int gap = std::max(3, glyph * 2 / 5);        ///< between dots or short dashes; glyphs are closer, but less alike
  int dash_gap = std::max(4, glyph * 7 / 10);  ///< between dashes that are longer
  int dotted = std::max(24, glyph * 5 / 2);    ///< shortest of dots: figures make rows of strokes shorter than that
  int strip = std::max(4, glyph / 3);          ///< between points of a trace: below a bend, above a crossing stroke
  int close = std::max(1, glyph / 12);         ///< to strokes that touch a line: hardly more than its blurred edge
  int beside = std::max(1, glyph / 5);  ///< to strokes that stand on a line; more would see the next line of text
  int long_run = 4 * glyph;             ///< of ink: longer than strokes of glyphs that ran into each other
};

constexpr double kRounding = 1.5;       // pixels: ink's edge falls on whole ones at either end; less is no difference
constexpr int kSparsest = 3;            // one column in so many has ink, the least of a row of dots; fewer are strays
constexpr int kFewAlike = 4;            // dashes or gaps: fewer in a row are alike by chance
constexpr std::size_t kTailPoints = 8;  // of a trace: the direction of its end; more would miss the bend there
constexpr double kInked = 0.9;          // share with ink: no gaps but those of the scan
constexpr double kWhole = 0.6;  // share in long runs; less would let joined strokes pass, more would lose torn rulings

/// A run of ink whose gaps were closed.
struct ClosedRun {
  int begin = 0;
  int end = 0;
  int inked = 0;  ///< columns that have ink
};

/// The runs of a row, gaps of up to `gap` closed.
std::vector<ClosedRun> closed_runs(const std::uint8_t* row, int width, double gap) {
  std::vector<ClosedRun> runs;
  for_each_run(row, width, [&](int begin, int end) {
    if (runs.empty() || begin - runs.back().end > gap) runs.push_back({begin, begin, 0});
    runs.back().end = end;
    runs.back().inked += end - begin;
  });
  return runs;
}

/// Paints runs of `mask` into `out`, gaps of up to `gap` closed, where the closed run is at least `shortest` long
/// and one column in kSparsest of it was there at least.
void paint_long_runs(const cv::Mat& mask, int gap, int shortest, cv::Mat& out) {
  for (int y = 0; y < mask.rows; ++y) {
    for (const auto& [begin, end, inked] : closed_runs(mask.ptr<std::uint8_t>(y), mask.cols, gap)) {
      if (end - begin < shortest || kSparsest * inked < end - begin) continue;
      std::memset(out.ptr<std::uint8_t>(y) + begin, 255, static_cast<std::size_t>(end - begin));
    }
  }
}

/// Paints rows of at least kFewAlike dashes of `mask` into `out`, gaps closed: each dash is at least `shortest` long
/// and longer than the gap before it.
void paint_dashes(const cv::Mat& mask, int shortest, int gap, cv::Mat& out) {
  for (int y = 0; y < mask.rows; ++y) {
    std::uint8_t* target = out.ptr<std::uint8_t>(y);
    int begin = 0, end = -1, dashes = 0;
    const auto flush = [&] {
      if (dashes >= kFewAlike) std::memset(target + begin, 255, static_cast<std::size_t>(end - begin));
      dashes = 0;
    };
    for_each_run(mask.ptr<std::uint8_t>(y), mask.cols, [&](int run_begin, int run_end) {
      if (run_end - run_begin < shortest) return;
      if (dashes > 0 && (run_begin - end > gap || run_begin - end >= run_end - run_begin)) flush();
      if (dashes == 0) begin = run_begin;
      end = run_end;
      ++dashes;
    });
    flush();
  }
}

/// A connected piece of line, in strips of Lengths::strip columns.
struct Piece {
  struct Strip {
    double weight = 0.0, moment = 0.0;
    int top = -1, bottom = -1;

    int thickness() const { return bottom - top; }
  };
  int begin = 0;
  int end = 0;
  std::vector<Strip> strips;
};

std::vector<Piece> collect_pieces(const ConnectedRuns& connected, int strip) {
  std::vector<Piece> pieces;
  for (const Box& box : boxes_of(connected)) {
    pieces.push_back({box.left, box.right, std::vector<Piece::Strip>((box.width() + strip - 1) / strip)});
  }
  for (const Run& run : connected.runs) {
    Piece& piece = pieces[run.piece];
    for (int s = (run.begin - piece.begin) / strip; s <= (run.end - 1 - piece.begin) / strip; ++s) {
      Piece::Strip& part = piece.strips[s];
      const int strip_begin = piece.begin + s * strip;
      const int overlap = std::min(run.end, strip_begin + strip) - std::max(run.begin, strip_begin);
      part.weight += overlap;
      part.moment += overlap * (run.row + 0.5);
      if (part.top < 0) part.top = run.row;
      part.bottom = run.row + 1;
    }
  }
  return pieces;
}

/// What a piece looks like along one axis; `across` is y for horizontal rulings, in a transposed image too.
struct Line {
  std::vector<double> along, across;
  Stretch extent;
  std::vector<Stretch> printed;
  double thickness = 0.0;

  double begin() const { return extent.begin; }
  double end() const { return extent.end; }
  double length() const { return end() - begin(); }
};

double interpolate(const std::vector<double>& along, const std::vector<double>& across, double position) {
  if (along.size() == 1) return across.front();
  const auto next = std::upper_bound(along.begin() + 1, along.end() - 1, position);
  const std::size_t k = static_cast<std::size_t>(next - along.begin());
  const double share = (position - along[k - 1]) / (along[k] - along[k - 1]);
  return across[k - 1] + share * (across[k] - across[k - 1]);
}

struct Fit {
  double slope = 0.0;
  double offset = 0.0;  ///< across where along is 0

  double at(double along) const { return offset + slope * along; }
};

/// Least squares through the points whose `along` lies in [from, to]; a level line for less than two.
Fit fit_line(const Line& line, double from, double to) {
  double n = 0, sx = 0, sy = 0, sxx = 0, sxy = 0;
  for (std::size_t i = 0; i < line.along.size(); ++i) {
    if (line.along[i] < from || line.along[i] > to) continue;
    n += 1;
    sx += line.along[i];
    sy += line.across[i];
    sxx += line.along[i] * line.along[i];
    sxy += line.along[i] * line.across[i];
  }
  if (n == 0) return {};
  const double spread = sxx - sx * sx / n;
  const double slope = spread > 0 ? (sxy - sx * sy / n) / spread : 0.0;
  return {slope, (sy - slope * sx) / n};
}

/// Replaces each value by the median of itself and its neighbours: a stroke of text that crosses the
/// ruling pulls single strips off it.
std::vector<double> median_of_neighbours(const std::vector<double>& values, std::ptrdiff_t reach) {
  std::vector<double> smooth;
  const auto count = static_cast<std::ptrdiff_t>(values.size());
  for (std::ptrdiff_t i = 0; i < count; ++i) {
    const std::ptrdiff_t span = std::min({reach, i, count - 1 - i});
    smooth.push_back(median(std::vector<double>(values.begin() + (i - span), values.begin() + (i + span + 1))));
  }
  return smooth;
}

/// Drops points at the end of a trace that lie off the line of those before: other ink at a ruling's end pulls them.
/// The end in question stands last.
void drop_pulled_end(std::vector<double>& along, std::vector<double>& across, double tolerance) {
  std::size_t kept = along.size();
  for (std::size_t last = along.size(); last > 2 * kTailPoints && along.size() - last < kTailPoints; --last) {
    const auto from = static_cast<std::ptrdiff_t>(last - 1 - kTailPoints), to = static_cast<std::ptrdiff_t>(last - 1);
    Line before;
    before.along.assign(along.begin() + from, along.begin() + to);
    before.across.assign(across.begin() + from, across.begin() + to);
    const auto [first, end] = std::minmax(before.along.front(), before.along.back());
    if (std::abs(fit_line(before, first, end).at(along[last - 1]) - across[last - 1]) > tolerance) kept = last - 1;
  }
  along.resize(kept);
  across.resize(kept);
}

/// The centre line of a piece; no points where most of it is thicker than `thickest`.
Line trace_within(const Piece& piece, const Lengths& lengths, int thickest) {
  Line line;
  double thickness = 0.0;
  double end = piece.begin;
  for (const Piece::Strip& strip : piece.strips) {
    const double begin = end;
    end = std::min<double>(piece.end, begin + lengths.strip);
    if (strip.weight <= 0 || strip.thickness() > thickest) continue;
    line.along.push_back((begin + end) / 2);
    line.across.push_back(strip.moment / strip.weight);
    thickness += strip.weight / (end - begin);
  }
  if (line.along.size() * 2 < piece.strips.size()) return {};
  line.thickness = thickness / static_cast<double>(line.along.size());
  line.across = median_of_neighbours(line.across, 2);
  constexpr double kPulled = 0.1;  // of a glyph's height off the line; less is the unevenness of print
  const double tolerance = std::max(kRounding, kPulled * lengths.glyph);
  for (int side = 0; side < 2; ++side) {
    drop_pulled_end(line.along, line.across, tolerance);
    std::reverse(line.along.begin(), line.along.end());
    std::reverse(line.across.begin(), line.across.end());
  }
  line.extent = {static_cast<double>(piece.begin), static_cast<double>(piece.end)};
  return line;
}

/// Share of the values that are off their median by `slack` of it, or by `least`, at the most.
double share_alike(const std::vector<int>& values, double slack, double least) {
  const double usual = median(values), most = std::max(least, slack * usual);
  const auto alike =
      std::count_if(values.begin(), values.end(), [&](int value) { return std::abs(value - usual) <= most; });
  return static_cast<double>(alike) / static_cast<double>(values.size());
}

/// A heavy line is equally thick from end to end, as the rim of a seal or a stroke that others join is not.
bool is_even(const Piece& piece) {
  std::vector<int> thickness;
  for (const Piece::Strip& strip : piece.strips) thickness.push_back(strip.thickness());
  constexpr double kSlack = 0.25;  // of the usual thickness; more would let the rim of a seal pass
  constexpr double kMost = 0.7;    // of the strips: other ink lies on the rest
  return share_alike(thickness, kSlack, 1.0) >= kMost;
}

/// The centre line of a piece; no points where it is too thick for a ruling.
Line trace_piece(const Piece& piece, const Lengths& lengths) {
  const Line line = trace_within(piece, lengths, lengths.thickest);
  return line.along.empty() && is_even(piece) ? trace_within(piece, lengths, lengths.bar) : line;
}

/// A heavy stroke of a large character is short.
bool is_heavy_stroke(const Line& line, const Lengths& lengths) {
  constexpr double kLongest = 5;    // glyph heights: a stroke of a title whose characters are as large
  constexpr double kSlimmest = 10;  // length by thickness; strokes are stouter
  return line.thickness > lengths.thickest &&
         line.length() < std::max(kLongest * lengths.glyph, kSlimmest * line.thickness);
}

/// What is seen at each column of a line.
struct View {
  std::vector<std::uint8_t> on;     ///< ink on the line
  std::vector<std::uint8_t> above;  ///< ink close above it
  std::vector<std::uint8_t> below;

  static double share(const std::vector<std::uint8_t>& columns) {
    return columns.empty() ? 0.0
                           : std::accumulate(columns.begin(), columns.end(), 0.0) / static_cast<double>(columns.size());
  }
};

int half_thickness(const Line& line) { return std::max(1, static_cast<int>(std::lround(line.thickness / 2))); }

/// What is seen on a line and, from `from` up to `to` pixels away from its middle, beside it.
View look_beside(const cv::Mat& mask, const Line& line, int from, int to) {
  const auto inked = [&](int x, int top, int bottom) -> std::uint8_t {
    for (int y = std::max(0, top); y < std::min(mask.rows, bottom); ++y) {
      if (mask.at<std::uint8_t>(y, x) != 0) return 1;
    }
    return 0;
  };
  const int half = half_thickness(line);
  View view;
  for (int x = static_cast<int>(line.begin()); x < static_cast<int>(line.end()); ++x) {
    const int y = static_cast<int>(std::floor(interpolate(line.along, line.across, x + 0.5)));
    view.on.push_back(inked(x, y - half, y + half + 1));
    view.above.push_back(inked(x, y - to + 1, y - from + 1));
    view.below.push_back(inked(x, y + from, y + to));
  }
  return view;
}

/// What is seen on a line and up to `margin` pixels beside it, its blurred edge apart.
View look_along(const cv::Mat& mask, const Line& line, int margin) {
  const int from = half_thickness(line) + 2;
  return look_beside(mask, line, from, from + margin);
}

/// Lengths of the gaps between runs of ink.
std::vector<int> gaps_of(const std::vector<ClosedRun>& runs) {
  std::vector<int> lengths;
  for (std::size_t i = 1; i < runs.size(); ++i) lengths.push_back(runs[i].begin - runs[i - 1].end);
  return lengths;
}

/// Lengths of the runs of ink between the first gap and the last, which the line's ends do not cut.
std::vector<int> dashes_of(const std::vector<ClosedRun>& runs, int width) {
  std::vector<int> lengths;
  for (const ClosedRun& run : runs) {
    if (run.begin > 0 && run.end < width) lengths.push_back(run.inked);
  }
  return lengths;
}

/// Most of the lengths are alike, as dots and dashes are and strokes of text are not.
bool are_alike(const std::vector<int>& lengths) {
  if (lengths.size() < kFewAlike) return false;
  constexpr double kSlack = 0.3;  // of the usual length; more would let strokes of text pass, less would lose worn dots
  constexpr double kMost = 2.0 / 3;  // the rest ran together or is torn
  return share_alike(lengths, kSlack, kRounding) >= kMost;
}

/// Whether ink and gaps alternate evenly, as those of dots and dashes do.
bool is_regular(const std::vector<std::uint8_t>& on) {
  const int width = static_cast<int>(on.size());
  const std::vector<ClosedRun> runs = closed_runs(on.data(), width, 0);
  return are_alike(dashes_of(runs, width)) && are_alike(gaps_of(runs));
}

/// Share of the columns that lie in runs of ink of at least `shortest`.
double share_in_long_runs(const std::vector<std::uint8_t>& on, int shortest) {
  int sum = 0;
  for_each_run(on.data(), static_cast<int>(on.size()), [&](int begin, int end) {
    if (end - begin >= shortest) sum += end - begin;
  });
  return on.empty() ? 0.0 : static_cast<double>(sum) / static_cast<double>(on.size());
}

/// Whether there is ink everywhere along the line: dots may run into each other, strokes of text leave holes.
bool is_filled(const std::vector<std::uint8_t>& on, int window) {
  int windows = 0, filled = 0;
  for (std::size_t begin = 0; begin + static_cast<std::size_t>(window) <= on.size();
       begin += static_cast<std::size_t>(window)) {
    const auto first = on.begin() + static_cast<std::ptrdiff_t>(begin);
    ++windows;
    filled += kSparsest * std::accumulate(first, first + window, 0) >= window;
  }
  constexpr int kFilled = 95;  // percent: a speck of white is no hole; less would let spaced glyphs pass
  return windows > 0 && 100 * filled >= kFilled * windows;
}

/// Share of the columns with ink about three fifths of a glyph above or below the line, on the side with more.
double share_farther_off(const cv::Mat& mask, const Line& line, const Lengths& lengths) {
  // Past a second line of a doubled ruling, but within the writing that stands on a line.
  const int from = lengths.glyph / 2;
  const View view = look_beside(mask, line, from, std::max(from + 1, lengths.glyph * 3 / 4));
  return std::max(View::share(view.above), View::share(view.below));
}

/// The part of a line between two columns.
Line cut(const Line& line, double begin, double end) {
  Line part;
  part.extent = {begin, end};
  part.thickness = line.thickness;
  for (std::size_t i = 0; i < line.along.size(); ++i) {
    if (line.along[i] < begin || line.along[i] > end) continue;
    part.along.push_back(line.along[i]);
    part.across.push_back(line.across[i]);
  }
  if (part.along.empty()) {
    part.along.push_back((begin + end) / 2);
    part.across.push_back(interpolate(line.along, line.across, (begin + end) / 2));
  }
  return part;
}

/// The thickness of the long lines of the other direction at which a line begins and ends, or up to `gap` short of
/// which; nothing where it lacks one. `crossing` are lines along the axis that runs across this one.
std::optional<std::pair<double, double>> lines_at_ends(const Line& line, const std::vector<Line>& crossing, double gap,
                                                       const Lengths& lengths) {
  constexpr int kLong = 6;  // glyph heights; what is shorter can be a stroke or an underline
  const auto at_end = [&](double end) {
    return std::find_if(crossing.begin(), crossing.end(), [&](const Line& other) {
      const double x = line.across.front();
      if (other.length() < kLong * lengths.glyph || x < other.begin() || x > other.end()) return false;
      return std::abs(interpolate(other.along, other.across, x) - end) <= other.thickness + gap;
    });
  };
  const auto first = at_end(line.begin()), last = at_end(line.end());
  if (first == crossing.end() || last == crossing.end()) return std::nullopt;
  return std::make_pair(first->thickness, last->thickness);
}

/// Whether a line runs unbroken from one long line of the other direction to another, paper all along one of its sides,
/// as strokes of glyphs that fill their row do not.
bool joins_two(const cv::Mat& mask, const Line& line, const std::vector<Line>& crossing, const Lengths& lengths) {
  if (2 * line.length() < 3 * lengths.glyph) return false;  // one and a half: a glyph's stroke is no longer
  const double short_of = lengths.glyph / 6.0;  // worn corners; strokes of a glyph end farther from the lines
  const auto joined = lines_at_ends(line, crossing, short_of, lengths);
  if (!joined) return false;
  const double corner = lengths.glyph / 4.0;  // or all of a heavy frame
  const double begin = line.begin() + std::max(corner, joined->first + 1);
  const double end = line.end() - std::max(corner, joined->second + 1);
  if (end - begin < corner) return false;
  const View between = look_along(mask, cut(line, begin, end), lengths.beside);
  constexpr double kPaper = 0.05;  // ink for a speck
  return View::share(between.on) > 1.0 - kPaper &&
         std::min(View::share(between.above), View::share(between.below)) < kPaper;
}

/// Tells a ruling from strokes of text that stand on one line: those are of all lengths, apart from each other,
/// and have other strokes close beside them.
bool is_line_of_its_own(const cv::Mat& mask, const Line& line, const std::vector<Line>& crossing,
                        const Lengths& lengths) {
  constexpr double kEmptyBeyond = 0.3;                    // ink farther off; more is a row of writing
  constexpr int kSure = 12;                               // glyph heights: longer than strokes that happen to line up
  constexpr double kTouching = 0.3, kTouchingDots = 0.5;  // of the ink; more has strokes on it, as glyphs have
  constexpr int kShort = 3;                               // glyph heights: as long as strokes that ran together
  constexpr double kBesideShort = 0.35;                   // ink beside a short line: it stands in no row of writing
  constexpr double kOnSolid = 0.6, kOnBroken = 0.4;       // of the ink has other ink close by: writing on the line
  constexpr double kFaintest = 0.3;                       // ink on it; less is a row of strokes, not of dots
  constexpr int kFilledLength = 5;                        // glyph heights: filled so far, no matter what is beside it
  constexpr double kBesideFilled = 0.25;                  // ink beside a shorter one; more is a line of small print
  const View near = look_along(mask, line, lengths.close);
  const View wide = look_along(mask, line, lengths.beside);
  const double on = View::share(near.on);
  if (joins_two(mask, line, crossing, lengths)) return true;
  if (is_heavy_stroke(line, lengths)) return false;
  // What runs on unbroken beside it, with paper beyond, is the other line of a doubled ruling.
  const bool empty_beyond = share_farther_off(mask, line, lengths) < kEmptyBeyond;
  const auto written = [&](const std::vector<std::uint8_t>& side) {
    return View::share(side) - (empty_beyond ? share_in_long_runs(side, lengths.long_run) : 0.0);
  };
  const double near_side = std::max(written(near.above), written(near.below));
  const double wide_side = std::max(written(wide.above), written(wide.below));
  const bool is_whole = share_in_long_runs(near.on, lengths.long_run) >= kWhole;
  const bool regular = is_regular(near.on);
  if (!is_whole && line.length() < kSure * lengths.glyph) {
    const bool is_dotted = regular && line.length() > lengths.long_run;
    int joined = 0;
    for (std::size_t i = 0; i < near.on.size(); ++i) joined += near.above[i] != 0 || near.below[i] != 0;
    if (joined > (is_dotted ? kTouchingDots : kTouching) * on * static_cast<double>(near.on.size())) return false;
  }
  if (line.length() < kShort * lengths.glyph && on >= kInked) return wide_side <= kBesideShort;
  if (near_side > (on > kInked ? kOnSolid : kOnBroken) * on) return false;
  const int longer_than_strokes = 3 * lengths.glyph / 2;  // of one glyph, with what touches it
  if (share_in_long_runs(near.on, longer_than_strokes) >= kWhole) return true;
  if (on < kFaintest) return false;
  if (regular) return true;
  return is_filled(near.on, lengths.glyph / 2) &&
         (line.length() > kFilledLength * lengths.glyph || wide_side <= kBesideFilled);
}

/// The rim of a round seal or a bracket is bent more than a short ruling can be.
bool is_bent(const Line& line, const Lengths& lengths) {
  constexpr int kTooLong = 8;        // glyph heights: no arc of a seal stays level for so long
  constexpr double kArc = 0.02;      // of the length: paper curls less over it, the rim of a seal more
  constexpr double kLeastArc = 0.8;  // pixels; less is the unevenness of a traced line
  if (line.length() > kTooLong * lengths.glyph && line.thickness <= lengths.thickest) return false;
  const double middle = interpolate(line.along, line.across, (line.begin() + line.end()) / 2);
  const double sagitta = std::abs(middle - (line.across.front() + line.across.back()) / 2);
  return sagitta > std::max(kLeastArc, kArc * line.length());
}

/// A heavy line along the border of the image is the edge of a sheet.
bool is_edge_of_sheet(const cv::Mat& mask, const Line& line, const Lengths& lengths) {
  const auto [least, most] = std::minmax_element(line.across.begin(), line.across.end());
  return line.thickness > lengths.thickest && (*least < lengths.glyph || *most > mask.rows - lengths.glyph);
}

bool is_ruling(const cv::Mat& mask, const Line& line, const std::vector<Line>& crossing, const Lengths& lengths) {
  // Slopes of three and of seven degrees: a short line's own is known less well; strokes of glyphs slant by more.
  constexpr double kSteepest = 0.055, kSteepestShort = 0.12;
  const double slope = std::abs(fit_line(line, line.begin(), line.end()).slope);
  const double steepest = line.length() > lengths.long_run ? kSteepest : kSteepestShort;
  return slope <= steepest && !is_bent(line, lengths) && !is_edge_of_sheet(mask, line, lengths) &&
         is_line_of_its_own(mask, line, crossing, lengths);
}

/// The line if it is a ruling, else those of its unbroken parts that are: short rulings on one line are
/// linked by the strokes of the text between them.
std::vector<Line> rulings_of(const cv::Mat& mask, const Line& line, const std::vector<Line>& crossing,
                             const Lengths& lengths) {
  if (is_ruling(mask, line, crossing, lengths)) return {line};
  std::vector<Line> parts;
  const View view = look_along(mask, line, 1);
  const double first = std::floor(line.begin());
  for_each_run(view.on.data(), static_cast<int>(view.on.size()), [&](int begin, int end) {
    if (end - begin < lengths.solid) return;
    const Line part = cut(line, first + begin, first + end);
    if (part.length() < line.length() && is_ruling(mask, part, crossing, lengths)) parts.push_back(part);
  });
  return parts;
}

/// Sums of a column of values, over each and up to `reach` before and after it.
std::vector<int> sums_around(const cv::Mat& values, int reach) {
  cv::Mat sums;
  cv::boxFilter(values, sums, CV_32S, cv::Size(1, 2 * reach + 1), cv::Point(-1, -1), /*normalize=*/false,
                cv::BORDER_CONSTANT);
  return {sums.begin<int>(), sums.end<int>()};
}

/// Takes out of a dotted line the places where strokes of text fill its gaps: over the length of a glyph much of
/// the ink has other ink on both sides, and there is more of it or in longer pieces than dots make.
std::vector<Stretch> without_text(const std::vector<Stretch>& printed, const View& view, double first, int glyph) {
  constexpr int kOnBothSides = 5;     // one inked column in so many has ink above, and one below: more than specks
  constexpr double kMoreInk = 0.1;    // of the columns, above the line's usual share
  constexpr double kFewerDots = 0.7;  // of the usual number of runs: strokes have joined them
  const int count = static_cast<int>(view.on.size()), reach = glyph / 2;
  std::vector<std::uint8_t> begins(view.on.size(), 0);  // where a run of ink begins
  for_each_run(view.on.data(), count, [&begins](int begin, int) { begins[begin] = 1; });
  const cv::Mat on(view.on);
  const auto inked = sums_around(on, reach), starts = sums_around(cv::Mat(begins), reach);
  const auto above = sums_around(on & cv::Mat(view.above), reach), below = sums_around(on & cv::Mat(view.below), reach);
  const auto columns = sums_around(cv::Mat::ones(on.size(), CV_8UC1), reach);
  const double usual = View::share(view.on), usual_starts = View::share(begins);
  const auto is_text = [&](int x) {
    if (kOnBothSides * above[x] <= inked[x] || kOnBothSides * below[x] <= inked[x]) return false;
    return inked[x] > (usual + kMoreInk) * columns[x] || starts[x] < kFewerDots * usual_starts * columns[x];
  };
  std::vector<Stretch> clear;
  for (const Stretch& stretch : printed) {
    bool open = false;
    for (int i = static_cast<int>(stretch.begin - first); i < static_cast<int>(stretch.end - first); ++i) {
      const bool text = is_text(i);
      if (!text && open) clear.back().end = first + i + 1;
      if (!text && !open) clear.push_back({first + i, first + i + 1});
      open = !text;
    }
  }
  return clear;
}

/// The widest gap that is still print: that of dots, or of dashes where the ink lies in pieces longer than it.
double dash_gap_of(const View& view, const Lengths& lengths) {
  constexpr double kDashes = 0.4;  // of the columns, in pieces longer than a gap of dots; fewer are joined dots
  return share_in_long_runs(view.on, lengths.gap) > kDashes ? lengths.dash_gap : lengths.gap;
}

/// Joins pieces of a line over at least kFewAlike gaps in a row that are alike: where dashes ran into each other the
/// line looks solid, and is dashed elsewhere. `is_dash` tells for each piece whether it has paper on both sides.
std::vector<Stretch> join_dashes(const std::vector<Stretch>& pieces, const std::vector<char>& is_dash,
                                 const Lengths& lengths) {
  const auto gap_after = [&pieces](std::size_t i) { return pieces[i + 1].begin - pieces[i].end; };
  const auto is_gap = [&](std::size_t i) {
    return i + 1 < pieces.size() && is_dash[i] != 0 && is_dash[i + 1] != 0 && gap_after(i) <= lengths.gap &&
           gap_after(i) < std::min(pieces[i].length(), pieces[i + 1].length());
  };
  std::vector<Stretch> joined;
  for (std::size_t first = 0; first < pieces.size();) {
    std::size_t last = first;  // the piece behind the last gap that is like the first
    while (is_gap(last) && std::abs(gap_after(last) - gap_after(first)) <= kRounding) ++last;
    if (last - first < kFewAlike) last = first;
    joined.push_back({pieces[first].begin, pieces[last].end});
    first = last + 1;
  }
  return joined;
}

/// Where the line is seen: unbroken ink that has white beside it somewhere. Gaps of a dotted line are
/// printed too, those of a solid one are not.
std::vector<Stretch> find_printed(const cv::Mat& mask, const Line& line, const Lengths& lengths) {
  constexpr double kSolid = 0.85;       // share with ink: dots and dashes leave more white, a worn line less
  constexpr double kJoined = 0.35;      // of a short stretch has ink beside it: a stroke of text
  constexpr double kLeastClear = 0.25;  // of a stretch has white beside it: writing covers no ruling wholly
  constexpr double kDashJoined = 0.25;  // of a dash has ink beside it at the most: paper on both sides but for specks
  const View view = look_along(mask, line, lengths.close);
  const bool solid = View::share(view.on) > kSolid;
  const double gap = solid ? std::max(2, lengths.glyph / 8) : dash_gap_of(view, lengths);
  const double first = std::floor(line.begin());
  std::vector<Stretch> seen;
  std::vector<char> is_dash;
  for (const ClosedRun& run : closed_runs(view.on.data(), static_cast<int>(view.on.size()), gap)) {
    const double length = run.end - run.begin;
    int clear = 0, joined = 0;  // inked columns with white on a side, with ink on a side
    for (int i = run.begin; i < run.end; ++i) {
      clear += view.on[i] & ((view.above[i] & view.below[i]) ^ 1);
      joined += view.on[i] & (view.above[i] | view.below[i]);
    }
    // A stroke of text is short and has others beside it; what is long is the ruling, whatever lies on it.
    const bool stroke = solid && length < 2 * lengths.glyph && joined > kJoined * length;
    if (stroke || clear < kLeastClear * length) continue;
    seen.push_back({first + run.begin, first + run.end});
    is_dash.push_back(joined <= kDashJoined * length ? 1 : 0);
  }
  if (solid) seen = join_dashes(seen, is_dash, lengths);
  return solid ? seen : without_text(seen, view, first, lengths.glyph);
}

/// Joins `later` to `earlier` if it continues it.
bool continues(const Line& earlier, const Line& later, const cv::Mat& mask, const Lengths& lengths) {
  const double gap = later.begin() - earlier.end();
  if (gap < -lengths.glyph) return false;
  constexpr double kTail = 6;       // glyph heights of a line that say where it heads; more would miss its bend
  constexpr double kOff = 0.08;     // glyph heights from one line to the other; more joins lines beside each other
  constexpr double kDrift = 0.01;   // of the gap: the slope is not known better than that
  constexpr double kNextTo = 0.6;   // glyph heights of gap: no character fits between
  constexpr double kTear = 1.5;     // glyph heights of gap that a stamp or a pen tears; more joins those of two tables
  constexpr double kTorn = 2;       // glyph heights of either piece of a torn ruling; shorter ones may be strokes
  constexpr double kDashGap = 1.2;  // glyph heights of gap between dashes, which lie farther apart than dots
  constexpr double kDashShare = 0.8;  // of the shorter dash: the gap is clearly shorter
  constexpr double kFarthest = 8;     // glyph heights of gap: farther off two rulings are two, ink between them or not
  const double reach = kTail * lengths.glyph;
  const double middle = (earlier.end() + later.begin()) / 2;
  const Fit before = fit_line(earlier, earlier.end() - reach, earlier.end());
  const Fit after = fit_line(later, later.begin(), later.begin() + reach);
  // A short piece does not know its slope: it borrows the other's.
  const double whole = 3.0 * lengths.glyph;
  const double trust_before = std::min(1.0, earlier.length() / whole),
               trust_after = std::min(1.0, later.length() / whole);
  const double slope = (before.slope * trust_before + after.slope * trust_after) / (trust_before + trust_after);
  const double end_y = before.at(earlier.end()) + slope * (middle - earlier.end());
  const double begin_y = after.at(later.begin()) - slope * (later.begin() - middle);
  const double tolerance = std::max(kRounding, kOff * lengths.glyph) + kDrift * std::max(0.0, gap);
  if (std::abs(end_y - begin_y) > tolerance) return false;
  const double shorter = std::min(earlier.length(), later.length());
  if (gap <= kNextTo * lengths.glyph || (gap <= kTear * lengths.glyph && shorter >= kTorn * lengths.glyph)) return true;
  // Dashes are longer than what lies between them.
  if (gap <= kDashGap * lengths.glyph && gap < kDashShare * shorter) return true;
  if (gap > kFarthest * lengths.glyph) return false;
  Line between;
  between.along = {earlier.end(), later.begin()};
  between.across = {before.at(earlier.end()), after.at(later.begin())};
  between.extent = {earlier.end(), later.begin()};
  between.thickness = std::max(earlier.thickness, later.thickness);
  // A line below text is whole; aligned strokes of text are not.
  return View::share(look_along(mask, between, 0).on) >= kInked;
}

void append(Line& line, const Line& next) {
  const double end = line.along.empty() ? next.begin() : line.along.back();
  const double thickness_sum = line.thickness * line.length() + next.thickness * next.length();
  line.thickness = thickness_sum / std::max(1.0, line.length() + next.length());
  for (std::size_t i = 0; i < next.along.size(); ++i) {
    if (next.along[i] <= end) continue;
    line.along.push_back(next.along[i]);
    line.across.push_back(next.across[i]);
  }
  line.extent.end = std::max(line.end(), next.end());
}

std::vector<Line> join_collinear(std::vector<Line> lines, const cv::Mat& mask, const Lengths& lengths) {
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return std::make_tuple(a.begin(), a.across.front()) < std::make_tuple(b.begin(), b.across.front());
  });
  std::vector<Line> joined;
  for (const Line& line : lines) {
    Line* best = nullptr;
    for (Line& candidate : joined) {
      if (std::abs(candidate.across.back() - line.across.front()) > lengths.glyph) continue;
      if (!continues(candidate, line, mask, lengths)) continue;
      if (best == nullptr || candidate.end() > best->end()) best = &candidate;
    }
    if (best == nullptr) {
      joined.push_back(line);
    } else {
      append(*best, line);
    }
  }
  return joined;
}

/// Dotted lines too short to be told from strokes of text but for where they end: at two lines of `crossing`, as the
/// uprights of a single row do. `thin` is `mask` without what is thicker than a ruling.
std::vector<Line> find_dotted_between(const cv::Mat& mask, const cv::Mat& thin, const std::vector<Line>& crossing,
                                      const Lengths& lengths) {
  cv::Mat short_runs = cv::Mat::zeros(mask.size(), CV_8UC1);
  const int shortest = lengths.glyph * 5 / 4;  // a row one line of writing high is no lower
  paint_long_runs(thin, lengths.gap, shortest, short_runs);
  const std::size_t few_gaps = 5;        // fewer are those between the strokes of one glyph
  const int widest = lengths.glyph / 4;  // of those gaps: between strokes of two glyphs there is more
  constexpr double kBeside = 0.2;        // share of the columns with ink beside the dots; more are strokes of writing
  std::vector<Line> lines;
  for (const Piece& piece : collect_pieces(connect_runs(short_runs), lengths.strip)) {
    const Line line = piece.end - piece.begin < lengths.dotted ? trace_piece(piece, lengths) : Line{};
    if (line.along.empty() || is_bent(line, lengths) || !lines_at_ends(line, crossing, lengths.gap, lengths)) continue;
    const View view = look_along(mask, line, std::max(1, lengths.glyph / 8));
    const double beside = std::max(View::share(view.above), View::share(view.below));
    const std::vector<int> gaps = gaps_of(closed_runs(view.on.data(), static_cast<int>(view.on.size()), 0));
    const bool is_even = gaps.size() >= few_gaps && *std::max_element(gaps.begin(), gaps.end()) <= widest;
    if (beside < kBeside && is_even && is_regular(view.on)) lines.push_back(line);
  }
  return lines;
}

/// Rulings along the rows of `mask`. `crossing` are those along its columns, as far as they are known.
std::vector<Line> find_lines(const cv::Mat& mask, const std::vector<Line>& crossing, const Lengths& lengths) {
  const auto without_thicker = [&mask](int thickest) -> cv::Mat {
    cv::Mat thick;
    cv::morphologyEx(mask, thick, cv::MORPH_OPEN, rectangle_of(1, (thickest + 1) | 1));
    return mask & ~thick;
  };

  cv::Mat long_runs = cv::Mat::zeros(mask.size(), CV_8UC1);
  paint_long_runs(mask, 1, lengths.solid, long_runs);
  const cv::Mat thin = without_thicker(lengths.thickest);
  paint_long_runs(thin, lengths.gap, lengths.dotted, long_runs);
  paint_dashes(without_thicker(lengths.bar), lengths.gap, lengths.dash_gap, long_runs);

  std::vector<Line> lines;
  const auto trace_pieces = [&](const ConnectedRuns& connected) {
    std::vector<char> tangled;  // for each piece
    for (const Piece& piece : collect_pieces(connected, lengths.strip)) {
      const Line line = trace_piece(piece, lengths);
      tangled.push_back(line.along.empty() ? 1 : 0);
      if (line.along.empty()) continue;
      for (Line& ruling : rulings_of(mask, line, crossing, lengths)) lines.push_back(std::move(ruling));
    }
    return tangled;
  };
  const ConnectedRuns connected = connect_runs(long_runs);
  const std::vector<char> tangled = trace_pieces(connected);
  cv::Mat longest_runs = cv::Mat::zeros(mask.size(), CV_8UC1);  // without those of slanted strokes that join rulings
  for (const Run& run : connected.runs) {
    if (tangled[run.piece] == 0 || run.end - run.begin < lengths.long_run) continue;
    std::memset(longest_runs.ptr<std::uint8_t>(run.row) + run.begin, 255,
                static_cast<std::size_t>(run.end - run.begin));
  }
  trace_pieces(connect_runs(longest_runs));
  if (!crossing.empty()) {
    for (Line& line : find_dotted_between(mask, thin, crossing, lengths)) lines.push_back(std::move(line));
  }
  lines = join_collinear(std::move(lines), mask, lengths);
  for (Line& line : lines) line.printed = find_printed(mask, line, lengths);
  return lines;
}

Ruling to_ruling(const Line& line, Direction direction) {
  Ruling ruling;
  ruling.direction = direction;
  ruling.printed = line.printed;
  ruling.thickness = line.thickness;
  const Fit head = fit_line(line, line.begin(), line.along[std::min(kTailPoints, line.along.size()) - 1]);
  const Fit tail = fit_line(line, line.along[line.along.size() - std::min(kTailPoints, line.along.size())], line.end());
  const auto add = [&](double along, double across) {
    ruling.trace.push_back(direction == Direction::horizontal ? Point{along, across} : Point{across, along});
  };
  add(line.begin(), head.at(line.begin()));
  for (std::size_t i = 0; i < line.along.size(); ++i) {
    if (line.along[i] > line.begin() && line.along[i] < line.end()) add(line.along[i], line.across[i]);
  }
  add(line.end(), tail.at(line.end()));
  return ruling;
}

double along_of(const Ruling& ruling, const Point& point) {
  return ruling.direction == Direction::horizontal ? point.x : point.y;
}

double across_of(const Ruling& ruling, const Point& point) {
  return ruling.direction == Direction::horizontal ? point.y : point.x;
}

}  // namespace

bool operator==(const Stretch& a, const Stretch& b) { return a.begin == b.begin && a.end == b.end; }

bool operator==(const Ruling& a, const Ruling& b) {
  return std::tie(a.direction, a.trace, a.printed, a.thickness, a.inferred) ==
         std::tie(b.direction, b.trace, b.printed, b.thickness, b.inferred);
}

double Ruling::begin() const { return along_of(*this, trace.front()); }

double Ruling::end() const { return along_of(*this, trace.back()); }

double Ruling::at(double along) const {
  const std::size_t last = trace.size() - 1;
  const std::size_t reach = std::min(kTailPoints, last);  // beyond an end its slope counts, not that of two neighbours
  const auto next =
      std::upper_bound(trace.begin() + 1, trace.end() - 1, along,
                       [this](double value, const Point& point) { return value < along_of(*this, point); });
  const bool before = along <= begin(), beyond = along >= end();
  const std::size_t to = before ? reach : static_cast<std::size_t>(next - trace.begin());
  const std::size_t from = before ? 0 : beyond ? last - reach : to - 1;
  const Point& anchor = beyond && !before ? trace[to] : trace[from];
  const double rise = across_of(*this, trace[to]) - across_of(*this, trace[from]);
  const double run = along_of(*this, trace[to]) - along_of(*this, trace[from]);
  return across_of(*this, anchor) + (run > 0 ? rise / run : 0.0) * (along - along_of(*this, anchor));
}

bool Ruling::passes(const Point& place, double off, double beyond) const {
  const double along = along_of(*this, place);
  return along > begin() - beyond && along < end() + beyond && std::abs(at(along) - across_of(*this, place)) < off;
}

std::vector<Ruling> find_rulings(const cv::Mat& ink, int glyph_height) {
  if (ink.empty() || ink.type() != CV_8UC1) throw std::invalid_argument("find_rulings: ink must be CV_8UC1");
  const Lengths lengths(glyph_height);
  std::vector<Ruling> rulings;
  const auto add = [&rulings](std::vector<Line> lines, Direction direction) {
    std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
      return std::make_tuple(a.across.front(), a.begin()) < std::make_tuple(b.across.front(), b.begin());
    });
    for (const Line& line : lines) rulings.push_back(to_ruling(line, direction));
  };
  const std::vector<Line> level = find_lines(ink, {}, lengths);
  add(level, Direction::horizontal);
  add(find_lines(transposed(ink), level, lengths), Direction::vertical);
  return rulings;
}

}  // namespace shenbao::layout
