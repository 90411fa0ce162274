#include <algorithm>
#include <map>

#include "extract/check/listed_forms.h"
#include "extract/check/rule_kinds.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/look_alikes.h"
#include "extract/text/text_distance.h"
#include "extract/text/word_breaks.h"

namespace shenbao::extract {
namespace {

/// The rule of that kind and parameter in another form's template; nullptr where it has none.
const Rule* find_counterpart(const FormView& view, const Rule& rule, const std::string& parameter) {
  for (const Rule& other : view.form_template().rules) {
    const bool same = other.kind == rule.kind && other.code == rule.code;
    if (same && other.parameters[parameter] == rule.parameters[parameter]) return &other;
  }
  return nullptr;
}

std::optional<int> year_read_at(const FormView& view, const std::string& path) {
  const auto number = view.number(path);
  return number && number->scale == 0 ? std::make_optional(static_cast<int>(number->units)) : std::nullopt;
}

/// The same, but for a year in review.
std::optional<int> year_at(const FormView& view, const std::string& path) {
  return view.in_review(path) ? std::nullopt : year_read_at(view, path);
}

/// The year that most of the form's dates are in; nothing where they go over several years or there are none.
std::optional<int> year_of_dates(const FormView& view, const Parameter& patterns) {
  std::map<int, int> counts;
  int all = 0;
  for (const std::string& path : view.paths(patterns)) {
    const auto month = view.month(path);
    if (!month || view.in_review(path)) continue;
    ++counts[month->year];
    ++all;
  }
  for (const auto& [year, count] : counts) {
    if (2 * count > all) return year;
  }
  return std::nullopt;
}

/// The year of a submission: each form votes once with what it prints and once with its dates. Of years with as many
/// votes, the one that a form which does not give way prints.
std::optional<int> year_of_submission(const Rule& rule, const RuleScope& scope) {
  std::map<int, int> votes;
  std::map<int, bool> firm;
  for (const FormView& view : scope.forms) {
    const Rule* own = find_counterpart(view, rule, "concept");
    if (own == nullptr) continue;
    const auto year = year_at(view, own->parameters["path"].text);
    const auto dates = year_of_dates(view, own->parameters["dates"]);
    if (year) ++votes[*year];
    if (year && !own->parameters["gives_way"].truth) firm[*year] = true;
    if (dates) ++votes[*dates];
  }
  std::optional<int> best;
  for (const auto& [year, count] : votes) {
    if (!best || count > votes[*best] || (count == votes[*best] && firm[year] && !firm[*best])) best = year;
  }
  return best;
}

/// The fact of that name, found out where it is not known yet.
template <typename Fact, typename FindOut>
Fact fact_of(std::map<std::string, Fact>* facts, const std::string& name, FindOut find_out) {
  if (facts == nullptr) return find_out();
  const auto known = facts->find(name);
  return known != facts->end() ? known->second : facts->emplace(name, find_out()).first->second;
}

std::vector<std::u32string> folded_texts(const Parameter& words) {
  std::vector<std::u32string> all;
  for (const std::string& word : words.texts()) all.push_back(folded_words(word));
  return all;
}

std::u32string without_suffix(const std::u32string& name, const std::vector<std::u32string>& suffixes) {
  for (const std::u32string& end : suffixes) {
    if (name.size() > end.size() && name.compare(name.size() - end.size(), end.size(), end) == 0) {
      return name.substr(0, name.size() - end.size());
    }
  }
  return name;
}

/// A unit's name without the code that some offices print in front: 金寨县司法局 of [017]金寨县司法局.
std::u32string without_code(const std::u32string& name) {
  const std::size_t begin = name.find_first_not_of(U"0123456789");
  return begin == std::u32string::npos ? name : name.substr(begin);
}

/// The name that most places print; of names with as many, one with a usual ending.
std::u32string name_of_submission(const Rule& rule, const RuleScope& scope) {
  const std::vector<std::u32string> suffixes = folded_texts(rule.parameters["suffixes"]);
  std::map<std::u32string, int> votes;
  for (const FormView& view : scope.forms) {
    const Rule* own = find_counterpart(view, rule, "concept");
    if (own == nullptr) continue;
    for (const std::string& path : own->parameters["paths"].texts()) {
      const std::u32string name = without_code(view.words(path));
      if (!name.empty()) ++votes[without_suffix(name, suffixes)];
    }
  }
  const Parameter& endings = rule.parameters["endings"];
  const auto is_usual = [&](const std::u32string& name) { return ends_with_any(to_utf8(name), endings); };
  std::u32string best;
  for (const auto& [name, count] : votes) {
    const int most = best.empty() ? 0 : votes[best];
    if (count > most || (count == most && is_usual(name) && !is_usual(best))) best = name;
  }
  return best;
}

constexpr std::size_t kCharactersPerSlip = 4;
constexpr std::size_t kMostSlips = 2;

/// What tells units' names apart, of a `same_name` rule.
struct NameWords {
  std::vector<std::u32string> suffixes;  ///< 本级, 机关
  std::u32string apart;  ///< characters of which one for another makes another name: 市县, 一二, 东西
  const Parameter* endings = nullptr;  ///< 局, 委员会
};

NameWords name_words(const Rule& rule) {
  return {folded_texts(rule.parameters["suffixes"]), folded_words(rule.parameters["apart"].text),
          &rule.parameters["endings"]};
}

/// Where the place ends that a name begins with: behind the 县 of 朝阳县司法局.
std::size_t end_of_place(const std::u32string& name) {
  const std::size_t mark = name.find_first_of(U"省市县区旗州盟", 1);
  return mark == std::u32string::npos ? 0 : mark + 1;
}

/// Whether the character that stands at `at` instead of another makes the name that of another unit: 林 in 林业局.
bool makes_another_name(const std::u32string& name, const std::u32string& meant, std::size_t at,
                        const NameWords& words) {
  const auto tells_apart = [&](char32_t c) { return words.apart.find(c) != std::u32string::npos; };
  if (tells_apart(name[at]) && tells_apart(meant[at])) return true;
  if (!stands_alone(name, at)) return true;
  if (is_hanzi(name[at]) && !is_everyday_hanzi(name[at])) return false;
  return at < end_of_place(name) && stands_alone(meant, at);
}

/// Whether one name is the other with the place above in front: 朝阳市双塔区教育局 and 双塔区教育局.
bool has_place_in_front(const std::u32string& a, const std::u32string& b) {
  const std::u32string &shorter = a.size() < b.size() ? a : b, &longer = a.size() < b.size() ? b : a;
  const std::size_t front = longer.size() - shorter.size();
  return front > 1 && end_of_place(longer) == front && longer.compare(front, shorter.size(), shorter) == 0;
}

/// Whether a name that differs from the unit's in a character or two is that of another unit: 农业局 and 林业局,
/// 第一小学 and 第二小学.
bool is_another_name(const std::u32string& name, const std::u32string& meant, const NameWords& words) {
  const std::u32string stem = without_suffix(name, words.suffixes);
  if (!ends_with_any(to_utf8(stem), *words.endings)) return false;
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
  return !doubled && words.apart.find(longer[at]) != std::u32string::npos;
}

/// How far the name is from the unit's, with any of the suffixes behind it; and that name.
std::pair<int, std::u32string> distance_to(const std::u32string& name, const std::u32string& unit,
                                           const std::vector<std::u32string>& suffixes) {
  std::pair<int, std::u32string> best = {edit_distance(name, unit), unit};
  for (const std::u32string& suffix : suffixes) {
    const std::u32string whole = unit + suffix;
    const int distance = edit_distance(name, whole);
    if (distance < best.first) best = {distance, whole};
  }
  return best;
}

/// Whether a unit below the submission's own hands the form in itself: it is the one that does the work, and the
/// department is the submission's.
bool is_of_subordinate(const Rule& rule, const RuleScope& scope, const std::string& path, const std::u32string& unit,
                       const std::vector<std::u32string>& suffixes) {
  const Parameter& subordinate = rule.parameters["subordinate"];
  if (subordinate.kind != Parameter::Kind::group || path != subordinate["unit"].text) return false;
  const std::u32string& own = scope.view.words(path);
  return own == scope.view.words(subordinate["same"].text) &&
         distance_to(scope.view.words(subordinate["under"].text), unit, suffixes).first == 0;
}

/// Whether every form that has the path says the same there, two at least: a school's forms name the bureau above it.
bool is_said_by_all(const RuleScope& scope, const std::string& path) {
  int forms = 0;
  for (const FormView& view : scope.forms) {
    if (view.find(path) == nullptr) continue;
    if (view.words(path) != scope.view.words(path)) return false;
    ++forms;
  }
  return forms > 1;
}

/// Whether a name is another of its length with characters that make no word in place of such that do: 社区矫证 for
/// 社区矫正.
bool is_damaged_name(const std::u32string& name, const std::u32string& other) {
  if (name.size() != other.size()) return false;
  const auto is_rare = [](char32_t c) { return is_hanzi(c) && !is_everyday_hanzi(c); };
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name[i] == other[i]) continue;
    const bool breaks_word = stands_alone(name, i) && !stands_alone(other, i);
    if (breaks_word || (is_rare(name[i]) && !is_rare(other[i]))) return true;
  }
  return false;
}

}  // namespace

