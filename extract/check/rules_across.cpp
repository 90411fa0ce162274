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

/// What a form says of what a `same` rule asks for, each saying with whether it goes before others as frequent: of a
/// year what it prints, unless it gives way, and that of its dates; of names each place, with a usual ending first.
std::vector<std::pair<std::u32string, bool>> sayings_of(const FormView& view, const Rule& rule) {
  const RuleParameters& asks = rule.parameters;
  const NameWords words = name_words(asks);
  std::vector<std::pair<std::u32string, bool>> sayings;
  for (const std::string& path : asks.paths) {
    const std::u32string unit = unit_of(view.words(path), words);
    if (asks.what != "year") sayings.emplace_back(unit, ends_with_any(to_utf8(unit), words.endings));
    if (asks.what == "year" && !view.in_review(path)) sayings.emplace_back(view.words(path), !asks.gives_way);
  }
  if (asks.what == "year") sayings.emplace_back(year_of_dates(view, asks.dates), false);
  return sayings;
}

/// The same of the scope's submission, found out once.
const std::u32string& saying_of_submission(const Judge& judge) {
  const auto [known, is_new] = judge.scope.facts->sayings.try_emplace(judge.asks.what);
  if (is_new) known->second = saying_of(judge.scope.forms, judge.asks.what);
  return known->second;
}

/// Whether a unit below the submission's own hands the form in itself: it is the one that does the work, and the
/// department is the submission's.
bool is_of_subordinate(const Judge& judge, const std::string& path, const std::u32string& unit,
                       const NameWords& words) {
  const Texts& roles = judge.asks.roles;  // the unit, who does the work, the department
  return roles.size() == 3 && path == roles[0] && judge.view.words(roles[0]) == judge.view.words(roles[1]) &&
         distance_to(judge.view.words(roles[2]), unit, words).first == 0;
}

/// Whether every form that has the path says the same there, two at least: a school's forms name the bureau above it.
bool is_said_by_all(const RuleScope& scope, const std::string& path) {
  int forms = 0;
  for (const FormView& view : scope.forms) {
    if (view.at(path).path.empty()) continue;  // a form of another kind
    if (view.words(path) != scope.view.words(path)) return false;
    ++forms;
  }
  return forms > 1;
}

void check_same_year(Judge& judge) {
  if (judge.scope.forms.size() < 2) return;
  const std::u32string& year = saying_of_submission(judge);
  for (const std::string& path : judge.paths()) {
    const std::u32string own = judge.view.words(path);
    if (own.empty() || year.empty() || own == year) continue;
    judge.say_unless(judge.if_doubtful(path), path, {{"actual", to_utf8(own)}, {"expected", to_utf8(year)}});
  }
}

void check_same_unit(Judge& judge) {
  const std::u32string& unit = saying_of_submission(judge);
  const NameWords words = name_words(judge.asks);
  const bool wants_near = judge.asks.what == "unit_nearly";
  for (const std::string& path : judge.paths()) {
    const std::u32string name = without_code(judge.view.words(path));
    if (unit.empty() || name.empty() || unit_of(name, words) == unit) continue;
    const auto [distance, meant] = distance_to(name, unit, words);
    if (distance == 0 || is_of_subordinate(judge, path, unit, words)) continue;
    const std::size_t allowed = std::min(kMostSlips, std::max<std::size_t>(1, unit.size() / kCharactersPerSlip));
    const bool near = distance <= static_cast<int>(allowed) && !is_another_name(name, meant, words);
    if (near != wants_near) continue;
    if (!wants_near && (has_place_in_front(name, meant, words) || is_said_by_all(judge.scope, path))) continue;
    // A rare character of the place puts the whole name in review: of what is read at all, a strange one is printed.
    const bool unread = judge.view.in_review(path) && (!wants_near || !judge.view.reads_well(path, kReadAtAll));
    judge.say_unless(
        unread || differ_by_look_alikes(name, meant) ? path : "", path,
        {{"actual", judge.view.text(path)}, {"expected", to_utf8(meant)}, {"doubt", doubt_at(judge.scope, path)}});
  }
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
void check_rows_have_forms(Judge& judge, const Listing& listing) {
  if (listing.lister != &judge.view || listing.forms.empty()) return;
  const bool unread = has_page_without_form(judge.scope);
  const std::string& other_path = listing.spec->form_name;
  for (const ListedRow& row : listing.rows) {
    const std::string own = judge.view.text(row.name);
    const std::string other = row.form != nullptr ? row.form->text(other_path) : "";
    if (own.empty() || row.by_name || (row.form != nullptr && other.empty())) continue;
    // A name that is a piece of the other lost the rest of its line in reading.
    const bool is_piece = !other.empty() && (own.find(other) != own.npos || other.find(own) != own.npos);
    const bool in_doubt = unread || is_piece || (row.form != nullptr && row.form->in_review(other_path));
    judge.say_unless(judge.if_doubtful(row.name, in_doubt), row.name, {{"actual", own}, {"expected", other}});
  }
}

/// Some row lists the form.
void check_form_has_row(Judge& judge, const Listing& listing) {
  if (judge.view.form().type != listing.spec->form || is_listed(listing, judge.view)) return;
  const std::string& path = listing.spec->form_name;
  const std::string own = judge.view.text(path);
  if (!own.empty()) judge.say_unless(judge.if_doubtful(path), path, {{"actual", own}});
}

/// The name in a row and that on its form are not one damaged by characters that make no word.
void check_listed_names(Judge& judge, const Listing& listing) {
  for (const ListedRow& row : listing.rows) {
    const bool on_list = &judge.view == listing.lister, on_form = &judge.view == row.form;
    if (!row.by_name || (!on_list && !on_form)) continue;
    const std::string path = on_list ? row.name : listing.spec->form_name,
                      other_path = on_list ? listing.spec->form_name : row.name;
    const FormView& other_view = on_list ? *row.form : *listing.lister;
    const std::u32string own = judge.view.words(path), other = other_view.words(other_path);
    if (own == other || !is_damaged_name(own, other)) continue;
    judge.say_unless(judge.if_doubtful(path, differ_by_look_alikes(own, other)), path,
                     {{"actual", judge.view.text(path)}, {"expected", other_view.text(other_path)}});
  }
}

}  // namespace

std::u32string saying_of(const std::vector<FormView>& forms, const std::string& what) {
  std::map<std::u32string, std::pair<int, bool>> votes;
  for (const FormView& view : forms) {
    const Rule* rule = find_rule(view.form_template(), "same", what);
    if (rule == nullptr) continue;
    for (const auto& [text, goes_first] : sayings_of(view, *rule)) {
      auto& [count, preferred] = votes[text];
      ++count;
      preferred = preferred || goes_first;
    }
  }
  votes.erase(U"");
  const auto most =
      std::max_element(votes.begin(), votes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == votes.end() ? U"" : most->first;
}

void check_same(Judge& judge) { return judge.asks.what == "year" ? check_same_year(judge) : check_same_unit(judge); }

void check_listed(Judge& judge) {
  const Listing& listing = listing_of(judge.scope);
  const std::string& what = judge.asks.what;
  if (listing.lister == nullptr) return;
  if (what == "form") check_rows_have_forms(judge, listing);
  if (what == "row") check_form_has_row(judge, listing);
  if (what == "name") check_listed_names(judge, listing);  // amounts are judged together (check_amounts)
}

}  // namespace shenbao::extract
