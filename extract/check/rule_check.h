#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "extract/form/finding.h"
#include "extract/form/form.h"
#include "extract/form/form_template.h"
#include "extract/form/form_words.h"
#include "extract/form/value_path.h"
#include "extract/read/page_text.h"
#include "extract/text/decimal.h"

namespace shenbao::extract {

/// Paths that stand elsewhere.
using Paths = std::vector<std::reference_wrapper<const std::string>>;

/// A form with its fields by path, as rules look at it.
class FormView {
 public:
  /// `form` and `form_template` must outlive the view.
  FormView(const Form& form, const FormTemplate& form_template, int form_no);

  const Form& form() const { return form_; }
  const FormTemplate& form_template() const { return form_template_; }
  int form_no() const { return form_no_; }  ///< index among the document's forms

  const Field* find(const std::string& path) const;  ///< nullptr where the form has no such field
  int rows(const std::string& list) const;           ///< of a list; 0 where the form has no such list

  /// The text of a value, as print_value gives it in Chinese; "" for none.
  const std::string& text(const std::string& path) const;
  /// The same folded (folded_words).
  const std::u32string& words(const std::string& path) const;
  /// The same in UTF-8.
  const std::string& plain_words(const std::string& path) const;
  /// The form's paths that the patterns mean (expand_paths). `patterns` must outlive the view.
  Paths paths(const Parameter& patterns) const;
  /// The number that a value is, or that its text spells.
  std::optional<Decimal> number(const std::string& path) const;
  std::optional<Month> month(const std::string& path) const;
  /// What was read there, trimmed; "" where nothing is printed.
  std::string raw(const std::string& path) const;
  bool is_dash(const std::string& path) const;       ///< 一 for a number: a dash for nothing, read as a numeral
  bool printed(const std::string& path) const;       ///< something stands there, read or not
  bool in_review(const std::string& path) const;     ///< nobody should rest a judgement on it
  double confidence(const std::string& path) const;  ///< of what was read there; 1 where nothing is printed

 private:
  const Form& form_;
  const FormTemplate& form_template_;
  int form_no_;
  /// What is found out of a field once, when it is first asked for.
  struct Known {
    std::optional<std::string> text, plain_words;
    std::optional<std::u32string> words;
    std::optional<std::optional<Decimal>> number;
  };
  Known& known(const Field* field) const { return known_[static_cast<std::size_t>(field - form_.fields.data())]; }

  std::unordered_map<std::string_view, const Field*> fields_;                   ///< the paths are those of `form_`
  mutable std::vector<Known> known_;                                            ///< per field of the form
  mutable std::unordered_map<std::string, std::vector<std::string>> expanded_;  ///< by pattern
};

/// The forms of a document with a known template, in order; `forms` and `templates` must outlive the views.
std::vector<FormView> views_of(const std::vector<Form>& forms, const std::vector<FormTemplate>& templates);

/// A cell of a form's tables, or a line of text beside them.
struct PlacedText {
  int page_no = 0;
  const TableText* table = nullptr;  ///< nullptr: a line
  const CellText* cell = nullptr;    ///< nullptr: a line
  const Reading* reading = nullptr;
  const layout::Quad* quad = nullptr;  ///< scan pixels
  std::u32string words;                ///< of the reading, folded (fold_words)
};

/// Every cell and line with writing on the form's pages, in page order, cells first.
std::vector<PlacedText> texts_of(const Form& form, const std::vector<PageText>& pages);

/// A label of a field or block that a cell prints, alone or with a short value behind it.
struct PrintedLabel {
  const PlacedText* text = nullptr;
  const LabelOwner* owner = nullptr;
  std::u32string behind;  ///< words of the value in the same cell; "" for a cell that prints the label alone
};

/// The labels among the cells of `texts`, in their order; `texts` and `words` must outlive them.
std::vector<PrintedLabel> labels_among(const std::vector<PlacedText>& texts, const FormWords& words);

/// The cell that begins where a label's cell ends, on its first row; nullptr for none or a blank one.
const PlacedText* right_of(const PlacedText& label, const std::vector<PlacedText>& texts);

struct Listing;

/// What the rules between forms find out once for a whole document.
struct SubmissionFacts {
  std::map<std::string, std::optional<int>> years;                 ///< by concept
  std::map<std::string, std::u32string> names;                     ///< by code and concept
  std::map<std::string, std::shared_ptr<const Listing>> listings;  ///< by list and type of the forms listed
};

/// What rules are judged on.
struct RuleScope {
  const FormView& view;                ///< of the form that the rule is judged on
  const FormWords& words;              ///< of its template
  std::vector<PlacedText> texts;       ///< on its pages
  std::vector<PrintedLabel> labels;    ///< among `texts`
  const std::vector<FormView>& forms;  ///< of the whole document, those with a known template
  const std::vector<PageText>& pages;  ///< of the whole document
  Language language = Language::zh;
  SubmissionFacts* facts = nullptr;  ///< shared by a document's scopes; nullptr: found out anew each time

