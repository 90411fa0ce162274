#include "extract/read/read_twice.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include "extract/read/join_readings.h"
#include "extract/read/look_alikes.h"
#include "extract/read/merge_readings.h"
#include "extract/read/settle_votes.h"
#include "extract/text/fold.h"
#include "extract/text/normalize.h"

namespace shenbao::extract {

namespace {

using layout::Box;

constexpr double own_margin = 3.0 / 26.0;  // of white around a line for the line reader, in hanzi
constexpr double text_height = 24.0;       // of a hanzi, pixels, at which chi_sim reads most lines right
constexpr double figures_height = 36.0;    // and eng figures
constexpr double tesseract_margin = 1.0 / 6.0;
constexpr double sure = 0.985;          // what is surer is not read again
constexpr double sure_figure = 0.9975;  // of a figure, since a wrong one looks right
constexpr double drawn_out = 1.4;       // of a line's width, where narrow figures may have run together
constexpr std::size_t context = 4;      // characters beside a doubtful one, for Tesseract to know where it is

/// What of a place is read at once: a line of a paragraph, or a value broken over a few lines.
struct Part {
  std::size_t place = 0;
  std::vector<Box> boxes;
  double glyph_height = 0.0;  ///< of a hanzi, as it was read
  LineReading own;
  std::vector<double> x;            ///< middle of each character, snippet pixels, in its own box
  std::vector<std::size_t> box_of;  ///< of each character
  std::size_t begin = 0, end = 0;   ///< characters that Tesseract is asked about
  std::vector<Candidate> others;    ///< of the characters from `begin` to `end`
};

/// The parts of all places, in reading order.
std::vector<Part> find_parts(const std::vector<CutPlace>& places) {
  const double short_line = 3.0;     // hanzi; fewer say too little to be read by themselves
  const std::size_t most_lines = 3;  // of a value or label; more are a paragraph
  std::vector<Part> parts;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::vector<Box>& lines = places[i].snippet.lines;
    for (std::size_t k = 0; k < lines.size(); ++k) {
      const bool whole = lines.size() <= most_lines || lines[k].width() <= short_line * places[i].glyph_height;
      if (k == 0 || !whole) {
        parts.emplace_back();
        parts.back().place = i;
        parts.back().glyph_height = places[i].glyph_height;
      }
      parts.back().boxes.push_back(lines[k]);
    }
  }
  return parts;
}

/// Reads the parts at their heights of a hanzi, their lines `stretch` times as wide as they are.
void read_own(const std::vector<CutPlace>& places, std::vector<Part>& parts, const LineReader& reader,
              double stretch = 1.0) {
  std::vector<cv::Mat> lines;
  for (const Part& part : parts) {
    for (const Box& box : part.boxes) {
      cv::Mat line = frame_lines(places[part.place].snippet, {box}, part.glyph_height, LineReader::hanzi, own_margin);
      if (stretch > 1.0) cv::resize(line, line, cv::Size(), stretch, 1.0, cv::INTER_CUBIC);
      lines.push_back(std::move(line));
    }
  }
  std::vector<LineReading> readings = reader.read_lines(lines);
  auto reading = readings.begin();
  for (Part& part : parts) {
    const double scale = std::max(1.0, part.glyph_height) / LineReader::hanzi;
    for (std::size_t k = 0; k < part.boxes.size(); ++k, ++reading) {
      settle_look_alikes(*reading);
      part.own.overlooked = std::max(part.own.overlooked, reading->overlooked);
      part.own.skips_ink = part.own.skips_ink || reading->skips_ink;
      for (LineCharacter& character : reading->characters) {
        part.x.push_back(part.boxes[k].left + (character.x / stretch - LineReader::hanzi * own_margin) * scale);
        part.box_of.push_back(k);
        part.own.characters.push_back(std::move(character));
      }
    }
    part.end = part.own.characters.size();
  }
}

/// The height of the part's own writing, where it is another than the page's: a cell's may be shrunk to fit.
/// Figures alone are lower than hanzi, and a line of dashes lower still.
std::optional<double> other_height(const Part& part) {
  int height = 0, width = 0;
  for (const Box& box : part.boxes) {
    height = std::max(height, box.height());
    width = std::max(width, box.width());
  }
  const double share = height / std::max(1.0, part.glyph_height);
  const bool other = (share > 0.4 && share < 0.68) || share > 1.3;
  if (!other || width < 2 * height) return std::nullopt;
  return height;
}

bool is_operator(const std::string& text) {
  return text == "≥" || text == "≤" || text == "=" || text == ">" || text == "<";
}

bool is_figure_part(const Part& part) {
  std::string text;
  for (std::size_t i = part.begin; i < part.end; ++i) text += part.own.characters[i].text;
  return is_figure(text);
}

/// Leaves an operator before and a percent sign after the rest to the line reader: Tesseract's models lack them.
void set_signs_aside(Part& part) {
  const auto& characters = part.own.characters;
  if (part.end - part.begin >= 2 && is_operator(characters[part.begin].text)) ++part.begin;
  if (part.end - part.begin >= 2 && characters[part.end - 1].text == "%") --part.end;
}

/// Leaves what stands before the first doubtful character and behind the last one to the line reader, but for some
/// context: Tesseract takes as long for one character as the line reader for seven.
void set_clear_ends_aside(Part& part, const CharacterOdds& odds) {
  std::size_t first = part.end, last = part.begin;
  for (std::size_t i = part.begin; i < part.end; ++i) {
    if (value_at(odds.alone, part.own.characters[i].confidence) >= sure_character) continue;
    first = std::min(first, i);
    last = i;
  }
  if (first == part.end) return;
  part.begin = std::max(part.begin + context, first) - context;
  part.end = std::min(part.end, last + 1 + context);
}

/// The column between two characters that has least ink, the nearest to their middle of several.
int column_between(const cv::Mat& ink, const Box& line, double left, double right) {
  const auto ink_at = [&](int x) {
    return cv::countNonZero(ink(cv::Rect(x, line.top, 1, line.height()) & cv::Rect(0, 0, ink.cols, ink.rows)));
  };
  const int middle = static_cast<int>(std::lround((left + right) / 2));
  int best = middle, least = ink_at(middle);
  for (int away = 1; least > 0 && away < (right - left) / 2; ++away) {
    for (const int x : {middle - away, middle + away}) {
      const int here = ink_at(x);
      if (here < least) std::tie(best, least) = std::make_pair(x, here);
    }
  }
  return best;
}

/// The boxes of the characters from `begin` to `end`, cut between them and their neighbours.
std::vector<Box> boxes_between(const Part& part, const cv::Mat& ink) {
  std::vector<Box> boxes(part.boxes.begin() + static_cast<std::ptrdiff_t>(part.box_of[part.begin]),
                         part.boxes.begin() + static_cast<std::ptrdiff_t>(part.box_of[part.end - 1]) + 1);
  const auto cut_before = [&](std::size_t i) {
    return column_between(ink, part.boxes[part.box_of[i]], part.x[i - 1], part.x[i]);
  };
  if (part.begin > 0 && part.box_of[part.begin - 1] == part.box_of[part.begin]) {
    boxes.front().left = cut_before(part.begin);
  }
  if (part.end < part.x.size() && part.box_of[part.end - 1] == part.box_of[part.end]) {
    boxes.back().right = cut_before(part.end);
  }
  return boxes;
}

/// How likely every character of the part is right, read once.
double right_alone(const Part& part, const CharacterOdds& odds) {
  if (part.own.skips_ink) return 0.0;
  double right = 1.0;
  for (const LineCharacter& character : part.own.characters) right *= value_at(odds.alone, character.confidence);
  return right * (1.0 - part.own.overlooked);
}

/// Reads parts whose writing seems larger or smaller than the page's at their own size too; the surer reading stays.
void read_at_other_heights(const std::vector<CutPlace>& places, std::vector<Part>& parts, const LineReader& reader,
                           const CharacterOdds& odds) {
  std::vector<Part> again;
  std::vector<Part*> first;
  for (Part& part : parts) {
    const auto height = other_height(part);
    if (!height) continue;
    again.emplace_back();
    again.back().place = part.place;
    again.back().boxes = part.boxes;
    again.back().glyph_height = *height;
    first.push_back(&part);
  }
  if (again.empty()) return;
  read_own(places, again, reader);
  for (std::size_t i = 0; i < again.size(); ++i) {
    if (right_alone(again[i], odds) > right_alone(*first[i], odds)) *first[i] = std::move(again[i]);
  }
}

void ask_tesseract(const std::vector<CutPlace>& places, std::vector<Part>& parts, const Recognizer& tesseract,
                   Script script, const CharacterOdds& odds) {
  std::vector<cv::Mat> lines;
  std::vector<Part*> asked;
  for (Part& part : parts) {
    if (!part.others.empty() || part.begin == part.end) continue;
    const bool figure = is_figure_part(part);
    if (figure != (script == Script::digits) || right_alone(part, odds) >= (figure ? sure_figure : sure)) continue;
    if (!figure) set_clear_ends_aside(part, odds);
    const CutPlace& place = places[part.place];
    lines.push_back(frame_lines(place.snippet, boxes_between(part, place.snippet.ink), part.glyph_height,
                                script == Script::digits ? figures_height : text_height, tesseract_margin));
    asked.push_back(&part);
  }
  if (lines.empty()) return;
  std::vector<Candidate> read = tesseract.read_lines(lines, script);
  for (std::size_t i = 0; i < asked.size(); ++i) asked[i]->others.push_back(std::move(read[i]));
}

bool is_figure_sign(char32_t c) { return (c >= U'0' && c <= U'9') || c == U'.'; }

std::u32string folded_characters(const Part& part, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += part.own.characters[i].text;
  return folded(text);
}

/// The whole part as Tesseract would have it: what it read between the characters that it was not asked about.
std::u32string told_by_tesseract(const Part& part) {
  return folded_characters(part, 0, part.begin) + folded(normalize_line(part.others.front().text)) +
         folded_characters(part, part.end, part.own.characters.size());
}

/// Reads the parts again in which Tesseract saw more figures, their lines drawn out: between narrow figures no column
/// of the network's is blank, and two become one. The reading stays where both then say the same.
void read_drawn_out(const std::vector<CutPlace>& places, std::vector<Part>& parts, const LineReader& reader) {
  std::vector<Part> again;
  std::vector<Part*> first;
  for (Part& part : parts) {
    if (part.others.empty()) continue;
    const std::u32string told = told_by_tesseract(part);
    const std::u32string own = folded_characters(part, 0, part.own.characters.size());
    const auto figures = [](const std::u32string& text) {
      return std::count_if(text.begin(), text.end(), is_figure_sign);
    };
    if (figures(told) <= figures(own)) continue;
    again.emplace_back();
    again.back().place = part.place;
    again.back().boxes = part.boxes;
    again.back().glyph_height = part.glyph_height;
    first.push_back(&part);
  }
  if (again.empty()) return;
  read_own(places, again, reader, drawn_out);
  for (std::size_t i = 0; i < again.size(); ++i) {
    Part& part = *first[i];
    const std::size_t behind = part.own.characters.size() - part.end;
    if (folded_characters(again[i], 0, again[i].own.characters.size()) != told_by_tesseract(part)) continue;
    again[i].begin = part.begin;
    again[i].end = again[i].own.characters.size() - behind;
    again[i].others = std::move(part.others);
    part = std::move(again[i]);
  }
}

/// How likely all parts of a place are right.
double all_right(const std::vector<Reading>& parts) {
  double right = 1.0;
  for (const Reading& part : parts) right *= part.confidence;
  return right;
}

}  // namespace

std::vector<Reading> read_twice(const std::vector<CutPlace>& places, const Readers& readers) {
  std::vector<Part> parts = find_parts(places);
  read_own(places, parts, *readers.lines);
  read_at_other_heights(places, parts, *readers.lines, *readers.odds);
  if (readers.tesseract != nullptr) {
    for (Part& part : parts) set_signs_aside(part);
    ask_tesseract(places, parts, *readers.tesseract, Script::text, *readers.odds);
    ask_tesseract(places, parts, *readers.tesseract, Script::digits, *readers.odds);
    read_drawn_out(places, parts, *readers.lines);
  }
  std::vector<std::vector<Reading>> of_place(places.size());
  for (const Part& part : parts) {
    of_place[part.place].push_back(merge_readings(part.own, {part.begin, part.end}, part.others, *readers.odds));
  }
  std::vector<Reading> readings;
  for (const std::vector<Reading>& of : of_place) readings.push_back(join_readings(of, all_right(of)));
  return readings;
}

}  // namespace shenbao::extract
