#include "extract/read/merge_readings.h"

#include <unicode/unistr.h>
#include <unicode/utypes.h>

#include <algorithm>
#include <cstddef>
#include <utility>

#include "extract/read/look_alikes.h"
#include "extract/text/align.h"
#include "extract/text/hanzi.h"
#include "extract/text/normalize.h"

namespace shenbao::extract {

namespace {

using Characters = std::vector<std::string>;

constexpr double denied_hanzi = 0.7;
constexpr double beside_unread_ink = 0.5;  // at best, whatever the others say: they lack the rare characters too

Characters characters_of(const std::string& text) {
  const icu::UnicodeString units = icu::UnicodeString::fromUTF8(text);
  Characters characters;
  for (std::int32_t i = 0; i < units.length();) {
    const std::int32_t next = units.moveIndex32(i, 1);
    std::string character;
    units.tempSubStringBetween(i, next).toUTF8String(character);
    if (character != " ") characters.push_back(std::move(character));
    i = next;
  }
  return characters;
}

/// What another reader has at each of our characters, "" for nothing, and whether it has more besides.
struct Aligned {
  Characters at;
  bool more = false;
  bool more_figures = false;  ///< a digit or a point of these
};

/// One for a character put in, left out or taken for another; forms of one sign are the same.
struct CharacterCosts {
  const Characters &own, &other;

  double replace(std::size_t i, std::size_t j) const { return plain_form(own[i]) == plain_form(other[j]) ? 0.0 : 1.0; }
  double drop(std::size_t) const { return 1.0; }
  double insert(std::size_t) const { return 1.0; }
};

bool is_figure(const std::string& text) {
  return text.size() == 1 && ((text[0] >= '0' && text[0] <= '9') || text[0] == '.');
}

/// Lays another reading along ours. What the other has beyond an end where the line goes on (`cut_before`,
/// `cut_after`) is a piece of the neighbour there, and no more.
Aligned lay_along(const Characters& own, const Characters& other, bool cut_before, bool cut_after) {
  Aligned aligned{Characters(own.size()), false, false};
  std::size_t passed = 0;  // characters of ours
  for (const Alignment::Step& step : align(own.size(), other.size(), CharacterCosts{own, other}).steps) {
    if (step.first) {
      if (step.second) aligned.at[*step.first] = other[*step.second];
      ++passed;
      continue;
    }
    if ((passed == 0 && cut_before) || (passed == own.size() && cut_after)) continue;
    aligned.more = true;
    aligned.more_figures = aligned.more_figures || is_figure(plain_form(other[*step.second]));
  }
  return aligned;
}

struct Settled {
  std::string text;
  double right = 0.0;  ///< probability
};

/// How likely ours is right where the others saw something else.
double right_though_denied(const LineCharacter& ours, const CharacterOdds& odds) {
  const double denied = value_at(odds.denied, ours.confidence);
  // Neither reader has the rare hanzi: each takes them for one that it has, or for none, and may be sure of it.
  const bool may_be_rare = is_one_hanzi(ours.text) && value_at(odds.alone, ours.confidence) < sure_character;
  return may_be_rare ? std::min(denied, denied_hanzi) : denied;
}

/// Our character against what the others have at its place.
Settled settle(const LineCharacter& ours, const Characters& theirs, const CharacterOdds& odds) {
  if (theirs.empty()) return {ours.text, value_at(odds.alone, ours.confidence)};
  const auto confirms = [&](const std::string& other) { return plain_form(other) == plain_form(ours.text); };
  if (std::any_of(theirs.begin(), theirs.end(), confirms)) return {ours.text, value_at(odds.agreed, ours.confidence)};
  if (ours.confidence >= odds.keep) return {ours.text, right_though_denied(ours, odds)};
  for (const std::string& other : theirs) {
    for (const auto& [choice, probability] : ours.others) {
      if (plain_form(other) == plain_form(choice)) return {choice, value_at(odds.second, ours.confidence)};
    }
  }
  return {ours.text, right_though_denied(ours, odds)};
}

void add_candidate(std::vector<Candidate>& candidates, Candidate candidate) {
  const auto same = [&](const Candidate& known) { return known.text == candidate.text; };
  if (!candidate.text.empty() && std::none_of(candidates.begin(), candidates.end(), same)) {
    candidates.push_back(std::move(candidate));
  }
}

}  // namespace

Reading merge_readings(const LineReading& own, const std::vector<Candidate>& others, const CharacterOdds& odds) {
  return merge_readings(own, {0, own.characters.size()}, others, odds);
}

Reading merge_readings(const LineReading& own, const Asked& asked, const std::vector<Candidate>& others,
                       const CharacterOdds& odds) {
  Characters ours;
  std::string before, after;
  for (std::size_t i = 0; i < own.characters.size(); ++i) {
    const std::string& character = own.characters[i].text;
    if (i >= asked.begin && i < asked.end) ours.push_back(character);
    if (i < asked.begin) before += character;
    if (i >= asked.end) after += character;
  }
  std::vector<Aligned> aligned;
  for (const Candidate& other : others) {
    aligned.push_back(lay_along(ours, characters_of(normalize_line(other.text)), !before.empty(), !after.empty()));
  }

  Candidate merged{"", 1.0, others.empty() ? "own" : "own+" + others.front().reader};
  for (std::size_t i = 0; i < own.characters.size(); ++i) {
    Characters theirs;
    if (i >= asked.begin && i < asked.end) {
      for (const Aligned& other : aligned) theirs.push_back(other.at[i - asked.begin]);
    }
    const Settled settled = settle(own.characters[i], theirs, odds);
    merged.text += settled.text;
    merged.confidence *= settled.right;
  }
  // A reader that saw a character more in every other reading is believed to have seen something.
  const auto more = [](const Aligned& other) { return other.more; };
  if (!aligned.empty() && std::all_of(aligned.begin(), aligned.end(), more)) {
    merged.confidence *= value_at(odds.unseen, own.overlooked);
  }
  const auto more_figures = [](const Aligned& other) { return other.more_figures; };
  if (!aligned.empty() && std::all_of(aligned.begin(), aligned.end(), more_figures)) {
    merged.confidence = std::min(merged.confidence, beside_unread_ink);  // a number that lost a digit looks right
  }
  if (own.skips_ink) merged.confidence = std::min(merged.confidence, beside_unread_ink);
  merged.text = normalize_line(merged.text);
  if (merged.text.empty()) merged.confidence = 0.0;

  Reading reading;
  reading.has_ink = true;
  reading.text = merged.text;
  reading.confidence = merged.confidence;
  const double doubted = std::min(0.4, 1.0 - merged.confidence);
  reading.candidates.push_back(std::move(merged));
  Candidate alone = text_of(own);
  alone.text = normalize_line(alone.text);
  alone.confidence = std::min(alone.confidence, doubted);
  add_candidate(reading.candidates, std::move(alone));
  for (Candidate other : others) {
    if (other.text.empty()) continue;
    other.text = normalize_line(before + other.text + after);
    other.confidence = std::min(other.confidence, doubted);
    add_candidate(reading.candidates, std::move(other));
  }
  if (reading.text.empty() && reading.candidates.size() > 1) reading.candidates.erase(reading.candidates.begin());
  reading.text = reading.candidates.front().text;
  reading.confidence = reading.candidates.front().confidence;
  return reading;
}

}  // namespace shenbao::extract
