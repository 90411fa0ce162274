#include "extract/read_snippet.h"

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>
#include <vector>

#include "extract/glyph_groups.h"
#include "extract/normalize.h"

namespace shenbao::extract {
namespace {

using layout::Box;

const double text_height = 24.0;     // pixels of a hanzi at which chi_sim reads best
const double figures_height = 36.0;  // the same for eng and digits
const int whole_image = 13;          // Tesseract's page segmentation modes
const int text_row = 7;

/// What a line needs to be read: where it stands and how high its hanzi are.
struct LineContext {
  const Snippet& snippet;
  double glyph_height;
  const Recognizer& recognizer;
  const SymbolReader& symbols;
};

bool is_figure(const std::string& text) {
  bool digit = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digit = true;
    } else if (c != '.' && c != ',' && c != '-' && c != '%') {
      return false;
    }
  }
  return digit;
}

bool is_operator(const std::string& text) {
  return text == "≥" || text == "≤" || text == "=" || text == ">" || text == "<";
}

/// Whether the text holds a sign that these papers never print: remains of rulings and specks are read as such.
bool has_stray_sign(const std::string& text) {
  if (text.find_first_of("[]|_~^{}\\#*@$&`!") != std::string::npos) return true;
  for (const char* sign : {"『", "』", "「", "」", "©", "®", "°", "¥", "£", "§", "·"}) {
    if (text.find(sign) != std::string::npos) return true;
  }
  return false;
}

/// How often a lone reading is right whose least certain character has this confidence:
/// measured on cells and lines of the worn forms, chi_sim at 24 pixels.
double share_right(double least_confidence) {
  static const std::pair<double, double> measured[] = {{0.0, 0.05},  {0.8, 0.3},    {0.9, 0.55},
                                                       {0.95, 0.85}, {0.975, 0.96}, {0.985, 0.99}};
  for (std::size_t i = 1; i < std::size(measured); ++i) {
    const auto [x0, y0] = measured[i - 1];
    const auto [x1, y1] = measured[i];
    if (least_confidence < x1) return y0 + (y1 - y0) * std::max(0.0, least_confidence - x0) / (x1 - x0);
  }
  return 0.99;
}

Candidate read_at(const LineContext& context, const Box& line, Script script, int mode, double height) {
  Candidate candidate =
      context.recognizer.read_line(frame_line(context.snippet, line, context.glyph_height, height), script, mode);
  candidate.text = normalize_line(candidate.text);
  if (has_stray_sign(candidate.text)) candidate.confidence *= 0.8;
  return candidate;
}

/// Votes of several readings: equal texts count together, the first reader's word breaks a tie.
Reading settle(std::vector<Candidate> votes) {
  Reading reading;
  reading.has_ink = true;
  std::vector<Candidate> distinct;
  std::vector<int> count;
  for (const Candidate& vote : votes) {
    const auto same =
        std::find_if(distinct.begin(), distinct.end(), [&](const Candidate& other) { return other.text == vote.text; });
    if (same == distinct.end()) {
      distinct.push_back(vote);
      count.push_back(1);
    } else {
      ++count[static_cast<std::size_t>(same - distinct.begin())];
      same->confidence = std::max(same->confidence, vote.confidence);
    }
  }
  std::size_t winner = 0;
  for (std::size_t i = 1; i < distinct.size(); ++i) {
    const bool cleaner = has_stray_sign(distinct[winner].text) && !has_stray_sign(distinct[i].text);
    if (count[i] > count[winner] || (count[i] == count[winner] && cleaner)) winner = i;
  }
  const bool unanimous = distinct.size() == 1;
  const int all = static_cast<int>(votes.size());
  for (std::size_t i = 0; i < distinct.size(); ++i) {
    const double alone = share_right(distinct[i].confidence);
    if (all == 1) {
      distinct[i].confidence = alone;
    } else if (unanimous) {
      distinct[i].confidence = std::max(alone, distinct[i].confidence >= 0.95 ? 0.97 : 0.6);
    } else if (i == winner && 2 * count[i] > all) {
      distinct[i].confidence = 0.65;
    } else {
      distinct[i].confidence = std::min(alone, 0.45) * 0.8;
    }
    if (distinct[i].text.empty()) distinct[i].confidence = 0.0;
  }
  std::rotate(distinct.begin(), distinct.begin() + static_cast<std::ptrdiff_t>(winner),
              distinct.begin() + static_cast<std::ptrdiff_t>(winner) + 1);
  std::stable_sort(distinct.begin() + 1, distinct.end(),
                   [](const Candidate& a, const Candidate& b) { return a.confidence > b.confidence; });
  reading.text = distinct[0].text;
  reading.confidence = distinct[0].confidence;
  reading.candidates = std::move(distinct);
  return reading;
}

