#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "extract/form/form.h"
#include "extract/form/form_template.h"
#include "extract/form/value_path.h"
#include "extract/text/decimal.h"

namespace shenbao::extract {

/// A form with its fields by path, as rules look at it.
class FormView {
 public:
  /// `form` and `form_template` must outlive the view.
  FormView(const Form& form, const FormTemplate& form_template, int form_no);

  const Form& form() const { return *form_; }
  const FormTemplate& form_template() const { return *form_template_; }
  int form_no() const { return form_no_; }  ///< index among the document's forms

  const Field& at(const std::string& path) const;  ///< a blank one, without a path, where the form has no such field
  /// The first field at or below the path that prints something; nullptr for none.
  const Field* first_printed(const std::string& path) const;
  int rows(const std::string& list) const;                          ///< of a list; 0 where the form has no such list
  std::vector<ValuePath> row_paths(const std::string& list) const;  ///< in printed order
  /// The form's paths that the patterns mean: each * is every row of its list, in printed order. A pattern without * is
  /// itself, whether the form has that field or not.
  Texts paths(const Texts& patterns) const;

  /// The text of a value, as print_value gives it in Chinese; "" for none.
  std::string text(const std::string& path) const;
  /// The same folded (match_key).
  std::u32string words(const std::string& path) const;
  /// The number that a value is, or that its text spells.
  std::optional<Decimal> number(const std::string& path) const;
  std::optional<Month> month(const std::string& path) const;
  /// What was read there, trimmed; "" where nothing is printed.
  std::string raw(const std::string& path) const;
  bool is_dash(const std::string& path) const;    ///< 一 for a number: a dash for nothing, read as a numeral
  bool printed(const std::string& path) const;    ///< something stands there, read or not
  bool in_review(const std::string& path) const;  ///< nobody should rest a judgement on it
  bool reads_well(const std::string& path, double least) const;  ///< also where nothing is printed, or a person wrote

 private:
  const Form* form_;
  const FormTemplate* form_template_;
  int form_no_;
  std::unordered_map<std::string_view, const Field*> fields_;       ///< the paths are those of the form
  std::unordered_map<std::string_view, const Field*> first_below_;  ///< that print something, by every path above
};

/// The forms of a document with a known template, in order; `forms` and `templates` must outlive the views.
std::vector<FormView> views_of(const std::vector<Form>& forms, const std::vector<FormTemplate>& templates);

/// The view of the document's form of that number; nullptr for none.
const FormView* find_view(const std::vector<FormView>& views, int form_no);

/// A value as messages print it: "845.44", "2021年12月"; "" for none.
std::string print_value(const Field& field, Language language);

}  // namespace shenbao::extract
