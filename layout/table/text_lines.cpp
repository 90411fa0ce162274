#include "layout/table/text_lines.h"

#include <algorithm>
#include <iterator>
#include <numeric>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "layout/ink/pixels.h"
#include "layout/ink/runs.h"
#include "layout/ink/statistics.h"

namespace shenbao::layout {
namespace {

/// What pieces of ink are to their line; shares of the height of a hanzi. Chosen on the cells of the corpus and the
/// drawn lines of the tests, each of which needs them.
struct PieceSize {
  static constexpr double kDust = 0.06;   // longer side; a decimal point is twice as wide
  static constexpr double kSpeck = 0.25;  // longer side of what stands alone; a lone point says nothing
  static constexpr double kMark = 0.35;  // height: 一, =, a point or comma does not say where its line begins and ends
  static constexpr double kWide =
      0.3;  // width of a glyph's part; narrower is a stroke of a ruling or bracket, or a point
  static constexpr double kTall = 1.6;   // height: glyphs of two lines that touch, a bracket over rows, larger writing
  static constexpr double kLargest = 5;  // height of larger writing
};

/// Where lines begin, end and touch; shares of the height of a hanzi where nothing else is said.
struct LinePlace {
  static constexpr double kBeside = 2;        // gap over which a line says where a taller piece beside it is to be cut
  static constexpr double kReached = 0.3;     // of a line's height within a piece: the piece belongs to that line, too
  static constexpr double kPart = 0.4;        // least height of what a cut leaves
  static constexpr double kCutReach = 0.25;   // a cut looks for the emptiest row so far from where it is expected
  static constexpr double kHanging = 0.45;    // a full stop hangs less below its line, the next line is farther away
  static constexpr double kMissing = 0.75;    // of what a line lacks in height that does not count as distance to it
  static constexpr double kStackGap = 0.25;   // between the parts of a glyph that lie above each other
  static constexpr double kStackPart = 0.6;   // height of the lower one of them
  static constexpr double kStackWhole = 1.3;  // height of both
  static constexpr double kUsual = 1.3;       // of a line's own height: a glyph only just too high for it
  static constexpr double kValley = 0.15;     // of a written row's usual ink: hardly anything stands on the row
  static constexpr double kGap = 0.3;  // of a row's usual ink, between two lines; slanting lines have no such row
};

/// What a title or other line of larger writing looks like.
struct LargerWriting {
  static constexpr double kClearly = 1.35;    // of the usual height; some of a line's glyphs are too high anyway
  static constexpr double kSlimmest = 0.3;    // a glyph's width by its height; upright strokes of a stamp have less
  static constexpr double kWidest = 1.6;      // likewise; level strokes have more
  static constexpr int kLeastGlyphs = 3;      // fewer may be parts of a stamp
  static constexpr double kWritten = 0.4;     // share of the line's width: glyphs, not strokes
  static constexpr double kBandHeight = 1.6;  // of its own usual height: a line, not two
  static constexpr double kReach = 2;         // of its height, to the left and right: its small glyphs and marks
  static constexpr double kMiddleFrom = 0.3, kMiddleTo = 0.7;  // of its height: two lines that touch leave it empty
  static constexpr double kMiddleInk = 0.25;                   // of a row's usual ink
  static constexpr double kLastHeight = 0.7;   // of its height, at least: its last glyphs, on a row below
  static constexpr double kLastHighest = 1.2;  // of its height, at most; a higher one is no row of its glyphs
  static constexpr double kLastWidest = 2.5;   // of its height: two glyphs; more are a line of their own
};

/// Ink whose pieces belong to one line of writing.
struct Line {
  std::vector<Box> pieces;
  Box box;

