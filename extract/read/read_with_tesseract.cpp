#include "extract/read/read_with_tesseract.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <string>
#include <utility>

#include "extract/read/glyph_groups.h"
#include "extract/read/join_readings.h"
#include "extract/read/settle_votes.h"
#include "extract/text/normalize.h"

namespace shenbao::extract {
namespace {

using layout::Box;

/// How a line is shown to a reader.
struct View {
  Script script = Script::text;
  double height = 0.0;  ///< of a hanzi, pixels
  double margin = 0.0;  ///< of white, in hanzi
};
const View first_view{Script::text, 24, 1.0 / 6};  // at which chi_sim reads most lines right
const View second_view{Script::text, 32, 1.0 / 6};
const View third_view{Script::text, 24, 0.1};  // of the views that read as well, the one that fails most differently
const View figures_view{Script::digits, 36, 1.0 / 6};

const double sure = 0.9;      // of lines read with more, 2 in 1,250 were wrong
const double readable = 0.5;  // a paragraph's line below it is read again
const double narrow = 0.72;   // widest digit, in hanzi

/// What of a place is read at once: a line without the signs at its ends, or a line broken in two.
struct Part {
  std::size_t place = 0;
  std::vector<Box> boxes;
  bool paragraph = false;
  bool narrow_glyphs = false;  ///< none is as wide as a hanzi
  Candidate leading;           ///< a sign before it; "" for none
  Candidate trailing;          ///< a sign after it; "" for none
  std::vector<Candidate> votes;
};

Box joined(const Box& a, const Box& b) {
  return Box{std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
             std::max(a.bottom, b.bottom)};
}

Box between(const std::vector<Box>& groups, std::size_t begin, std::size_t end) {
  Box box = groups[begin];
  for (std::size_t i = begin + 1; i < end; ++i) box = joined(box, groups[i]);
  return box;
}

bool is_operator(const std::string& text) {
  return text == "≥" || text == "≤" || text == "=" || text == ">" || text == "<";
}

/// Signs that stand alone in a cell and that the line readers do not know or misread.
bool is_lone_sign(const std::string& text) {
  static const char* const signs[] = {"%", "/", "—", "-", "一", "二", "三"};
  return is_operator(text) || std::find(std::begin(signs), std::end(signs), text) != std::end(signs);
}

/// What the symbol reader says of one piece of a line; an empty text is a glyph it does not know.
Candidate read_symbol(const CutPlace& place, const SymbolReader& symbols, const Box& line, const Box& glyph) {
  const cv::Mat& white = place.snippet.white;
  const cv::Rect there =
      cv::Rect(glyph.left, glyph.top, glyph.width(), glyph.height()) & cv::Rect(0, 0, white.cols, white.rows);
  const double hanzi_top = (line.top + line.bottom - place.glyph_height) / 2;
  return symbols.read_glyph(white(there), place.glyph_height, glyph.top - hanzi_top).front();
}

/// Takes the operator before and the percent sign after a figure off a line, or the brackets around it.
void take_off_signs(const CutPlace& place, const SymbolReader& symbols, const Box& line, Part& part) {
  const double hanzi = place.glyph_height;
  const std::vector<Box> groups = find_glyph_groups(place.snippet.ink, line);
  std::size_t begin = 0, end = groups.size();
  part.narrow_glyphs =
      std::all_of(groups.begin(), groups.end(), [&](const Box& group) { return group.width() <= narrow * hanzi; });
  const auto like_digit = [&](const Box& group) {
    return group.width() <= narrow * hanzi && group.height() >= 0.5 * hanzi;
  };
  if (groups.size() >= 2 && groups[0].width() >= 0.3 * hanzi && groups[0].height() <= 0.9 * hanzi &&
      groups[1].width() <= narrow * hanzi) {
    const Candidate sign = read_symbol(place, symbols, line, groups[0]);
    if (is_operator(sign.text) && sign.confidence >= 0.8) {
      part.leading = sign;
      begin = 1;
    }
  }
  // A percent sign falls into up to three pieces.
  for (std::size_t pieces = 1; pieces <= 3 && begin + pieces < groups.size(); ++pieces) {
    const Box last = between(groups, groups.size() - pieces, groups.size());
    if (last.width() > 1.05 * hanzi || last.width() < 0.45 * hanzi || !like_digit(groups[groups.size() - pieces - 1])) {
      continue;
    }
    const Candidate sign = read_symbol(place, symbols, line, last);
    if (sign.text == "%" && sign.confidence >= 0.8) {
      part.trailing = sign;
      end = groups.size() - pieces;
      break;
    }
  }
  // The brackets of （2021年度）: Tesseract takes them for digits when nothing stands before them.
  const auto like_bracket = [&](const Box& group) {
    return group.width() <= 0.4 * hanzi && group.height() >= 0.7 * hanzi;
  };
  if (begin == 0 && end == groups.size() && end >= 3 && like_bracket(groups.front()) && like_bracket(groups.back())) {
    const Candidate opening = read_symbol(place, symbols, line, groups.front());
    const Candidate closing = read_symbol(place, symbols, line, groups.back());
    if (opening.text == "（" && closing.text == "）" && opening.confidence >= 0.8 && closing.confidence >= 0.8) {
      part.leading = opening;
      part.trailing = closing;
      ++begin;
      --end;
    }
  }
  if (begin > 0 || end < groups.size()) part.boxes = {between(groups, begin, end)};
}

bool is_digit(const std::string& text) { return text.size() == 1 && text[0] >= '0' && text[0] <= '9'; }

/// A line by itself: a lone sign or digit read by its shape, signs at its ends taken off.
Part part_of_line(const CutPlace& place, const SymbolReader& symbols, const Box& line) {
  Part part;
  part.boxes = {line};
  if (line.width() <= 1.25 * place.glyph_height) {
    Candidate symbol = read_symbol(place, symbols, line, line);
    if ((is_lone_sign(symbol.text) || is_digit(symbol.text)) && symbol.confidence >= 0.6) {
      part.votes.push_back(std::move(symbol));
      return part;
    }
  }
  take_off_signs(place, symbols, line, part);
  return part;
}

/// The parts of all places, in reading order.
std::vector<Part> find_parts(const std::vector<CutPlace>& places, const SymbolReader& symbols) {
  const double short_line = 3.0;     // hanzi; fewer say too little to be read by themselves
  const std::size_t most_lines = 3;  // of a value or label; more are a paragraph
  std::vector<Part> parts;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const CutPlace& place = places[i];
    const std::vector<Box>& lines = place.snippet.lines;
    const bool paragraph = lines.size() > most_lines;
    for (std::size_t k = 0; k < lines.size(); ++k) {
      const bool continues = k > 0 && (!paragraph || lines[k].width() <= short_line * place.glyph_height);
      if (continues) {
        parts.back().boxes.push_back(lines[k]);
        continue;
      }
      Part part;
      if (lines.size() == 1) {
        part = part_of_line(place, symbols, lines[k]);
      } else {
        part.boxes = {lines[k]};
      }
      part.place = i;
      part.paragraph = paragraph;
      parts.push_back(std::move(part));
    }
  }
  return parts;
}

/// Shows the parts named to a reader and adds what it says to their votes.
void ask(const std::vector<CutPlace>& places, std::vector<Part>& parts, const std::vector<std::size_t>& which,
         const View& view, const Recognizer& recognizer) {
  if (which.empty()) return;
  std::vector<cv::Mat> lines;
  for (const std::size_t index : which) {
    const CutPlace& place = places[parts[index].place];
    lines.push_back(frame_lines(place.snippet, parts[index].boxes, place.glyph_height, view.height, view.margin));
  }
  std::vector<Candidate> read = recognizer.read_lines(lines, view.script);
  for (std::size_t i = 0; i < which.size(); ++i) {
    read[i].text = normalize_line(read[i].text);
    parts[which[i]].votes.push_back(std::move(read[i]));
  }
}

template <typename Chosen>
std::vector<std::size_t> those(const std::vector<Part>& parts, const Chosen& chosen) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    if (chosen(parts[i])) indices.push_back(i);
  }
  return indices;
}

