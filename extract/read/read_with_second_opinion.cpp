#include "extract/read/read_with_second_opinion.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <opencv2/imgproc.hpp>
#include <optional>
#include <string>
#include <utility>

#include "extract/read/look_alikes.h"
#include "extract/read/merge_readings.h"
#include "extract/text/fold.h"
#include "extract/text/normalize.h"

namespace shenbao::extract {

namespace {

using layout::Box;

/// What of a place is read at once: a line of a paragraph, or a value broken over a few lines.
struct Part {
  std::size_t place = 0;             ///< which of the places
  std::vector<layout::Box> lines;    ///< snippet pixels
  double glyph_height = 0.0;         ///< of a hanzi, as it was read
  LineReading own;                   ///< of all lines, one after the other
  std::vector<double> x;             ///< middle of each character, snippet pixels
  std::vector<std::size_t> line_of;  ///< of each character
  std::optional<SecondOpinion> second;
};

/// How a line is shown to Tesseract, and when it is asked at all.
struct Question {
  Script script;
  double height;  ///< of a hanzi, pixels
  double sure;    ///< probability that all is right from which on it is not asked
};
// A wrong figure looks right, a wrong word seldom: figures must be surer not to be asked about. Asking about all words
// below 0.95 put more right values into review on clean and worn pages and found no more wrong ones; asking only about
// those below 0.85 let a wrong one pass.
constexpr Question kText{Script::text, Recognizer::kTextHanzi, 0.9};
constexpr Question kFigures{Script::digits, Recognizer::kDigitsHanzi, 0.99};
constexpr std::size_t kContext = 4;     // characters beside a doubtful one, for Tesseract to know where it is
constexpr double kDrawnOut = 1.4;       // of a line's width: then a blank column stands between narrow figures
constexpr double kMargin = 3.0 / 26.0;  // of white around a line, in hanzi, as the line reader was trained
constexpr double kShortLine = 3.0;      // hanzi: fewer say too little to be read by themselves
constexpr std::size_t kMostLines = 3;   // of a value or label: more are a paragraph

/// The parts of all places, in reading order, not yet read.
std::vector<Part> find_parts(const std::vector<CutPlace>& places) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const std::vector<Box>& lines = places[i].snippet.lines;
    for (std::size_t k = 0; k < lines.size(); ++k) {
      const bool goes_on = lines.size() <= kMostLines || lines[k].width() <= kShortLine * places[i].glyph_height;
      if (k == 0 || !goes_on) {
        parts.push_back({i, {}, places[i].glyph_height, {}, {}, {}, {}});
      }
      parts.back().lines.push_back(lines[k]);
    }
  }
  return parts;
}

/// Has the line reader read the parts at their heights of a hanzi, their lines `stretch` times as wide as they are.
void read_parts(const std::vector<CutPlace>& places, std::vector<Part>& parts, const LineReader& reader,
                double stretch = 1.0) {
  std::vector<cv::Mat> lines;
  for (const Part& part : parts) {
    for (const Box& box : part.lines) {
      cv::Mat line = frame_lines(places[part.place].snippet, {box}, part.glyph_height, LineReader::kHanzi, kMargin);
      if (stretch > 1.0) cv::resize(line, line, cv::Size(), stretch, 1.0, cv::INTER_CUBIC);
      lines.push_back(std::move(line));
    }
  }
  std::vector<LineReading> readings = reader.read_lines(lines);
  auto reading = readings.begin();
  for (Part& part : parts) {
    const double scale = std::max(1.0, part.glyph_height) / LineReader::kHanzi;
    for (std::size_t k = 0; k < part.lines.size(); ++k, ++reading) {
      settle_look_alikes(*reading);
      part.own.overlooked = std::max(part.own.overlooked, reading->overlooked);
      part.own.skips_ink = part.own.skips_ink || reading->skips_ink;
      for (LineCharacter& character : reading->characters) {
        part.x.push_back(part.lines[k].left + (character.x / stretch - LineReader::kHanzi * kMargin) * scale);
        part.line_of.push_back(k);
        part.own.characters.push_back(std::move(character));
      }
    }
  }
}

