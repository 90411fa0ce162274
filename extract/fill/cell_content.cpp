#include "extract/fill/cell_content.h"

#include <algorithm>

#include "base/find_first.h"
#include "extract/text/fold.h"
#include "extract/text/hanzi.h"
#include "extract/text/parse.h"

namespace shenbao::extract {
std::optional<std::size_t> month_behind(const std::string& text) {
  constexpr std::size_t kYear = 4;  // digits
  const Folded folded = fold(text);
  for (std::size_t i = folded.text.size(); i-- > 1;) {
    const bool is_year = i + kYear < folded.text.size() &&
                         std::all_of(folded.text.begin() + static_cast<std::ptrdiff_t>(i),
                                     folded.text.begin() + static_cast<std::ptrdiff_t>(i + kYear), is_digit);
    const bool apart = !is_digit(folded.text[i - 1]) || folded.begin[i] > folded.end[i - 1];
    if (is_year && apart && parse_month(text.substr(folded.begin[i]))) return folded.begin[i];
  }
  return std::nullopt;
}

std::optional<std::size_t> column_of(const FieldSpec& field, FieldType type) {
  const auto* column = find_first(field.columns, [&](const ColumnSpec& one) { return one.type == type; });
  return column == nullptr ? std::nullopt : std::make_optional<std::size_t>(column - field.columns.data());
}

const Vocabulary& units_of(const FormTemplate& form, const FieldSpec& field) {
  static const Vocabulary none;
  const auto column = column_of(field, FieldType::unit);
  const Vocabulary* units = column ? form.find_vocabulary(field.columns[*column].vocabulary) : nullptr;
  return units == nullptr ? none : *units;
}

Content content_of(const std::string& text, const std::set<std::u32string>& units) {
  if (is_placeholder(text)) return Content::blank;
  if (parse_comparison(text)) return Content::comparison;
  if (parse_month(text)) return Content::month;
  if (parse_decimal(text)) return Content::number;
  if (units.count(match_key(text)) != 0) return Content::unit;
  const auto month = month_behind(text);
  return month && folded(text.substr(0, *month)).size() >= 2 ? Content::several : Content::words;
}

bool fits(FieldType type, Content content) {
  if (content == Content::blank) return true;
  switch (type) {
    case FieldType::comparison:
      return content == Content::comparison;
    case FieldType::target:
      return content == Content::number || content == Content::words;
    case FieldType::unit:
      return content == Content::unit;
    case FieldType::month:
      return content == Content::month;
    default:
      return content == Content::words || content == Content::unit;
  }
}

bool is_telling(Content content) {
  return content == Content::comparison || content == Content::unit || content == Content::month ||
         content == Content::number;
}

bool is_value_column(FieldType type) {
  return type == FieldType::comparison || type == FieldType::target || type == FieldType::unit ||
         type == FieldType::month;
}

}  // namespace shenbao::extract
