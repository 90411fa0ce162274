#include "extract/read/doubt.h"

#include <algorithm>
#include <iterator>

namespace shenbao::extract {
namespace {

/// Indexed by Doubt.
constexpr DoubtWords kWords[] = {
    {"unsure", "识别把握不足", "the reading is uncertain"},
    {"second_reader", "两次识别结果不一致", "a second reading differs"},
    {"denied_hanzi", "有汉字两次识别结果不一致", "a second reading differs in a hanzi"},
    {"lost_figure", "可能漏读了数字或小数点", "a digit or decimal point may have been missed"},
    {"another_candidate", "首选识别结果不合此栏，取了其他识别结果",
     "the first reading does not suit the field; another was taken"},
    {"look_alike", "含易混字符或污点，已按此栏的形式取值",
     "characters that look alike, or specks, were taken for what the field needs"},
    {"unpaired_bracket", "括号不成对，或可能是运算符", "a bracket has no partner or may be an operator"},
    {"not_a_term", "与表中固定用语相近而不相同", "it is near a term of the form, but not the term"},
    {"lost_operator", "可能漏读了符号或计量单位", "an operator or unit may have been missed"},
    {"unreadable", "有印迹但未能读出", "something is printed that could not be read"},
    {"unread_ink", "单元格内还有未读出的印迹", "the cell holds ink that the reading leaves out"},
    {"handwritten", "为手写", "it is handwritten"},
    {"below_seal", "被印章遮盖", "it stands below a seal"},
    {"beside_ruling", "紧挨表格线", "it touches a ruling"},
    {"inferred_cell", "单元格的边线系推定", "a side of its cell was inferred, not seen"},
    {"off_column", "单元格与所在列不齐", "its cell does not keep to its column"},
    {"beyond_blank", "与栏目名之间隔有空白单元格", "a blank cell stands between it and its label"},
    {"label", "栏目名未能确认", "its label was not surely read"},
    {"continued", "内容跨页", "it goes on on the next page"},
    {"moved", "由其他列移来", "it was taken from another column's cell"},
    {"split", "由合并的单元格拆出", "it was taken off a cell that holds several values"},
    {"sum", "与合计不符，可能误读", "a sum contradicts it as one misread character would"},
};
static_assert(std::size(kWords) == static_cast<std::size_t>(Doubt::sum) + 1);

}  // namespace

const DoubtWords& words_of(Doubt doubt) { return kWords[static_cast<std::size_t>(doubt)]; }

std::optional<Doubt> doubt_named(std::string_view name) {
  const auto* found =
      std::find_if(std::begin(kWords), std::end(kWords), [&](const DoubtWords& words) { return words.name == name; });
  if (found == std::end(kWords)) return std::nullopt;
  return static_cast<Doubt>(found - std::begin(kWords));
}

bool reads_well(double confidence, const std::vector<Doubt>& doubts, double least) {
  constexpr double kEvenChance = 0.5;
  constexpr Doubt kBesideConfidence[] = {Doubt::denied_hanzi, Doubt::lost_figure, Doubt::unread_ink, Doubt::below_seal,
                                         Doubt::beside_ruling};
  if (confidence < least) return false;
  return least <= kEvenChance || std::find_first_of(doubts.begin(), doubts.end(), std::begin(kBesideConfidence),
                                                    std::end(kBesideConfidence)) == doubts.end();
}

void add_doubt(std::vector<Doubt>& doubts, Doubt doubt) {
  const auto place = std::lower_bound(doubts.begin(), doubts.end(), doubt);
  if (place == doubts.end() || *place != doubt) doubts.insert(place, doubt);
}

}  // namespace shenbao::extract
