#include <algorithm>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/look_alikes.h"
#include "extract/text/text_distance.h"
#include "extract/text/word_breaks.h"

namespace shenbao::extract {
namespace {

/// Both passages must be read this well: a reader's slip looks like a clerk's.
constexpr double kReadForCertain = 0.97;
constexpr std::size_t kShortestClause = 10;  // characters; shorter ones are alike by chance
constexpr std::size_t kShortestPiece = 6;    // characters of a list's item that stands the same elsewhere
constexpr std::size_t kAround = 2;           // characters that agree on either side of a slip
constexpr std::size_t kShortestTerm = 4;     // characters; shorter terms are alike by chance
constexpr int kMostSlips = 2;                // characters in which two spellings of one term differ

struct Clause {
  std::string path;
  layout::Quad where;
  char32_t before = 0;  ///< the mark that ends the clause before it
  std::u32string text;  ///< with its marks 、
  std::u32string words;
};

bool ends_clause(char32_t c) {
  return c == U',' || c == U'，' || c == U';' || c == U'。' || c == U':' || c == U'.' || c == U'!' || c == U'?';
}

std::vector<Clause> clauses_of(const std::string& path, const layout::Quad& where, const std::string& text) {
  std::vector<Clause> clauses;
  Clause clause{path, where, 0, {}, {}};
  const auto close = [&](char32_t mark) {
    clause.words = match_key(to_utf8(clause.text));
    if (!clause.words.empty()) clauses.push_back(clause);
    clause = {path, where, mark, {}, {}};
  };
  for (const char32_t c : folded(text)) {
    if (ends_clause(c)) {
      close(c);
    } else {
      clause.text.push_back(c);
    }
  }
  close(0);
  return clauses;
}

std::u32string without(std::u32string text, const std::u32string& characters) {
  const auto is_one = [&](char32_t c) { return characters.find(c) != std::u32string::npos; };
  text.erase(std::remove_if(text.begin(), text.end(), is_one), text.end());
  return text;
}

/// What sets a passage apart from another that goes the same way but for one slip.
struct Slip {
  std::size_t at = 0;         ///< in the passage: the character taken for another, or where one is left out
  std::size_t at_longer = 0;  ///< in the other passage: the character itself
  bool left_out = false;
};

/// A character for one that is often confused with it, or a character left out between others. `longer` may go on at
/// both ends.
std::optional<Slip> only_slip(const std::u32string& part, const std::u32string& longer) {
  for (std::size_t begin = 0; begin < longer.size(); ++begin) {
    std::size_t same = 0;
    while (same < part.size() && begin + same < longer.size() && part[same] == longer[begin + same]) ++same;
    if (same < kAround || same + kAround > part.size() || begin + same >= longer.size()) continue;
    const auto rest_agrees = [&](std::size_t from_part, std::size_t from_longer) {
      return longer.compare(from_longer, part.size() - from_part, part, from_part) == 0;
    };
    const bool swapped = often_confused(part[same], longer[begin + same]) && rest_agrees(same + 1, begin + same + 1);
    const bool left_out = rest_agrees(same, begin + same + 1);
    if (swapped || left_out) return Slip{same, begin + same, !swapped};
  }
  return std::nullopt;
}

/// Whether a character left out leaves half a word behind: 调 of 调解. What is whole without it is another way to say
/// the same: 城市管理 and 市管理. Characters of `alone` are words by themselves.
bool leaves_half_a_word(const Slip& slip, const std::u32string& part, const std::u32string& longer,
                        const std::u32string& alone) {
  const WordSpan word = word_at(longer, slip.at_longer);
  const auto is_half = [&](std::size_t at) {
    return alone.find(part[at]) == std::u32string::npos && stands_alone(part, at);
  };
  const bool before = word.begin < slip.at_longer && is_half(slip.at - 1);
  const bool behind = word.end > slip.at_longer + 1 && is_half(slip.at);
  return before || behind;
}

std::vector<Clause> certain_clauses(const Rule& rule, const RuleScope& scope) {
  std::vector<Clause> clauses;
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    const Field* field = scope.view.find(path);
    if (field == nullptr || !field->source || scope.view.confidence(path) < kReadForCertain) continue;
    const auto more = clauses_of(path, field->source->where, scope.view.text(path));
    clauses.insert(clauses.end(), more.begin(), more.end());
  }
  return clauses;
}

/// Texts in “ ”.
std::vector<std::u32string> quoted_in(const std::string& text) {
  std::vector<std::u32string> terms;
  const std::string opening = "“", closing = "”";
  for (std::size_t open = text.find(opening); open != std::string::npos; open = text.find(opening, open + 1)) {
    const std::size_t begin = open + opening.size(), close = text.find(closing, begin);
    if (close == std::string::npos) break;
    terms.push_back(match_key(text.substr(begin, close - begin)));
  }
  return terms;
}

/// Reports a passage, at most one of a text, for which `differs` from another on the form: (passage, other) → bool.
template <typename Differs>
Judgements report_pairs(const Rule& rule, const RuleScope& scope, const std::vector<Clause>& clauses, Differs differs) {
  Judgements all;
  std::set<std::string> told;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    for (std::size_t j = 0; j < clauses.size() && told.count(clauses[i].path) == 0; ++j) {
      if (clauses[i].where == clauses[j].where || !differs(i, j)) continue;
      told.insert(clauses[i].path);
      all.push_back(say(rule, scope, clauses[i].path,
                        {{"actual", to_utf8(clauses[i].text)}, {"expected", to_utf8(clauses[j].text)}}));
    }
  }
  return all;
}

