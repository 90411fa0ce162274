#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extract/check/rule_check.h"

namespace shenbao::extract {

/// Which form of the document each row of a list speaks of, such as the projects that a department lists.
struct Listing {
  const FormView* lister = nullptr;  ///< nullptr: no form of the document has the list
  std::string list, name, amount;    ///< "/tasks", "project", "budget"
  std::string form_name, form_amount;
  std::vector<const FormView*> forms;                   ///< of the type listed
  std::vector<std::optional<std::size_t>> form_of_row;  ///< index into `forms`
  std::vector<bool> by_name;                            ///< per row: matched by its name, not only by its amount
  std::vector<bool> row_of_form;                        ///< per form: some row speaks of it
};

/// Matches rows to forms by name, then by nearly the same name, then by amount, and a last row to a last form.
///
/// `rule` has the parameters lister, list, name, amount (columns of the list), form (the type listed), form_name and
/// form_amount (paths into it). Paths are given without their first /, for they may be another form's. A form whose
/// name nobody could read is matched by the other ways.
Listing match_listed(const Rule& rule, const std::vector<FormView>& forms);

/// The same for the scope's document, found out once where its scopes share their facts.
std::shared_ptr<const Listing> listing_of(const Rule& rule, const RuleScope& scope);

/// Whether a row says what an earlier one does, name and amount: then it lists no further form.
bool says_again(const Listing& listing, std::size_t row);

}  // namespace shenbao::extract