/// The lines, or pieces of them, that hold the characters from `begin` to `end`, cut where there is least ink between
/// them and their neighbours. `ink` is the snippet's.
std::vector<Box> boxes_of(const Part& part, std::size_t begin, std::size_t end, const cv::Mat& ink) {
  const std::size_t first = part.line_of[begin], last = part.line_of[end - 1];
  std::vector<Box> boxes(part.lines.begin() + static_cast<std::ptrdiff_t>(first),
                         part.lines.begin() + static_cast<std::ptrdiff_t>(last) + 1);
  const auto cut_before = [&](std::size_t i) {
    const Box& line = part.lines[part.line_of[i]];
    return least_inked_column(ink.rowRange(line.top, line.bottom), part.x[i - 1], part.x[i]);
  };
  if (begin > 0 && part.line_of[begin - 1] == first) boxes.front().left = cut_before(begin);
  if (end < part.x.size() && part.line_of[end - 1] == part.line_of[end]) boxes.back().right = cut_before(end);
  return boxes;
}

bool is_operator(const std::string& text) {
  return text == "≥" || text == "≤" || text == "=" || text == ">" || text == "<";
}

/// Whether the characters are a number as it is printed: digits with points, commas, a sign or a percent sign.
bool is_figure(const Part& part, std::size_t begin, std::size_t end) {
  bool digit = false;
  for (std::size_t i = begin; i < end; ++i) {
    const std::string& text = part.own.characters[i].text;
    if (text.size() != 1 || std::string("0123456789.,-%").find(text) == std::string::npos) return false;
    digit = digit || (text[0] >= '0' && text[0] <= '9');
  }
  return digit;
}

/// How likely every character of the part is right, read once.
double right_alone(const Part& part, const Calibration& calibration) {
  if (part.own.skips_ink) return 0.0;
  double right = 1.0;
  for (const LineCharacter& character : part.own.characters) right *= value_at(calibration.alone, character.confidence);
  return right * (1.0 - part.own.overlooked);
}

/// Reads parts once more: those for which `height` gives a height of a hanzi, their lines `stretch` times as wide.
/// `decide` is called with each part and what it reads as now.
template <typename Height, typename Decide>
void read_again(const std::vector<CutPlace>& places, std::vector<Part>& parts, const LineReader& reader, double stretch,
                Height height, Decide decide) {
  std::vector<Part> again;
  std::vector<Part*> first;
  for (Part& part : parts) {
    const std::optional<double> hanzi = height(part);
    if (!hanzi) continue;
    again.push_back({part.place, part.lines, *hanzi, {}, {}, {}, {}});
    first.push_back(&part);
  }
  if (again.empty()) return;
  read_parts(places, again, reader, stretch);
  for (std::size_t i = 0; i < again.size(); ++i) decide(*first[i], std::move(again[i]));
}

/// The height of the part's own writing, where it is another than the page's: a cell's may be shrunk to fit.
std::optional<double> other_height(const Part& part) {
  // Shares of a hanzi's height. Figures alone are .7 high and a line of dashes less than .4: they are no smaller
  // writing.
  constexpr double kDashes = 0.4, kFiguresAlone = 0.68, kLarger = 1.3;
  int height = 0, width = 0;
  for (const Box& line : part.lines) {
    height = std::max(height, line.height());
    width = std::max(width, line.width());
  }
  const double share = height / std::max(1.0, part.glyph_height);
  const bool other = (share > kDashes && share < kFiguresAlone) || share > kLarger;
  if (!other || width < 2 * height) return std::nullopt;  // of one glyph alone the height says too little
  return height;
}

/// Reads parts whose writing seems larger or smaller than the page's at their own size too; the surer reading stays.
void read_at_other_heights(const std::vector<CutPlace>& places, std::vector<Part>& parts, const LineReader& reader,
                           const Calibration& calibration) {
  read_again(places, parts, reader, 1.0, other_height, [&](Part& first, Part&& again) {
    if (right_alone(again, calibration) > right_alone(first, calibration)) first = std::move(again);
  });
}

/// What Tesseract is asked about: all but an operator before and a percent sign after the rest, which its models lack,
/// and of a line of words no more than the doubtful characters with some context, since Tesseract takes as long for one
/// character as the line reader for seven. No question for a part that is sure, or of another script.
std::optional<SecondOpinion> open_question(const Part& part, Script script, double sure,
                                           const Calibration& calibration) {
  const auto& characters = part.own.characters;
  SecondOpinion open{0, characters.size(), {}};
  if (open.end >= 2 && is_operator(characters[0].text)) ++open.begin;
  if (open.end - open.begin >= 2 && characters[open.end - 1].text == "%") --open.end;
  const bool figure = is_figure(part, open.begin, open.end);
  if (open.begin == open.end || figure != (script == Script::digits) || right_alone(part, calibration) >= sure) {
    return std::nullopt;
  }
  if (figure) return open;
  std::size_t first = open.end, last = open.begin;
  for (std::size_t i = open.begin; i < open.end; ++i) {
    if (value_at(calibration.alone, characters[i].confidence) >= kSureCharacter) continue;
    first = std::min(first, i);
    last = i;
  }
  if (first == open.end) return open;
  open.begin = std::max(open.begin + kContext, first) - kContext;
  open.end = std::min(open.end, last + 1 + kContext);
  return open;
}

