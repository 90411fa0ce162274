#include "extract/check/listed_forms.h"

#include <algorithm>

#include "extract/check/amount_relations.h"
#include "extract/text/text_distance.h"

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

bool may_belong(const Listing& listing, const ListedRow& row, const FormView& form) {
  return row.form == nullptr && !is_listed(listing, form);
}

/// Matches names that differ in no more than `slips` characters in `kCharactersPerSlip`.
void match_names(Listing& listing, std::size_t slips) {
  for (ListedRow& row : listing.rows) {
    for (const FormView* form : listing.forms) {
      const std::u32string &listed = listing.lister->words(row.name), &own = form->words(listing.spec->form_name);
      if (!may_belong(listing, row, *form) || listed.empty() || own.empty()) continue;
      const std::size_t allowed = slips * std::max(listed.size(), own.size()) / kCharactersPerSlip;
      if (edit_distance(listed, own) > static_cast<int>(allowed)) continue;
      row.form = form;
      row.by_name = true;
    }
  }
}

void match_amounts(Listing& listing) {
  for (ListedRow& row : listing.rows) {
    std::vector<const FormView*> same;
    for (const FormView* form : listing.forms) {
      const auto listed = listing.lister->number(row.amount), own = form->number(listing.spec->form_amount);
      if (may_belong(listing, row, *form) && listed && own && same_amount(*listed, *own)) same.push_back(form);
    }
    if (same.size() == 1) row.form = same.front();
  }
}

/// What is left on both sides belongs together when there is one of each and a name is missing or in doubt.
void match_last(Listing& listing) {
  std::vector<ListedRow*> rows;
  std::vector<const FormView*> forms;
  for (ListedRow& row : listing.rows) {
    if (row.form == nullptr) rows.push_back(&row);
  }
  for (const FormView* form : listing.forms) {
    if (!is_listed(listing, *form)) forms.push_back(form);
  }
  if (rows.size() != 1 || forms.size() != 1) return;
  const auto is_unread = [](const FormView& view, const std::string& path) {
    return view.words(path).empty() || view.in_review(path);
  };
  const bool unread = is_unread(*listing.lister, rows[0]->name) || is_unread(*forms[0], listing.spec->form_name);
  if (unread) rows[0]->form = forms[0];
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
