#include "extract/read/settle_votes.h"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <utility>

namespace shenbao::extract {
namespace {

/// Whether the text holds a sign that these papers never print: remains of rulings and specks are read as such.
bool has_stray_sign(const std::string& text) {
  if (text.find_first_of("[]|_~^{}\\#*@$&`!") != std::string::npos) return true;
  static const char* const signs[] = {"『", "』", "「", "」", "©", "®", "°", "¥", "£", "§", "（（", "））"};
  return std::any_of(std::begin(signs), std::end(signs),
                     [&](const char* sign) { return text.find(sign) != std::string::npos; });
}

/// How often a lone reading is right whose least certain place has this confidence.
/// Measured on 2,000 cells and lines of the worn forms, chi_sim with hanzi of 24 pixels.
double share_right(double least_confidence) {
  static const std::pair<double, double> measured[] = {{0.0, 0.1},    {0.3, 0.35},   {0.5, 0.6},
                                                       {0.65, 0.78},  {0.75, 0.9},   {0.85, 0.96},
                                                       {0.93, 0.985}, {0.96, 0.995}, {1.0, 0.999}};
  for (std::size_t i = 1; i < std::size(measured); ++i) {
    const auto [x0, y0] = measured[i - 1];
    const auto [x1, y1] = measured[i];
    if (least_confidence < x1) return y0 + (y1 - y0) * std::max(0.0, least_confidence - x0) / (x1 - x0);
  }
  return measured[std::size(measured) - 1].second;
}

/// The same for a text that one model read alike at two sizes, by the surer of the two.
double share_right_agreed(double least_confidence) {
  if (least_confidence >= 0.9) return 0.97;
  if (least_confidence >= 0.7) return 0.93;
  if (least_confidence >= 0.5) return 0.87;
  return least_confidence >= 0.3 ? 0.7 : 0.4;
}

/// Readings with the same text.
struct Camp {
  Candidate voice;  ///< the surest of them
  int votes = 1;
};

std::vector<Camp> gather(const std::vector<Candidate>& votes) {
  std::vector<Camp> camps;
  for (const Candidate& vote : votes) {
    const auto same =
        std::find_if(camps.begin(), camps.end(), [&](const Camp& camp) { return camp.voice.text == vote.text; });
    if (same == camps.end()) {
      camps.push_back(Camp{vote, 1});
    } else {
      ++same->votes;
      if (vote.confidence > same->voice.confidence) same->voice = vote;
    }
  }
  return camps;
}

}  // namespace

bool is_figure(const std::string& text) {
  bool digit = false;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      digit = true;
    } else if (c != '.' && c != ',' && c != '-' && c != '%') {
      return false;
    }
  }
  return digit;
}

Reading settle_votes(const std::vector<Candidate>& votes) {
  std::vector<Camp> camps = gather(votes);
  std::size_t winner = 0;
  for (std::size_t i = 1; i < camps.size(); ++i) {
    const std::string &there = camps[winner].voice.text, &here = camps[i].voice.text;
    const bool cleaner = (has_stray_sign(there) && !has_stray_sign(here)) || (!is_figure(there) && is_figure(here));
    if (camps[i].votes > camps[winner].votes || (camps[i].votes == camps[winner].votes && cleaner)) winner = i;
  }
  std::rotate(camps.begin(), camps.begin() + static_cast<std::ptrdiff_t>(winner),
              camps.begin() + static_cast<std::ptrdiff_t>(winner) + 1);

  const bool unanimous = camps.size() == 1 && votes.size() > 1;
  for (Camp& camp : camps) {
    Candidate& voice = camp.voice;
    const bool from_symbols = voice.reader == "symbol";
    const double alone = from_symbols ? voice.confidence : share_right(voice.confidence);
    if (voice.text.empty()) {
      voice.confidence = 0.0;
    } else if (unanimous) {
      // Two models that agree on a figure were never wrong; one model at two sizes repeats some of its errors.
      voice.confidence = is_figure(voice.text) ? std::max(alone, 0.99) : share_right_agreed(voice.confidence);
    } else if (camps.size() == 1) {
      voice.confidence = alone;
    } else {
      voice.confidence =
          std::min(alone, &camp == &camps.front() && 2 * camp.votes > static_cast<int>(votes.size()) ? 0.65 : 0.4);
    }
    if (has_stray_sign(voice.text)) voice.confidence = std::min(voice.confidence, 0.4);
  }
  std::stable_sort(camps.begin() + 1, camps.end(),
                   [](const Camp& a, const Camp& b) { return a.voice.confidence > b.voice.confidence; });
  Reading reading;
  reading.has_ink = true;
  for (Camp& camp : camps) reading.candidates.push_back(std::move(camp.voice));
  reading.text = reading.candidates.front().text;
  reading.confidence = reading.candidates.front().confidence;
  return reading;
}

}  // namespace shenbao::extract