Reading reading_of(Candidate candidate) {
  Reading reading;
  reading.has_ink = true;
  reading.text = candidate.text;
  reading.confidence = candidate.confidence;
  reading.candidates.push_back(std::move(candidate));
  return reading;
}

/// What the symbol reader says of one piece of a line; an empty text is a glyph it does not know.
Candidate read_symbol(const LineContext& context, const Box& line, const Box& glyph) {
  const cv::Mat pixels = context.snippet.white(cv::Rect(glyph.left, glyph.top, glyph.width(), glyph.height()) &
                                               cv::Rect(0, 0, context.snippet.white.cols, context.snippet.white.rows));
  const double hanzi_top = (line.top + line.bottom - context.glyph_height) / 2;
  return context.symbols.read_glyph(pixels, context.glyph_height, glyph.top - hanzi_top).front();
}

Box joined(const Box& a, const Box& b) {
  return Box{std::min(a.left, b.left), std::min(a.top, b.top), std::max(a.right, b.right),
             std::max(a.bottom, b.bottom)};
}

bool digit_shaped(const Box& glyph, double glyph_height) {
  return glyph.width() <= 0.72 * glyph_height && glyph.height() >= 0.5 * glyph_height;
}

/// Figures: two models that fail differently, and a third opinion where they differ.
Reading read_figures(const LineContext& context, const Box& line, const Candidate& first) {
  std::vector<Candidate> votes{read_at(context, line, Script::digits, text_row, figures_height), first};
  if (votes[0].text != votes[1].text) votes.push_back(read_at(context, line, Script::text, text_row, text_height));
  return settle(std::move(votes));
}

/// Writing without a leading operator or a trailing percent sign.
Reading read_plain(const LineContext& context, const Box& line, bool paragraph) {
  const double sure = 0.975;  // above it one reading of chi_sim was never wrong in 600 cells and lines
  const double readable = 0.9;
  Candidate first = read_at(context, line, Script::text, whole_image, text_height);
  if (is_figure(first.text)) return read_figures(context, line, first);
  if (first.confidence >= (paragraph ? readable : sure)) return settle({first});

  const std::vector<Box> groups = find_glyph_groups(context.snippet.ink, line);
  const bool figures =
      std::all_of(groups.begin(), groups.end(), [&](const Box& g) { return g.width() <= 0.72 * context.glyph_height; });
  std::vector<Candidate> votes{first};
  if (figures) {
    Candidate digits = read_at(context, line, Script::digits, text_row, figures_height);
    if (is_figure(digits.text)) return read_figures(context, line, first);
  }
  votes.push_back(read_at(context, line, Script::text, text_row, text_height + 4));
  if (votes[0].text != votes[1].text && !paragraph) {
    votes.push_back(read_at(context, line, Script::text, whole_image, text_height - 4));
  }
  return settle(std::move(votes));
}

/// Puts a symbol before or after what else was read; the doubt of either is the doubt of both.
Reading with_symbol(Reading reading, const Candidate& symbol, bool before) {
  for (Candidate& candidate : reading.candidates) {
    candidate.text = before ? symbol.text + candidate.text : candidate.text + symbol.text;
    candidate.confidence = std::min(candidate.confidence, symbol.confidence);
    candidate.reader += "+symbol";
  }
  reading.text = reading.candidates.front().text;
  reading.confidence = reading.candidates.front().confidence;
  return reading;
}

