#include <algorithm>
#include <map>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/label_match.h"
#include "extract/text/look_alikes.h"
#include "extract/text/text_distance.h"
#include "extract/text/word_breaks.h"

namespace shenbao::extract {
namespace {

/// Both passages must be read for certain: a reader's slip looks like a clerk's.
constexpr double kReadForCertain = 0.97;
constexpr std::size_t kShortestClause = 10;  // characters; shorter ones are alike by chance
constexpr std::size_t kShortestPiece = 6;    // of a clause that is the same in both

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
    clause.words = folded_words(to_utf8(clause.text));
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
    constexpr std::size_t kAround = 2;  // characters that agree on either side
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
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
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
  for (std::size_t open = text.find("“"); open != std::string::npos; open = text.find("“", open + 1)) {
    const std::size_t begin = open + std::string("“").size(), close = text.find("”", begin);
    if (close == std::string::npos) break;
    terms.push_back(folded_words(text.substr(begin, close - begin)));
  }
  return terms;
}

}  // namespace

std::vector<Finding> check_variant(const Rule& rule, const RuleScope& scope) {
  std::map<std::u32string, std::string> standards;
  for (const auto& [variant, standard] : rule.parameters["table"].members) {
    standards.emplace(folded_words(variant), standard.text);
  }
  std::vector<Finding> findings;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    const Field* field = scope.view.find(path);
    if (field == nullptr || !field->source) continue;
    const auto standard = standards.find(folded_words(field->source->raw));
    if (standard == standards.end()) continue;
    findings.push_back(
        make_finding(rule, scope, path, {{"actual", scope.view.raw(path)}, {"expected", standard->second}}));
  }
  return findings;
}

std::vector<Finding> check_truncated(const Rule& rule, const RuleScope& scope) {
  const std::string list = rule.parameters["list"].text;
  std::vector<Finding> findings;
  for (int row = 0; row < scope.view.rows(list); ++row) {
    const ValuePath path = ValuePath(list) / row / rule.parameters["name"].text;
    const std::string& name = scope.view.text(path);
    const bool counts = scope.view.number(beside(path, rule.parameters["value"].text)).has_value();
    if (!counts || scope.view.in_review(path) || !ends_with_any(name, rule.parameters["ends"])) continue;
    findings.push_back(make_finding(rule, scope, path, {{"actual", name}}));
  }
  return findings;
}

std::vector<Finding> check_same_passage(const Rule& rule, const RuleScope& scope) {
  const std::vector<Clause> clauses = certain_clauses(rule, scope);
  const std::u32string light = folded_words(rule.parameters["light"].text);
  const std::u32string alone = folded_words(rule.parameters["alone"].text);
  const bool marks = rule.parameters["marks"].truth;
  std::vector<std::u32string> words;
  for (const Clause& clause : clauses) words.push_back(without(clause.words, light));
  std::vector<Finding> findings;
  std::set<std::string> told;
  for (std::size_t i = 0; i < clauses.size(); ++i) {
    for (std::size_t j = 0; j < clauses.size(); ++j) {
      const Clause &part = clauses[i], &whole = clauses[j];
      if (part.where == whole.where || told.count(part.path) != 0) continue;
      bool differs = false;
      if (marks) {
        const std::size_t at = whole.text.find(U'、' + part.text);
        differs = part.words.size() >= kShortestPiece && part.before == U',' && at != std::u32string::npos && at > 0;
      } else {
        const bool long_enough = words[i].size() >= kShortestClause && words[i].size() <= words[j].size() + 1;
        // Of two equally long passages the later one is reported.
        const bool later = words[i].size() != words[j].size() || i > j;
        const bool other = long_enough && later && words[j].find(words[i]) == std::u32string::npos;
        const auto slip = other ? only_slip(words[i], words[j]) : std::nullopt;
        // What prints alike is as likely the reader's slip.
        differs = slip && (slip->left_out ? leaves_half_a_word(*slip, words[i], words[j], alone)
                                          : !look_alike(words[i][slip->at], words[j][slip->at_longer]));
      }
      if (!differs) continue;
      told.insert(part.path);
      findings.push_back(
          make_finding(rule, scope, part.path, {{"actual", to_utf8(part.text)}, {"expected", to_utf8(whole.text)}}));
      break;
    }
  }
  return findings;
}

std::vector<Finding> check_same_term(const Rule& rule, const RuleScope& scope) {
  constexpr std::size_t kShortest = 4;
  constexpr int kMostSlips = 2;
  std::vector<std::pair<std::string, std::u32string>> terms;
  for (const std::string& path : scope.view.paths(rule.parameters["paths"])) {
    if (scope.view.in_review(path)) continue;
    for (const std::u32string& term : quoted_in(scope.view.text(path))) {
      if (term.size() >= kShortest) terms.emplace_back(path, term);
    }
  }
  std::vector<Finding> findings;
  for (std::size_t i = 1; i < terms.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const int distance = edit_distance(terms[i].second, terms[j].second);
      if (distance == 0 || distance > kMostSlips || 2 * static_cast<std::size_t>(distance) >= terms[i].second.size()) {
        continue;
      }
      findings.push_back(make_finding(rule, scope, terms[i].first,
                                      {{"actual", to_utf8(terms[i].second)}, {"expected", to_utf8(terms[j].second)}}));
      break;
    }
  }
  return findings;
}

}  // namespace shenbao::extract
