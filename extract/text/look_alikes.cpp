#include "extract/text/look_alikes.h"

#include <nlohmann/json.hpp>
#include <unordered_map>

#include "base/json.h"
#include "extract/text/utf8.h"

namespace shenbao::extract {
namespace {

constexpr const char* kTable =
#include "look_alikes.inc"
    ;

/// By character: those that it may be taken for.
using Alikes = std::unordered_map<char32_t, std::u32string>;
/// By character: what it stands for.
using Forms = std::unordered_map<char32_t, char32_t>;

struct LookAlikes {
  Alikes hanzi, worn, confused;
  Forms digits, digits_where_one_must_be, same_sign, sign_by_surroundings;
};

/// Each row: a character, and those that are like it.
Alikes alikes_by_row(const Json& rows) {
  Alikes alikes;
  for (const Json& row : rows) {
    const std::u32string characters = to_utf32(row.get<std::string>());
    alikes[characters.front()] += characters.substr(1);
  }
  return alikes;
}

/// Each row: characters that are all like each other.
Alikes alikes_by_group(const Json& groups) {
  Alikes alikes;
  for (const Json& group : groups) {
    const std::u32string characters = to_utf32(group.get<std::string>());
    for (const char32_t c : characters) alikes[c] += characters;
  }
  return alikes;
}

/// Each member: what is meant, and the characters that stand for it.
Forms forms_by_meaning(const Json& meanings) {
  Forms forms;
  for (const auto& [meant, characters] : meanings.items()) {
    for (const char32_t c : to_utf32(characters.get<std::string>())) forms[c] = to_utf32(meant).front();
  }
  return forms;
}

const LookAlikes& look_alikes() {
  static const LookAlikes table = [] {
    const Json json = parse_json(kTable, "look_alikes.json");
    return LookAlikes{alikes_by_row(json.at("hanzi")),
                      alikes_by_group(json.at("worn_hanzi")),
                      alikes_by_group(json.at("confused_hanzi")),
                      forms_by_meaning(json.at("digits")),
                      forms_by_meaning(json.at("digits_where_one_must_be")),
                      forms_by_meaning(json.at("same_sign")),
                      forms_by_meaning(json.at("sign_by_surroundings"))};
  }();
  return table;
}

bool holds(const Alikes& alikes, char32_t one, char32_t other) {
  const auto row = alikes.find(one);
  return row != alikes.end() && row->second.find(other) != std::u32string::npos;
}

char32_t form_in(const Forms& forms, char32_t c, char32_t otherwise) {
  const auto form = forms.find(c);
  return form == forms.end() ? otherwise : form->second;
}

}  // namespace

bool look_alike(char32_t a, char32_t b) {
  const LookAlikes& table = look_alikes();
  return a == b || holds(table.hanzi, a, b) || holds(table.hanzi, b, a) || holds(table.worn, a, b);
}

bool differ_by_look_alikes(const std::u32string& a, const std::u32string& b) {
  if (a.size() != b.size() || a == b) return false;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!look_alike(a[i], b[i])) return false;
  }
  return true;
}

const std::u32string& alikes_when_worn(char32_t c) {
  static const std::u32string none;
  const auto row = look_alikes().worn.find(c);
  return row == look_alikes().worn.end() ? none : row->second;
}

bool often_confused(char32_t a, char32_t b) { return holds(look_alikes().confused, a, b); }

char32_t digit_like(char32_t c) { return form_in(look_alikes().digits, c, 0); }

char32_t digit_meant_by(char32_t c) {
  const LookAlikes& table = look_alikes();
  return form_in(table.digits, c, form_in(table.digits_where_one_must_be, c, 0));
}

char32_t same_sign(char32_t c) { return form_in(look_alikes().same_sign, c, c); }

char32_t same_print(char32_t c) {
  const char32_t sign = same_sign(c);
  return form_in(look_alikes().sign_by_surroundings, sign, sign);
}

}  // namespace shenbao::extract