  void add(const Box& piece) {
    box = join(box, piece);
    pieces.push_back(piece);
  }
};

int gap_beside(const Box& a, const Box& b) { return std::max({0, a.left - b.right, b.left - a.right}); }

int overlap_of_heights(const Box& a, const Box& b) { return std::min(a.bottom, b.bottom) - std::max(a.top, b.top); }

/// Inked pixels of each row.
std::vector<int> row_ink_of(const cv::Mat& ink) {
  cv::Mat sums;
  cv::reduce(ink, sums, 1, cv::REDUCE_SUM, CV_32S);
  sums /= 255;
  return {sums.begin<int>(), sums.end<int>()};
}

/// Median extent of the pieces, each counted by its extent, so that dots and fragments do not lower it.
int usual_extent(const std::vector<Box>& pieces) {
  constexpr int kLeast = 8;     // pixels: nothing smaller is writing
  constexpr int kRemnant = 60;  // pixels: a level stroke that long is of a ruling
  constexpr int kSlender = 4;   // times as long as thick: such a stroke
  std::vector<std::pair<int, double>> extents;
  for (const Box& piece : pieces) {
    const int extent = std::max(piece.height(), piece.width());
    if (piece.width() <= kSlender * piece.height() || extent <= kRemnant) extents.emplace_back(extent, extent);
  }
  return std::max(kLeast, weighted_quantile(extents, 0.5, kLeast));
}

/// The part of a line that stands above or below `piece`, or nearest to it: what it can be compared with.
Box nearby(const Line& line, const Box& piece, int reach) {
  int nearest = gap_beside(line.pieces.front(), piece);
  for (const Box& other : line.pieces) nearest = std::min(nearest, gap_beside(other, piece));
  Box local;
  for (const Box& other : line.pieces) {
    if (gap_beside(other, piece) <= nearest + reach) local = join(local, other);
  }
  return local;
}

/// Gathers glyph bodies, the tallest first: they say best where their line begins and ends.
std::vector<Line> gather_bodies(std::vector<Box> bodies, int glyph_height) {
  std::sort(bodies.begin(), bodies.end(), [](const Box& a, const Box& b) {
    if (a.height() != b.height()) return a.height() > b.height();
    return a.left != b.left ? a.left < b.left : a.top < b.top;
  });
  std::vector<Line> lines;
  for (const Box& body : bodies) {
    std::size_t best = lines.size();
    int best_overlap = 0;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const int overlap = overlap_of_heights(nearby(lines[i], body, glyph_height), body);
      if (2 * overlap >= body.height() && overlap > best_overlap) std::tie(best, best_overlap) = std::tie(i, overlap);
    }
    if (best == lines.size()) lines.emplace_back();
    lines[best].add(body);
  }
  return lines;
}

/// The emptiest row of `row_ink` (which begins at row `top`) within `reach` of `expected`, the nearest of several.
int emptiest_row(const std::vector<int>& row_ink, int top, int expected, double reach) {
  const int bottom = top + static_cast<int>(row_ink.size());
  const auto ink_at = [&](int y) { return row_ink[static_cast<std::size_t>(y - top)]; };
  int best = std::clamp(expected, top, bottom - 1);
  for (int away = 1; away <= static_cast<int>(reach); ++away) {
    for (const int y : {expected - away, expected + away}) {
      if (y >= top && y < bottom && ink_at(y) < ink_at(best)) best = y;
    }
  }
  return best;
}

/// One piece of ink: its runs and their box.
struct Piece {
  std::vector<Run> runs;
  Box box;
};

/// The ink of a piece between rows, each part's box tight.
std::vector<Box> cut_at_rows(const Piece& piece, std::vector<int> rows) {
  rows.push_back(piece.box.bottom);
  std::vector<Box> parts;
  int top = piece.box.top;
  for (const int end : rows) {
    if (end <= top) continue;
    Box part;
    for (const Run& run : piece.runs) {
      if (run.row >= top && run.row < end) part = join(part, Box{run.begin, run.row, run.end, run.row + 1});
    }
    if (!part.empty()) parts.push_back(part);
    top = end;
  }
  return parts;
}

/// Glyphs of several lines that touch, cut apart where the lines beside them end. Empty if none stands beside them.
std::vector<Box> cut_at_lines(const Piece& whole, const std::vector<Line>& lines, int glyph_height) {
  const Box& piece = whole.box;
  std::vector<Box> beside;
  for (const Line& line : lines) {
    const Box local = nearby(line, piece, glyph_height);
    if (gap_beside(local, piece) < LinePlace::kBeside * glyph_height &&
        overlap_of_heights(local, piece) > LinePlace::kReached * glyph_height) {
      beside.push_back(local);
    }
  }
  if (beside.empty()) return {};
  std::sort(beside.begin(), beside.end(), [](const Box& a, const Box& b) { return a.top < b.top; });

  std::vector<int> ends;  // rows between two lines, and above and below those beside it
  const int span = beside.back().top - beside.front().top;
  const int pitch = std::max(glyph_height, span / std::max(1, static_cast<int>(beside.size()) - 1));
  for (int y = beside.front().top; y - piece.top >= glyph_height / 2; y -= pitch) ends.push_back(y);
  for (std::size_t i = 1; i < beside.size(); ++i) ends.push_back((beside[i - 1].bottom + beside[i].top) / 2);
  for (int y = beside.back().bottom; piece.bottom - y >= glyph_height / 2; y += pitch) ends.push_back(y);

  std::vector<int> row_ink(static_cast<std::size_t>(piece.height()), 0);
  for (const Run& run : whole.runs) row_ink[static_cast<std::size_t>(run.row - piece.top)] += run.end - run.begin;
  for (int& y : ends) y = emptiest_row(row_ink, piece.top, y, LinePlace::kCutReach * glyph_height);
  std::sort(ends.begin(), ends.end());
  return cut_at_rows(whole, ends);
}

/// Rows on which hardly anything stands, from the top: they part lines of writing even where some glyphs touch.
std::vector<int> find_valleys(const cv::Mat& ink) {
  const std::vector<int> row_ink = row_ink_of(ink);
  const auto written = std::count_if(row_ink.begin(), row_ink.end(), [](int count) { return count > 0; });
  const double usual = std::accumulate(row_ink.begin(), row_ink.end(), 0.0) / static_cast<double>(written);
  const double most = LinePlace::kValley * usual;
  std::vector<int> valleys;
  for (auto row = row_ink.begin(); row != row_ink.end();) {
    const auto end = std::find_if(row, row_ink.end(), [most](int count) { return count >= most; });
    if (end != row) valleys.push_back(static_cast<int>(std::min_element(row, end) - row_ink.begin()));
    row = end == row_ink.end() ? end : end + 1;
  }
  return valleys;
}

/// Ends a line where the next begins, when touching glyphs made both reach into each other. Slanting lines, between
/// which there is no row without writing, stay as they are.
void part_overlapping(const cv::Mat& ink, std::vector<Box>& lines, int glyph_height) {
  for (Box& upper : lines) {
    for (Box& lower : lines) {
      const int left = std::max(upper.left, lower.left), right = std::min(upper.right, lower.right);
      const int overlap = upper.bottom - lower.top;
      const bool is_below = upper.top < lower.top && upper.bottom < lower.bottom;
      if (!is_below || overlap <= 0 || overlap > glyph_height || right - left < glyph_height) continue;
      const int margin = static_cast<int>(LinePlace::kCutReach * glyph_height);
      const int top = std::max(upper.top, lower.top - margin), bottom = std::min(lower.bottom, upper.bottom + margin);
      const std::vector<int> row_ink = row_ink_of(ink(to_rect({left, top, right, bottom})));
      const int cut = emptiest_row(row_ink, top, (lower.top + upper.bottom) / 2, glyph_height);
      const double usual = cv::countNonZero(ink(to_rect({left, upper.top, right, lower.bottom}))) /
                           static_cast<double>(lower.bottom - upper.top);
      if (row_ink[static_cast<std::size_t>(cut - top)] > LinePlace::kGap * usual) continue;
      upper.bottom = std::max(cut, upper.top + 1);
      lower.top = std::min(cut, lower.bottom - 1);
    }
  }
}

/// How far a mark lies from a line: nothing inside it. A line lower than a hanzi may reach on by what it lacks, as the
/// bodies of 高 do below its upper stroke; for that much the distance counts a quarter.
double distance_to(const Box& line, const Box& mark, int glyph_height) {
  const double middle = (mark.top + mark.bottom) / 2.0;
  const double apart = std::max({0.0, line.top - middle, middle - line.bottom});
  const bool is_point = mark.width() < PieceSize::kWide * glyph_height;
  const double missing = is_point ? 0.0 : std::max(0, glyph_height - line.height());
  return apart - LinePlace::kMissing * std::min(apart, missing);
}

/// Gives thin marks to the lines they stand on, the widest first; marks far from every line begin lines of their own.
void place_marks(std::vector<Line>& lines, std::vector<Box> marks, int glyph_height) {
  std::sort(marks.begin(), marks.end(), [](const Box& a, const Box& b) {
    return a.width() != b.width() ? a.width() > b.width() : is_before(a, b);
  });
  std::vector<Line> frames = lines;  // of glyph bodies: a 一 does not say where its line begins and ends
  for (const Box& mark : marks) {
    std::size_t best = lines.size();
    double best_distance = LinePlace::kHanging * glyph_height;
    bool completes = false;  // a glyph whose bodies alone are too low
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const Box local = nearby(frames[i], mark, glyph_height);
      const double distance = distance_to(local, mark, glyph_height);
      if (distance >= best_distance) continue;
      best = i;
      best_distance = distance;
      const int height = join(local, mark).height();
      completes = mark.width() >= PieceSize::kWide * glyph_height && height > local.height() && height <= glyph_height;
    }
    if (best == lines.size()) {
      lines.emplace_back();
      frames.emplace_back();
      completes = true;
    }
    if (completes) frames[best].add(mark);
    lines[best].add(mark);
  }
}

