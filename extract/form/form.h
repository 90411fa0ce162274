#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "extract/form/value_path.h"
#include "extract/read/doubt.h"
#include "extract/text/decimal.h"
#include "extract/text/month.h"
#include "layout/ink/geometry.h"

namespace shenbao::extract {

/// Where a value stands and what was read there.
struct Provenance {
  int page_no = 0;          ///< counted from 1
  layout::Quad where{};     ///< scan pixels: the cell or line that prints the value
  std::string raw;          ///< text exactly as recognized, UTF-8; never edited
  double confidence = 0.0;  ///< of `raw`, in [0, 1]
};

using Value = std::variant<std::string, Decimal, Month>;

/// `accepted`: taken as read. `review`: a person should look. `corrected`: a person has changed the value.
enum class Status { accepted, review, corrected };

/// One value of a form.
/// No value and no source: nothing is printed there. No value but a source: printed, could not be read (a doubt says
/// so).
struct Field {
  std::string path;  ///< JSON Pointer into the form's values: "/income/total", "/indicators/3/unit"
  std::optional<Value> value;
  std::optional<Provenance> source;
  std::vector<Doubt> doubts;    ///< why a person should look at it; sorted, none twice
  bool corrected = false;       ///< a person has changed or confirmed the value
  std::optional<Value> before;  ///< corrected only: what the program had filled in; empty: it could read no value

  bool has(Doubt doubt) const;
  /// The value of that type; nullptr where it has none, or one of another type.
  template <typename Type>
  const Type* as() const {
    return value ? std::get_if<Type>(&*value) : nullptr;
  }
};

/// Whether a value was put together on a damaged row (moved, split).
bool is_repaired(const Field& field);

/// What follows for a reviewer: corrected by a person, else for review while there is any doubt.
Status status_of(const Field& field);

/// What a label on the form belongs to: one value, a block of them, nothing (签字, 日期), or the columns of a list.
enum class LabelKind { field, block, fixed, header };

/// A cell or line that prints the form's own words, as filling found it over misread characters.
struct Label {
  LabelKind kind = LabelKind::field;
  std::string path;                  ///< of its field, or of its list; "" for the other kinds
  std::string block;                 ///< id of the block that it is, or that its field belongs to; may be ""
  std::vector<std::string> columns;  ///< of a header: keys of the columns that it stands over
  int page_no = 0;                   ///< counted from 1
  layout::Quad where{};              ///< scan pixels: the cell or line
  std::string behind;                ///< what is printed after the label in the same cell or line; may be ""
  bool sure = true;                  ///< false: hardly read, or as near to another label
};

/// One filled form.
struct Form {
  std::string type;           ///< id of its template: "department_target"
  std::vector<int> pages;     ///< ascending, counted from 1
  std::vector<Field> fields;  ///< every value of the template in its order, rows in printed order, blanks too
  std::map<std::string, int>
      rows;                   ///< length of every list: {"/indicators": 14, "/goals": 2}; 0 for a list without rows
  std::vector<Label> labels;  ///< headers of lists first, then by kind

  const Field* find(const std::string& path) const;  ///< nullptr where the form has no such field
};

}  // namespace shenbao::extract
