#include "extract/read/merge_readings.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "extract/read/look_alikes.h"
#include "extract/text/align.h"
#include "extract/text/hanzi.h"
#include "extract/text/normalize.h"
#include "extract/text/utf8.h"

namespace shenbao::extract {

namespace {

using Characters = std::vector<std::string>;

Characters characters_of(const std::string& text) {
  Characters characters;
  for (const char32_t character : to_utf32(text)) {
    if (character != U' ') characters.push_back(to_utf8({character}));
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
  return text.size() == 1 && std::string("0123456789.").find(text) != std::string::npos;
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

/// Leaves each text once, and "" only where there is no other.
void drop_repeated(std::vector<std::string>& texts) {
  std::vector<std::string> kept;
  for (std::string& text : texts) {
    if (!text.empty() && std::find(kept.begin(), kept.end(), text) == kept.end()) kept.push_back(std::move(text));
  }
  if (kept.empty()) kept.emplace_back();
  texts = std::move(kept);
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

}  // namespace

Reading merge_readings(const LineReading& own, const std::optional<SecondOpinion>& second,
                       const Calibration& calibration) {
  const std::size_t count = own.characters.size();
  const std::size_t begin = second ? second->begin : count, end = second ? second->end : count;
  Characters shown;
  for (std::size_t i = begin; i < end; ++i) shown.push_back(own.characters[i].text);
  const Aligned theirs =
      lay_along(shown, characters_of(normalize_line(second ? second->answer : "")), begin > 0, end < count);

  Reading reading{"", 1.0, true, {}, {}};
  for (std::size_t i = 0; i < count; ++i) {
    const LineCharacter& ours = own.characters[i];
    const Settled settled = i >= begin && i < end
                                ? settle(ours, theirs.at[i - begin], calibration)
                                : Settled{ours.text, value_at(calibration.alone, ours.confidence), {}};
    reading.text += settled.text;
    reading.confidence *= settled.right;
    if (settled.doubt) add_doubt(reading.doubts, *settled.doubt);
  }
  if (theirs.more) {
    reading.confidence *= value_at(calibration.unseen, own.overlooked);
    add_doubt(reading.doubts, theirs.more_figures ? Doubt::lost_figure : Doubt::second_reader);
  }
  if (own.skips_ink) add_doubt(reading.doubts, Doubt::unread_ink);
  reading.candidates = {normalize_line(reading.text), normalize_line(own.text(0, count))};
  if (second && !second->answer.empty()) {
    reading.candidates.push_back(normalize_line(own.text(0, begin) + second->answer + own.text(end, count)));
  }
  // How often the second reader is right where ours read nothing was never counted.
  if (reading.candidates.front().empty()) reading.confidence = 0.0;
  drop_repeated(reading.candidates);
  reading.text = reading.candidates.front();
  return reading;
}

Reading join_readings(const std::vector<Reading>& parts, double confidence) {
  if (parts.empty()) return Reading{};
  if (parts.size() == 1) return parts.front();
  std::vector<std::string> best, other;
  Reading reading{"", confidence, true, {}, {}};
  for (const Reading& part : parts) {
    best.push_back(part.text);
    other.push_back(part.candidates[part.candidates.size() > 1 ? 1 : 0]);
    for (const Doubt doubt : part.doubts) add_doubt(reading.doubts, doubt);
  }
  reading.text = normalize_line(join_lines(best));
  reading.candidates = {reading.text, normalize_line(join_lines(other))};
  if (reading.candidates.back() == reading.text) reading.candidates.pop_back();
  return reading;
}

}  // namespace shenbao::extract
