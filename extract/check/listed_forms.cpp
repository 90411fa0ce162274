#include "extract/check/listed_forms.h"

#include <algorithm>
#include <iterator>

#include "extract/check/amount_relations.h"
#include "extract/text/align.h"

namespace shenbao::extract {
namespace {

std::vector<ListedRow> rows_of(const ListingSpec& spec, const FormView& lister) {
  std::vector<ListedRow> rows;
  for (int number = 0; number < lister.rows(spec.list); ++number) {
    ListedRow row;
    row.name = ValuePath(spec.list) / number / spec.name;
    row.amount = ValuePath(spec.list) / number / spec.amount;
    row.says_again = std::any_of(rows.begin(), rows.end(), [&](const ListedRow& other) {
      return lister.text(other.name) == lister.text(row.name) && lister.text(other.amount) == lister.text(row.amount);
    });
    rows.push_back(row);
  }
  return rows;
}

/// The forms that no row lists yet.
std::vector<const FormView*> forms_left(const Listing& listing) {
  std::vector<const FormView*> left;
  std::copy_if(listing.forms.begin(), listing.forms.end(), std::back_inserter(left),
               [&](const FormView* form) { return !is_listed(listing, *form); });
  return left;
}

/// Gives each row without a form the first that is left and `fits`: (row, form) → bool; or only one that alone does.
template <typename Fits>
void match(Listing& listing, bool alone, Fits fits) {
  for (ListedRow& row : listing.rows) {
    std::vector<const FormView*> fitting = row.form == nullptr ? forms_left(listing) : std::vector<const FormView*>();
    const auto is_other = [&](const FormView* form) { return !fits(row, *form); };
    fitting.erase(std::remove_if(fitting.begin(), fitting.end(), is_other), fitting.end());
    if (fitting.size() == 1 || (!alone && !fitting.empty())) row.form = fitting.front();
  }
}

/// Matches names that differ in no more than `slips` characters in `kCharactersPerSlip`.
void match_names(Listing& listing, std::size_t slips) {
  match(listing, false, [&](const ListedRow& row, const FormView& form) {
    const std::u32string listed = listing.lister->words(row.name), own = form.words(listing.spec->form_name);
    const std::size_t allowed = slips * std::max(listed.size(), own.size()) / kCharactersPerSlip;
    return !listed.empty() && !own.empty() && edit_distance(listed, own) <= static_cast<int>(allowed);
  });
  for (ListedRow& row : listing.rows) row.by_name = row.form != nullptr;
}

void match_amounts(Listing& listing) {
  match(listing, true, [&](const ListedRow& row, const FormView& form) {
    const auto listed = listing.lister->number(row.amount), own = form.number(listing.spec->form_amount);
    return listed && own && same_amount(*listed, *own);
  });
}

/// What is left on both sides belongs together when there is one of each and a name is missing or in doubt.
void match_last(Listing& listing) {
  const auto is_left = [](const ListedRow& row) { return row.form == nullptr; };
  const auto is_unread = [](const FormView& view, const std::string& path) {
    return view.words(path).empty() || view.in_review(path);
  };
  if (std::count_if(listing.rows.begin(), listing.rows.end(), is_left) != 1 || forms_left(listing).size() != 1) return;
  match(listing, true, [&](const ListedRow& row, const FormView& form) {
    return is_unread(*listing.lister, row.name) || is_unread(form, listing.spec->form_name);
  });
}

}  // namespace

Listing match_listed(const std::vector<FormView>& forms) {
  Listing listing;
  for (const FormView& form : forms) {
    const auto& spec = form.form_template().listing;
    if (!spec || (listing.lister != nullptr) || form.rows(spec->list) == 0) continue;
    listing.spec = &*spec;
    listing.lister = &form;
  }
  if (listing.lister == nullptr) return listing;
  for (const FormView& form : forms) {
    if (form.form().type == listing.spec->form) listing.forms.push_back(&form);
  }
  listing.rows = rows_of(*listing.spec, *listing.lister);
  match_names(listing, 0);
  match_names(listing, 1);
  match_amounts(listing);
  match_last(listing);
  return listing;
}

const Listing& listing_of(const RuleScope& scope) {
  std::shared_ptr<const Listing>& listing = scope.facts->listing;
  if (!listing) listing = std::make_shared<const Listing>(match_listed(scope.forms));
  return *listing;
}

bool is_listed(const Listing& listing, const FormView& form) {
  return std::any_of(listing.rows.begin(), listing.rows.end(), [&](const ListedRow& row) { return row.form == &form; });
}

}  // namespace shenbao::extract
