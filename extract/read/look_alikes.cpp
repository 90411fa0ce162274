#include "extract/read/look_alikes.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace shenbao::extract {

namespace {

bool is_digit(const std::string& text) { return text.size() == 1 && text[0] >= '0' && text[0] <= '9'; }

/// The digit that a letter or sign looks like, "" for none.
std::string digit_like(const std::string& text) {
  static const std::pair<const char*, const char*> pairs[] = {
      {"O", "0"}, {"o", "0"}, {"Q", "0"}, {"〇", "0"}, {"○", "0"}, {"D", "0"}, {"l", "1"}, {"I", "1"}, {"|", "1"},
      {"i", "1"}, {"Ⅰ", "1"}, {"S", "5"}, {"s", "5"},  {"Z", "2"}, {"z", "2"}, {"B", "8"}, {"b", "6"}, {"q", "9"}};
  for (const auto& [like, digit] : pairs) {
    if (text == like) return digit;
  }
  return "";
}

/// Which characters belong to figures: runs of digits and of letters that look like them, no more letters than digits.
std::vector<bool> find_figures(const LineReading& line) {
  std::vector<bool> figures(line.characters.size(), false);
  const auto part_of_figure = [&](std::size_t i) {
    const std::string& text = line.characters[i].text;
    return is_digit(text) || text == "." || text == "," || !digit_like(text).empty();
  };
  for (std::size_t begin = 0; begin < figures.size(); ++begin) {
    std::size_t end = begin;
    std::ptrdiff_t digits = 0, letters = 0;
    for (; end < figures.size() && part_of_figure(end); ++end) {
      digits += is_digit(line.characters[end].text) ? 1 : 0;
      letters += digit_like(line.characters[end].text).empty() ? 0 : 1;
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
  const std::string &before = line.characters[i - 1].text, &after = line.characters[i + 1].text;
  return (is_digit(before) || before == "年" || before == "月" || before == "日") && is_digit(after);
}

}  // namespace

std::string plain_form(const std::string& character) {
  static const std::pair<const char*, const char*> forms[] = {
      {"，", ","}, {"：", ":"}, {"；", ";"}, {"（", "("}, {"）", ")"}, {"？", "?"}, {"！", "!"}, {"．", "."},
      {"％", "%"}, {"－", "-"}, {"—", "-"},  {"–", "-"},  {"～", "~"}, {"“", "\""}, {"”", "\""}, {"‘", "'"},
      {"’", "'"},  {"·", "."},  {"•", "."},  {"〈", "<"}, {"〉", ">"}, {"＜", "<"}, {"＞", ">"}, {"＝", "="}};
  for (const auto& [form, plain] : forms) {
    if (character == form) return plain;
  }
  return character;
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
    const std::string digit = digit_like(character.text);
    if (!digit.empty()) {
      character.confidence += share_of(character, digit);
      character.text = digit;
    }
    for (const auto& [other, probability] : character.others) {
      if (digit_like(other) == character.text) character.confidence += probability;
    }
  }
}

}  // namespace shenbao::extract
