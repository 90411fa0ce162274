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

/// What the second reader has at each of our characters, "" for nothing, and whether it has more besides.
struct Aligned {
  Characters at;
  bool more = false;
  bool more_figures = false;  ///< a digit or a point of these: a number that lost one looks right
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
  std::optional<Doubt> doubt;
};

/// Our character against what the second reader has at its place.
Settled settle(const LineCharacter& ours, const std::string& theirs, const Calibration& calibration) {
  const std::string form = plain_form(theirs);
  if (form == plain_form(ours.text)) return {ours.text, value_at(calibration.agreed, ours.confidence), {}};
  if (ours.confidence < calibration.keep) {
    for (const auto& [choice, probability] : ours.others) {
      if (plain_form(choice) == form)
        return {choice, value_at(calibration.second, ours.confidence), Doubt::second_reader};
    }
  }
  // Neither reader has the rare hanzi: each takes them for one that it has, or for none, and may be sure of it. The
  // calibration does not know of them, since the fonts that it was fitted on lack them too.
  const bool may_be_rare = is_one_hanzi(ours.text) && value_at(calibration.alone, ours.confidence) < kSureCharacter;
  return {ours.text, value_at(calibration.denied, ours.confidence),
          may_be_rare ? Doubt::denied_hanzi : Doubt::second_reader};
}

std::string texts_of(const LineReading& line, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i) text += line.characters[i].text;
  return text;
}

struct Merged {
  Candidate candidate;
  std::vector<Doubt> doubts;
};

/// Our characters against those of the second reader, one by one.
Merged settle_all(const LineReading& own, const SecondOpinion& second, const Calibration& calibration) {
  Characters shown;
  for (std::size_t i = second.begin; i < second.end; ++i) shown.push_back(own.characters[i].text);
  const Aligned theirs = lay_along(shown, characters_of(normalize_line(second.answer.text)), second.begin > 0,
                                   second.end < own.characters.size());
  Merged all{{"", 1.0, "own+" + second.answer.reader}, {}};
  Candidate& merged = all.candidate;
  for (std::size_t i = 0; i < own.characters.size(); ++i) {
    const LineCharacter& ours = own.characters[i];
    const bool is_shown = i >= second.begin && i < second.end;
    const Settled settled = is_shown ? settle(ours, theirs.at[i - second.begin], calibration)
                                     : Settled{ours.text, value_at(calibration.alone, ours.confidence), {}};
    merged.text += settled.text;
    merged.confidence *= settled.right;
    if (settled.doubt) add_doubt(all.doubts, *settled.doubt);
  }
  if (theirs.more) {
    merged.confidence *= value_at(calibration.unseen, own.overlooked);
    add_doubt(all.doubts, theirs.more_figures ? Doubt::lost_figure : Doubt::second_reader);
  }
  return all;
}

Candidate as_read(const LineReading& own, const Calibration& calibration) {
  Candidate read{"", 1.0, "own"};
  for (const LineCharacter& character : own.characters) {
    read.text += character.text;
    read.confidence *= value_at(calibration.alone, character.confidence);
  }
  return read;
}

void add_candidate(std::vector<Candidate>& candidates, Candidate candidate) {
  const auto same = [&](const Candidate& known) { return known.text == candidate.text; };
  if (!candidate.text.empty() && std::none_of(candidates.begin(), candidates.end(), same)) {
    candidates.push_back(std::move(candidate));
  }
}

}  // namespace

Reading merge_readings(const LineReading& own, const std::optional<SecondOpinion>& second,
                       const Calibration& calibration) {
  auto [merged, doubts] = second ? settle_all(own, *second, calibration) : Merged{as_read(own, calibration), {}};
  if (own.skips_ink) add_doubt(doubts, Doubt::unread_ink);
  merged.text = normalize_line(merged.text);
  if (merged.text.empty()) merged.confidence = 0.0;

  Reading reading;
  reading.has_ink = true;
  reading.doubts = std::move(doubts);
  const bool nothing = merged.text.empty();
  reading.candidates.push_back(std::move(merged));
  Candidate alone = text_of(own);
  alone.text = normalize_line(alone.text);
  add_candidate(reading.candidates, std::move(alone));
  if (second && !second->answer.text.empty()) {
    Candidate other = second->answer;
    other.text = normalize_line(texts_of(own, 0, second->begin) + other.text +
                                texts_of(own, second->end, own.characters.size()));
    add_candidate(reading.candidates, std::move(other));
  }
  if (nothing && reading.candidates.size() > 1) {
    reading.candidates.erase(reading.candidates.begin());
    reading.candidates.front().confidence = 0.0;  // how often the second reader alone is right was never counted
  }
  reading.text = reading.candidates.front().text;
  reading.confidence = reading.candidates.front().confidence;
  return reading;
}

Reading join_readings(const std::vector<Reading>& parts, double confidence) {
  if (parts.empty()) return Reading{};
  if (parts.size() == 1) return parts.front();
  std::vector<std::string> best, other;
  Candidate first{"", confidence, parts.front().candidates.front().reader}, second{"", 1.0, "second"};
  Reading reading;
  for (const Reading& part : parts) {
    const Candidate& alternative = part.candidates.size() > 1 ? part.candidates[1] : part.candidates[0];
    best.push_back(part.text);
    other.push_back(alternative.text);
    second.confidence = std::min(second.confidence, alternative.confidence);
    for (const Doubt doubt : part.doubts) add_doubt(reading.doubts, doubt);
  }
  first.text = normalize_line(join_lines(best));
  second.text = normalize_line(join_lines(other));
  reading.has_ink = true;
  reading.text = first.text;
  reading.confidence = first.confidence;
  reading.candidates.push_back(std::move(first));
  if (second.text != reading.text) reading.candidates.push_back(std::move(second));
  return reading;
}

}  // namespace shenbao::extract
