#include "extract/cell_content.h"

#include <algorithm>

#include "extract/fold.h"
#include "extract/parse.h"

namespace shenbao::extract {
namespace {

bool holds_more_than_a_month(const std::string& text) {
  const std::u32string whole = fold(text).text;
  const std::size_t year = whole.rfind(U'年');
  constexpr std::size_t kYear = 4;
  if (year == std::u32string::npos || year < kYear) return false;
  const std::u32string before = whole.substr(0, year - kYear);
  const bool telling = std::count_if(before.begin(), before.end(), [](char32_t c) { return c > U' '; }) >= 2;
  return telling && parse_month(to_utf8(whole.substr(year - kYear))).has_value();
}

}  // namespace

std::set<std::u32string> folded_terms(const Vocabulary* vocabulary) {
  std::set<std::u32string> terms;
  if (vocabulary == nullptr) return terms;
  for (const std::string& term : vocabulary->terms) terms.insert(fold_words(term).text);
  return terms;
}

Content content_of(const std::string& text, const std::set<std::u32string>& units) {
  if (is_placeholder(text)) return Content::blank;
  if (parse_comparison(text)) return Content::comparison;
  if (parse_month(text)) return Content::month;
  if (parse_decimal(text)) return Content::number;
  if (units.count(fold_words(text).text) != 0) return Content::unit;
  return holds_more_than_a_month(text) ? Content::several : Content::words;
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