/// Unites lines that turned out to share their height, such as the two halves of 昌 at a line's begin.
void unite_overlapping(std::vector<Line>& lines, int glyph_height) {
  const auto are_one = [glyph_height](const Line& a, const Line& b) {
    const Box& smaller = a.box.height() < b.box.height() ? a.box : b.box;
    const Box local = nearby(a.box.height() < b.box.height() ? b : a, smaller, glyph_height);
    if (2 * overlap_of_heights(local, smaller) > smaller.height()) return true;
    return gap_beside(local, smaller) == 0 && smaller.height() < LinePlace::kStackPart * glyph_height &&
           -overlap_of_heights(local, smaller) < LinePlace::kStackGap * glyph_height &&
           join(local, smaller).height() <= LinePlace::kStackWhole * glyph_height;
  };
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = i + 1; j < lines.size();) {
      if (!are_one(lines[i], lines[j])) {
        ++j;
        continue;
      }
      for (const Box& piece : lines[j].pieces) lines[i].add(piece);
      lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(j));
      j = i + 1;
    }
  }
}

/// Cuts a line where nothing stands for longer than `gap` pixels; 0 for nowhere.
std::vector<Box> split_at_gaps(Line line, double gap) {
  std::sort(line.pieces.begin(), line.pieces.end(), [](const Box& a, const Box& b) { return a.left < b.left; });
  std::vector<Box> parts{line.pieces.front()};
  for (const Box& piece : line.pieces) {
    if (gap > 0 && piece.left - parts.back().right > gap) {
      parts.push_back(piece);
    } else {
      parts.back() = join(parts.back(), piece);
    }
  }
  return parts;
}

