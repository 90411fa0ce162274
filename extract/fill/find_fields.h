#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "extract/fill/find_labels.h"
#include "extract/fill/find_rows.h"
#include "extract/fill/group_pages.h"
#include "extract/fill/interpret.h"
#include "extract/fill/sheet.h"
#include "extract/form/form_template.h"

namespace shenbao::extract {

/// Where everything of one form stands.
struct Places {
  Sheet sheet;
  std::vector<RowsHeader> headers;
  std::vector<PlacedLabel> labels;
  std::vector<FoundRows> rows;
  std::vector<bool> taken;  ///< by cell: a label, a header, or a cell of a repeated row
};

/// The pages of `pages` must outlive the places.
Places find_places(const FormPages& pages);

/// What is printed in the label's cell or line.
Printed printed_at(const Sheet& sheet, const PlacedLabel& label);

/// What is printed for a field (by its index) that has labels: beside, below or behind the first label that leads to a
/// place, one with ink before a blank one. Of a form that prints other labels and not this one the place is unreadable,
/// at the label nearest in the template's order, unless the field is optional or a list of items.
Printed find_value(const Places& places, const FormTemplate& form, std::size_t field);

/// The form's title: as it was matched, or where nobody could read it the highest of the lines above the first table
/// that are neither a label nor the year. Nothing where there is no such line.
std::optional<Printed> find_title(const Places& places, const FormPages& pages);

/// What a line, the title's tail or a cell as wide as its table prints for a year without a label.
struct PrintedYear {
  std::optional<Decimal> year;
  Printed printed;  ///< unreadable where the title stands and neither a year nor the place left for one
};
PrintedYear find_year(const Places& places, const FieldSpec& field, const std::optional<Title>& title);

}  // namespace shenbao::extract
