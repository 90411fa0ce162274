#include "extract/read/text_layer.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/normalize.h"
#include "extract/text/utf8.h"

namespace shenbao::extract {
namespace {

using layout::StatedCharacter;

constexpr double kSure = 0.9;  // confidence: as words are that nobody else is asked about

/// A full-width form of ASCII as the readers give it; punctuation among hanzi becomes wide again.
char32_t half_width(char32_t c) { return c >= U'！' && c <= U'～' ? c - U'！' + U'!' : c; }

/// Characters of one place as its lines stand, from the top.
std::string in_reading_order(std::vector<StatedCharacter> characters, int glyph_height) {
  const auto is_higher = [](const StatedCharacter& a, const StatedCharacter& b) { return a.centre.y < b.centre.y; };
  const auto is_before = [](const StatedCharacter& a, const StatedCharacter& b) { return a.centre.x < b.centre.x; };
  std::sort(characters.begin(), characters.end(), is_higher);
  std::vector<std::string> lines;
  for (auto begin = characters.begin(); begin != characters.end();) {
    const auto end = std::find_if(begin, characters.end(), [&](const StatedCharacter& character) {
      return character.centre.y - begin->centre.y > glyph_height / 2.0;
    });
    std::stable_sort(begin, end, is_before);
    std::u32string line;
    for (; begin != end; ++begin) line.push_back(half_width(begin->code));
    lines.push_back(to_utf8(line));
  }
  return normalize_line(join_lines(lines));
}

std::size_t distance(const std::u32string& a, const std::u32string& b) {
  return static_cast<std::size_t>(edit_distance(a, b));
}

void settle_one(Reading& reading, const std::string& stated, double agreement) {
  const std::u32string text = folded(stated), read = folded(reading.text);
  if (text.empty() || !reading.has_ink) return;
  const bool same = text == read;
  const bool is_other = 2 * distance(text, read) > text.size() || reads_well(reading, kSure);
  if (!read.empty()) {
    reading.text = stated;
    reading.confidence = same ? 1.0 - (1.0 - reading.confidence) * (1.0 - agreement) : agreement;
    reading.doubts.clear();
  }
  reading.candidates.insert(reading.candidates.begin() + (read.empty() ? 1 : 0), stated);
  if (!same && is_other) add_doubt(reading.doubts, Doubt::second_reader);
}

}  // namespace

std::string stated_text(const layout::Page& page, const layout::Quad& quad, double beside, int glyph_height) {
  std::vector<StatedCharacter> inside;
  const layout::Box box = layout::bounding_box(quad);
  for (const StatedCharacter& character : page.stated) {
    const layout::Point& at = character.centre;
    const bool level = at.y >= box.top && at.y < box.bottom;
    if (level && at.x >= box.left - beside && at.x < box.right + beside) inside.push_back(character);
  }
  const bool can_be = std::none_of(inside.begin(), inside.end(),
                                   [](const StatedCharacter& character) { return is_impossible(character.code); });
  return can_be ? in_reading_order(std::move(inside), glyph_height) : "";
}

double agreement(const std::vector<std::string>& stated, const std::vector<Reading>& readings) {
  std::size_t characters = 0, wrong = 0;
  for (std::size_t i = 0; i < stated.size(); ++i) {
    const std::u32string text = folded(stated[i]), read = folded(readings[i].text);
    if (text.empty() || !reads_well(readings[i], kSure)) continue;
    characters += text.size();
    wrong += std::min(text.size(), distance(text, read));
  }
  return characters == 0 ? 0.0 : 1.0 - static_cast<double>(wrong) / static_cast<double>(characters);
}

void settle(std::vector<Reading>& readings, const std::vector<std::string>& stated) {
  const double share = agreement(stated, readings);
  for (std::size_t i = 0; i < readings.size(); ++i) settle_one(readings[i], stated[i], share);
}

}  // namespace shenbao::extract