Box between(const std::vector<Box>& groups, std::size_t begin, std::size_t end) {
  Box box = groups[begin];
  for (std::size_t i = begin + 1; i < end; ++i) box = joined(box, groups[i]);
  return box;
}

Reading read_one_line(const LineContext& context, const Box& line, bool paragraph) {
  const double em = context.glyph_height;
  if (paragraph) return read_plain(context, line, true);

  if (line.width() <= 1.25 * em) {
    Candidate symbol = read_symbol(context, line, line);
    const bool sign = is_operator(symbol.text) || symbol.text == "%" || symbol.text == "/" || symbol.text == "—" ||
                      symbol.text == "-" || symbol.text == "一" || symbol.text == "二" || symbol.text == "三";
    if (sign && symbol.confidence >= 0.6) return reading_of(std::move(symbol));
  }

  const std::vector<Box> groups = find_glyph_groups(context.snippet.ink, line);
  std::size_t begin = 0, end = groups.size();
  Candidate leading, trailing;
  if (groups.size() >= 2 && groups[0].width() >= 0.3 * em && groups[0].height() <= 0.9 * em &&
      groups[1].width() <= 0.72 * em) {
    leading = read_symbol(context, line, groups[0]);
    if (is_operator(leading.text) && leading.confidence >= 0.8) begin = 1;
  }
  // A percent sign falls into up to three pieces.
  for (std::size_t pieces = 1; pieces <= 3 && begin + pieces < groups.size() && end == groups.size(); ++pieces) {
    const Box last = between(groups, groups.size() - pieces, groups.size());
    if (last.width() > 1.05 * em || last.width() < 0.45 * em || !digit_shaped(groups[groups.size() - pieces - 1], em)) {
      continue;
    }
    trailing = read_symbol(context, line, last);
    if (trailing.text == "%" && trailing.confidence >= 0.8) end = groups.size() - pieces;
  }
  Reading reading = read_plain(context, between(groups, begin, end), false);
  if (end < groups.size()) reading = with_symbol(std::move(reading), trailing, false);
  if (begin > 0) reading = with_symbol(std::move(reading), leading, true);
  return reading;
}

/// Lines of one place as one reading: the best of each, and one alternative in which every doubtful line is replaced.
Reading join_readings(const std::vector<Reading>& lines) {
  if (lines.size() == 1) return lines.front();
  std::vector<std::string> best, other;
  Candidate first, second;
  first.confidence = 1.0;
  for (const Reading& line : lines) {
    best.push_back(line.text);
    other.push_back(line.candidates.size() > 1 ? line.candidates[1].text : line.text);
    first.confidence = std::min(first.confidence, line.confidence);
    const double alternative = line.candidates.size() > 1 ? line.candidates[1].confidence : line.confidence;
    second.confidence = line.candidates.size() > 1 || second.reader.empty()
                            ? std::min(second.reader.empty() ? 1.0 : second.confidence, alternative)
                            : second.confidence;
    if (first.reader.empty()) first.reader = line.candidates.front().reader;
    second.reader = line.candidates.back().reader;
  }
  first.text = normalize_line(join_lines(best));
  second.text = normalize_line(join_lines(other));
  Reading reading = reading_of(std::move(first));
  if (second.text != reading.text) reading.candidates.push_back(std::move(second));
  return reading;
}

}  // namespace

Reading read_snippet(const Snippet& snippet, double glyph_height, const Recognizer& recognizer,
                     const SymbolReader& symbols) {
  if (snippet.lines.empty()) return Reading{};
  const LineContext context{snippet, glyph_height, recognizer, symbols};
  const bool paragraph = snippet.lines.size() > 3;  // a value or label takes three lines at most
  std::vector<Reading> lines;
  for (const Box& line : snippet.lines) lines.push_back(read_one_line(context, line, paragraph));
  Reading reading = join_readings(lines);
  if (snippet.damaged) {
    for (Candidate& candidate : reading.candidates) candidate.confidence = std::min(candidate.confidence, 0.6);
    reading.confidence = std::min(reading.confidence, 0.6);
  }
  return reading;
}

}  // namespace shenbao::extract
