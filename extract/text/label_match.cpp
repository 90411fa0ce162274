#include "extract/text/label_match.h"

#include <algorithm>
#include <limits>

#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "extract/text/look_alikes.h"

namespace shenbao::extract {
namespace {

// Of a character wholly misread, which costs 1.
constexpr double kLookAlike = 0.3;  // two of them in a label of four are still nearer than one other character
constexpr double kStray = 0.5;      // a speck at an end: nearer than a misread character, further than a look-alike

/// The digit that a letter prints like, the character itself for any other.
char32_t shape_of(char32_t c) {
  const char32_t digit = digit_like(c);
  return digit != 0 ? digit : c;
}

/// Characters with what they may be taken for, looked up once each and not for every pair.
struct Word {
  explicit Word(const std::u32string& text) : characters(text) {
    for (const char32_t c : text) {
      shapes += shape_of(c);
      worn.push_back(&alikes_when_worn(c));
    }
  }

  const std::u32string& characters;
  std::u32string shapes;
  std::vector<const std::u32string*> worn;
};

double substitution_cost(const Word& a, std::size_t i, const Word& b, std::size_t j) {
  if (a.characters[i] == b.characters[j]) return 0.0;
  const bool alike = a.shapes[i] == b.shapes[j] || a.worn[i]->find(b.characters[j]) != std::u32string::npos;
  return alike ? kLookAlike : 1.0;
}

/// What it costs to read a term as something else.
struct ReadingCosts {
  const Word &read, &term;

  double replace(std::size_t i, std::size_t j) const { return substitution_cost(read, i, term, j); }
  /// A speck before or behind the term reads as a digit, letter or sign, hardly ever as a hanzi.
  double drop(std::size_t i) const {
    const bool at_end = i == 0 || i + 1 == read.characters.size();
    return at_end && read.characters[i] < 0x80 ? kStray : 1.0;
  }
  double insert(std::size_t) const { return 1.0; }
};

/// The same where the term stands among other words.
struct FindingCosts {
  const Word &term, &text;

  double replace(std::size_t i, std::size_t j) const { return substitution_cost(text, j, term, i); }
  double drop(std::size_t) const { return 1.0; }
  double insert(std::size_t) const { return 1.0; }
};

}  // namespace

double edit_cost(const std::u32string& read, const std::u32string& term, double most) {
  constexpr double kHopeless = std::numeric_limits<double>::infinity();
  const std::size_t longer = std::max(read.size(), term.size()), shorter = std::min(read.size(), term.size());
  // A stray at each end costs least, then one character for each other that is left over.
  if (static_cast<double>(longer - shorter) > most + 2 * (1 - kStray)) return kHopeless;
  // Where every character is taken for another, nothing tells this term from others of its length.
  if (most < kHopeless && read.find_first_of(term) == std::u32string::npos) return kHopeless;
  return align(read.size(), term.size(), ReadingCosts{Word(read), Word(term)}, {}, most).cost;
}

Found find_term(const std::u32string& text, const std::u32string& term, bool at_start) {
  const Alignment found = align(term.size(), text.size(), FindingCosts{Word(term), Word(text)}, {!at_start, true});
  return {found.cost, found.begin, found.end};
}

double cost_limit(std::size_t length) {
  constexpr std::size_t kTooShort = 2;    // characters
  constexpr double kMisreadShare = 0.34;  // of the characters: two of six
  return length <= kTooShort ? 0.0 : std::max(1.0, kMisreadShare * static_cast<double>(length));
}

std::optional<TermMatch> match_term(const std::string& read, const std::vector<std::string>& terms) {
  const std::u32string words = match_key(read);
  if (words.empty()) return std::nullopt;
  constexpr double kMargin = 1.0;  // a second term one more misread character away could have been meant
  std::optional<TermMatch> best;
  double second = std::numeric_limits<double>::infinity();
  for (const std::string& term : terms) {
    const std::u32string term_words = match_key(term);
    const double cost = edit_cost(words, term_words);
    // Of up to three characters a look-alike, up to five one misread, of longer ones two.
    const double limit = term_words.size() <= 3 ? kLookAlike : term_words.size() <= 5 ? 1.0 : 2.0;
    if (cost <= limit && (!best || cost < best->cost)) {
      if (best) second = std::min(second, best->cost);
      best = TermMatch{term, cost, true};
    } else {
      second = std::min(second, cost);
    }
  }
  if (best && best->cost > 0.0) best->clear = second - best->cost >= kMargin;
  return best;
}

}  // namespace shenbao::extract