/// A line of writing larger than the rest, such as a title.
struct LargerLine {
  cv::Mat ink;  ///< its own, in a mask of the whole
  int glyph_height = 0;
};

/// Whether pieces side by side are glyphs for the most part, rather than the strokes of a stamp.
bool is_writing(const Line& line) {
  int glyphs = 0, written = 0;
  for (const Box& piece : line.pieces) {
    if (piece.width() < LargerWriting::kSlimmest * piece.height()) continue;
    if (piece.width() > LargerWriting::kWidest * piece.height()) continue;
    ++glyphs;
    written += piece.width();
  }
  return glyphs >= LargerWriting::kLeastGlyphs && written >= LargerWriting::kWritten * line.box.width();
}

/// Whether the rows in the middle of `box` are as full as others: lines that touch leave them all but empty.
bool is_one_line(const cv::Mat& ink, const Box& box) {
  const std::vector<int> row_ink = row_ink_of(ink(to_rect(box)));
  const double rows = static_cast<double>(row_ink.size());
  const int from = static_cast<int>(LargerWriting::kMiddleFrom * rows);
  const int to = std::max(static_cast<int>(LargerWriting::kMiddleTo * rows), from + 1);
  const int emptiest = *std::min_element(row_ink.begin() + from, row_ink.begin() + to);
  return emptiest * rows >= LargerWriting::kMiddleInk * std::accumulate(row_ink.begin(), row_ink.end(), 0.0);
}

