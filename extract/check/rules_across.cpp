#include <algorithm>
#include <map>

#include "extract/check/listed_forms.h"
#include "extract/check/rule_kinds.h"
#include "extract/check/unit_names.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/look_alikes.h"
#include "extract/text/word_breaks.h"

namespace shenbao::extract {
namespace {

/// A rare character of the place puts the whole name in review: of what is read at all, a strange one is printed.
constexpr double kReadAtAll = 0.6;
constexpr std::size_t kMostSlips = 2;  // wrong characters; with more a name is not the unit's

/// The year that most of the form's dates are in, as text; "" where they go over several years or there are none.
std::u32string year_of_dates(const FormView& view, const Texts& patterns) {
  std::map<int, int> counts;
  int all = 0;
  for (const std::string& path : view.paths(patterns)) {
    const auto month = view.month(path);
    if (!month || view.in_review(path)) continue;
    ++counts[month->year];
    ++all;
  }
  for (const auto& [year, count] : counts) {
    if (2 * count > all) return folded(std::to_string(year));
  }
  return {};
}

/// How often a submission says something, and whether that goes before other sayings as frequent.
struct Saying {
  int votes = 0;
  bool preferred = false;
};

/// What a form says of what the rule asks for. Of a year it votes once with what it prints and once with its dates, and
/// one that does not give way goes first; of names each place votes, and one with a usual ending goes first.
void take_sayings(const FormView& view, const Rule& rule, const NameWords& words,
                  std::map<std::u32string, Saying>& sayings) {
  const bool of_units = rule.parameters.what != "year";
  const auto vote = [&](const std::u32string& text, bool preferred) {
    if (text.empty()) return;
    ++sayings[text].votes;
    sayings[text].preferred = sayings[text].preferred || preferred;
  };
  for (const std::string& path : rule.parameters.paths) {
    if (of_units) {
      const std::u32string name = unit_of(view.words(path), words);
      vote(name, ends_with_any(to_utf8(name), words.endings));
    } else if (!view.in_review(path)) {
      vote(view.words(path), !rule.parameters.gives_way);
    }
  }
  if (!of_units) vote(year_of_dates(view, rule.parameters.dates), false);
}

/// What most of the submission's forms say of it; "" where none says anything.
const std::u32string& saying_of_submission(const Rule& rule, const RuleScope& scope) {
  const auto [known, is_new] = scope.facts->sayings.try_emplace(rule.parameters.what);
  if (!is_new) return known->second;
  const NameWords words = name_words(rule.parameters);
  std::map<std::u32string, Saying> sayings;
  for (const FormView& view : scope.forms) {
    const Rule* own = find_rule(view.form_template(), rule.kind, rule.parameters.what);
    if (own != nullptr) take_sayings(view, *own, words, sayings);
  }
  Saying best;
  for (const auto& [text, saying] : sayings) {
    if (std::make_pair(saying.votes, saying.preferred) <= std::make_pair(best.votes, best.preferred)) continue;
    best = saying;
    known->second = text;
  }
  return known->second;
}

/// Whether a unit below the submission's own hands the form in itself: it is the one that does the work, and the
/// department is the submission's.
bool is_of_subordinate(const Rule& rule, const RuleScope& scope, const std::string& path, const std::u32string& unit,
                       const NameWords& words) {
  const std::vector<std::string>& roles = rule.parameters.roles;  // the unit, who does the work, the department
  return roles.size() == 3 && path == roles[0] && scope.view.words(roles[0]) == scope.view.words(roles[1]) &&
         distance_to(scope.view.words(roles[2]), unit, words).first == 0;
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

Judgements check_same_year(const Rule& rule, const RuleScope& scope) {
  if (scope.forms.size() < 2) return {};
  Judgements all;
  for (const std::string& path : rule.parameters.paths) {
    const std::u32string &own = scope.view.words(path), &year = saying_of_submission(rule, scope);
    if (own.empty() || year.empty() || own == year) continue;
    say_or_doubt(all, rule, scope, path, scope.view.in_review(path) ? path : "",
                 {{"actual", to_utf8(own)}, {"expected", to_utf8(year)}});
  }
  return all;
}

Judgements check_same_unit(const Rule& rule, const RuleScope& scope) {
  const std::u32string& unit = saying_of_submission(rule, scope);
  const NameWords words = name_words(rule.parameters);
  const bool wants_near = rule.parameters.what == "unit_nearly";
  Judgements all;
  for (const std::string& path : rule.parameters.paths) {
    const std::u32string name = without_code(scope.view.words(path));
    if (unit.empty() || name.empty() || unit_of(name, words) == unit) continue;
    const auto [distance, meant] = distance_to(name, unit, words);
    if (distance == 0 || is_of_subordinate(rule, scope, path, unit, words)) continue;
    const std::size_t allowed = std::min(kMostSlips, std::max<std::size_t>(1, unit.size() / kCharactersPerSlip));
    const bool near = distance <= static_cast<int>(allowed) && !is_another_name(name, meant, words);
    if (near != wants_near) continue;
    if (!wants_near && (has_place_in_front(name, meant, words) || is_said_by_all(scope, path))) continue;
    const bool unread = scope.view.in_review(path) && (!wants_near || scope.view.confidence(path) < kReadAtAll);
    say_or_doubt(all, rule, scope, path, unread || differ_by_look_alikes(name, meant) ? path : "",
                 {{"actual", scope.view.text(path)}, {"expected", to_utf8(meant)}, {"doubt", doubt_at(scope, path)}});
  }
  return all;
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

/// Every row of the list has its form, where the document has any.
Judgements check_rows_have_forms(const Rule& rule, const RuleScope& scope, const Listing& listing) {
  if (listing.lister != &scope.view || listing.forms.empty()) return {};
  const bool unread = has_page_without_form(scope);
  Judgements all;
  for (const ListedRow& row : listing.rows) {
    const std::string& own = scope.view.text(row.name);
    const std::string other = row.form != nullptr ? row.form->text(listing.spec->form_name) : "";
    if (own.empty() || row.by_name || (row.form != nullptr && other.empty())) continue;
    // A name that is a piece of the other lost the rest of its line in reading.
    const bool is_piece =
        !other.empty() && (own.find(other) != std::string::npos || other.find(own) != std::string::npos);
    const bool in_review =
        scope.view.in_review(row.name) || (row.form != nullptr && row.form->in_review(listing.spec->form_name));
    say_or_doubt(all, rule, scope, row.name, unread || is_piece || in_review ? row.name : "",
                 {{"actual", own}, {"expected", other}});
  }
  return all;
}

/// Some row lists the form.
Judgements check_form_has_row(const Rule& rule, const RuleScope& scope, const Listing& listing) {
  if (scope.form().type != listing.spec->form || is_listed(listing, scope.view)) return {};
  const std::string& path = listing.spec->form_name;
  const std::string& own = scope.view.text(path);
  Judgements all;
  if (!own.empty()) say_or_doubt(all, rule, scope, path, first_in_review(scope.view, {path}), {{"actual", own}});
  return all;
}

/// The name in a row and that on its form are not one damaged by characters that make no word.
Judgements check_listed_names(const Rule& rule, const RuleScope& scope, const Listing& listing) {
  Judgements all;
  for (const ListedRow& row : listing.rows) {
    const bool on_list = &scope.view == listing.lister, on_form = &scope.view == row.form;
    if (!row.by_name || (!on_list && !on_form)) continue;
    const std::string &path = on_list ? row.name : listing.spec->form_name,
                      &other_path = on_list ? listing.spec->form_name : row.name;
    const FormView& other_view = on_list ? *row.form : *listing.lister;
    const std::u32string &own = scope.view.words(path), &other = other_view.words(other_path);
    if (own == other || !is_damaged_name(own, other)) continue;
    say_or_doubt(all, rule, scope, path, scope.view.in_review(path) || differ_by_look_alikes(own, other) ? path : "",
                 {{"actual", scope.view.text(path)}, {"expected", other_view.text(other_path)}});
  }
  return all;
}

}  // namespace

Judgements check_same(const Rule& rule, const RuleScope& scope) {
  return rule.parameters.what == "year" ? check_same_year(rule, scope) : check_same_unit(rule, scope);
}

Judgements check_listed(const Rule& rule, const RuleScope& scope) {
  const Listing& listing = listing_of(scope);
  if (listing.lister == nullptr) return {};
  const std::string& what = rule.parameters.what;
  if (what == "form") return check_rows_have_forms(rule, scope, listing);
  if (what == "row") return check_form_has_row(rule, scope, listing);
  if (what == "name") return check_listed_names(rule, scope, listing);
  return {};  // amounts are judged together (check_amounts)
}

}  // namespace shenbao::extract
