#pragma once

#include <string>
#include <utility>
#include <vector>

#include "extract/form/rule.h"

namespace shenbao::extract {

/// What tells the names of units apart, of a `same` rule; folded.
struct NameWords {
  std::vector<std::u32string> suffixes;  ///< that may stand behind a name: 本级, 机关
  std::u32string apart;                  ///< of these one for another makes another name: 市县, 一二, 东西
  std::u32string places;                 ///< end the place that a name begins with: 省市县区
  Texts endings;                         ///< of units: 局, 委员会
};

NameWords name_words(const RuleParameters& rule);

/// A unit's name without the code that some offices print in front: 金寨县司法局 of [017]金寨县司法局.
std::u32string without_code(const std::u32string& name);

/// The same without one of the suffixes: 金寨县司法局 of 金寨县司法局本级.
std::u32string unit_of(const std::u32string& name, const NameWords& words);

/// How far the name is from the unit's, in characters, with any of the suffixes behind it; and that name.
std::pair<int, std::u32string> distance_to(const std::u32string& name, const std::u32string& unit,
                                           const NameWords& words);

/// Whether a name that differs from the unit's in a character or two is that of another unit: 农业局 and 林业局,
/// 第一小学 and 第二小学.
bool is_another_name(const std::u32string& name, const std::u32string& meant, const NameWords& words);

/// Whether one name is the other with the place above in front: 朝阳市双塔区教育局 and 双塔区教育局.
bool has_place_in_front(const std::u32string& a, const std::u32string& b, const NameWords& words);

/// Whether two names, of different documents, are the same unit's: one character of five or more may be misprinted, but
/// neither in the place that they begin with nor one that tells units apart.
bool is_same_unit(const std::u32string& a, const std::u32string& b, const NameWords& words);

}  // namespace shenbao::extract
