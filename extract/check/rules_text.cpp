#include <algorithm>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/form/known_title.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/longest_run.h"
#include "extract/text/look_alikes.h"
#include "extract/text/text_distance.h"
#include "extract/text/word_breaks.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kCapitalRun = 12;   // a seal's letters; abbreviations (GDP, DCMM) are words of Chinese texts too
constexpr std::size_t kLatinRun = 30;     // names (Microsoft Office) too
constexpr std::size_t kDigitRun = 10;     // longer than any amount or date: a code
constexpr std::size_t kRepeatedPart = 8;  // characters said twice in a row
constexpr int kRepeats = 3;               // of a shorter part

bool is_capital(char32_t c) { return c >= 'A' && c <= 'Z'; }

bool is_telephone(const std::u32string& digits) {
  const char32_t first = digits.front();
  return (first == '1' && digits.size() == 11) || (first == '0' && digits.size() <= 12) ||
         ((first == '4' || first == '8') && digits.size() == 10);
}

/// A code that the text does not say what it is, nor a telephone number.
std::u32string code_in(const std::u32string& text, const std::vector<std::u32string>& named) {
  constexpr std::size_t kBefore = 12;  // characters, in which the text says what a number is
  for (std::size_t begin = 0; begin < text.size();) {
    std::size_t end = begin;
    while (end < text.size() && is_digit(text[end])) ++end;
    const std::u32string digits = text.substr(begin, end - begin);
    const std::u32string before = text.substr(begin - std::min(begin, kBefore), std::min(begin, kBefore));
    const bool is_named = std::any_of(named.begin(), named.end(), [&](const std::u32string& word) {
      return before.find(word) != std::u32string::npos;
    });
    if (digits.size() >= kDigitRun && !is_telephone(digits) && !is_named) return digits;
    begin = std::max(end, begin + 1);
  }
  return {};
}

/// A tag such as <p> or a command such as \\text, left over by the program that made the text.
std::u32string markup_in(const std::u32string& text) {
  constexpr std::size_t kCommand = 3;  // letters; a stroke before one or two is a reader's slip
  for (std::size_t slash = text.find(U'\\'); slash != std::u32string::npos; slash = text.find(U'\\', slash + 1)) {
    std::size_t end = slash + 1;
    while (end < text.size() && is_latin(text[end])) ++end;
    if (end - slash > kCommand) return text.substr(slash, end - slash);
  }
  for (std::size_t open = text.find(U'<'); open != std::u32string::npos; open = text.find(U'<', open + 1)) {
    const std::size_t close = text.find(U'>', open);
    if (close == std::u32string::npos) return {};
    const std::size_t first = open + 1 < text.size() && text[open + 1] == U'/' ? open + 2 : open + 1;
    if (first < close && is_latin(text[first])) return text.substr(open, close - open + 1);
  }
  return {};
}

/// A part of the text that follows itself: a long one at once, a short one (two characters or more) three times.
std::u32string repetition_in(const std::u32string& text) {
  for (std::size_t length = 2; 2 * length <= text.size(); ++length) {
    // Of `length` characters in a row that repeat, one stands at a multiple of it.
    bool possible = false;
    for (std::size_t i = length; i < text.size() && !possible; i += length) possible = text[i] == text[i - length];
    if (!possible) continue;
    std::size_t same = 0;
    for (std::size_t i = length; i < text.size(); ++i) {
      same = text[i] == text[i - length] ? same + 1 : 0;
      const std::size_t needed = length >= kRepeatedPart ? length : length * (kRepeats - 1);
      if (same < needed) continue;
      const std::u32string part = text.substr(i + 1 - length, length);
      const bool words = std::any_of(part.begin(), part.end(), is_hanzi);
      if (words) return part;
    }
  }
  return {};
}

bool is_rare_hanzi(const std::string& part) {
  const std::u32string characters = folded(part);
  return characters.size() == 1 && is_hanzi(characters.front()) && !is_gb2312_hanzi(characters.front());
}

/// What a `clean_text` rule says of texts.
struct CleanWords {
  bool short_names = false;
  std::vector<std::string> never;     ///< only a wrong encoding makes them
  std::vector<std::u32string> named;  ///< say what a long number behind them is: 账号
};

CleanWords clean_words(const Rule& rule) {
  CleanWords words{rule.parameters["names"].truth, rule.parameters["never"].texts(), {}};
  for (const std::string& word : rule.parameters["named"].texts()) words.named.push_back(folded(word));
  return words;
}

