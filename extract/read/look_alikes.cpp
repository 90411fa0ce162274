#include "extract/read/look_alikes.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

#include "extract/text/fold.h"
#include "extract/text/look_alikes.h"

namespace shenbao::extract {

namespace {

/// The digit that a letter or sign looks like, "" for none.
std::string digit_print(const std::string& text) {
  const std::u32string characters = to_utf32(text);
  const char32_t digit = characters.size() == 1 ? digit_like(characters.front()) : 0;
  return digit != 0 ? to_utf8({digit}) : "";
}

/// Which characters belong to figures: runs of digits and of letters that look like them, no more letters than digits.
std::vector<bool> find_figures(const LineReading& line) {
  std::vector<bool> figures(line.characters.size(), false);
  const auto part_of_figure = [&](std::size_t i) {
    const std::string& text = line.characters[i].text;
    return line.characters[i].is_digit() || text == "." || text == "," || !digit_print(text).empty();
  };
  for (std::size_t begin = 0; begin < figures.size(); ++begin) {
    std::size_t end = begin;
    std::ptrdiff_t digits = 0, letters = 0;
    for (; end < figures.size() && part_of_figure(end); ++end) {
      digits += line.characters[end].is_digit() ? 1 : 0;
      letters += digit_print(line.characters[end].text).empty() ? 0 : 1;
    }
    const bool alone = figures.size() == 1;
    if (end > begin && (digits >= letters || alone)) {
      std::fill(figures.begin() + static_cast<std::ptrdiff_t>(begin),
                figures.begin() + static_cast<std::ptrdiff_t>(end), true);
    }
    begin = std::max(begin, end);
  }
  return figures;
}

double share_of(const LineCharacter& character, const std::string& text) {
  for (const auto& [other, probability] : character.others) {
    if (other == text) return probability;
  }
  return 0.0;
}

/// Whether 一 there is a dash: 3一5, 1月一6月. No numeral stands between a day or figure and a figure.
bool is_dash_between(const LineReading& line, std::size_t i) {
  if (i == 0 || i + 1 >= line.characters.size() || line.characters[i].text != "一") return false;
  const LineCharacter& before = line.characters[i - 1];
  const bool is_date = before.text == "年" || before.text == "月" || before.text == "日";
  return (before.is_digit() || is_date) && line.characters[i + 1].is_digit();
}

}  // namespace

std::string plain_form(const std::string& character) {
  const std::u32string plain = folded(character);
  return plain.size() == 1 ? to_utf8({same_print(plain.front())}) : character;
}

void settle_look_alikes(LineReading& line) {
  const std::vector<bool> figures = find_figures(line);
  for (std::size_t i = 0; i < line.characters.size(); ++i) {
    LineCharacter& character = line.characters[i];
    if (is_dash_between(line, i)) character.text = "—";
    for (const auto& [other, probability] : character.others) {
      if (plain_form(other) == plain_form(character.text)) character.confidence += probability;
    }
    if (!figures[i]) continue;
    const std::string digit = digit_print(character.text);
    if (!digit.empty()) {
      character.confidence += share_of(character, digit);
      character.text = digit;
    }
    for (const auto& [other, probability] : character.others) {
      if (digit_print(other) == character.text) character.confidence += probability;
    }
  }
}

}  // namespace shenbao::extract
