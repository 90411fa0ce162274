#include <algorithm>
#include <map>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/form/known_title.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/look_alikes.h"
#include "extract/text/text_distance.h"
#include "extract/text/word_breaks.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kShortestWord = 4;         // characters; one slip in a shorter word makes another word
constexpr std::size_t kCharactersPerDamage = 5;  // a longer word may have a slip in so many
constexpr std::size_t kLongPart = 4;             // characters; of a shorter part (发?率) many words are right

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
Damage damage_of(const std::u32string& text, const std::u32string& word, std::size_t most,
                 const std::set<char32_t>& usual) {
  if (text.size() != word.size()) return Damage::none;
  std::vector<std::size_t> slips;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == word[i]) continue;
    slips.push_back(i);
    if (slips.size() > most) return Damage::none;
  }
  Damage damage = Damage::none;
  for (const std::size_t i : slips) {
    if (usual.count(text[i]) != 0 || is_stroke(text[i])) continue;
    if (!is_everyday_hanzi(text[i])) return Damage::certain;
    if (stands_alone(text, i) && !stands_alone(word, i)) damage = Damage::likely;
  }
  return damage;
}

/// A text, or a part of one, that a known word is meant by.
struct DamagedWord {
  std::u32string text, word;
  bool certain = false;  ///< nothing but damage can have made it
};

/// The known word that the whole text is, but for damage.
std::optional<DamagedWord> damaged_word_of(const std::u32string& text, const std::set<std::u32string>& known,
                                           const std::set<char32_t>& usual) {
  const std::size_t most = std::max<std::size_t>(1, text.size() / kCharactersPerDamage);
  for (const std::u32string& word : known) {
    const Damage damage = damage_of(text, word, most, usual);
    if (damage != Damage::none) return DamagedWord{text, word, damage == Damage::certain};
  }
  return std::nullopt;
}

/// The damaged part that the words tell: where a character that names do not use stands in one of them (绩爨目标), or,
/// in a reading for review, an everyday one that makes no word in a long one.
std::optional<DamagedWord> damaged_part_of(const std::u32string& text, const std::vector<std::u32string>& words,
                                           bool in_review, const std::set<char32_t>& usual) {
  for (const std::u32string& word : words) {
    for (std::size_t begin = 0; begin + word.size() <= text.size(); ++begin) {
      const std::u32string part = text.substr(begin, word.size());
      const Damage damage = damage_of(part, word, 1, usual);
      if (damage == Damage::none) continue;
      const auto slip = std::mismatch(part.begin(), part.end(), word.begin()).first - part.begin();
      const bool likely =
          in_review && word.size() >= kLongPart && stands_alone(text, begin + static_cast<std::size_t>(slip));
      if (damage == Damage::certain || likely) return DamagedWord{part, word, true};
    }
  }
  return std::nullopt;
}

bool holds_rare_hanzi(const std::u32string& text) {
  return std::any_of(text.begin(), text.end(), [](char32_t c) { return is_hanzi(c) && !is_everyday_hanzi(c); });
}

/// The text is a word of the vocabulary.
Judgements check_vocabulary(const Rule& rule, const RuleScope& scope) {
  const Vocabulary& words = *scope.form_template().find_vocabulary(rule.parameters.vocabulary);
  const std::set<std::u32string>& terms = scope.words.terms.at(words.id);
  Judgements all;
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    const std::string& text = scope.view.text(path);
    if (text.empty() || terms.count(scope.view.words(path)) != 0) continue;
    const bool is_piece = std::any_of(words.terms.begin(), words.terms.end(), [&](const std::string& term) {
      return term.find(text) != std::string::npos;  // 时效 of 时效指标: the rest was lost in reading
    });
    say_or_doubt(all, rule, scope, path, is_piece || scope.view.in_review(path) ? path : "",
                 {{"actual", text}, {"expected", *nearest_word(text, words.terms).word}});
  }
  return all;
}

/// What is printed is no known variant of a usual name.
Judgements check_variants(const Rule& rule, const RuleScope& scope) {
  std::map<std::u32string, std::string> standards;
  for (const auto& [variant, standard] : rule.parameters.variants) standards.emplace(match_key(variant), standard);
  Judgements all;
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    const std::string raw = scope.view.raw(path);
    const auto standard = standards.find(match_key(raw));
    if (standard == standards.end()) continue;
    all.push_back(say(rule, scope, path, {{"actual", raw}, {"expected", standard->second}}));
  }
  return all;
}

}  // namespace

Judgements check_title(const Rule& rule, const RuleScope& scope) {
  const std::string path = scope.form_template().title_path;
  const std::string& text = scope.view.text(path);
  const std::u32string title = match_key(text);
  const Texts& known = scope.form_template().titles;
  const auto matches = [&](const std::string& words) { return is_title(text, words); };
  if (title.empty() || std::any_of(known.begin(), known.end(), matches)) return {};
  const std::string nearest = nearest_title(text, known);
  const std::u32string known_words = match_key(nearest);
  const bool open = is_open_title(nearest);
  // A reader takes one character for another; within the title it seldom adds one.
  const bool longer = title.size() > known_words.size() && title.back() == known_words.back() &&
                      (open || title.front() == known_words.front());
  // Of an open title only its end must stand there.
  const std::size_t begin = open && title.size() > known_words.size() ? title.size() - known_words.size() : 0;
  const bool misread = differ_by_look_alikes(title.substr(begin), known_words) || is_misread_title(text, nearest);
  Judgements all;
  say_or_doubt(all, rule, scope, path, misread || (scope.view.in_review(path) && !longer) ? path : "",
               {{"actual", text}, {"expected", nearest}, {"doubt", doubt_at(scope, path)}});
  return all;
}

Judgements check_term(const Rule& rule, const RuleScope& scope) {
  return rule.parameters.variants.empty() ? check_vocabulary(rule, scope) : check_variants(rule, scope);
}

Judgements check_known_words(const Rule& rule, const RuleScope& scope) {
  const std::set<std::u32string>& known = scope.words.terms.at(rule.parameters.vocabulary);
  const std::set<char32_t>& usual = scope.words.characters;
  const auto likely = rule.instead.find("likely");
  std::vector<std::u32string> parts;  // folded when a name first needs them
  Judgements all;
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    const std::u32string& text = scope.view.words(path);
    if (text.size() < kShortestWord || known.count(text) != 0) continue;
    const bool in_review = scope.view.in_review(path);
    auto damaged = damaged_word_of(text, known, usual);
    const bool alike = damaged && differ_by_look_alikes(damaged->text, damaged->word);
    // Damage is what makes a reading doubtful: it is reported all the same.
    const bool resembles = damaged && !alike && !damaged->certain && !in_review;
    if (resembles && likely != rule.instead.end()) {
      all.push_back(
          say(likely->second, scope, path, {{"actual", scope.view.text(path)}, {"expected", to_utf8(damaged->word)}}));
    }
    if (resembles) continue;
    const bool is_whole = damaged.has_value();
    if (!damaged && (in_review || holds_rare_hanzi(text))) {
      if (parts.empty()) parts = folded_texts(rule.parameters.words);
      damaged = damaged_part_of(text, parts, in_review, usual);
    }
    if (!damaged) continue;
    say_or_doubt(all, rule, scope, path, differ_by_look_alikes(damaged->text, damaged->word) ? path : "",
                 {{"actual", is_whole ? scope.view.text(path) : to_utf8(damaged->text)},
                  {"expected", to_utf8(damaged->word)},
                  {"doubt", doubt_at(scope, path)}});
  }
  return all;
}

}  // namespace shenbao::extract
