#include "extract/label_match.h"

#include <algorithm>

#include "extract/fold.h"

namespace shenbao::extract {
namespace {

constexpr double kLookAlike = 0.3;

/// A digit and the letters that print like it.
char32_t shape_of(char32_t c) {
  switch (c) {
    case 'O':
    case 'o':
    case U'〇':
      return '0';
    case 'l':
    case 'I':
    case 'i':
      return '1';
    case 'S':
    case 's':
      return '5';
    case 'B':
      return '8';
    case 'Z':
    case 'z':
      return '2';
    default:
      return c;
  }
}

double substitution_cost(char32_t a, char32_t b) {
  if (a == b) return 0.0;
  return shape_of(a) == shape_of(b) ? kLookAlike : 1.0;
}

}  // namespace

double edit_cost(const std::u32string& read, const std::u32string& term) {
  std::vector<double> row(term.size() + 1);
  for (std::size_t j = 0; j <= term.size(); ++j) row[j] = static_cast<double>(j);
  for (std::size_t i = 1; i <= read.size(); ++i) {
    double diagonal = row[0];
    row[0] = static_cast<double>(i);
    for (std::size_t j = 1; j <= term.size(); ++j) {
      const double substituted = diagonal + substitution_cost(read[i - 1], term[j - 1]);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1.0, row[j - 1] + 1.0, substituted});
    }
  }
  return row.back();
}

Found find_term(const std::u32string& text, const std::u32string& term, bool at_start) {
  struct Step {
    double cost = 0.0;
    std::size_t begin = 0;
  };
  std::vector<Step> row(term.size() + 1);
  for (std::size_t j = 0; j <= term.size(); ++j) row[j] = {static_cast<double>(j), 0};
  Found best{row.back().cost, 0, 0};
  for (std::size_t i = 1; i <= text.size(); ++i) {
    Step diagonal = row[0];
    row[0] = at_start ? Step{static_cast<double>(i), 0} : Step{0.0, i};
    for (std::size_t j = 1; j <= term.size(); ++j) {
      Step step{diagonal.cost + substitution_cost(text[i - 1], term[j - 1]), diagonal.begin};
      if (row[j].cost + 1.0 < step.cost) step = {row[j].cost + 1.0, row[j].begin};
      if (row[j - 1].cost + 1.0 < step.cost) step = {row[j - 1].cost + 1.0, row[j - 1].begin};
      diagonal = row[j];
      row[j] = step;
    }
    if (row.back().cost < best.cost) best = {row.back().cost, row.back().begin, i};
  }
  return best;
}

double cost_limit(std::size_t length) {
  if (length <= 2) return 0.0;
  return std::max(1.0, 0.34 * static_cast<double>(length));
}

std::optional<TermMatch> match_term(const std::string& read, const std::vector<std::string>& terms) {
  const std::u32string words = fold_words(read).text;
  if (words.empty()) return std::nullopt;
  constexpr double kMargin = 1.0;  // a second term one more misread character away could have been meant
  std::optional<TermMatch> best;
  double second = 1e9;
  for (const std::string& term : terms) {
    const std::u32string term_words = fold_words(term).text;
    const double cost = edit_cost(words, term_words);
    const double limit = term_words.size() <= 3 ? 0.0 : term_words.size() <= 5 ? 1.0 : 2.0;
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