bool figures(const Part& part) {
  return std::any_of(part.votes.begin(), part.votes.end(), [](const Candidate& vote) { return is_figure(vote.text); });
}

/// A lone round glyph is a 0 and a lone bar a 1, whatever letters a reader sees in it, once or twice; only for the
/// second opinion on what the symbol reader takes for a digit.
void fold_look_alikes(std::string& text) {
  if (text.empty()) return;
  if (text.find_first_not_of("0Oo") == std::string::npos) {
    text = "0";
  } else if (text.find_first_not_of("1lI|]") == std::string::npos) {
    text = "1";
  }
}

/// The rounds of readings: one for all, a second for figures and doubts, a third where two differ.
void read_parts(const std::vector<CutPlace>& places, std::vector<Part>& parts, const Recognizer& recognizer) {
  ask(places, parts, those(parts, [](const Part& part) { return part.votes.empty(); }), first_view, recognizer);
  const auto by_shape = [](const Part& part) { return part.votes.front().reader == "symbol"; };
  const auto doubtful = [&](const Part& part) {
    return !by_shape(part) && part.votes.front().confidence < (part.paragraph ? readable : sure);
  };
  ask(places, parts,
      those(parts, [&](const Part& part) { return figures(part) || (doubtful(part) && part.narrow_glyphs); }),
      figures_view, recognizer);
  for (Part& part : parts) {
    if (part.votes.size() == 2 && !figures(part)) part.votes.pop_back();  // eng cannot read hanzi
  }
  for (Part& part : parts) {
    if (by_shape(part) && part.votes.size() == 2) fold_look_alikes(part.votes[1].text);
  }
  const auto differ = [](const Part& part) {
    return part.votes.size() > 1 && part.votes[0].text != part.votes[1].text;
  };
  ask(places, parts,
      those(parts, [&](const Part& part) { return (part.votes.size() == 1 && doubtful(part)) || differ(part); }),
      second_view, recognizer);
  ask(places, parts, those(parts, [&](const Part& part) { return !part.paragraph && differ(part); }), third_view,
      recognizer);
}

