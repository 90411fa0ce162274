#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "extract/form/finding.h"
#include "extract/text/decimal.h"
#include "extract/text/pattern.h"

namespace shenbao::extract {

using Texts = std::vector<std::string>;

/// A sentence in both languages. {name} stands for a value that the rule's kind supplies, {label} for what the path is
/// called, {column} for what that column of the row says.
struct Message {
  std::string zh;
  std::string en;
};

/// Where a finding lies that only follows from another, seen from that one's path.
enum class Reach {
  value,  ///< on the same path
  below,  ///< on it or below
  row,    ///< in the same row
  rest,   ///< below, where nothing is printed in the row from there on
  form    ///< anywhere on the form
};

/// Findings that need not be said beside another: the operator is missing because it was read as a digit.
struct Explanation {
  Reach reach = Reach::value;
  std::string code;  ///< of the consequence
};

/// What is reported where a rule does not hold.
struct Wording {
  std::string code;  ///< of the finding: "sum_mismatch"
  Severity severity = Severity::error;
  Message message;
  std::vector<Explanation> explains{};
};

/// What another column of the row must say for a rule to speak of the row.
struct RowCondition {
  enum class Asks { is, ends, holds, lacks, is_number };
  Asks asks = Asks::is;
  std::string column;
  Texts words;  ///< one of them; of `lacks` none
};

/// What a `fits` rule says of the names that one entry of its table tells.
struct FitsEntry {
  Texts is, ends, holds;  ///< tell the name: it is, ends with or holds one of the words
  Texts allowed;          ///< what may stand beside it; none: anything
  Texts begins;           ///< how it may begin instead
  Texts needs;            ///< words of which it must hold one
  Texts never;            ///< what may not
  Texts also;             ///< what may, if what is allowed stands on another row
  Texts such;             ///< examples of what may, for the message
};

/// What a rule speaks of, as its kind asks for. models/forms/schema/form.schema.json describes each member, and which
/// kind takes which; what a rule does not have is empty.
struct RuleParameters {
  std::string what;                            ///< which of a kind's questions
  Texts paths;                                 ///< of the values judged; * is every row
  std::string list, name, column, beside;      ///< rows, and columns of them
  Texts columns;                               ///< of `list`
  std::string on;                              ///< where it is reported
  std::string whole, year, start, end, after;  ///< paths of values compared with
  Texts dates, roles;                          ///< the same
  std::vector<RowCondition> rows;              ///< of which rows the rule speaks
  std::optional<Decimal> min, max;
  std::map<std::string, Decimal> bounds;  ///< by operator
  std::map<std::string, std::string> digits, variants;
  std::size_t longest = 0;  ///< characters; 0: any
  Texts words, named, suffixes, endings, apart, places;
  std::string vocabulary, mark, light, alone;
  std::vector<FitsEntry> table;
  std::vector<std::shared_ptr<const Pattern>> patterns;
  bool gives_way = false;
};

/// One rule of a form definition: a kind of check with its parameters, and what to say where it does not hold.
struct Rule : Wording {
  std::string id;                          ///< unique within its definition; for the reader of a definition
  std::string kind;                        ///< which check: "sum", "required", …
  std::map<std::string, Wording> instead;  ///< by the case that its kind tells apart: "slipped"
  RuleParameters parameters;
};

using MessageValues = std::vector<std::pair<std::string, std::string>>;

/// The message in one language with each {name} replaced, by the last value of that name; one without a value stays.
std::string render(const Message& message, Language language, const MessageValues& values);

/// A finding that says so, of nothing yet; `expected` and `actual` are those among the values.
Finding finding_of(const Wording& says, Language language, const MessageValues& values);

}  // namespace shenbao::extract
