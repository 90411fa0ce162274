#include <algorithm>
#include <set>

#include "extract/check/rule_kinds.h"
#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "extract/text/look_alikes.h"
#include "extract/text/word_breaks.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kShortestClause = 10;  // characters; shorter ones are alike by chance
constexpr std::size_t kShortestPiece = 6;    // characters of a list's item that stands the same elsewhere
constexpr std::size_t kAround = 2;           // characters that agree on either side of a slip

/// A passage of a text.
struct Passage {
  const Field* field = nullptr;
  char32_t before = 0;   ///< the mark that ends the passage before it
  std::u32string text;   ///< with its marks 、
  std::u32string words;  ///< folded; without the characters that do not count
};

/// The clauses of the texts, which must be read for certain: a reader's slip looks like a clerk's.
std::vector<Passage> clauses_of(const Judge& judge) {
  const std::u32string ends = U",，;。:.!?", light = match_key(judge.asks.light);
  std::vector<Passage> clauses;
  for (const std::string& path : judge.paths()) {
    const Field& field = judge.view.at(path);
    if (!field.source || !judge.view.reads_well(path, kReadForCertain)) continue;
    const std::u32string text = folded(judge.view.text(path));
    for (std::size_t begin = 0; begin < text.size();) {
      const std::size_t end = std::min(text.find_first_of(ends, begin), text.size());
      Passage clause{&field, begin == 0 ? U'\0' : text[begin - 1], text.substr(begin, end - begin), {}};
      clause.words = match_key(to_utf8(clause.text));
      const auto is_light = [&](char32_t c) { return light.find(c) != light.npos; };
      clause.words.erase(std::remove_if(clause.words.begin(), clause.words.end(), is_light), clause.words.end());
      if (!clause.words.empty()) clauses.push_back(std::move(clause));
      begin = end + 1;
    }
  }
  return clauses;
}

/// Terms in “ ” that nobody doubts.
std::vector<Passage> terms_of(const Judge& judge) {
  const std::string opening = "“", closing = "”";
  std::vector<Passage> terms;
  for (const std::string& path : judge.paths()) {
    const std::string text = judge.view.in_review(path) ? "" : judge.view.text(path);
    for (std::size_t open = text.find(opening); open != text.npos; open = text.find(opening, open + 1)) {
      const std::size_t begin = open + opening.size(), close = text.find(closing, begin);
      if (close == text.npos) break;
      Passage term{&judge.view.at(path), 0, match_key(text.substr(begin, close - begin)), {}};
      if (term.text.size() >= kTellingCharacters) terms.push_back(std::move(term));
    }
  }
  return terms;
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
  const auto is_half = [&](std::size_t at) { return alone.find(part[at]) == alone.npos && stands_alone(part, at); };
  const bool before = word.begin < slip.at_longer && is_half(slip.at - 1);
  const bool behind = word.end > slip.at_longer + 1 && is_half(slip.at);
  return before || behind;
}

/// Whether a passage goes the same way as another but for one character.
bool slips_from(const Passage& passage, const Passage& other, bool is_later, const std::u32string& alone) {
  const std::u32string &part = passage.words, &whole = other.words;
  const bool long_enough = part.size() >= kShortestClause && part.size() <= whole.size() + 1;
  // Of two equally long passages the later one is reported.
  if (!long_enough || (part.size() == whole.size() && !is_later) || whole.find(part) != whole.npos) return false;
  const auto slip = only_slip(part, whole);
  if (!slip) return false;
  // What prints alike is as likely the reader's slip.
  return slip->left_out ? leaves_half_a_word(*slip, part, whole, alone)
                        : !look_alike(part[slip->at], whole[slip->at_longer]);
}

/// Whether a list's item stands behind a comma, and in the other passage behind a 、.
bool has_other_mark(const Passage& item, const Passage& list) {
  const std::size_t at = list.text.find(U'、' + item.text);
  return item.words.size() >= kShortestPiece && item.before == U',' && at != list.text.npos && at > 0;
}

bool is_variant(const std::u32string& term, const std::u32string& earlier) {
  const int distance = edit_distance(term, earlier);
  return distance > 0 && distance <= static_cast<int>(kMostSlips) &&
         2 * static_cast<std::size_t>(distance) < term.size();
}

}  // namespace

void check_passages(Judge& judge) {
  const std::string& what = judge.asks.what;
  const std::u32string alone = match_key(judge.asks.alone);
  const std::vector<Passage> passages = what == "terms" ? terms_of(judge) : clauses_of(judge);
  const auto differs = [&](std::size_t i, std::size_t j) {
    const Passage &own = passages[i], &other = passages[j];
    if (what == "terms") return j < i && is_variant(own.text, other.text);
    if (own.field->source->where == other.field->source->where) return false;
    return what == "marks" ? has_other_mark(own, other) : slips_from(own, other, i > j, alone);
  };
  std::set<const Field*> told;  // a text is told once, of terms each one is
  for (std::size_t i = 0; i < passages.size(); ++i) {
    for (std::size_t j = 0; j < passages.size() && told.count(passages[i].field) == 0; ++j) {
      if (!differs(i, j)) continue;
      if (what != "terms") told.insert(passages[i].field);
      judge.say(passages[i].field->path,
                {{"actual", to_utf8(passages[i].text)}, {"expected", to_utf8(passages[j].text)}});
      break;
    }
  }
}

}  // namespace shenbao::extract
