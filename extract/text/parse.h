#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "extract/text/decimal.h"
#include "extract/text/month.h"

namespace shenbao::extract {

/// A printed number: half- or full-width digits, thousands marks (1,375.40; 1 375.40), a sign; one of `suffixes`
/// may stand behind it. No letter is taken for a digit. Nothing where the text is anything else.
std::optional<Decimal> parse_decimal(const std::string& text, const std::vector<std::string>& suffixes = {});

/// A month: 2021年12月, 2021年06月, 2021.06, 2021-6, 2021/06, 202106; a day behind it is passed over.
/// Nothing for a month that does not exist or a year outside 1900 to 2099.
std::optional<Month> parse_month(const std::string& text);

/// Two months with — - ~ 至 到 or nothing between them; the second may leave out its year (2021年1月至12月).
std::optional<std::pair<Month, Month>> parse_month_range(const std::string& text);

/// The year that stands where the pattern has {}: "（{}年度）" finds 2021 in "（2021年度）". The words around it must
/// be there, but for one misread character; brackets don't count.
std::optional<Decimal> parse_year(const std::string& text, const std::string& pattern);

/// One of ≥ ≤ = > <, from it and its variants (≧ ＝ >= 》). Nothing for any other text.
std::optional<std::string> parse_comparison(const std::string& text);

/// An indicator's target as printed in one piece.
struct Target {
  std::string comparison;  ///< ≥ ≤ = > < or ""
  std::string value;
  std::string unit;                 ///< "" for none
  bool misread_comparison = false;  ///< what stands before the number can only be an operator, but is none
};

/// Cuts "≥95%" into ≥, 95 and %. A text that is no number with a unit of `units` behind it (or, after an operator,
/// with a short word) stays in one piece. "≥ 年" has no value.
Target split_target(const std::string& text, const std::vector<std::string>& units);

/// Cuts a text at its marks: "目标1：甲。目标2：乙。" with the mark "目标{}" gives 甲。 and 乙。, without white space
/// at their ends. Words before the first mark are an item of their own; a text without marks is one item; no text is
/// none.
std::vector<std::string> split_items(const std::string& text, const std::string& mark);

}  // namespace shenbao::extract
