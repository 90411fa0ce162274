#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "extract/check/form_view.h"
#include "extract/check/pieces.h"

namespace shenbao::extract {

// How well something must be read, as confidence, for what it says to be held against the form.
constexpr double kReadAtAll = 0.5;        ///< of what is read worse nothing is known
constexpr double kReadWell = 0.9;         ///< of what is read worse another text may be printed
constexpr double kReadForCertain = 0.97;  ///< where a reader's slip would look like the form's mistake

constexpr std::size_t kCharactersPerSlip = 4;  ///< a name or label is itself with one wrong character in so many
constexpr std::size_t kMostSlips = 2;          ///< wrong characters; with more a name is another one
constexpr std::size_t kTellingCharacters = 4;  ///< shorter words are alike by chance

struct Listing;

/// What the rules between forms find out once for a whole document.
struct SubmissionFacts {
  std::map<std::string, std::u32string> sayings;  ///< what most forms say, by what a `same` rule asks
  std::shared_ptr<const Listing> listing;
};

/// What rules are judged on.
struct RuleScope {
  const FormView& view;                ///< of the form that the rule is judged on
  Pieces pieces;                       ///< of its pages
  const std::vector<FormView>& forms;  ///< of the whole document, those with a known template
  const std::vector<PageText>& pages;  ///< of the whole document
  Language language = Language::zh;
  SubmissionFacts* facts = nullptr;  ///< shared by a document's scopes

  const Form& form() const { return view.form(); }
  const FormTemplate& form_template() const { return view.form_template(); }
};

/// The first rule of the kind that asks for `what`; nullptr where the form has none.
const Rule* find_rule(const FormTemplate& form_template, const std::string& kind, const std::string& what);

/// A finding with the wording that it was said by.
struct Judgement {
  Finding finding;
  const Wording* says = nullptr;  ///< nullptr: not of the form's definition (not_judged)
};
using Judgements = std::vector<Judgement>;

/// What a path is called for a person: "年度部门预算收入", "三级指标（第4行）"; its path in English.
std::string describe_path(const RuleScope& scope, const std::string& path);

/// A finding on a path of the scope's form, with the place of its value; where nothing is printed, of another value in
/// its row, or the form's first page. `values` are what the message may name; {label} and the columns of the path's
/// row are supplied.
Judgement say(const Wording& says, const RuleScope& scope, const std::string& path, MessageValues values);

/// The info that a rule could not be judged, because of the value at `operand`, which is on the form of
/// `operand_scope`.
Judgement say_not_judged(const RuleScope& scope, const std::string& path, const RuleScope& operand_scope,
                         const std::string& operand);

/// One rule on one form, and what is said of it.
struct Judge {
  const Rule& rule;
  const RuleScope& scope;
  Judgements& said;
  const RuleParameters& asks = rule.parameters;
  const FormView& view = scope.view;

  /// The values that the rule speaks of: its paths, in rows of which its conditions hold.
  Texts paths() const;
  /// What is said in a case that the kind tells apart; nullptr where the rule has no words for it.
  const Wording* instead(const std::string& name) const;

  void say(const std::string& path, MessageValues values) { say(rule, path, std::move(values)); }
  void say(const Wording& says, const std::string& path, MessageValues values);
  /// The same with the place of a piece.
  void say_at(const Piece& piece, const std::string& path, MessageValues values);
  /// Says it where no value is in doubt; where the one at `doubtful` is ("" for none), that it was not judged. What is
  /// only for information is then left out.
  void say_unless(const std::string& doubtful, const std::string& path, MessageValues values) {
    say_unless(doubtful, rule, path, std::move(values));
  }
  void say_unless(const std::string& doubtful, const Wording& says, const std::string& path, MessageValues values);

  /// Whether what the rule asks of the other columns of the row of `path` holds.
  bool applies(const std::string& path) const;
  /// The value of the row of `path` that is in review and on which a judgement rests: its own, or one that the
  /// conditions ask for; "" for none.
  std::string doubtful_operand(const std::string& path) const;
  /// The path, where its value is in review or `is_doubtful`; "" elsewhere.
  std::string if_doubtful(const std::string& path, bool is_doubtful = false) const;
};

/// The first of the paths whose value is in review; "" for none.
std::string first_in_review(const FormView& view, const Texts& paths);

/// What a message adds where its finding rests on a reading that is in review; "" elsewhere.
std::string doubt_at(const RuleScope& scope, const std::string& path);

/// Whether the document has a page that belongs to no form and that nothing could be made of, or with a table: what
/// seems to be absent may stand there.
bool has_page_without_form(const RuleScope& scope);

/// Whether a text ends with, begins with, holds or is one of the words.
bool ends_with_any(const std::string& text, const Texts& words);
bool begins_with_any(const std::string& text, const Texts& words);
bool holds_any(const std::string& text, const Texts& words);
bool is_any(const std::string& text, const Texts& words);

/// Words folded (match_key), in their order.
std::vector<std::u32string> folded_texts(const Texts& words);

/// 甲、乙、丙
std::string enumeration_of(const Texts& words);

}  // namespace shenbao::extract
