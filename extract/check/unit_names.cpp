#include "extract/check/unit_names.h"

#include "extract/check/judgement.h"
#include "extract/text/align.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/word_breaks.h"

namespace shenbao::extract {
namespace {

constexpr std::size_t kShortestUnit = 5;  // characters; of shorter names one character makes another

bool holds(const std::u32string& characters, char32_t c) { return characters.find(c) != std::u32string::npos; }

/// Where the place ends that a name begins with: behind the 县 of 朝阳县司法局.
std::size_t end_of_place(const std::u32string& name, const NameWords& words) {
  const std::size_t mark = name.find_first_of(words.places, 1);
  return mark == std::u32string::npos ? 0 : mark + 1;
}

/// Whether the character that stands at `at` instead of another makes the name that of another unit: 林 in 林业局.
bool makes_another_name(const std::u32string& name, const std::u32string& meant, std::size_t at,
                        const NameWords& words) {
  if (holds(words.apart, name[at]) && holds(words.apart, meant[at])) return true;
  if (!stands_alone(name, at)) return true;
  if (is_hanzi(name[at]) && !is_everyday_hanzi(name[at])) return false;
  return at < end_of_place(name, words) && stands_alone(meant, at);
}

}  // namespace

NameWords name_words(const RuleParameters& rule) {
  const auto characters = [](const Texts& texts) {
    std::u32string all;
    for (const std::u32string& text : folded_texts(texts)) all += text;
    return all;
  };
  return {folded_texts(rule.suffixes), characters(rule.apart), characters(rule.places), rule.endings};
}

std::u32string without_code(const std::u32string& name) {
  const std::size_t begin = name.find_first_not_of(U"0123456789");
  return begin == std::u32string::npos ? name : name.substr(begin);
}

std::u32string unit_of(const std::u32string& name, const NameWords& words) {
  return without_suffix(without_code(name), words.suffixes);
}

std::pair<int, std::u32string> distance_to(const std::u32string& name, const std::u32string& unit,
                                           const NameWords& words) {
  std::pair<int, std::u32string> best = {edit_distance(name, unit), unit};
  for (const std::u32string& suffix : words.suffixes) {
    const int distance = edit_distance(name, unit + suffix);
    if (distance < best.first) best = {distance, unit + suffix};
  }
  return best;
}

bool is_another_name(const std::u32string& name, const std::u32string& meant, const NameWords& words) {
  const std::u32string stem = without_suffix(name, words.suffixes);
  if (!ends_with_any(to_utf8(stem), words.endings)) return false;
  if (name.size() == meant.size()) {
    for (std::size_t i = 0; i < name.size(); ++i) {
      if (name[i] != meant[i] && !makes_another_name(name, meant, i, words)) return false;
    }
    return true;
  }
  const std::u32string &shorter = name.size() < meant.size() ? name : meant,
                       &longer = name.size() < meant.size() ? meant : name;
  std::size_t at = 0;
  while (at < shorter.size() && shorter[at] == longer[at]) ++at;
  const std::size_t more = longer.size() - shorter.size();
  if (longer.compare(at + more, longer.size(), shorter, at) != 0) return false;
  // What is whole without a word is a shorter way to say it: 建平县政府办公室 for 建平县人民政府办公室.
  const auto is_whole = [&](std::size_t own, std::size_t before) {
    return !stands_alone(shorter, own) || stands_alone(longer, before);
  };
  if (more > 1) return at > 0 && at < shorter.size() && is_whole(at - 1, at - 1) && is_whole(at, at + more);
  const bool doubled = at > 0 && longer[at] == longer[at - 1];  // 朝阳市市财政局
  return !doubled && holds(words.apart, longer[at]);
}

bool has_place_in_front(const std::u32string& a, const std::u32string& b, const NameWords& words) {
  const std::u32string &shorter = a.size() < b.size() ? a : b, &longer = a.size() < b.size() ? b : a;
  const std::size_t front = longer.size() - shorter.size();
  return front > 1 && end_of_place(longer, words) == front && longer.compare(front, shorter.size(), shorter) == 0;
}

bool is_same_unit(const std::u32string& a, const std::u32string& b, const NameWords& words) {
  if (a.empty() || a.size() != b.size()) return false;
  int slips = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i] == b[i]) continue;
    // The front of a name is the place: 朝阳 and 建平 are two.
    if (holds(words.apart, a[i]) || holds(words.apart, b[i]) || 2 * i < a.size()) return false;
    ++slips;
  }
  return slips == 0 || (slips == 1 && a.size() >= kShortestUnit);
}

}  // namespace shenbao::extract
