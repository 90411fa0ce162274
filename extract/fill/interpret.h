#pragma once

#include <string>
#include <vector>

#include "extract/fill/sheet.h"
#include "extract/form/form.h"
#include "extract/form/form_template.h"
#include "extract/read/page_text.h"

namespace shenbao::extract {

/// What is printed for a value: where, and in which ways it can be read.
struct Printed {
  Provenance source;
  bool ink = false;                   ///< false: the place is blank
  std::vector<Doubt> doubts;          ///< of the place, whatever is made of it
  std::vector<Doubt> of_reading;      ///< what speaks against its text; they count where the value needs it read well
  std::vector<std::string> texts{1};  ///< of the value alone, the reader's first choice first; never empty
};

Printed printed_in(const Reading& reading, int page_no, const layout::Quad& quad);
Printed printed_in(const SheetCell& cell);  ///< in doubt where a ruling that was not seen tells it from a neighbour

/// The same place, of which only `text` is the value: what stands behind a label, or a part of a target.
Printed part_of(const Printed& whole, const std::string& text);

/// Two places as one text, at the place of the first.
Printed joined(const Printed& first, const Printed& rest);

/// How a value of one kind is made from what is printed.
struct Reader {
  FieldType type = FieldType::text;
  const Vocabulary* vocabulary = nullptr;
  const std::vector<std::string>* suffixes = nullptr;
  double review_below = 0.0;
};

/// A field with the doubts given, those of its place, unreadable without a value, and where the place does not
/// read well by `review_below`, those of its reading, or unsure.
Field make_field(const std::string& path, const Printed& printed, std::optional<Value> value,
                 const std::vector<Doubt>& doubts, double review_below);

/// Makes a field from what is printed. Of several readings the first that the type accepts is taken.
///
/// Blank, or a dash that stands for nothing: no value, no source. Ink that no reading makes sense of: no value, with
/// source. Doubtful where the confidence is below `review_below`, the reading taken is not the reader's first, or a
/// look-alike (O for 0) or a term that is not clearly meant was put in. Names and texts are taken as printed. The name
/// of a level that is spelled or clearly meant is sure, however badly the rest of its cell was read.
Field interpret(const std::string& path, const Printed& printed, const Reader& reader);

/// The two ends of a month range, at PATH/start and PATH/end. They are sure where another of the readings gives both
/// months too, and none gives others.
std::vector<Field> interpret_range(const std::string& path, const Printed& printed, const Reader& reader);

/// The items of a numbered text, at PATH/0, PATH/1, …; none where nothing is printed.
std::vector<Field> interpret_items(const std::string& path, const Printed& printed, const std::string& mark,
                                   const Reader& reader);

/// A field at which nothing is printed.
Field blank_field(const std::string& path);

}  // namespace shenbao::extract
