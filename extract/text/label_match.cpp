#include "extract/text/label_match.h"

#include <algorithm>
#include <bitset>
#include <unordered_map>

#include "extract/text/align.h"
#include "extract/text/fold.h"

namespace shenbao::extract {
namespace {

constexpr double kLookAlike = 0.3;
constexpr double kStray = 0.5;

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

/// Hanzi that a worn print cannot tell apart, in groups; of those that labels and closed vocabularies are made of.
const std::vector<std::u32string>& look_alikes() {
  static const std::vector<std::u32string> groups = {
      U"目日曰自白", U"标际栋柝", U"未末本木", U"士土工干千于", U"己已巳",   U"人入八",   U"大太犬丈夫天", U"王玉主",
      U"申甲由田",   U"贝见",     U"刀力九",   U"问间闻同",     U"侍待持特", U"效校敛放", U"盖益盘",       U"履覆展屐",
      U"职耿取",     U"级绒极圾", U"指捐措",   U"绩绪续缋",     U"准淮",     U"整螫",     U"足是",         U"符苻府",
      U"算箕",       U"额颔颖",   U"总怠",     U"质贡责贵",     U"政玫攻",   U"策荣",     U"项顶顷",       U"施旆",
      U"位住往",     U"单早",     U"完宄定",   U"限很恨",       U"数敎",     U"重垂",     U"点占",         U"部郡都",
      U"名各",       U"称弥",     U"支攴",     U"出山",         U"财材",     U"拨拔",     U"收攸",         U"度庋",
      U"期朗",       U"意竟",     U"满潘",     U"象像众",       U"社杜",     U"会公合",   U"经轻",         U"济挤",
      U"生牛",       U"态恋",     U"环坏",     U"境镜",         U"影景",     U"响晌",     U"持恃",         U"续读",
      U"成戌戊",     U"本夲",     U"时吋",     U"量重",         U"内肉",     U"容客",     U"元无兀",       U"万方力",
      U"次欢",       U"个介",     U"户尸",     U"处外",         U"件仵"};
  return groups;
}

/// Which groups of look-alikes a character is in.
using Groups = std::bitset<96>;

/// By character; most have no entry.
const std::unordered_map<char32_t, Groups>& groups_by_character() {
  static const std::unordered_map<char32_t, Groups> by_character = [] {
    std::unordered_map<char32_t, Groups> made;
    const std::vector<std::u32string>& groups = look_alikes();
    for (std::size_t i = 0; i < groups.size(); ++i) {
      for (const char32_t c : groups[i]) made[c].set(i);
    }
    return made;
  }();
  return by_character;
}

double substitution_cost(char32_t a, char32_t b) {
  if (a == b) return 0.0;
  if (shape_of(a) == shape_of(b)) return kLookAlike;
  const auto& groups = groups_by_character();
  const auto of_a = groups.find(a);
  if (of_a == groups.end()) return 1.0;
  const auto of_b = groups.find(b);
  return of_b != groups.end() && (of_a->second & of_b->second).any() ? kLookAlike : 1.0;
}

/// What it costs to read a term as something else.
struct ReadingCosts {
  const std::u32string &read, &term;

  double replace(std::size_t i, std::size_t j) const { return substitution_cost(read[i], term[j]); }
  /// A speck before or behind the term reads as a digit, letter or sign, hardly ever as a hanzi.
  double drop(std::size_t i) const {
    const bool at_end = i == 0 || i + 1 == read.size();
    return at_end && read[i] < 0x80 ? kStray : 1.0;
  }
  double insert(std::size_t) const { return 1.0; }
};

/// The same where the term stands among other words.
struct FindingCosts {
  const std::u32string &term, &text;

  double replace(std::size_t i, std::size_t j) const { return substitution_cost(text[j], term[i]); }
  double drop(std::size_t) const { return 1.0; }
  double insert(std::size_t) const { return 1.0; }
};

}  // namespace

double edit_cost(const std::u32string& read, const std::u32string& term) {
  return align(read.size(), term.size(), ReadingCosts{read, term}).cost;
}

Found find_term(const std::u32string& text, const std::u32string& term, bool at_start) {
  const Alignment found = align(term.size(), text.size(), FindingCosts{term, text}, {!at_start, true});
  return {found.cost, found.begin, found.end};
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