std::vector<Finding> check_same_year(const Rule& rule, const RuleScope& scope) {
  const std::string path = rule.parameters["path"].text;
  const auto own = year_read_at(scope.view, path);
  if (!own || scope.forms.size() < 2) return {};
  const auto year = fact_of(scope.facts == nullptr ? nullptr : &scope.facts->years, rule.parameters["concept"].text,
                            [&] { return year_of_submission(rule, scope); });
  if (!year || *year == *own) return {};
  if (scope.view.in_review(path)) return {make_not_judged(scope, path, scope, path)};
  return {make_finding(rule, scope, path, {{"actual", std::to_string(*own)}, {"expected", std::to_string(*year)}})};
}

std::vector<Finding> check_same_name(const Rule& rule, const RuleScope& scope) {
  const std::string concept_name = rule.code + " " + rule.parameters["concept"].text;
  const std::u32string unit = fact_of(scope.facts == nullptr ? nullptr : &scope.facts->names, concept_name,
                                      [&] { return name_of_submission(rule, scope); });
  if (unit.empty()) return {};
  const NameWords words = name_words(rule);
  const bool wants_near = rule.parameters["differs"].text == "nearly";
  std::vector<Finding> findings;
  for (const std::string& path : rule.parameters["paths"].texts()) {
    const std::u32string name = without_code(scope.view.words(path));
    if (name.empty()) continue;
    if (name == unit || without_suffix(name, words.suffixes) == unit) continue;
    const auto [distance, meant] = distance_to(name, unit, words.suffixes);
    if (distance == 0 || is_of_subordinate(rule, scope, path, unit, words.suffixes)) continue;
    const std::size_t allowed = std::min(kMostSlips, std::max<std::size_t>(1, unit.size() / kCharactersPerSlip));
    const bool near = distance <= static_cast<int>(allowed) && !is_another_name(name, meant, words);
    if (near != wants_near) continue;
    if (!wants_near && (has_place_in_front(name, meant) || is_said_by_all(scope, path))) continue;
    // A rare character of the place puts the whole name in review: of what is read at all, a strange one is printed.
    constexpr double kReadAtAll = 0.6;
    const bool unread = scope.view.in_review(path) && (!wants_near || scope.view.confidence(path) < kReadAtAll);
    if (unread || differ_by_look_alikes(name, meant)) {
      findings.push_back(make_not_judged(scope, path, scope, path));
      continue;
    }
    findings.push_back(make_finding(
        rule, scope, path,
        {{"actual", scope.view.text(path)}, {"expected", to_utf8(meant)}, {"doubt", doubt_at(scope, path)}}));
  }
  return findings;
}