/// What cannot belong to the text; empty where everything can.
std::string damage_in(const std::string& text, const CleanWords& words) {
  for (const std::string& word : words.never) {
    if (text.find(word) != std::string::npos) return word;
  }
  const std::string replacement = "\xEF\xBF\xBD";  // U+FFFD, which folding leaves out
  if (text.find(replacement) != std::string::npos) return replacement;
  const std::u32string whole = folded(text);
  for (const char32_t c : whole) {
    if ((c > ' ' && c < 0x7F) || is_gb2312_hanzi(c)) continue;
    if (is_impossible(c) || is_foreign_letter(c) || (words.short_names && is_hanzi(c))) return to_utf8({c});
  }
  if (const std::u32string tag = markup_in(whole); !tag.empty()) return to_utf8(tag);
  if (const auto capitals = longest_run(whole, is_capital); capitals.size() >= kCapitalRun) return to_utf8(capitals);
  if (const auto letters = longest_run(whole, is_latin); letters.size() >= kLatinRun) return to_utf8(letters);
  if (const std::u32string code = code_in(whole, words.named); !code.empty()) return to_utf8(code);
  return to_utf8(repetition_in(whole));
}

/// A hanzi of a stroke or two that no name uses: what a ruling or a speck looks like.
bool is_stroke(char32_t c) {
  return std::u32string_view(U"丨丶丿亅乚丄丅亠冂凵匚卜乁乛").find(c) != std::u32string_view::npos;
}

/// How surely a text is a known word with a few characters damaged.
enum class Damage {
  none,
  likely,  ///< an everyday character that makes no word there, where the known one does: 覆疆率, but not 受灾群众
  certain  ///< a character that names do not use: 绩爨目标
};

/// `usual` holds the characters that the form itself prints: one of them may well make another name.
Damage damage_of(const std::u32string& text, const std::u32string& word, int most, const std::set<char32_t>& usual) {
  if (text.size() != word.size()) return Damage::none;
  std::vector<std::size_t> slips;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == word[i]) continue;
    slips.push_back(i);
    if (slips.size() > static_cast<std::size_t>(most)) return Damage::none;
  }
  Damage damage = Damage::none;
  for (const std::size_t i : slips) {
    if (usual.count(text[i]) != 0 || is_stroke(text[i])) continue;
    if (!is_everyday_hanzi(text[i])) return Damage::certain;
    if (stands_alone(text, i) && !stands_alone(word, i)) damage = Damage::likely;
  }
  return damage;
}

/// A word that a text holds but for one damaged character.
struct DamagedPart {
  std::u32string part, word;
};

/// The damaged part that the words tell: where a character that names do not use stands in one of them (绩爨目标), or,
/// in a reading for review, an everyday one that makes no word in a long one.
std::optional<DamagedPart> damaged_part_of(const std::u32string& text, const std::vector<std::u32string>& words,
                                           bool in_review, const std::set<char32_t>& usual) {
  constexpr std::size_t kLong = 4;  // of 发?率 many words are right
  for (const std::u32string& word : words) {
    for (std::size_t begin = 0; begin + word.size() <= text.size(); ++begin) {
      const std::u32string part = text.substr(begin, word.size());
      const Damage damage = damage_of(part, word, 1, usual);
      if (damage == Damage::none) continue;
      const auto slip = std::mismatch(part.begin(), part.end(), word.begin()).first - part.begin();
      const bool likely =
          in_review && word.size() >= kLong && stands_alone(text, begin + static_cast<std::size_t>(slip));
      if (damage == Damage::certain || likely) return DamagedPart{part, word};
    }
  }
  return std::nullopt;
}

bool holds_rare_hanzi(const std::u32string& text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return is_hanzi(c) && !is_everyday_hanzi(c); });
}

std::vector<std::u32string> folded_texts(const Parameter& words) {
  std::vector<std::u32string> all;
  for (const std::string& word : words.texts()) all.push_back(folded_words(word));
  return all;
}

/// The rule that says what only resembles a known word, and was read for certain; nullptr for none.
const Rule* resemblance_rule(const RuleScope& scope, const Rule& rule) {
  for (const Rule& other : scope.form_template().rules) {
    if (other.kind == "resembles" && other.parameters["of"].text == rule.id) return &other;
  }
  return nullptr;
}

/// Whether the submission prints the character in several places: then it belongs to a name, as 浉 does to 浉河区.
bool stands_elsewhere(const RuleScope& scope, const std::string& path, const std::string& character) {
  constexpr int kEnough = 2;  // places
  int places = 0;
  for (const FormView& view : scope.forms) {
    for (const Field& field : view.form().fields) {
      const bool here = &view == &scope.view && field.path == path;
      if (!here && print_value(&field, Language::zh).find(character) != std::string::npos) ++places;
    }
  }
  return places >= kEnough;
}