/// The box of the pieces that are about as high as most are: a glyph that touches the next line is higher.
Box usual_band(const std::vector<Box>& pieces) {
  std::vector<int> heights;
  for (const Box& piece : pieces) heights.push_back(piece.height());
  const double highest = LinePlace::kUsual * median(heights);
  Box band;
  for (const Box& piece : pieces) {
    if (piece.height() <= highest) band = join(band, piece);
  }
  return band;
}

/// The larger lines among `pieces`. Beside glyphs that reach too high for a line of `glyph_height` they have smaller
/// ones, the parts of hanzi, which are not to be taken for lines of their own.
std::vector<LargerLine> find_larger(const cv::Mat& ink, const ConnectedRuns& connected, const std::vector<Box>& pieces,
                                    int glyph_height) {
  const double highest = PieceSize::kLargest * glyph_height;
  std::vector<Box> tall;
  std::copy_if(pieces.begin(), pieces.end(), std::back_inserter(tall), [&](const Box& piece) {
    return piece.height() > static_cast<int>(PieceSize::kTall * glyph_height) && piece.height() <= highest &&
           piece.width() >= PieceSize::kWide * glyph_height;
  });
  std::vector<LargerLine> found;
  std::vector<char> gone(pieces.size(), 0);
  for (const Line& line : gather_bodies(tall, glyph_height)) {
    if (!is_writing(line)) continue;
    const Box band = usual_band(line.pieces);
    const double reach = LargerWriting::kReach * band.height();
    enum : char { kOther, kWhole, kCut };  // not of the line; of it; within its band for the most part, and beyond it
    std::vector<char> share(pieces.size(), kOther);
    std::vector<Box> own;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Box& piece = pieces[i];
      if (gone[i] || piece.height() > highest || gap_beside(piece, line.box) > reach) continue;
      const int middle = (piece.top + piece.bottom) / 2;
      if (piece.height() > LinePlace::kUsual * band.height()) {
        if (2 * overlap_of_heights(band, piece) > band.height()) share[i] = kCut;
      } else if (middle >= band.top && middle < band.bottom) {
        share[i] = kWhole;
        own.push_back(piece);
      }
    }
    const int size = own.empty() ? 0 : usual_extent(own);
    if (size < LargerWriting::kClearly * glyph_height || band.height() > LargerWriting::kBandHeight * size) continue;
    LargerLine larger{cv::Mat::zeros(ink.size(), CV_8UC1), size};
    for (const Run& run : connected.runs) {
      const char part = share[static_cast<std::size_t>(run.piece)];
      if (part == kWhole || (part == kCut && run.row >= band.top && run.row < band.bottom)) {
        larger.ink.row(run.row).colRange(run.begin, run.end).setTo(255);
      }
    }
    if (!is_one_line(larger.ink, band)) continue;
    std::transform(gone.begin(), gone.end(), share.begin(), gone.begin(),
                   [](char was, char is) -> char { return was != 0 || is != kOther; });
    found.push_back(std::move(larger));
  }
  return found;
}