std::vector<Finding> check_listed_form(const Rule& rule, const RuleScope& scope) {
  const std::shared_ptr<const Listing> shared = listing_of(rule, scope);
  const Listing& listing = *shared;
  if (listing.lister != &scope.view || listing.forms.empty()) return {};
  const bool unread = has_page_without_form(scope);
  std::vector<Finding> findings;
  for (std::size_t row = 0; row < listing.form_of_row.size(); ++row) {
    const ValuePath path = ValuePath(listing.list) / row / listing.name;
    const FormView* form = listing.form_of_row[row] ? listing.forms[*listing.form_of_row[row]] : nullptr;
    const std::string own = scope.view.text(path), other = form != nullptr ? form->text(listing.form_name) : "";
    if (own.empty() || listing.by_name[row] || (form != nullptr && other.empty())) continue;
    // A name that is a piece of the other lost the rest of its line in reading.
    const bool is_piece =
        !other.empty() && (own.find(other) != std::string::npos || other.find(own) != std::string::npos);
    if (unread || is_piece || scope.view.in_review(path) || (form != nullptr && form->in_review(listing.form_name))) {
      findings.push_back(make_not_judged(scope, path, scope, path));
    } else {
      findings.push_back(make_finding(rule, scope, path, {{"actual", own}, {"expected", other}}));
    }
  }
  return findings;
}

