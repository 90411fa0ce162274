#include "extract/check/listed_forms.h"

#include <algorithm>

#include "extract/check/amount_relations.h"
#include "extract/text/fold.h"
#include "extract/text/text_distance.h"

namespace shenbao::extract {
namespace {

/// One misread character in four still tells one project from another.
constexpr int kCharactersPerSlip = 4;

class Matcher {
 public:
  explicit Matcher(Listing& listing) : listing_(listing) {
    for (std::size_t row = 0; row < listing.form_of_row.size(); ++row) {
      names_.push_back(folded_words(listing.lister->text(row_value(row, listing.name))));
    }
    for (const FormView* form : listing.forms) form_names_.push_back(folded_words(form->text(listing.form_name)));
  }

  void match_names(int slips_in_four) {
    for (std::size_t row = 0; row < names_.size(); ++row) {
      for (std::size_t form = 0; form < form_names_.size(); ++form) {
        if (!is_free(row, form) || names_[row].empty() || form_names_[form].empty()) continue;
        const int length = static_cast<int>(std::max(names_[row].size(), form_names_[form].size()));
        const int allowed = slips_in_four * length / kCharactersPerSlip;
        if (edit_distance(names_[row], form_names_[form]) <= allowed) take(row, form, true);
      }
    }
  }

  void match_amounts() {
    for (std::size_t row = 0; row < names_.size(); ++row) {
      std::optional<std::size_t> only;
      int count = 0;
      for (std::size_t form = 0; form < form_names_.size(); ++form) {
        if (!is_free(row, form)) continue;
        const auto listed = listing_.lister->number(row_value(row, listing_.amount));
        const auto own = listing_.forms[form]->number(listing_.form_amount);
        if (!listed || !own || !same_amount(*listed, *own)) continue;
        only = form;
        ++count;
      }
      if (count == 1) take(row, *only, false);
    }
  }

  /// What is left on both sides belongs together when there is one of each and a name is missing or in doubt.
  void match_last() {
    std::vector<std::size_t> rows, forms;
    for (std::size_t row = 0; row < names_.size(); ++row) {
      if (!listing_.form_of_row[row]) rows.push_back(row);
    }
    for (std::size_t form = 0; form < form_names_.size(); ++form) {
      if (!listing_.row_of_form[form]) forms.push_back(form);
    }
    if (rows.size() != 1 || forms.size() != 1) return;
    const bool unread = names_[rows[0]].empty() || form_names_[forms[0]].empty() ||
                        listing_.lister->in_review(row_value(rows[0], listing_.name)) ||
                        listing_.forms[forms[0]]->in_review(listing_.form_name);
    if (unread) take(rows[0], forms[0], false);
  }

 private:
  std::string row_value(std::size_t row, const std::string& column) const {
    return ValuePath(listing_.list) / row / column;
  }
  bool is_free(std::size_t row, std::size_t form) const {
    return !listing_.form_of_row[row] && !listing_.row_of_form[form];
  }
  void take(std::size_t row, std::size_t form, bool by_name) {
    listing_.form_of_row[row] = form;
    listing_.by_name[row] = by_name;
    listing_.row_of_form[form] = true;
  }

  Listing& listing_;
  std::vector<std::u32string> names_, form_names_;
};

}  // namespace

Listing match_listed(const Rule& rule, const std::vector<FormView>& forms) {
  Listing listing;
  const auto parameter = [&](const char* name) { return rule.parameters[name].text; };
  listing.list = "/" + parameter("list");
  listing.name = parameter("name");
  listing.amount = parameter("amount");
  listing.form_name = "/" + parameter("form_name");
  listing.form_amount = "/" + parameter("form_amount");
  for (const FormView& form : forms) {
    if (listing.lister == nullptr && form.form().type == parameter("lister") && form.rows(listing.list) > 0) {
      listing.lister = &form;
    }
    if (form.form().type == parameter("form")) listing.forms.push_back(&form);
  }
  listing.row_of_form.resize(listing.forms.size());
  if (listing.lister == nullptr) return listing;
  listing.form_of_row.resize(static_cast<std::size_t>(listing.lister->rows(listing.list)));
  listing.by_name.resize(listing.form_of_row.size());
  Matcher matcher(listing);
  matcher.match_names(0);
  matcher.match_names(1);
  matcher.match_amounts();
  matcher.match_last();
  return listing;
}

bool says_again(const Listing& listing, std::size_t row) {
  const auto text = [&](std::size_t at, const std::string& column) {
    return listing.lister->text(ValuePath(listing.list) / at / column);
  };
  for (std::size_t other = 0; other < row; ++other) {
    const bool same_name = text(other, listing.name) == text(row, listing.name);
    if (same_name && text(other, listing.amount) == text(row, listing.amount)) return true;
  }
  return false;
}

std::shared_ptr<const Listing> listing_of(const Rule& rule, const RuleScope& scope) {
  if (scope.facts == nullptr) return std::make_shared<const Listing>(match_listed(rule, scope.forms));
  const std::string key = rule.parameters["list"].text + " " + rule.parameters["form"].text;
  std::shared_ptr<const Listing>& listing = scope.facts->listings[key];
  if (!listing) listing = std::make_shared<const Listing>(match_listed(rule, scope.forms));
  return listing;
}

}  // namespace shenbao::extract
