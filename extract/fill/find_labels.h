#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "extract/fill/sheet.h"
#include "extract/form/form.h"
#include "extract/form/form_template.h"

namespace shenbao::extract {

/// A label of the template, found on the sheet.
struct PlacedLabel {
  LabelKind kind = LabelKind::field;
  std::size_t spec = 0;     ///< index in the template's fields, blocks or fixed labels
  std::size_t variant = 0;  ///< index in its labels
  std::optional<std::size_t> cell;
  std::optional<std::size_t> line;
  double doubt = 0.0;  ///< share of the label's characters that were read otherwise; 1: placed by its neighbours alone
  bool clear = true;   ///< no other label comes near this reading
  std::string behind;  ///< what is printed after the label in the same cell or line; may be empty
};

/// Of a label's characters so many may be read otherwise, as a share: more would let one pass for another.
constexpr double kSureLabel = 0.25;

/// Whether it is surely that label and no other.
bool is_sure(const PlacedLabel& label);

/// Finds the template's labels in the sheet's cells and lines, over misread characters.
///
/// Each cell or line is one label at most, except that a block's label may serve a field as well. `taken` marks
/// cells (by index) that are known to be something else, such as headers. Sorted by kind, spec, variant.
std::vector<PlacedLabel> find_labels(const Sheet& sheet, const FormTemplate& form_template,
                                     const std::vector<bool>& taken);

}  // namespace shenbao::extract