/// Makes one line of the parts of a glyph or two below a larger line, where a title goes on: they are cut by the
/// smaller writing's measure.
void unite_last_glyphs(std::vector<Box>& lines, const Box& larger) {
  const int height = larger.height();
  Box whole;
  const auto parts = std::stable_partition(lines.begin(), lines.end(), [&](const Box& line) {
    const bool below = line.top >= larger.bottom && line.top < larger.bottom + height && line.left >= larger.left &&
                       line.right <= larger.right;
    const Box joined = join(whole, line);
    if (!below || joined.height() > LargerWriting::kLastHighest * height) return true;
    if (joined.width() > LargerWriting::kLastWidest * height) return true;
    whole = joined;
    return false;
  });
  if (lines.end() - parts < 2 || whole.height() < LargerWriting::kLastHeight * height) return;
  lines.erase(parts, lines.end());
  lines.push_back(whole);
}

/// Pieces of ink by what they say about lines.
struct SortedPieces {
  std::vector<Box> bodies;  ///< of glyphs
  std::vector<Box> marks;
  std::vector<Piece> tall;  ///< higher than a line

  void add(const Box& piece, int glyph_height) {
    if (std::max(piece.width(), piece.height()) < PieceSize::kDust * glyph_height) return;
    (piece.height() < PieceSize::kMark * glyph_height ? marks : bodies).push_back(piece);
  }
};

/// Sorts pieces; glyphs of several lines that touch are cut at the rows on which hardly anything stands.
SortedPieces sort_pieces(const cv::Mat& ink, const ConnectedRuns& connected, const std::vector<Box>& pieces,
                         int glyph_height) {
  SortedPieces sorted;
  const auto is_tall = [glyph_height](const Box& box) { return box.height() > PieceSize::kTall * glyph_height; };
  std::vector<int> valleys;
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    const Box& box = pieces[i];
    if (box.height() <= LinePlace::kUsual * glyph_height) {
      sorted.add(box, glyph_height);
      continue;
    }
    Piece piece{{}, box};
    std::copy_if(connected.runs.begin(), connected.runs.end(), std::back_inserter(piece.runs),
                 [i](const Run& run) { return static_cast<std::size_t>(run.piece) == i; });
    if (valleys.empty()) valleys = find_valleys(ink);
    std::vector<int> rows;
    std::copy_if(valleys.begin(), valleys.end(), std::back_inserter(rows),
                 [&](int y) { return std::min(y - box.top, box.bottom - y) > LinePlace::kPart * glyph_height; });
    const std::vector<Box> parts = cut_at_rows(piece, rows);
    const bool is_stroke = box.width() < PieceSize::kWide * glyph_height;
    if (is_tall(box) && (is_stroke || std::any_of(parts.begin(), parts.end(), is_tall))) {
      sorted.tall.push_back(std::move(piece));
    } else {
      for (const Box& part : parts) sorted.add(part, glyph_height);
    }
  }
  return sorted;
}

/// Cuts tall pieces at the lines beside them and adds their parts to the others. Returns those that no line cuts.
std::vector<Box> cut_tall_pieces(SortedPieces& sorted, const std::vector<Line>& lines, int glyph_height) {
  std::vector<Box> uncut;
  for (const Piece& piece : sorted.tall) {
    const bool is_stroke = piece.box.width() < PieceSize::kWide * glyph_height;
    const std::vector<Box> parts = is_stroke ? std::vector<Box>{} : cut_at_lines(piece, lines, glyph_height);
    for (const Box& part : parts) sorted.add(part, glyph_height);
    if (parts.empty()) uncut.push_back(piece.box);
  }
  return uncut;
}

