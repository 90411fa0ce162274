#include "extract/look_alikes.h"

#include <cstddef>
#include <utility>

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

/// Whether a digit can stand beside this: another one, what separates or follows figures, or the line's end.
bool goes_with_digits(const LineReading& line, std::size_t index, int step) {
  const std::ptrdiff_t at = static_cast<std::ptrdiff_t>(index) + step;
  if (at < 0 || at >= static_cast<std::ptrdiff_t>(line.characters.size())) return true;
  const std::string& text = line.characters[static_cast<std::size_t>(at)].text;
  static const char* const signs[] = {".", ",", "%", "-", "—", "年", "月", "日", "≥", "≤", "=", ">", "<", "￥"};
  for (const char* sign : signs) {
    if (text == sign) return true;
  }
  return is_digit(text) || !digit_like(text).empty();
}

double share_of(const LineCharacter& character, const std::string& text) {
  for (const auto& [other, probability] : character.others) {
    if (other == text) return probability;
  }
  return 0.0;
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
  bool has_digit = false;
  for (const LineCharacter& character : line.characters) has_digit = has_digit || is_digit(character.text);
  for (std::size_t i = 0; i < line.characters.size(); ++i) {
    LineCharacter& character = line.characters[i];
    for (const auto& [other, probability] : character.others) {
      if (plain_form(other) == plain_form(character.text)) character.confidence += probability;
    }
    const std::string digit = digit_like(character.text);
    const bool figure = goes_with_digits(line, i, -1) && goes_with_digits(line, i, 1);
    if (figure && !digit.empty() && (has_digit || line.characters.size() == 1)) {
      character.confidence += share_of(character, digit);
      character.text = digit;
    }
    if (figure && is_digit(character.text)) {
      for (const auto& [other, probability] : character.others) {
        if (digit_like(other) == character.text) character.confidence += probability;
      }
    }
  }
}

}  // namespace shenbao::extract