  const Form& form() const { return view.form(); }
  const FormTemplate& form_template() const { return view.form_template(); }
};

/// Judges one rule on one form. One such function per kind; `check` knows them by name.
using RuleCheck = std::vector<Finding> (*)(const Rule& rule, const RuleScope& scope);

/// The check of that kind; nullptr for a kind that is judged for the whole document, or that only serves another.
RuleCheck find_rule_check(const std::string& kind);

/// The form's paths that a pattern means: each * is every row of its list, in printed order. A pattern without *
/// is itself, whether the form has that field or not.
std::vector<std::string> expand_path(const Form& form, const std::string& pattern);
/// The same for several patterns, in their order.
std::vector<std::string> expand_paths(const Form& form, const std::vector<std::string>& patterns);

/// What a path is called for a person: "年度部门预算收入", "三级指标（第4行）"; its path in English.
std::string describe_path(const RuleScope& scope, const std::string& path);

/// A finding of the rule on a path of the scope's form, with the place of its value; where nothing is printed, of
/// another value in its row, or the form's first page. `values` are what the message may name; {label} is supplied.
Finding make_finding(const Rule& rule, const RuleScope& scope, const std::string& path,
                     std::vector<std::pair<std::string, std::string>> values);

/// The info that a rule could not be judged, because of the value at `operand`, which is on the form of
/// `operand_scope`.
Finding make_not_judged(const RuleScope& scope, const std::string& path, const RuleScope& operand_scope,
                        const std::string& operand);

/// Whether the rule's conditions on the other columns of the row of `path` hold: `when` {column: the words that it may
/// be}, `ends` {column: what it must end with, one of them}, `unless` {column: words that it must not hold}.
bool applies(const Rule& rule, const FormView& view, const std::string& path);

/// The value of the row of `path` that is in review and on which the judgement rests: its own, or one that the rule's
/// conditions ask for; "" for none.
std::string doubtful_operand(const Rule& rule, const FormView& view, const std::string& path);

/// What a message adds where its finding rests on a reading that is in review; "" elsewhere.
std::string doubt_at(const RuleScope& scope, const std::string& path);

/// Whether the document has a page that belongs to no form and that nothing could be made of, or with a table: what
/// seems to be absent may stand there.
bool has_page_without_form(const RuleScope& scope);

/// A value as messages print it: "845.44", "2021年12月"; "" for none.
std::string print_value(const Field* field, Language language);

/// Whether a text ends with, begins with, holds or is one of the words; `words` is a list of texts, or one text.
bool ends_with_any(const std::string& text, const Parameter& words);
bool begins_with_any(const std::string& text, const Parameter& words);
bool holds_any(const std::string& text, const Parameter& words);
bool is_any(const std::string& text, const Parameter& words);

}  // namespace shenbao::extract