/// Two passages that go the same way but for one character.
Judgements check_slips(const Rule& rule, const RuleScope& scope) {
  const std::vector<Clause> clauses = certain_clauses(rule, scope);
  const std::u32string light = match_key(rule.parameters.light), alone = match_key(rule.parameters.alone);
  std::vector<std::u32string> words;
  for (const Clause& clause : clauses) words.push_back(without(clause.words, light));
  return report_pairs(rule, scope, clauses, [&](std::size_t i, std::size_t j) {
    const std::u32string &part = words[i], &whole = words[j];
    const bool long_enough = part.size() >= kShortestClause && part.size() <= whole.size() + 1;
    // Of two equally long passages the later one is reported.
    const bool later = part.size() != whole.size() || i > j;
    if (!long_enough || !later || whole.find(part) != std::u32string::npos) return false;
    const auto slip = only_slip(part, whole);
    if (!slip) return false;
    // What prints alike is as likely the reader's slip.
    return slip->left_out ? leaves_half_a_word(*slip, part, whole, alone)
                          : !look_alike(part[slip->at], whole[slip->at_longer]);
  });
}

/// An item of a list behind a comma that elsewhere stands behind a 、.
Judgements check_marks(const Rule& rule, const RuleScope& scope) {
  const std::vector<Clause> clauses = certain_clauses(rule, scope);
  return report_pairs(rule, scope, clauses, [&](std::size_t i, std::size_t j) {
    const Clause& part = clauses[i];
    const std::size_t at = clauses[j].text.find(U'、' + part.text);
    return part.words.size() >= kShortestPiece && part.before == U',' && at != std::u32string::npos && at > 0;
  });
}

/// Two terms in quotation marks that are nearly alike.
Judgements check_terms(const Rule& rule, const RuleScope& scope) {
  std::vector<std::pair<std::string, std::u32string>> terms;  // by path
  for (const std::string& path : scope.view.paths(rule.parameters.paths)) {
    if (scope.view.in_review(path)) continue;
    for (const std::u32string& term : quoted_in(scope.view.text(path))) {
      if (term.size() >= kShortestTerm) terms.emplace_back(path, term);
    }
  }
  Judgements all;
  for (std::size_t i = 1; i < terms.size(); ++i) {
    const auto& [path, term] = terms[i];
    const auto end = terms.begin() + static_cast<std::ptrdiff_t>(i);
    const auto other = std::find_if(terms.begin(), end, [&, &own = term](const auto& earlier) {
      const int distance = edit_distance(own, earlier.second);
      return distance > 0 && distance <= kMostSlips && 2 * static_cast<std::size_t>(distance) < own.size();
    });
    if (other == end) continue;
    all.push_back(say(rule, scope, path, {{"actual", to_utf8(term)}, {"expected", to_utf8(other->second)}}));
  }
  return all;
}

}  // namespace

Judgements check_passages(const Rule& rule, const RuleScope& scope) {
  const std::string& what = rule.parameters.what;
  return what == "slips"   ? check_slips(rule, scope)
         : what == "marks" ? check_marks(rule, scope)
                           : check_terms(rule, scope);
}

}  // namespace shenbao::extract
