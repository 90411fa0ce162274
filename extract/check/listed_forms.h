#pragma once

#include <string>
#include <vector>

#include "extract/check/judgement.h"

namespace shenbao::extract {

/// A row of a list that speaks of another form, such as a project that a department lists.
struct ListedRow {
  std::string name, amount;        ///< paths of the values: "/tasks/1/project", "/tasks/1/budget"
  const FormView* form = nullptr;  ///< that it speaks of; nullptr: the document has no such form
  bool by_name = false;            ///< matched by its name, not only by its amount
  bool says_again = false;         ///< what an earlier row does, name and amount: it lists no further form
};

/// Which form of the document each row of a list speaks of.
struct Listing {
  const ListingSpec* spec = nullptr;   ///< nullptr: no form's definition has a list of these
  const FormView* lister = nullptr;    ///< nullptr: no form of the document has the list
  std::vector<const FormView*> forms;  ///< of the type listed
  std::vector<ListedRow> rows;
};

/// Matches rows to forms by name, then by nearly the same name, then by amount, and a last row to a last form. A form
/// whose name nobody could read is matched by the other ways.
Listing match_listed(const std::vector<FormView>& forms);

/// The same for the scope's document, found out once where its scopes share their facts.
const Listing& listing_of(const RuleScope& scope);

bool is_listed(const Listing& listing, const FormView& form);

}  // namespace shenbao::extract
