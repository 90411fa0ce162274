#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

namespace shenbao::extract {

/// The cost of reading `term` as `read`: one for each character put in, left out or taken for another, less for one
/// taken for another of its shape (O for 0, 日 for 目), half for a digit or letter before or behind the term, which a
/// speck may be. Both folded (match_key). May be infinite where it is more than `most`, and with a `most` where the two
/// share no character.
double edit_cost(const std::u32string& read, const std::u32string& term,
                 double most = std::numeric_limits<double>::infinity());

/// Where a term stands in a text, at the least cost.
struct Found {
  double cost = 0.0;
  std::size_t begin = 0;  ///< characters of the text
  std::size_t end = 0;
};

/// The best place of `term` in `text`. With `at_start` it begins where the text begins.
Found find_term(const std::u32string& text, const std::u32string& term, bool at_start);

/// The cost up to which a reading may still be meant as a label of that many characters. Two characters must be
/// right, since half of every other word of two would do; of longer ones about a third may be misread.
double cost_limit(std::size_t length);

/// A term of a closed vocabulary that a reading stands for.
struct TermMatch {
  std::string term;
  double cost = 0.0;
  bool clear = true;  ///< no other term comes near it
};

/// The nearest term; none where the nearest is too far to be meant. Short terms (up to three characters) match
/// but for one look-alike, or not at all.
std::optional<TermMatch> match_term(const std::string& read, const std::vector<std::string>& terms);

}  // namespace shenbao::extract