/// Makes lines of outsized pieces where no other lines stand. Beside one, glyphs only just too high for it join it, the
/// nearest first; a long stroke stays out.
void place_outsized(std::vector<Line>& lines, const std::vector<Box>& outsized, int glyph_height) {
  const auto lines_beside = [&](const Box& box) {
    std::vector<std::size_t> beside;
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const Box& line = lines[i].box;
      if (2 * overlap_of_heights(line, box) > line.height() &&
          gap_beside(line, box) < LinePlace::kBeside * glyph_height) {
        beside.push_back(i);
      }
    }
    return beside;
  };
  for (const Line& large : gather_bodies(outsized, glyph_height)) {
    if (lines_beside(large.box).empty()) {
      lines.push_back(large);
      continue;
    }
    std::vector<Box> rest = large.pieces;
    const auto joins = [&](const Box& piece) {
      const std::vector<std::size_t> beside = lines_beside(piece);
      if (beside.size() != 1) return false;
      Line& line = lines[beside.front()];
      if (piece.height() >= LinePlace::kUsual * line.box.height()) return false;
      line.add(piece);
      return true;
    };
    for (auto next = rest.begin(); (next = std::find_if(rest.begin(), rest.end(), joins)) != rest.end();) {
      rest.erase(next);
    }
  }
}

/// The lines of writing of one size.
std::vector<Box> find_lines_of(const cv::Mat& ink, const ConnectedRuns& connected, const std::vector<Box>& pieces,
                               int glyph_height, double split_gap) {
  SortedPieces sorted = sort_pieces(ink, connected, pieces, glyph_height);
  std::vector<Line> lines = gather_bodies(sorted.bodies, glyph_height);
  const std::vector<Box> outsized = cut_tall_pieces(sorted, lines, glyph_height);
  if (outsized.size() < sorted.tall.size()) lines = gather_bodies(sorted.bodies, glyph_height);
  place_outsized(lines, outsized, glyph_height);
  place_marks(lines, sorted.marks, glyph_height);
  unite_overlapping(lines, glyph_height);
  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return is_before(a.box, b.box); });
  std::vector<Box> boxes;
  for (Line& line : lines) {
    for (const Box& part : split_at_gaps(std::move(line), split_gap * glyph_height)) {
      if (std::max(part.width(), part.height()) >= PieceSize::kSpeck * glyph_height) boxes.push_back(part);
    }
  }
  part_overlapping(ink, boxes, glyph_height);
  return boxes;
}

}  // namespace

std::vector<Box> find_text_lines(const cv::Mat& ink, int glyph_height, double split_gap) {
  if (ink.empty() || ink.type() != CV_8UC1) throw std::invalid_argument("find_text_lines: ink must be CV_8UC1");
  const ConnectedRuns connected = connect_runs(ink);
  const std::vector<Box> pieces = boxes_of(connected);
  if (pieces.empty()) return {};
  if (glyph_height <= 0) glyph_height = usual_extent(pieces);
  const std::vector<LargerLine> larger_lines = find_larger(ink, connected, pieces, glyph_height);
  if (larger_lines.empty()) return find_lines_of(ink, connected, pieces, glyph_height, split_gap);

  std::vector<Box> boxes;
  cv::Mat rest = ink.clone();
  for (const LargerLine& larger : larger_lines) {
    rest.setTo(0, larger.ink);
    const std::vector<Box> lines = find_text_lines(larger.ink, larger.glyph_height, split_gap);
    boxes.insert(boxes.end(), lines.begin(), lines.end());
  }
  std::vector<Box> lines = find_text_lines(rest, glyph_height, split_gap);
  for (const Box& larger : boxes) unite_last_glyphs(lines, larger);
  boxes.insert(boxes.end(), lines.begin(), lines.end());
  std::sort(boxes.begin(), boxes.end(), [](const Box& a, const Box& b) { return is_before(a, b); });
  return boxes;
}

}  // namespace shenbao::layout
