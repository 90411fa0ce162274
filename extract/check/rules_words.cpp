#include <algorithm>
#include <map>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/form/known_title.h"
#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/look_alikes.h"
#include "extract/text/word_breaks.h"

namespace shenbao::extract {
namespace {

/// A hanzi of a stroke or two that no name uses: what a ruling or a speck looks like.
bool is_stroke(char32_t c) {
  return std::u32string_view(U"丨丶丿亅乚丄丅亠冂凵匚卜乁乛").find(c) != std::u32string_view::npos;
}

/// A text, or a part of one, that a known word is meant by.
struct DamagedWord {
  std::u32string text, word;
  std::size_t at = 0;       ///< of the character that tells
  bool is_certain = false;  ///< it is one that names do not use: 绩爨目标; else one that makes no word there: 覆疆率
};

/// The word, if the text is it but for at most that many characters. `usual` holds the characters that the form itself
/// prints: one of them may well make another name.
std::optional<DamagedWord> damaged_word(const std::u32string& text, const std::u32string& word, std::size_t most,
                                        const std::set<char32_t>& usual) {
  if (text.size() != word.size()) return std::nullopt;
  std::vector<std::size_t> slips;
  for (std::size_t i = 0; i < text.size() && slips.size() <= most; ++i) {
    if (text[i] != word[i]) slips.push_back(i);
  }
  if (slips.size() > most) return std::nullopt;
  std::optional<DamagedWord> damaged;
  for (const std::size_t i : slips) {
    if (usual.count(text[i]) != 0 || is_stroke(text[i])) continue;
    if (!is_everyday_hanzi(text[i])) return DamagedWord{text, word, i, true};
    if (stands_alone(text, i) && !stands_alone(word, i)) damaged = DamagedWord{text, word, i, false};
  }
  return damaged;
}

/// The damaged part that the words tell: where a character that names do not use stands in one of them (绩爨目标), or,
/// in a reading for review, an everyday one that makes no word in a long one.
std::optional<DamagedWord> damaged_part_of(const std::u32string& text, const std::vector<std::u32string>& words,
                                           bool in_review, const std::set<char32_t>& usual) {
  for (const std::u32string& word : words) {
    for (std::size_t begin = 0; begin + word.size() <= text.size(); ++begin) {
      auto part = damaged_word(text.substr(begin, word.size()), word, 1, usual);
      if (!part) continue;
      const bool is_likely = in_review && word.size() >= kTellingCharacters && stands_alone(text, begin + part->at);
      if (part->is_certain || is_likely) return part;
    }
  }
  return std::nullopt;
}

std::set<char32_t> characters_of(const FormTemplate& form_template) {
  std::set<char32_t> characters;
  for (const std::u32string& label : form_template.own_words) characters.insert(label.begin(), label.end());
  for (const Vocabulary& vocabulary : form_template.vocabularies) {
    for (const std::u32string& word : vocabulary.words) characters.insert(word.begin(), word.end());
  }
  return characters;
}

}  // namespace

void check_title(Judge& judge) {
  const std::string& path = judge.scope.form_template().title_path;
  const std::string text = judge.view.text(path);
  const std::u32string title = match_key(text);
  const Texts& known = judge.scope.form_template().titles;
  const auto matches = [&](const std::string& words) { return is_title(text, words); };
  if (title.empty() || std::any_of(known.begin(), known.end(), matches)) return;
  const std::string nearest = nearest_title(text, known);
  const std::u32string known_words = match_key(nearest);
  const bool open = is_open_title(nearest);
  // A reader takes one character for another; within the title it seldom adds one.
  const bool longer = title.size() > known_words.size() && title.back() == known_words.back() &&
                      (open || title.front() == known_words.front());
  // Of an open title only its end must stand there.
  const std::size_t begin = open && title.size() > known_words.size() ? title.size() - known_words.size() : 0;
  const bool misread = differ_by_look_alikes(title.substr(begin), known_words) || is_misread_title(text, nearest);
  judge.say_unless(misread || (judge.view.in_review(path) && !longer) ? path : "", path,
                   {{"actual", text}, {"expected", nearest}, {"doubt", doubt_at(judge.scope, path)}});
}

void check_term(Judge& judge) {
  std::map<std::u32string, std::string> usual;  // by variant
  for (const auto& [variant, word] : judge.asks.variants) usual.emplace(match_key(variant), word);
  const Vocabulary* known = judge.scope.form_template().find_vocabulary(judge.asks.vocabulary);
  for (const std::string& path : judge.paths()) {
    const std::string text = judge.view.text(path), raw = judge.view.raw(path);
    if (const auto variant = usual.find(match_key(raw)); variant != usual.end()) {
      judge.say(path, {{"actual", raw}, {"expected", variant->second}});
    }
    if (known == nullptr || text.empty() || known->words.count(match_key(text)) != 0) continue;
    const bool is_piece = std::any_of(known->terms.begin(), known->terms.end(), [&](const std::string& term) {
      return term.find(text) != std::string::npos;  // 时效 of 时效指标: the rest was lost in reading
    });
    const auto distance = [&](const std::string& term) { return edit_distance(match_key(text), match_key(term)); };
    const auto nearest =
        std::min_element(known->terms.begin(), known->terms.end(),
                         [&](const std::string& a, const std::string& b) { return distance(a) < distance(b); });
    judge.say_unless(judge.if_doubtful(path, is_piece), path, {{"actual", text}, {"expected", *nearest}});
  }
}

void check_known_words(Judge& judge) {
  const std::set<std::u32string>& known = judge.scope.form_template().find_vocabulary(judge.asks.vocabulary)->words;
  const std::set<char32_t> usual = characters_of(judge.scope.form_template());
  const std::vector<std::u32string> parts = folded_texts(judge.asks.words);
  const auto is_rare = [](char32_t c) { return is_hanzi(c) && !is_everyday_hanzi(c); };
  for (const std::string& path : judge.paths()) {
    const std::u32string text = judge.view.words(path);
    if (text.size() < kTellingCharacters || known.count(text) != 0) continue;
    const bool in_review = judge.view.in_review(path);
    std::optional<DamagedWord> damaged;
    for (auto word = known.begin(); word != known.end() && !damaged; ++word) {
      damaged = damaged_word(text, *word, std::max<std::size_t>(1, text.size() / kCharactersPerSlip), usual);
    }
    const bool is_whole = damaged.has_value();
    if (!is_whole && (in_review || std::any_of(text.begin(), text.end(), is_rare))) {
      damaged = damaged_part_of(text, parts, in_review, usual);
    }
    if (!damaged) continue;
    const bool alike = differ_by_look_alikes(damaged->text, damaged->word);
    const MessageValues values = {{"actual", is_whole ? judge.view.text(path) : to_utf8(damaged->text)},
                                  {"expected", to_utf8(damaged->word)},
                                  {"doubt", doubt_at(judge.scope, path)}};
    // Damage is what makes a reading doubtful: it is reported all the same.
    if (!is_whole || alike || damaged->is_certain || in_review) {
      judge.say_unless(alike ? path : "", path, values);
    } else if (const Wording* likely = judge.instead("likely")) {
      judge.say(*likely, path, values);
    }
  }
}

}  // namespace shenbao::extract
