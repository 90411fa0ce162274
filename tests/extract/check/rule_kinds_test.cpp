// Every kind of rule, each alone on forms that are sound but for the defect that it is there for.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "base/json.h"
#include "extract/check/check.h"
#include "support/form_templates.h"
#include "support/sound_submission.h"

namespace shenbao::extract {
namespace {

using test::Edit;

/// Rules of the delivered definitions that are judged alone, a defect, and all that they say of it.
struct Kind {
  std::vector<std::string> rules;  ///< by id; the first is meant
  std::vector<Edit> edits;
  std::vector<std::string> found;  ///< "code form path"
};

void PrintTo(const Kind& kind, std::ostream* out) { *out << kind.rules.front(); }

std::vector<FormTemplate> templates_with(const std::vector<std::string>& rules) {
  std::vector<FormTemplate> templates = test::delivered_templates();
  for (FormTemplate& form : templates) {
    const auto is_other = [&](const Rule& rule) { return std::count(rules.begin(), rules.end(), rule.id) == 0; };
    form.rules.erase(std::remove_if(form.rules.begin(), form.rules.end(), is_other), form.rules.end());
  }
  return templates;
}

std::vector<std::string> said(const Kind& kind, const std::vector<Edit>& edits) {
  const std::vector<PageText> pages = test::pages_of(test::submission(), edits);
  std::vector<std::string> all;
  for (const Finding& finding : check(pages, test::forms_on(pages), templates_with(kind.rules), Language::zh)) {
    all.push_back(finding.code + " " + std::to_string(*finding.form) + " " + finding.path);
  }
  return all;
}

class RuleKind : public testing::TestWithParam<Kind> {};

TEST_P(RuleKind, FindsItsDefectAndNothingElse) {
  EXPECT_THAT(said(GetParam(), GetParam().edits), testing::ElementsAreArray(GetParam().found));
}

TEST_P(RuleKind, SaysNothingOfASoundForm) { EXPECT_THAT(said(GetParam(), {}), testing::IsEmpty()); }

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {{"income-sum"}, {{1, "|300|", "|310|"}}, {"sum_mismatch 0 /income/total"}},
      {{"scale", "basic-sum"}, {{1, "150.25", "15025"}}, {"suspect_scale 0 /expenditure/basic/salaries"}},
      {{"projects-sum"}, {{1, "120.5", "121.5"}}, {"project_sum_mismatch 0 /expenditure/project/total"}},
      {{"budget-listed"}, {{3, "资金总额|<|34", "资金总额|<|37"}}, {"cross_form_mismatch 2 /budget/total"}},
      {{"project-forms"}, {{3, "防汛物资经费", "森林防火专项"}}, {"missing_form 0 /tasks/1/project"}},
      {{"listing-row"},
       {{3, "防汛物资经费", "森林防火专项"}, {3, "总额|<|34", "总额|<|35"}},
       {"missing_form 2 /project_name"}},
      {{"listed-names"}, {{3, "防汛物资经费", "防汛物瓷经费"}}, {"garbled_text 2 /project_name"}},
      {{"same-year"}, {{2, "2023年度", "2022年度"}}, {"cross_form_mismatch 1 /fiscal_year"}},
      {{"unit-name"}, {{2, "甲县水务局|<|预算", "乙县民政局|<|预算"}}, {"cross_form_mismatch 1 /department"}},
      {{"unit-name-garbled"}, {{2, "水务局本级", "水务高本级"}}, {"garbled_text 1 /implementing_unit"}},
      {{"required"}, {{2, "灌区改造经费", ""}}, {"missing_value 1 /project_name"}},
      {{"operator-given"}, {{2, "≥|98", " |98"}}, {"missing_operator 1 /indicators/2/operator"}},
      {{"sections"},
       {{1, "部门职能概述|1、负责水资源管理。2、负责防汛抗旱。3、完成交办的其他事项。", " | "}},
       {"missing_section 0 /functions"}},
      {{"levels-covered"}, {{2, "时效指标", "质量指标"}}, {"missing_category 1 /indicators"}},
      {{"signed"}, {{2, "同意 签字（公章）：王五 日期：2023年1月5日", "签字（公章）：  日期："}}, {"unsigned 1 "}},
      {{"amounts-readable"}, {{1, "|300|", "|三百|"}}, {"unparsable_number 0 /income/fiscal_appropriation"}},
      {{"rate-range"}, {{2, "≥|98", "≥|980"}}, {"out_of_range 1 /indicators/2/value"}},
      {{"bound"}, {{2, "≥|98", "≥|100"}}, {"degenerate_bound 1 /indicators/2/value"}},
      {{"fused-operator"}, {{2, "≥|98", " |298"}}, {"fused_operator 1 /indicators/2/value"}},
      {{"part-of-budget"},
       {{3, "财政拨款收入|<|34", "财政拨款收入|<|35"}},
       {"part_exceeds_whole 2 /budget/fiscal_appropriation"}},
      {{"deadlines"}, {{2, "座|2023年11月", "座|2024年11月"}}, {"date_out_of_period 1 /indicators/0/deadline"}},
      {{"shifted-row"}, {{2, "=|1500|元/人/月|2023年12月", " |=|1500|元/人/月"}}, {"column_shift 1 /indicators/3"}},
      {{"unit-of-name"}, {{2, "6|座", "6|%"}}, {"unit_mismatch 1 /indicators/0/unit"}},
      {{"same-indicator"}, {{2, "工程按期完工率|≥|98", "工程验收合格率|≥|97"}}, {"duplicate_row 1 /indicators/2"}},
      {{"repeated-name"}, {{2, "改善灌溉条件", "社会效益指标"}}, {"repeated_label 1 /indicators/4/level3"}},
      {{"unit-once"}, {{2, "98|%", "98%|%"}}, {"unit_in_value 1 /indicators/2/value"}},
      {{"repeated-cells"}, {{2, "三级指标|运算符号", "三级指标|三级指标"}}, {"repeated_label 1 /indicators"}},
      {{"levels-once"}, {{2, "^|^|成本指标", "^|产出指标|成本指标"}}, {"repeated_label 1 /indicators/3/level1"}},
      {{"title"}, {{2, "县本级部门", "县本各部门"}}, {"title_variant 1 /title"}},
      {{"level2-known"}, {{2, "效益指标|社会效益", "效益指标|目标双平"}}, {"unknown_label 1 /indicators/4/level2"}},
      {{"level-variants"}, {{2, "满意度指标|服务", "满意度|服务"}}, {"unknown_label 1 /indicators/5/level1"}},
      {{"usual-names"}, {{1, "目标覆盖率", "目标覆龘率"}}, {"garbled_text 0 /indicators/3/level3"}},
      {{"whole-names"}, {{2, "维修泵站数量", "维修泵站覆盖"}}, {"truncated_name 1 /indicators/0/level3"}},
      {{"clean-texts"}, {{1, "1、负责", "1、锟斤拷负责"}}, {"garbled_text 0 /functions"}},
      {{"clean-names"}, {{2, "灌区改造经费", "灌浉改造经费"}}, {"garbled_text 1 /project_name"}},
      {{"foreign-cells"}, {{2, "财政审核意见：同意", "财政审核意见：ACCOUNTANTS"}}, {"garbled_text 1 "}},
      {{"stray-text"},
       {{2, "（2023年度）", "2023"}, {2, "绩效目标申报表", "绩效目标申报表（2023年度）"}},
       {"stray_text 1 "}},
      {{"placeholders"}, {{2, "改善灌溉条件| |", "改善灌溉条件|-|"}}, {"placeholder 1 /indicators/4"}},
      {{"same-passages"},
       {{1, "1、负责水资源管理", "1、负责水资源统一管理和节约用水工作"},
        {1, "改善灌溉条件", "负责水资源统管理和节约用水工作"}},
       {"garbled_text 0 /goals/0"}},
      {{"same-marks"},
       {{1, "1、负责水资源管理", "1、负责水资源管理、节约用水宣传工作"},
        {1, "改善灌溉条件", "改善灌溉条件,节约用水宣传工作"}},
       {"mixed_punctuation 0 /goals/0"}},
      {{"same-terms"},
       {{1, "1、负责水资源管理", "1、负责“村民用水协会”"}, {1, "改善灌溉条件", "改善“农民用水协会”"}},
       {"term_variant 0 /goals/0"}},
      {{"goal-numbers"}, {{1, "目标2", "目标3"}}, {"list_gap 0 /goals"}},
      {{"printed-labels"}, {{1, "5.纳入专户管理", "5.纳入资产管理"}}, {"unknown_label 0 "}},
      {{"number-ranges"}, {{1, "第1至2项", "第5至2项"}}, {"bad_number_range 0 /expenditure/project/total"}},
      {{"label-columns"},
       {{1, "^|7.其他收入|<|<| |<|<|<", "7.其他收入| |<|<| |<|<|<"}},
       {"column_shift 0 /income/other"}},
      {{"label-values"},
       {{1, "转移支付资金|<|<| |", "转移支付资金|<|<|目标1：改善|"}},
       {"column_shift 0 /goals", "low_confidence 0 /income/advance_transfer"}},
      {{"labels-once"},
       {{1, "^|7.其他收入", "^|6.上年结转"}},
       {"repeated_label 0 /income/carry_over", "low_confidence 0 /income/other"}},
      {{"header-whole"},
       {{2, "三级指标|运算符号|内容|度量单位|", "三级指标| | | |"},
        {2, "改善灌溉条件| |效果明显| ", "改善灌溉条件|=|1|项"}},
       {"lost_header 1 /indicators"}}};
  return all;
}

INSTANTIATE_TEST_SUITE_P(Each, RuleKind, testing::ValuesIn(kinds()));

TEST(RuleKinds, AreAllTriedAlone) {
  std::set<std::string> described, tried;
  const Json schema = parse_json(test::definition_schema(), "the schema");
  for (const Json& kind : schema["definitions"]["rule"]["allOf"]) {
    const Json& is = kind["if"]["properties"];
    described.insert(text_of(is["kind"], "const") + " " + text_of(member_of(is, "what"), "const"));
  }
  for (const Kind& kind : kinds()) {
    for (const FormTemplate& form : templates_with({kind.rules.front()})) {
      for (const Rule& rule : form.rules) tried.insert(rule.kind + " " + rule.parameters.what);
    }
  }
  EXPECT_EQ(tried, described);
}

}  // namespace
}  // namespace shenbao::extract
