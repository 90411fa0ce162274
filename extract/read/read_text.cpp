#include "extract/read/read_text.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "extract/read/read_snippets.h"
#include "extract/read/snippet.h"
#include "extract/read/text_layer.h"
#include "extract/read/unread_ink.h"

namespace shenbao::extract {
namespace {

constexpr double kBadly = 0.5;     // confidence: as likely wrong as right
constexpr double kWell = 0.8;      // confidence: a clean glyph of a kind that the reader knows
constexpr double kHigher = 1.5;    // ink so many times as high as wide, and as a hanzi, may be a line on its side
constexpr double kVertical = 2.0;  // a line so many times as high as wide is of hanzi one above the other

/// A line outside the tables stands alone: its own height says how high its glyphs are, a vertical one's its width.
/// `usual` is the height of a hanzi in the tables: a figure is narrower.
CutPlace cut_free_line(const layout::Page& page, const layout::Quad& quad, int usual) {
  const layout::Point &top = quad.corners[0], &bottom = quad.corners[3];
  const double high = std::hypot(bottom.x - top.x, bottom.y - top.y);
  const double wide = std::hypot(quad.corners[1].x - top.x, quad.corners[1].y - top.y);
  const bool is_vertical = usual > 0 && high > kVertical * wide && 2 * wide > usual;
  const int height = std::max(1, static_cast<int>(std::lround(is_vertical ? wide : high)));
  CutPlace place{cut_snippet(page, quad, false, height), 0.0};
  for (const layout::Box& line : place.snippet.lines) {
    place.glyph_height = std::max(place.glyph_height, static_cast<double>(line.height()));
  }
  return place;
}

/// Cuts the cells out. Where some clearly stand on underlines, others may, too: on the same height, or as far from the
/// middle of their cell where they are single lines.
std::vector<CutPlace> cut_cells(const layout::Page& page, const std::vector<layout::Quad>& cells, int glyph_height) {
  std::vector<CutPlace> places;
  std::vector<int> heights, below_middle;
  const auto middle_of = [](const layout::Quad& cell) { return static_cast<int>(layout::center(cell).y); };
  for (const layout::Quad& cell : cells) {
    places.push_back({cut_snippet(page, cell, true, glyph_height), static_cast<double>(glyph_height)});
    const std::vector<int>& underlines = places.back().snippet.underlines;
    heights.insert(heights.end(), underlines.begin(), underlines.end());
    if (underlines.size() == 1) below_middle.push_back(underlines.front() - middle_of(cell));
  }
  for (std::size_t i = 0; i < cells.size() && !heights.empty(); ++i) {
    if (places[i].snippet.lines.empty()) continue;
    std::vector<int> underlined = heights;
    for (const int offset : below_middle) underlined.push_back(middle_of(cells[i]) + offset);
    places[i].snippet = cut_snippet(page, cells[i], true, glyph_height, underlined);
  }
  return places;
}

/// Reads the places. Of those of which the file says the text, that is the second opinion; a text that is not what the
/// page shows is forgotten.
std::vector<Reading> read_beside_stated(const std::vector<CutPlace>& places, std::vector<std::string>& stated,
                                        const Readers& readers) {
  const Readers line_reader{readers.lines, nullptr, readers.calibration};
  std::vector<CutPlace> told, untold;
  for (std::size_t i = 0; i < places.size(); ++i) (stated[i].empty() ? untold : told).push_back(places[i]);
  if (told.empty() || readers.lines == nullptr) {
    stated.assign(places.size(), "");
    return read_snippets(places, readers);
  }
  std::vector<Reading> of_told = read_snippets(told, line_reader), of_untold = read_snippets(untold, readers);
  std::vector<Reading> readings;
  auto told_one = of_told.begin(), untold_one = of_untold.begin();
  for (const std::string& text : stated) readings.push_back(std::move(text.empty() ? *untold_one++ : *told_one++));
  if (agreement(stated, readings) >= kSameText) return readings;
  stated.assign(places.size(), "");
  return read_snippets(places, readers);
}

/// Whether a place whose writing is higher than wide was read badly: it may lie on its side.
bool may_be_turned(const CutPlace& place, const Reading& reading) {
  layout::Box ink;
  for (const layout::Box& line : place.snippet.lines) ink = layout::join(ink, line);
  return reading.has_ink && reading.confidence < kBadly &&
         ink.height() > kHigher * std::max<double>(ink.width(), place.glyph_height);
}

/// Reads such places turned both ways and takes a reading that is likely right; less so where both ways make sense. The
/// first `cells` of them are cells.
void read_turned(const layout::Page& page, const std::vector<layout::Quad>& quads, std::size_t cells,
                 const std::vector<CutPlace>& places, const Readers& readers, std::vector<Reading>& readings) {
  std::vector<CutPlace> turned;
  std::vector<std::size_t> of;
  for (std::size_t i = 0; i < places.size(); ++i) {
    if (!may_be_turned(places[i], readings[i])) continue;
    for (const std::size_t first : {1U, 3U}) {  // the corner that becomes the top left
      layout::Quad quad = quads[i];
      std::rotate(quad.corners.begin(), quad.corners.begin() + static_cast<std::ptrdiff_t>(first), quad.corners.end());
      const double glyph_height = places[i].glyph_height;
      turned.push_back({cut_snippet(page, quad, i < cells, static_cast<int>(glyph_height)), glyph_height});
      of.push_back(i);
    }
  }
  if (turned.empty()) return;
  std::vector<Reading> read = read_snippets(turned, readers);
  for (std::size_t i = 0; i < read.size(); i += 2) {
    Reading &one = read[i], &other = read[i + 1], &reading = readings[of[i]];
    if (one.confidence < other.confidence) std::swap(one, other);
    if (one.confidence <= std::max(kBadly, reading.confidence) || one.text.empty()) continue;
    one.confidence *= one.confidence / (one.confidence + other.confidence);  // 668 is 899 the other way up
    reading = std::move(one);
  }
}

/// Reads places whose glyphs may have lost a stroke with an underline or a streak as they are printed, too: where that
/// makes another sure reading, as 旦 for 日, the stroke may be theirs.
void read_whole(const std::vector<CutPlace>& places, const Readers& readers, std::vector<Reading>& readings) {
  std::vector<CutPlace> whole;
  std::vector<std::size_t> of;
  for (std::size_t i = 0; i < places.size(); ++i) {
    for (const Snippet& snippet : places[i].snippet.whole) {
      whole.push_back({snippet, places[i].glyph_height});
      of.push_back(i);
    }
  }
  const std::vector<Reading> read = read_snippets(whole, readers);
  for (std::size_t i = 0; i < read.size(); ++i) {
    const bool is_streak = places[of[i]].snippet.underlines.empty();  // it leaves more of a glyph unreadable
    Reading& reading = readings[of[i]];
    if (read[i].text != reading.text && (is_streak || read[i].confidence >= kWell)) {
      add_doubt(reading.doubts, Doubt::beside_ruling);
    }
  }
}

}  // namespace

PageText read_text(const layout::Page& page, const layout::PageLayout& page_layout, const Readers& readers) {
  const double dpi = page.dpi / page.enlarged;
  PageText text{page.page_no, page.scan_width, page.scan_height, dpi, page.rotation, page.skew, {}, {}, {}, {}, {}};
  std::vector<layout::Quad> quads;
  for (const layout::TableGrid& table : page_layout.tables) {
    for (const layout::Cell& cell : table.cells) quads.push_back(cell.quad);
  }
  const int glyph_height = usual_glyph_height(page, quads);
  std::vector<CutPlace> places = cut_cells(page, quads, glyph_height);
  for (const layout::TextLine& line : page_layout.lines) places.push_back(cut_free_line(page, line.quad, glyph_height));
  const std::size_t cells = quads.size();
  for (const layout::TextLine& line : page_layout.lines) quads.push_back(line.quad);
  std::vector<std::string> stated;
  for (const layout::Quad& quad : quads) {
    stated.push_back(stated_text(page, quad, stated.size() < cells ? 0.0 : glyph_height / 2.0, glyph_height));
  }
  std::vector<Reading> readings = read_beside_stated(places, stated, readers);
  read_turned(page, quads, cells, places, readers, readings);
  read_whole(places, readers, readings);
  settle(readings, stated);
  std::vector<layout::Quad> inked;
  for (std::size_t i = 0; i < quads.size(); ++i) {
    if (readings[i].has_ink) inked.push_back(quads[i]);
  }
  for (const layout::Quad& quad : find_unread_ink(page, page_layout, inked, glyph_height)) {
    text.unread.push_back(page.page_to_scan(quad));
  }

  auto reading = readings.begin();
  for (const layout::TableGrid& table : page_layout.tables) {
    TableText read{page.page_to_scan(table.quad), table.rows, table.cols, {}};
    for (const layout::Cell& cell : table.cells) {
      read.cells.push_back({cell.row, cell.col, cell.row_span, cell.col_span, page.page_to_scan(cell.quad),
                            cell.inferred, std::move(*reading++)});
    }
    text.tables.push_back(std::move(read));
  }
  for (const layout::TextLine& line : page_layout.lines) {
    text.lines.push_back(LineText{page.page_to_scan(line.quad), std::move(*reading++)});
  }
  for (layout::Seal seal : page.seals) {
    seal.quad = page.page_to_scan(seal.quad);
    text.seals.push_back(seal);
  }
  for (layout::Defect defect : page_layout.defects) {
    if (!(defect.quad == layout::Quad{})) defect.quad = page.page_to_scan(defect.quad);
    text.defects.push_back(std::move(defect));
  }
  return text;
}

}  // namespace shenbao::extract