constexpr std::size_t kShortestWord = 4;  // one slip in a shorter word makes another word
constexpr std::size_t kCharactersPerSlip = 5;

}  // namespace

std::vector<Finding> check_known_title(const Rule& rule, const RuleScope& scope) {
  const std::string path = scope.form_template().title_path;
  const std::string& text = scope.view.text(path);
  const std::u32string title = folded_words(text);
  const std::vector<std::string>& known = scope.form_template().titles;
  const auto matches = [&](const std::string& words) { return is_title(text, words); };
  if (title.empty() || std::any_of(known.begin(), known.end(), matches)) return {};
  const std::string nearest = nearest_title(text, known);
  const std::u32string known_words = folded_words(nearest);
  const bool open = is_open_title(nearest);
  // A reader takes one character for another; within the title it seldom adds one.
  const bool longer = title.size() > known_words.size() && title.back() == known_words.back() &&
                      (open || title.front() == known_words.front());
  // Of an open title only its end must stand there.
  const std::size_t begin = open && title.size() > known_words.size() ? title.size() - known_words.size() : 0;
  const bool alike = differ_by_look_alikes(title.substr(begin), known_words);
  const bool misread = alike || is_misread_title(text, nearest);
  if (misread || (scope.view.in_review(path) && !longer)) return {make_not_judged(scope, path, scope, path)};
  return {make_finding(rule, scope, path, {{"actual", text}, {"expected", nearest}, {"doubt", doubt_at(scope, path)}})};
}

std::vector<Finding> check_clean_text(const Rule& rule, const RuleScope& scope) {
  std::vector<Finding> findings;
  const CleanWords words = clean_words(rule);
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const std::string damage = damage_in(scope.view.text(path), words);
    if (damage.empty() || (is_rare_hanzi(damage) && stands_elsewhere(scope, path, damage))) continue;
    if (scope.view.in_review(path)) {
      findings.push_back(make_not_judged(scope, path, scope, path));
    } else {
      findings.push_back(make_finding(rule, scope, path, {{"actual", scope.view.text(path)}, {"part", damage}}));
    }
  }
  return findings;
}

std::vector<Finding> check_known_words(const Rule& rule, const RuleScope& scope) {
  const Vocabulary* words = scope.form_template().find_vocabulary(rule.parameters["vocabulary"].text);
  if (words == nullptr) return {};
  const std::set<std::u32string>& known = scope.words.terms.at(words->id);
  const Rule* resemblance = resemblance_rule(scope, rule);
  std::vector<std::u32string> parts;  // folded when a name first needs them
  std::vector<Finding> findings;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const std::u32string& text = scope.view.words(path);
    if (text.size() < kShortestWord || known.count(text) != 0) continue;
    const int most = static_cast<int>(std::max<std::size_t>(1, text.size() / kCharactersPerSlip));
    const std::size_t before = findings.size();
    for (const std::u32string& word : known) {
      const Damage damage = damage_of(text, word, most, scope.words.characters);
      if (damage == Damage::none) continue;
      if (differ_by_look_alikes(text, word)) {
        findings.push_back(make_not_judged(scope, path, scope, path));
        break;
      }
      // Damage is what makes a reading doubtful: it is reported all the same.
      const bool is_damage = damage == Damage::certain || scope.view.in_review(path);
      if (!is_damage && resemblance == nullptr) break;
      findings.push_back(make_finding(
          is_damage ? rule : *resemblance, scope, path,
          {{"actual", scope.view.text(path)}, {"expected", to_utf8(word)}, {"doubt", doubt_at(scope, path)}}));
      break;
    }
    const bool in_review = scope.view.in_review(path);
    if (findings.size() > before || (!in_review && !holds_rare_hanzi(text))) continue;
    if (parts.empty()) parts = folded_texts(rule.parameters["parts"]);
    const auto part = damaged_part_of(text, parts, in_review, scope.words.characters);
    if (!part) continue;
    const bool alike = differ_by_look_alikes(part->part, part->word);
    findings.push_back(alike ? make_not_judged(scope, path, scope, path)
                             : make_finding(rule, scope, path,
                                            {{"actual", to_utf8(part->part)},
                                             {"expected", to_utf8(part->word)},
                                             {"doubt", doubt_at(scope, path)}}));
  }
  return findings;
}

}  // namespace shenbao::extract
