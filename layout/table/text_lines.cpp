#include "layout/table/text_lines.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <iterator>
#include <opencv2/imgproc.hpp>
#include <stdexcept>
#include <utility>

#include "layout/ink/runs.h"

namespace shenbao::layout {
namespace {

/// Ink whose pieces belong to one line of writing.
struct Line {
  std::vector<Box> pieces;
  Box box;
};

Box join(const Box& a, const Box& b) {
  return Box{std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
             std::max(a.bottom, b.bottom)};
}

int gap_between(int begin_a, int end_a, int begin_b, int end_b) {
  return std::max(0, std::max(begin_a, begin_b) - std::min(end_a, end_b));
}

int overlap_of_heights(const Box& a, const Box& b) { return std::min(a.bottom, b.bottom) - std::max(a.top, b.top); }

/// One piece of ink: its runs and their box.
struct Piece {
  std::vector<Run> runs;
  Box box;
};

Piece piece_of(const ConnectedRuns& connected, int number, const Box& box) {
  Piece piece{{}, box};
  std::copy_if(connected.runs.begin(), connected.runs.end(), std::back_inserter(piece.runs),
               [&](const Run& run) { return run.piece == number; });
  return piece;
}

/// Median extent of the pieces, each counted by its extent, so that dots and fragments do not lower it.
int estimate_glyph_height(const std::vector<Box>& pieces) {
  std::vector<int> extents;
  double total = 0.0;
  for (const Box& piece : pieces) {
    const int extent = std::max(piece.height(), piece.width());
    if (piece.width() > 4 * piece.height() && extent > 60) continue;  // a stroke that long is a remnant of a ruling
    extents.push_back(extent);
    total += extent;
  }
  std::sort(extents.begin(), extents.end());
  double seen = 0.0;
  for (const int extent : extents) {
    seen += extent;
    if (seen * 2 >= total) return std::max(extent, 8);  // nothing smaller than 8 pixels is writing
  }
  return 8;
}

/// The part of a line that stands above or below `piece`: what it can be compared with.
Box nearby(const Line& line, const Box& piece, int reach) {
  Box local;
  int nearest = -1;
  for (const Box& other : line.pieces) {
    const int gap = gap_between(other.left, other.right, piece.left, piece.right);
    if (nearest < 0 || gap < nearest) nearest = gap;
  }
  for (const Box& other : line.pieces) {
    const int gap = gap_between(other.left, other.right, piece.left, piece.right);
    if (gap <= nearest + reach) local = local.empty() ? other : join(local, other);
  }
  return local;
}

void add(Line& line, const Box& piece) {
  line.box = line.pieces.empty() ? piece : join(line.box, piece);
  line.pieces.push_back(piece);
}

/// Gathers glyph bodies, the tallest first: they say best where their line begins and ends.
std::vector<Line> gather_bodies(std::vector<Box> bodies, int glyph_height) {
  std::sort(bodies.begin(), bodies.end(), [](const Box& a, const Box& b) {
    if (a.height() != b.height()) return a.height() > b.height();
    return a.left != b.left ? a.left < b.left : a.top < b.top;
  });
  std::vector<Line> lines;
  for (const Box& body : bodies) {
    Line* best = nullptr;
    int best_overlap = 0;
    for (Line& line : lines) {
      const int overlap = overlap_of_heights(nearby(line, body, glyph_height), body);
      if (2 * overlap >= body.height() && overlap > best_overlap) {
        best = &line;
        best_overlap = overlap;
      }
    }
    if (best == nullptr) {
      lines.emplace_back();
      best = &lines.back();
    }
    add(*best, body);
  }
  return lines;
}

/// The emptiest row of `row_ink` (which begins at row `top`) within `reach` of `expected`, the nearest of several.
int emptiest_row(const std::vector<int>& row_ink, int top, int expected, int reach) {
  int best = std::clamp(expected, top, top + static_cast<int>(row_ink.size()) - 1);
  const auto ink_at = [&](int y) { return row_ink[static_cast<std::size_t>(y - top)]; };
  for (int away = 1; away <= reach; ++away) {
    for (const int y : {expected - away, expected + away}) {
      if (y >= top && y < top + static_cast<int>(row_ink.size()) && ink_at(y) < ink_at(best)) best = y;
    }
  }
  return best;
}

/// The ink of a piece between rows, each part's box tight.
std::vector<Box> cut_at_rows(const Piece& piece, std::vector<int> rows) {
  rows.push_back(piece.box.bottom);
  std::vector<Box> parts;
  int top = piece.box.top;
  for (const int end : rows) {
    if (end <= top) continue;
    Box part;
    for (const Run& run : piece.runs) {
      if (run.row < top || run.row >= end) continue;
      const Box stroke{run.begin, run.row, run.end, run.row + 1};
      part = part.empty() ? stroke : join(part, stroke);
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
    if (gap_between(local.left, local.right, piece.left, piece.right) < 2 * glyph_height &&
        overlap_of_heights(local, piece) > 0.3 * glyph_height) {
      beside.push_back(local);
    }
  }
  if (beside.empty()) return {};
  std::sort(beside.begin(), beside.end(), [](const Box& a, const Box& b) { return a.top < b.top; });

  std::vector<int> ends;  // rows between two lines
  const int pitch = std::max(
      glyph_height, (beside.back().top - beside.front().top) / std::max(1, static_cast<int>(beside.size()) - 1));
  for (int y = beside.front().top; y - piece.top >= glyph_height / 2; y -= pitch) ends.push_back(y);
  for (std::size_t i = 1; i < beside.size(); ++i) ends.push_back((beside[i - 1].bottom + beside[i].top) / 2);
  for (int y = beside.back().bottom; piece.bottom - y >= glyph_height / 2; y += pitch) ends.push_back(y);

  std::vector<int> row_ink(static_cast<std::size_t>(piece.height()), 0);
  for (const Run& run : whole.runs) row_ink[static_cast<std::size_t>(run.row - piece.top)] += run.end - run.begin;
  for (int& y : ends) y = emptiest_row(row_ink, piece.top, y, glyph_height / 4);
  std::sort(ends.begin(), ends.end());
  return cut_at_rows(whole, ends);
}

/// Rows on which hardly anything stands, from the top: they part lines of writing even where some glyphs touch.
std::vector<int> find_valleys(const cv::Mat& ink) {
  cv::Mat sums;
  cv::reduce(ink, sums, 1, cv::REDUCE_SUM, CV_32S);
  double total = 0.0;
  int written = 0;
  for (int y = 0; y < sums.rows; ++y) {
    total += sums.at<int>(y, 0);
    written += sums.at<int>(y, 0) > 0;
  }
  std::vector<int> valleys;
  for (int y = 0; y < sums.rows;) {
    int end = y;
    int lowest = y;
    while (end < sums.rows && sums.at<int>(end, 0) * written < 0.15 * total) {
      if (sums.at<int>(end, 0) < sums.at<int>(lowest, 0)) lowest = end;
      ++end;
    }
    if (end > y) valleys.push_back(lowest);
    y = end + 1;
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
      if (upper.top >= lower.top || upper.bottom >= lower.bottom || overlap <= 0 || overlap > glyph_height ||
          right - left < glyph_height) {
        continue;
      }
      cv::Mat sums;
      const int top = std::max(upper.top, lower.top - glyph_height / 4);
      const int bottom = std::min(lower.bottom, upper.bottom + glyph_height / 4);
      cv::reduce(ink(cv::Rect(left, top, right - left, bottom - top)), sums, 1, cv::REDUCE_SUM, CV_32S);
      std::vector<int> row_ink;
      for (int y = 0; y < sums.rows; ++y) row_ink.push_back(sums.at<int>(y, 0) / 255);
      const int middle = (lower.top + upper.bottom) / 2;
      const int cut = emptiest_row(row_ink, top, middle, glyph_height);
      const double usual = cv::countNonZero(ink(cv::Rect(left, upper.top, right - left, lower.bottom - upper.top))) /
                           static_cast<double>(lower.bottom - upper.top);
      if (row_ink[static_cast<std::size_t>(cut - top)] > 0.3 * usual) continue;
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
  const double missing = mark.width() < 0.3 * glyph_height ? 0.0 : std::max(0, glyph_height - line.height());
  return apart - 0.75 * std::min(apart, missing);
}

/// Gives thin marks to the lines they stand on; marks far from every line begin lines of their own.
void place_marks(std::vector<Line>& lines, const std::vector<Box>& marks, int glyph_height) {
  std::vector<Line> frames = lines;  // of glyph bodies: a 一 does not say where its line begins and ends
  for (const Box& mark : marks) {
    std::size_t best = lines.size();
    double best_distance = 0.45 * glyph_height;  // a full stop hangs less below its line, a next line is farther away
    bool completes = false;                      // a glyph whose bodies alone are too low
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const Box local = nearby(frames[i], mark, glyph_height);
      const double distance = distance_to(local, mark, glyph_height);
      if (distance < best_distance) {
        best = i;
        best_distance = distance;
        const int height = join(local, mark).height();
        completes = mark.width() >= 0.3 * glyph_height && height > local.height() && height <= glyph_height;
      }
    }
    if (best == lines.size()) {
      lines.emplace_back();
      frames.emplace_back();
      add(frames.back(), mark);
    } else if (completes) {
      add(frames[best], mark);
    }
    add(lines[best], mark);
  }
}

/// Lines that turned out to share their height, such as the two halves of 昌 at a line's begin.
void unite_overlapping(std::vector<Line>& lines, int glyph_height) {
  for (std::size_t i = 0; i < lines.size(); ++i) {
    for (std::size_t j = i + 1; j < lines.size();) {
      const Line& smaller = lines[i].box.height() < lines[j].box.height() ? lines[i] : lines[j];
      const Line& larger = &smaller == &lines[i] ? lines[j] : lines[i];
      const Box local = nearby(larger, smaller.box, glyph_height);
      const bool fits = join(local, smaller.box).height() <= 1.3 * glyph_height;
      const int gap = gap_between(local.left, local.right, smaller.box.left, smaller.box.right);
      const bool stacked =
          gap == 0 && fits &&
          gap_between(local.top, local.bottom, smaller.box.top, smaller.box.bottom) < 0.25 * glyph_height &&
          smaller.box.height() < 0.6 * glyph_height;
      if (2 * overlap_of_heights(local, smaller.box) > smaller.box.height() || stacked) {
        for (const Box& piece : lines[j].pieces) add(lines[i], piece);
        lines.erase(lines.begin() + static_cast<std::ptrdiff_t>(j));
        j = i + 1;
      } else {
        ++j;
      }
    }
  }
}

/// Cuts a line where nothing stands for longer than `gap` pixels.
std::vector<Box> split_at_gaps(Line line, double gap) {
  std::sort(line.pieces.begin(), line.pieces.end(),
            [](const Box& a, const Box& b) { return a.left != b.left ? a.left < b.left : a.top < b.top; });
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

/// The ink of the pieces that `taken` marks, in a mask of the size of `ink`.
cv::Mat ink_of(const cv::Mat& ink, const ConnectedRuns& connected, const std::vector<char>& taken) {
  cv::Mat only = cv::Mat::zeros(ink.size(), CV_8UC1);
  for (const Run& run : connected.runs) {
    if (taken[static_cast<std::size_t>(run.piece)]) only.row(run.row).colRange(run.begin, run.end).setTo(255);
  }
  return only;
}

/// Whether the rows in the middle of `box` are as full as others: lines that touch leave them all but empty.
bool is_one_line(const cv::Mat& ink, const Box& box) {
  cv::Mat sums;
  cv::reduce(ink(cv::Rect(box.left, box.top, box.width(), box.height())), sums, 1, cv::REDUCE_SUM, CV_32S);
  const int from = box.height() * 3 / 10, to = box.height() * 7 / 10;
  double emptiest = 0.0;
  cv::minMaxLoc(sums.rowRange(from, std::max(to, from + 1)), &emptiest);
  return emptiest >= 0.25 * cv::mean(sums)[0];
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
    if (piece.width() < 0.3 * piece.height() || piece.width() > 1.6 * piece.height()) continue;
    ++glyphs;
    written += piece.width();
  }
  return glyphs >= 3 && written >= 0.4 * line.box.width();
}

/// The box of the pieces that are about as high as most are: a glyph that touches the next line is higher.
Box usual_band(const std::vector<Box>& pieces) {
  std::vector<int> heights;
  for (const Box& piece : pieces) heights.push_back(piece.height());
  std::nth_element(heights.begin(), heights.begin() + static_cast<std::ptrdiff_t>(heights.size() / 2), heights.end());
  const int median = heights[heights.size() / 2];
  Box band;
  for (const Box& piece : pieces) {
    if (piece.height() <= 1.3 * median) band = band.empty() ? piece : join(band, piece);
  }
  return band;
}

/// The larger lines among `pieces`. Beside glyphs that reach too high for a line of `glyph_height` they have smaller
/// ones, the parts of hanzi, which are not to be taken for lines of their own.
std::vector<LargerLine> find_larger(const cv::Mat& ink, const ConnectedRuns& connected, const std::vector<Box>& pieces,
                                    int glyph_height) {
  const int lowest = static_cast<int>(1.6 * glyph_height), highest = 5 * glyph_height;
  const double clearly_larger = 1.35;  // some of a line's glyphs are too high, the others may just not be
  std::vector<Box> tall;
  std::copy_if(pieces.begin(), pieces.end(), std::back_inserter(tall), [&](const Box& piece) {
    return piece.height() > lowest && piece.height() <= highest && piece.width() >= 0.3 * glyph_height;
  });
  std::vector<LargerLine> found;
  std::vector<char> gone(pieces.size(), 0);
  for (const Line& line : gather_bodies(tall, glyph_height)) {
    if (!is_writing(line)) continue;
    const Box band = usual_band(line.pieces);
    const int reach = 2 * band.height();
    std::vector<char> whole(pieces.size(), 0), cut(pieces.size(), 0);
    std::vector<Box> own;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
      const Box& piece = pieces[i];
      if (gone[i] || piece.height() > highest || piece.right < line.box.left - reach ||
          piece.left > line.box.right + reach) {
        continue;
      }
      const int middle = (piece.top + piece.bottom) / 2;
      const bool reaches_out = piece.height() > 1.3 * band.height();
      if (reaches_out && 2 * overlap_of_heights(band, piece) > band.height()) {
        cut[i] = 1;
      } else if (!reaches_out && middle >= band.top && middle < band.bottom) {
        whole[i] = 1;
        own.push_back(piece);
      }
    }
    const int size = own.empty() ? 0 : estimate_glyph_height(own);
    if (size < clearly_larger * glyph_height || band.height() > 1.6 * size) continue;
    LargerLine larger{ink_of(ink, connected, whole), size};
    const cv::Range rows(band.top, band.bottom);
    cv::bitwise_or(larger.ink.rowRange(rows), ink_of(ink, connected, cut).rowRange(rows), larger.ink.rowRange(rows));
    if (!is_one_line(larger.ink, band)) continue;
    for (std::size_t i = 0; i < pieces.size(); ++i) gone[i] = static_cast<char>(gone[i] | whole[i] | cut[i]);
    found.push_back(std::move(larger));
  }
  return found;
}

/// Makes one line of the parts of a glyph or two below a larger line, where a title goes on: they are cut by the
/// smaller writing's measure.
void unite_last_glyphs(std::vector<Box>& lines, const Box& larger, int glyph_height) {
  std::vector<Box> parts;
  Box whole;
  for (const Box& line : lines) {
    const bool below = line.top >= larger.bottom && line.top < larger.bottom + glyph_height &&
                       line.left >= larger.left && line.right <= larger.right;
    const Box joined = whole.empty() ? line : join(whole, line);
    if (!below || joined.height() > 1.2 * glyph_height || joined.width() > 2.5 * glyph_height) continue;
    whole = joined;
    parts.push_back(line);
  }
  if (parts.size() < 2 || whole.height() < 0.7 * glyph_height) return;
  lines.erase(
      std::remove_if(lines.begin(), lines.end(),
                     [&](const Box& line) { return std::find(parts.begin(), parts.end(), line) != parts.end(); }),
      lines.end());
  lines.push_back(whole);
}

}  // namespace

std::vector<Box> find_text_lines(const cv::Mat& ink, int glyph_height, double split_gap) {
  if (ink.empty() || ink.type() != CV_8UC1) throw std::invalid_argument("find_text_lines: ink must be CV_8UC1");
  const ConnectedRuns connected = connect_runs(ink);
  const std::vector<Box> pieces = boxes_of(connected);
  if (pieces.empty()) return {};
  if (glyph_height <= 0) glyph_height = estimate_glyph_height(pieces);

  std::vector<Box> boxes;
  const std::vector<LargerLine> larger_lines = find_larger(ink, connected, pieces, glyph_height);
  if (!larger_lines.empty()) {
    cv::Mat rest = ink.clone();
    for (const LargerLine& larger : larger_lines) {
      rest.setTo(0, larger.ink);
      const std::vector<Box> lines = find_text_lines(larger.ink, larger.glyph_height, split_gap);
      boxes.insert(boxes.end(), lines.begin(), lines.end());
    }
    std::vector<Box> lines = find_text_lines(rest, glyph_height, split_gap);
    const std::vector<Box> large = boxes;
    for (const Box& larger : large) unite_last_glyphs(lines, larger, larger.height());
    boxes.insert(boxes.end(), lines.begin(), lines.end());
    std::sort(boxes.begin(), boxes.end(),
              [](const Box& a, const Box& b) { return a.top != b.top ? a.top < b.top : a.left < b.left; });
    return boxes;
  }

  std::vector<Box> bodies, marks, outsized;
  std::vector<Piece> tall;  // glyphs of two lines that touch, a bracket over rows, larger writing
  const auto sort_in = [&](const Box& piece) {
    const int extent = std::max(piece.width(), piece.height());
    if (extent < 0.06 * glyph_height) return;  // dust: a decimal point is twice as wide
    (piece.height() < 0.35 * glyph_height ? marks : bodies).push_back(piece);
  };
  const std::vector<int> valleys = find_valleys(ink);
  for (std::size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].height() <= 1.6 * glyph_height) {
      sort_in(pieces[i]);
      continue;
    }
    std::vector<int> rows;
    for (const int y : valleys) {
      if (y - pieces[i].top > 0.4 * glyph_height && pieces[i].bottom - y > 0.4 * glyph_height) rows.push_back(y);
    }
    Piece piece = piece_of(connected, static_cast<int>(i), pieces[i]);
    const std::vector<Box> parts = cut_at_rows(piece, rows);
    const bool lines_each =
        std::all_of(parts.begin(), parts.end(), [&](const Box& part) { return part.height() <= 1.6 * glyph_height; });
    if (lines_each && pieces[i].width() >= 0.3 * glyph_height) {
      for (const Box& part : parts) sort_in(part);
    } else {
      tall.push_back(std::move(piece));
    }
  }

  std::vector<Line> lines = gather_bodies(bodies, glyph_height);
  for (const Piece& piece : tall) {
    const bool stroke = piece.box.width() < 0.3 * glyph_height;  // of a ruling or bracket
    const std::vector<Box> parts = stroke ? std::vector<Box>{} : cut_at_lines(piece, lines, glyph_height);
    for (const Box& part : parts) sort_in(part);
    if (parts.empty()) outsized.push_back(piece.box);
  }
  if (outsized.size() < tall.size()) lines = gather_bodies(bodies, glyph_height);
  const auto covered_by = [&](const Box& box) {
    std::vector<Line*> covered;
    for (Line& line : lines) {
      if (overlap_of_heights(line.box, box) > 0.5 * line.box.height() &&
          gap_between(line.box.left, line.box.right, box.left, box.right) < 2 * glyph_height) {
        covered.push_back(&line);
      }
    }
    return covered;
  };
  for (const Line& large : gather_bodies(outsized, glyph_height)) {
    if (covered_by(large.box).empty()) {
      lines.push_back(large);
      continue;
    }
    // Glyphs only just too high for their line, the nearest first; a long stroke stays out.
    std::vector<Box> rest = large.pieces;
    const auto joins = [&](const Box& piece) {
      const std::vector<Line*> covered = covered_by(piece);
      if (covered.size() != 1 || piece.height() >= 1.3 * covered.front()->box.height()) return false;
      add(*covered.front(), piece);
      return true;
    };
    for (auto near = std::find_if(rest.begin(), rest.end(), joins); near != rest.end();
         near = std::find_if(rest.begin(), rest.end(), joins)) {
      rest.erase(near);
    }
  }
  std::sort(marks.begin(), marks.end(), [](const Box& a, const Box& b) {
    return a.width() != b.width() ? a.width() > b.width() : (a.top != b.top ? a.top < b.top : a.left < b.left);
  });
  place_marks(lines, marks, glyph_height);
  unite_overlapping(lines, glyph_height);

  std::sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) {
    return a.box.top != b.box.top ? a.box.top < b.box.top : a.box.left < b.box.left;
  });
  for (Line& line : lines) {
    for (const Box& part : split_at_gaps(std::move(line), split_gap * glyph_height)) {
      if (std::max(part.width(), part.height()) >= 0.25 * glyph_height) boxes.push_back(part);  // else a lone speck
    }
  }
  part_overlapping(ink, boxes, glyph_height);
  return boxes;
}

}  // namespace shenbao::layout