/// Puts a sign before or after what else was read; the doubt of either is the doubt of both.
void put_sign(Reading& reading, const Candidate& sign, bool before) {
  if (sign.text.empty()) return;
  for (Candidate& candidate : reading.candidates) {
    candidate.text = before ? sign.text + candidate.text : candidate.text + sign.text;
    candidate.confidence = std::min(candidate.confidence, sign.confidence);
    candidate.reader += "+symbol";
  }
  reading.text = reading.candidates.front().text;
  reading.confidence = reading.candidates.front().confidence;
}

Reading reading_of(const Part& part) {
  Reading reading = settle_votes(part.votes);
  put_sign(reading, part.trailing, false);
  put_sign(reading, part.leading, true);
  return reading;
}

/// Tesseract's confidence is no probability: the least sure line speaks for all.
double least_sure(const std::vector<Reading>& lines) {
  double least = 1.0;
  for (const Reading& line : lines) least = std::min(least, line.confidence);
  return least;
}

}  // namespace

std::vector<Reading> read_with_tesseract(const std::vector<CutPlace>& places, const Recognizer& recognizer,
                                         const SymbolReader& symbols) {
  std::vector<Part> parts = find_parts(places, symbols);
  read_parts(places, parts, recognizer);
  std::vector<std::vector<Reading>> lines(places.size());
  for (const Part& part : parts) lines[part.place].push_back(reading_of(part));
  std::vector<Reading> readings;
  for (const std::vector<Reading>& of_place : lines) readings.push_back(join_readings(of_place, least_sure(of_place)));
  return readings;
}

}  // namespace shenbao::extract
