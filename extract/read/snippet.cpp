#include "extract/read/snippet.h"

#include <algorithm>
#include <cmath>
#include <opencv2/imgproc.hpp>

#include "extract/read/clear_ink.h"
#include "extract/read/rectify.h"
#include "extract/read/underlines.h"
#include "layout/ink/binarize.h"
#include "layout/ink/runs.h"
#include "layout/table/text_lines.h"

namespace shenbao::extract {

using layout::Box;

namespace {

constexpr int kGlyphsPerInch = 6;           // a first guess of a hanzi's height: 12 points, the usual size of forms
constexpr int kLeastGlyph = 12;             // pixels: lower hanzi cannot be read
constexpr int kLeastLine = 8;               // pixels: lower lines are dust
constexpr double kDigitHeight = 0.45;       // of a hanzi: a digit is two thirds high, and wear takes some
constexpr double kDigitWidth = 0.2;         // of a hanzi: what is thinner is what remains of a ruling
constexpr double kGap = 1.0 / 8.0;          // of a hanzi, as between two of them
constexpr double kStack = 1.5;              // hanzi: what is higher and no wider holds several, one above the other
constexpr double kHigh = 1.25, kLow = 0.7;  // of its width: between them a line is one of a column's hanzi
constexpr double kTightest = 0.95, kWidest = 2.2;  // of its width: from one hanzi of a column to the next
constexpr double kCutReach = 0.12;                 // of its width, by which a hanzi of a column is higher or lower
constexpr double kLead = 0.1;                      // of its width, in steps of which a first hanzi may lack ink above
constexpr double kMissing = 0.1;                   // what ink that the ends lack counts against ink that is cut
constexpr double kContrast = 100.0;  // gray levels between print and paper, if blurred; shades and dust have less

struct PlaceInk {
  cv::Mat all, ink;        ///< CV_8UC1, 255 = ink; without remains of rulings
  bool from_gray = false;  ///< the page's picture of ink shows nothing of it
};

/// The ink of a place. Where the page's shows nothing of a cell, its gray is asked: a threshold for the whole page may
/// miss print that is blurred or lies in a dark corner. Not below a seal, which was taken out.
PlaceInk ink_in(const layout::Page& page, const layout::Quad& quad, bool ruled, int glyph_height) {
  const cv::Mat all = rectify(page.ink, quad, true);
  if (!ruled) return {all, all, false};
  const cv::Mat cleared = clear_edges(all, glyph_height);
  const bool sealed = std::any_of(page.seals.begin(), page.seals.end(), [&](const layout::Seal& seal) {
    return layout::meet(layout::bounding_box(seal.quad), layout::bounding_box(quad));
  });
  if (sealed || cv::countNonZero(cleared) > 0) return {all, cleared, false};
  const auto inside = [&](const cv::Mat& gray, cv::Rect rect) {  // without the edges, where a ruling may lie
    const int edge = std::min({glyph_height / 4, rect.height / 3, rect.width / 3});
    rect = cv::Rect(rect.x + edge, rect.y + edge, rect.width - 2 * edge, rect.height - 2 * edge);
    return gray(rect & cv::Rect(0, 0, gray.cols, gray.rows));
  };
  double darkest = 0.0, lightest = 0.0;
  const Box box = layout::bounding_box(quad);
  const cv::Mat upright = inside(page.gray, {box.left, box.top, box.width(), box.height()});
  if (!upright.empty()) cv::minMaxLoc(upright, &darkest, &lightest);
  if (lightest - darkest < kContrast) return {all, cleared, false};  // most blank cells, at little cost
  cv::Mat gray = rectify(page.gray, quad, false);
  const int stroke = std::max(3, glyph_height / 8);  // pixels, of print; over as many, noise levels out
  cv::blur(gray, gray, {stroke, stroke});
  cv::minMaxLoc(inside(gray, {0, 0, gray.cols, gray.rows}), &darkest, &lightest);
  if (lightest - darkest < kContrast) return {all, cleared, false};
  const cv::Mat print = gray < lightest - layout::kTextContrast * (lightest - darkest);
  return {print, clear_edges(print, glyph_height), true};
}

}  // namespace

int least_inked_column(const cv::Mat& ink, double left, double right) {
  const int middle = static_cast<int>(std::lround((left + right) / 2));
  const auto ink_at = [&](int x) { return x < 0 || x >= ink.cols ? 0 : cv::countNonZero(ink.col(x)); };
  int best = middle, least = ink_at(middle);
  for (int away = 1; least > 0 && away < (right - left) / 2; ++away) {
    for (const int x : {middle - away, middle + away}) {
      const int here = ink_at(x);
      if (here < least) {
        best = x;
        least = here;
      }
    }
  }
  return best;
}

namespace {

/// A way to cut a column of hanzi at equal pitches.
struct ColumnCut {
  std::vector<Box> hanzi;
  double inked = 0.0;  ///< pixels of ink in a row that it cuts along, on average
};

/// Cuts a column into hanzi `pitch` apart, the first from row `top` on, each where there is least ink; nothing where
/// one would be too high. `turned` is the ink over the column's width, its rows as columns.
ColumnCut cut_column(const cv::Mat& turned, const Box& column, double top, double pitch, int count) {
  const double size = column.width(), reach = std::max(0.0, pitch - size) / 2 + kCutReach * size;
  ColumnCut cut;
  int begin = static_cast<int>(top);
  for (int i = 1; i <= count; ++i) {
    const double even = top + (size - pitch) / 2 + i * pitch;
    const int end = i < count ? least_inked_column(turned, even - reach, even + reach)
                              : std::max(column.bottom, static_cast<int>(even));
    const int from = std::max(0, begin), to = std::clamp(end, from, turned.cols);
    const cv::Rect rows = cv::boundingRect(turned.colRange(from, to));
    if (rows.width > kHigh * size) return {};
    if (i < count) cut.inked += static_cast<double>(cv::countNonZero(turned.col(end))) / (count - 1);
    const bool whole = rows.width >= kLow * size;  // 一 keeps its place in the box
    cut.hanzi.push_back({column.left, whole ? from + rows.x : from, column.right, whole ? from + rows.br().x : to});
    begin = end;
  }
  return cut;
}

/// A column of hanzi one above the other cut into them where there is least ink, as many as fit it best; nothing where
/// one would be too high. `column` is their box, as wide as a hanzi; the first and last may lack ink above and
/// below, as 一 does.
std::vector<Box> hanzi_of_column(const Box& column, const cv::Mat& ink) {
  const cv::Mat turned = ink.colRange(column.left, column.right).t();
  const double size = column.width();
  ColumnCut best;
  for (double lead = 0.0; lead < 0.5; lead += kLead) {
    for (double tail = 0.0; tail < 0.5; tail += kLead) {
      const double way = column.height() + (lead + tail - 1) * size;  // from the first hanzi to the last
      for (int gaps = std::max(1, static_cast<int>(way / (kWidest * size))); gaps * kTightest * size <= way; ++gaps) {
        ColumnCut cut = cut_column(turned, column, column.top - lead * size, way / gaps, gaps + 1);
        cut.inked += kMissing * (lead + tail) * size;
        if (!cut.hanzi.empty() && (best.hanzi.empty() || cut.inked < best.inked)) best = std::move(cut);
      }
    }
  }
  return best.hanzi;
}

/// The lines of a place; where they are the hanzi of one column and not all as high, those that touch were not parted
/// where they end.
std::vector<Box> without_stacks(const std::vector<Box>& lines, const cv::Mat& ink, int glyph_height) {
  Box column;
  for (const Box& line : lines) column = layout::join(column, line);
  const int width = column.width();
  const bool is_column = column.height() > kStack * std::max(width, glyph_height) && width <= kStack * glyph_height &&
                         2 * width > glyph_height;
  const bool uneven = std::any_of(lines.begin(), lines.end(), [&](const Box& line) {
    return line.height() > kHigh * width || line.height() < kLow * width;
  });
  if (!is_column || !uneven) return lines;
  std::vector<Box> hanzi = hanzi_of_column(column, ink);
  return hanzi.empty() ? lines : hanzi;
}

}  // namespace

int usual_glyph_height(const layout::Page& page, const std::vector<layout::Quad>& places) {
  const int guess = std::max(kLeastGlyph, static_cast<int>(page.dpi / kGlyphsPerInch));
  std::vector<std::pair<int, int>> heights;  // with widths
  long total = 0;
  const auto measure = [&](const cv::Mat& ink) {
    for (const Box& line : layout::find_text_lines(ink, 0, 0)) {
      const bool at_edge = line.left == 0 || line.top == 0 || line.right == ink.cols || line.bottom == ink.rows;
      if (at_edge || line.width() < line.height() || line.height() < kLeastLine) continue;  // at an edge: with a ruling
      heights.emplace_back(line.height(), line.width());
      total += line.width();
    }
  };
  for (const layout::Quad& quad : places) measure(clear_edges(rectify(page.ink, quad, true), guess));
  if (total == 0) {
    for (const layout::Quad& quad : places) measure(ink_in(page, quad, true, guess).ink);
  }
  std::sort(heights.begin(), heights.end());
  long seen = 0;
  for (const auto& [height, width] : heights) {
    seen += width;
    if (2 * seen >= total) return height;
  }
  return 0;
}

namespace {

/// Whether a piece of ink as large as a digit lies outside the lines of writing: what nobody will read. Thin strokes
/// are remains of rulings.
bool has_unread_ink(const cv::Mat& ink, const std::vector<Box>& lines, int glyph_height) {
  cv::Mat rest = ink.clone();
  for (const Box& line : lines) {
    rest(cv::Rect(line.left, line.top, line.width(), line.height()) & cv::Rect(0, 0, rest.cols, rest.rows)).setTo(0);
  }
  const std::vector<Box> pieces = layout::boxes_of(layout::connect_runs(rest));
  return std::any_of(pieces.begin(), pieces.end(), [&](const Box& piece) {
    const int width = piece.width(), height = piece.height();
    return std::max(width, height) >= kDigitHeight * glyph_height &&
           std::min(width, height) >= kDigitWidth * glyph_height;
  });
}

/// Whether a line goes on beyond the left or right edge: the cell ends in the middle of a glyph.
bool is_cut_off(const Snippet& snippet) {
  return std::any_of(snippet.lines.begin(), snippet.lines.end(),
                     [&](const Box& line) { return line.left == 0 || line.right == snippet.ink.cols; });
}

/// `top` is that of the place, y in page pixels, and so are `underlined`. Returns whether one may be a glyph's foot.
bool take_out_underlines(Snippet& snippet, int top, int glyph_height, std::vector<int> underlined) {
  for (int& y : underlined) y -= top;
  UnderlinesCleared cleared = clear_underlines(snippet.ink, glyph_height, underlined);
  snippet.ink = cleared.ink;
  if (cleared.doubtful) add_doubt(snippet.doubts, Doubt::beside_ruling);
  for (const int row : cleared.levels) snippet.underlines.push_back(row + top);
  return cleared.may_be_foot;
}

}  // namespace

Snippet cut_snippet(const layout::Page& page, const layout::Quad& quad, bool ruled, int glyph_height,
                    const std::vector<int>& underlined) {
  Snippet snippet;
  const int usual = glyph_height > 0 ? glyph_height : static_cast<int>(page.dpi / kGlyphsPerInch);
  const PlaceInk found = ink_in(page, quad, ruled, usual);
  snippet.ink = found.ink;
  if (cv::countNonZero(snippet.ink) == 0) return snippet;
  if (found.from_gray) add_doubt(snippet.doubts, Doubt::unread_ink);
  if (glyph_height > 0) snippet.ink = clear_specks(snippet.ink, glyph_height);
  const cv::Mat gray = rectify(page.gray, quad, false), ink = snippet.ink;
  bool may_lack_stroke = false;
  if (glyph_height > 0 && ruled) {
    StampCleared cleared = clear_stamp_strokes(ink, gray, glyph_height);
    snippet.ink = cleared.ink;
    may_lack_stroke = cleared.streaked;
    if (cleared.touched) add_doubt(snippet.doubts, Doubt::below_seal);
  }
  if (glyph_height > 0 && take_out_underlines(snippet, layout::bounding_box(quad).top, glyph_height, underlined)) {
    may_lack_stroke = true;
  }
  snippet.lines = layout::find_text_lines(snippet.ink, glyph_height, 0);
  if (glyph_height > 0) snippet.lines = without_stacks(snippet.lines, snippet.ink, glyph_height);
  if (glyph_height > 0 && has_unread_ink(snippet.ink, snippet.lines, glyph_height)) {
    add_doubt(snippet.doubts, Doubt::unread_ink);
    if (snippet.lines.empty()) {
      const cv::Rect all = cv::boundingRect(snippet.ink);
      snippet.lines = {Box{all.x, all.y, all.x + all.width, all.y + all.height}};
    }
  }
  if (ruled && is_cut_off(snippet)) add_doubt(snippet.doubts, Doubt::beside_ruling);
  if (!snippet.lines.empty()) snippet.white = whiten(gray, found.all, snippet.ink);
  if (may_lack_stroke) {
    const bool is_streak = snippet.underlines.empty();
    std::vector<Box> lines = is_streak ? snippet.lines : layout::find_text_lines(ink, glyph_height, 0);
    for (Box& line : lines) {  // 一 may be a 十 without its upright
      const int beside = std::max(0, glyph_height - line.height()) / 2;
      line = {line.left, std::max(0, line.top - beside), line.right, std::min(ink.rows, line.bottom + beside)};
    }
    snippet.whole.push_back({whiten(gray, found.all, ink), ink, std::move(lines), {}, {}, {}});
  }
  return snippet;
}

cv::Mat frame_lines(const Snippet& snippet, const std::vector<Box>& lines, double glyph_height, double target_height,
                    double margin) {
  const cv::Rect all(0, 0, snippet.white.cols, snippet.white.rows);
  const double scale = target_height / std::max(1.0, glyph_height);
  std::vector<cv::Mat> pieces;
  int height = 0;
  for (const Box& line : lines) {
    const cv::Rect tight(line.left - 1, line.top - 1, line.width() + 2,
                         line.height() + 2);  // soft edges of the strokes
    const cv::Mat piece = snippet.white(tight & all);
    cv::Mat scaled;
    cv::resize(piece, scaled,
               cv::Size(std::max(1, static_cast<int>(std::lround(piece.cols * scale))),
                        std::max(1, static_cast<int>(std::lround(piece.rows * scale)))),
               0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_CUBIC);
    height = std::max(height, scaled.rows);
    pieces.push_back(scaled);
  }
  const int gap = static_cast<int>(std::lround(target_height * kGap));
  std::vector<cv::Mat> row;
  for (const cv::Mat& piece : pieces) {
    const int above = (height - piece.rows) / 2;
    cv::Mat centred;
    cv::copyMakeBorder(piece, centred, above, height - piece.rows - above, row.empty() ? 0 : gap, 0,
                       cv::BORDER_CONSTANT, cv::Scalar(255));
    row.push_back(centred);
  }
  cv::Mat joined;
  cv::hconcat(row, joined);
  const int border = std::max(1, static_cast<int>(std::lround(target_height * margin)));
  cv::Mat framed;
  cv::copyMakeBorder(joined, framed, border, border, border, border, cv::BORDER_CONSTANT, cv::Scalar(255));
  return framed;
}

}  // namespace shenbao::extract