std::vector<Finding> check_listed_name(const Rule& rule, const RuleScope& scope) {
  const std::shared_ptr<const Listing> shared = listing_of(rule, scope);
  const Listing& listing = *shared;
  std::vector<Finding> findings;
  for (std::size_t row = 0; row < listing.form_of_row.size(); ++row) {
    if (!listing.form_of_row[row] || !listing.by_name[row]) continue;
    const FormView& form = *listing.forms[*listing.form_of_row[row]];
    const FormView& lister = *listing.lister;
    const ValuePath listed = ValuePath(listing.list) / row / listing.name;
    const bool on_list = &scope.view == &lister, on_form = &scope.view == &form;
    if (!on_list && !on_form) continue;
    const std::u32string &own = on_list ? lister.words(listed) : form.words(listing.form_name),
                         &other = on_list ? form.words(listing.form_name) : lister.words(listed);
    if (own == other || !is_damaged_name(own, other)) continue;
    const std::string& path = on_list ? listed.text() : listing.form_name;
    if (scope.view.in_review(path) || differ_by_look_alikes(own, other)) {
      findings.push_back(make_not_judged(scope, path, scope, path));
      continue;
    }
    const std::string& expected = on_list ? form.text(listing.form_name) : lister.text(listed);
    findings.push_back(make_finding(rule, scope, path, {{"actual", scope.view.text(path)}, {"expected", expected}}));
  }
  return findings;
}

std::vector<Finding> check_listing_row(const Rule& rule, const RuleScope& scope) {
  const std::shared_ptr<const Listing> shared = listing_of(rule, scope);
  const Listing& listing = *shared;
  if (listing.lister == nullptr) return {};
  for (std::size_t form = 0; form < listing.forms.size(); ++form) {
    const std::string own = scope.view.text(listing.form_name);
    if (listing.forms[form] != &scope.view || listing.row_of_form[form] || own.empty()) continue;
    if (scope.view.in_review(listing.form_name)) {
      return {make_not_judged(scope, listing.form_name, scope, listing.form_name)};
    }
    return {make_finding(rule, scope, listing.form_name, {{"actual", own}})};
  }
  return {};
}

}  // namespace shenbao::extract
