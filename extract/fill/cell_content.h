#pragma once

#include <optional>
#include <set>
#include <string>

#include "extract/form/form_template.h"

namespace shenbao::extract {

/// What a printed text is by its looks, whatever column it stands in. `several`: a month with the values of other
/// columns in front of it, "≥ 8 人 2021年12月".
enum class Content { blank, comparison, number, unit, month, words, several };

/// The first column of that type; nothing where the rows have none.
std::optional<std::size_t> column_of(const FieldSpec& field, FieldType type);

/// What the rows' units may be; no terms where the definition names none.
const Vocabulary& units_of(const FormTemplate& form, const FieldSpec& field);

/// `units` are folded.
Content content_of(const std::string& text, const std::set<std::u32string>& units);

/// Whether a column of that type may hold it; a blank cell may stand in any.
bool fits(FieldType type, Content content);

/// Whether it could stand in few columns: an operator, a number, a unit or a month.
bool is_telling(Content content);

/// Where the month begins that a text ends with, behind other words; nothing where it is all of the text or there is
/// none. A byte of the text.
std::optional<std::size_t> month_behind(const std::string& text);

/// Whether the column is one of an indicator's operator, target, unit and month.
bool is_value_column(FieldType type);

}  // namespace shenbao::extract