void ask_tesseract(const std::vector<CutPlace>& places, std::vector<Part>& parts, const Recognizer& tesseract,
                   const Question& question, const Calibration& calibration) {
  std::vector<cv::Mat> lines;
  std::vector<Part*> asked;
  std::vector<double> parts_of(places.size(), 0.0), right(places.size(), 1.0);
  for (const Part& part : parts) {
    ++parts_of[part.place];
    right[part.place] *= right_alone(part, calibration);
  }
  for (Part& part : parts) {
    if (right[part.place] >= question.sure) continue;
    const double sure = std::pow(question.sure, 1.0 / parts_of[part.place]);  // together they are as sure
    std::optional<SecondOpinion> open = open_question(part, question.script, sure, calibration);
    if (!open) continue;
    const Snippet& snippet = places[part.place].snippet;
    lines.push_back(frame_lines(snippet, boxes_of(part, open->begin, open->end, snippet.ink), part.glyph_height,
                                question.height, Recognizer::kMargin));
    part.second = std::move(open);
    asked.push_back(&part);
  }
  if (lines.empty()) return;
  std::vector<Recognized> read = tesseract.read_lines(lines, question.script);
  for (std::size_t i = 0; i < asked.size(); ++i) asked[i]->second->answer = std::move(read[i].text);
}

std::u32string told_by_line_reader(const Part& part) { return folded(part.own.text(0, part.own.characters.size())); }

/// The whole part as Tesseract would have it: what it read between the characters that it was not asked about.
std::u32string told_by_tesseract(const Part& part) {
  return folded(part.own.text(0, part.second->begin) + normalize_line(part.second->answer) +
                part.own.text(part.second->end, part.own.characters.size()));
}

/// Reads the parts again in which Tesseract saw more figures, their lines drawn out: between narrow figures no column
/// of the network's is blank, and two become one. The reading stays where both then say the same.
void read_drawn_out(const std::vector<CutPlace>& places, std::vector<Part>& parts, const LineReader& reader) {
  const auto figures = [](const std::u32string& text) {
    return std::count_if(text.begin(), text.end(), [](char32_t c) { return (c >= U'0' && c <= U'9') || c == U'.'; });
  };
  const auto height = [&](const Part& part) -> std::optional<double> {
    if (!part.second || figures(told_by_tesseract(part)) <= figures(told_by_line_reader(part))) return std::nullopt;
    return part.glyph_height;
  };
  read_again(places, parts, reader, kDrawnOut, height, [](Part& first, Part&& again) {
    if (told_by_line_reader(again) != told_by_tesseract(first)) return;
    const std::size_t behind = first.own.characters.size() - first.second->end;
    again.second = std::move(first.second);
    again.second->end = again.own.characters.size() - behind;
    first = std::move(again);
  });
}

}  // namespace

std::vector<Reading> read_with_second_opinion(const std::vector<CutPlace>& places, const LineReader& lines,
                                              const Recognizer* tesseract, const Calibration& calibration) {
  std::vector<Part> parts = find_parts(places);
  read_parts(places, parts, lines);
  read_at_other_heights(places, parts, lines, calibration);
  if (tesseract != nullptr) {
    for (const Question& question : {kText, kFigures}) ask_tesseract(places, parts, *tesseract, question, calibration);
    read_drawn_out(places, parts, lines);
  }
  std::vector<std::vector<Reading>> of_place(places.size());
  for (const Part& part : parts) {
    of_place[part.place].push_back(merge_readings(part.own, part.second, calibration));
  }
  std::vector<Reading> readings;
  for (const std::vector<Reading>& parts_read : of_place) {
    double right = 1.0;  // the place is right where all its parts are
    for (const Reading& part : parts_read) right *= part.confidence;
    readings.push_back(join_readings(parts_read, right));
  }
  return readings;
}

}  // namespace shenbao::extract
