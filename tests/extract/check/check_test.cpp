#include "extract/check/check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/form_templates.h"
#include "support/page_grid.h"
#include "support/sound_submission.h"

namespace shenbao::extract {
namespace {

using test::Edit;
using test::page_text;
using test::PageGrid;
using test::pages_of;
using test::submission;

std::vector<Finding> judge(const std::vector<PageText>& pages) {
  const auto& templates = test::delivered_templates();
  return check(pages, test::forms_on(pages), templates, Language::zh);
}

/// "code form path" of each finding; infos only where asked for.
std::vector<std::string> said(const std::vector<Finding>& findings, bool infos = false) {
  std::vector<std::string> all;
  for (const Finding& finding : findings) {
    if (finding.severity == Severity::info && !infos) continue;
    all.push_back(finding.code + " " + (finding.form ? std::to_string(*finding.form) : "-") + " " + finding.path);
  }
  return all;
}

struct Defect {
  const char* claim;
  std::vector<Edit> edits;
  std::vector<std::string> found;  ///< errors and warnings, all of them
};

void PrintTo(const Defect& defect, std::ostream* out) { *out << defect.claim; }

class CheckDefect : public testing::TestWithParam<Defect> {};

TEST_P(CheckDefect, IsReportedOnceAndNothingElse) {
  EXPECT_THAT(said(judge(pages_of(submission(), GetParam().edits))), testing::ElementsAreArray(GetParam().found));
}

INSTANTIATE_TEST_SUITE_P(
    Check, CheckDefect,
    testing::Values(
        Defect{"a submission without defects", {}, {}},
        Defect{"a part changed", {{1, "150.25", "151.25"}}, {"sum_mismatch 0 /expenditure/basic/total"}},
        Defect{"a total changed, in two sums",
               {{1, "）|<|<|200|", "）|<|<|230|"}},
               {"sum_mismatch 0 /expenditure/basic/total"}},
        Defect{"income and its part changed",
               {{1, "320.5|", "330.5|"}, {1, "300|", "310|"}},
               {"total_mismatch 0 /income/total"}},
        Defect{"a decimal point lost", {{1, "150.25", "15025"}}, {"suspect_scale 0 /expenditure/basic/salaries"}},
        Defect{"a project's budget changed",
               {{3, "年度预算资金总额|<|34", "年度预算资金总额|<|37"}},
               {"cross_form_mismatch 2 /budget/total"}},
        Defect{"a part above its whole",
               {{3, "财政拨款收入|<|34", "财政拨款收入|<|35"}},
               {"part_exceeds_whole 2 /budget/fiscal_appropriation"}},
        Defect{"both parts of the projects changed",
               {{1, "320.5|<|<|<", "321.5|<|<|<"},
                {1, "20.5|", "21.5|"},
                {1, "合计）|<|<|320.5", "合计）|<|<|321.5"},
                {1, "120.5", "121.5"},
                {1, "|34|<|<|<", "|35|<|<|<"}},
               {"project_sum_mismatch 0 /expenditure/project/total"}},
        Defect{"another year in a title", {{2, "2023年度", "2022年度"}}, {"cross_form_mismatch 1 /fiscal_year"}},
        Defect{"another unit", {{2, "甲县水务局|<|预算", "乙县民政局|<|预算"}}, {"cross_form_mismatch 1 /department"}},
        Defect{"a misprinted unit", {{2, "水务局本级", "水务高本级"}}, {"garbled_text 1 /implementing_unit"}},
        Defect{"a project that nobody lists",
               {{3, "防汛物资经费", "森林防火专项"}, {3, "总额|<|34", "总额|<|35"}, {3, "收入|<|34", "收入|<|35"}},
               {"missing_form 0 /tasks/1/project", "missing_form 2 /project_name"}},
        Defect{"a title without its year", {{2, "2023年度", "年度"}}, {"missing_value 1 /fiscal_year"}},
        Defect{"a blank required value", {{2, "灌区改造经费", ""}}, {"missing_value 1 /project_name"}},
        Defect{"a blank target beside its operator", {{2, "|98|", "| |"}}, {"missing_value 1 /indicators/2/value"}},
        Defect{"no operator", {{2, "≥|98", " |98"}}, {"missing_operator 1 /indicators/2/operator"}},
        Defect{"no unit", {{2, "98|%", "98| "}}, {"missing_unit 1 /indicators/2/unit"}},
        Defect{"a unit in the value", {{2, "98|%", "98%|%"}}, {"unit_in_value 1 /indicators/2/value"}},
        Defect{"a unit that cannot be", {{2, "6|座", "6|%"}}, {"unit_mismatch 1 /indicators/0/unit"}},
        Defect{"an operator read as a digit", {{2, "≥|98", " |298"}}, {"fused_operator 1 /indicators/2/value"}},
        Defect{"a rate above 100", {{2, "≥|98", "≥|980"}}, {"out_of_range 1 /indicators/2/value"}},
        Defect{"a rate of no usual name far above 100",
               {{2, "工程按期完工率|≥|98", "病虫害统防统治率|≥|980"}},
               {"out_of_range 1 /indicators/2/value"}},
        Defect{"a number of things in %", {{2, "6|座", "600|%"}}, {"unit_mismatch 1 /indicators/0/unit"}},
        Defect{"a cost in pieces",
               {{2, "管护补助标准|=|1500|元/人/月", "渠道维修成本|≤|1500|件"}},
               {"unit_mismatch 1 /indicators/3/unit"}},
        Defect{"a unit in the value, all in one cell",
               {{2, "运算符号|内容|度量单位", "指标值|<|<"}, {2, "≥|98|%", "≥ 98% %|<|<"}},
               {"unit_in_value 1 /indicators/2/value"}},
        Defect{"a total left blank", {{1, "）|<|<|200|", "）|<|<| |"}}, {"missing_value 0 /expenditure/basic/total"}},
        Defect{"a part of the form that is not there",
               {{1, "部门职能概述|1、负责水资源管理。2、负责防汛抗旱。3、完成交办的其他事项。", " | "}},
               {"missing_section 0 /functions"}},
        Defect{"a negative amount",
               {{1, "结转|<|<|20.5", "结转|<|<|-20.5"}, {1, "|300|", "|341|"}},
               {"out_of_range 0 /income/carry_over"}},
        Defect{"words for an amount", {{1, "|300|", "|三百|"}}, {"unparsable_number 0 /income/fiscal_appropriation"}},
        Defect{"no month for a deadline",
               {{2, "座|2023年11月", "座|2023年13月"}},
               {"malformed_date 1 /indicators/0/deadline"}},
        Defect{"a deadline after the period",
               {{2, "座|2023年11月", "座|2024年11月"}},
               {"date_out_of_period 1 /indicators/0/deadline"}},
        Defect{"a period that ends before it starts",
               {{2, "2023年1月 — 2023年12月", "2023年12月 — 2023年1月"}},
               {"period_reversed 1 /period"}},
        Defect{"a level under the wrong one",
               {{2, "成本指标", "社会效益指标"}},
               {"category_mismatch 1 /indicators/3/level2"}},
        Defect{"a level name that the form lacks",
               {{2, "效益指标|社会效益指标", "效益指标|目标双平"}},
               {"unknown_label 1 /indicators/4/level2"}},
        Defect{"a printed label changed", {{1, "5.纳入专户管理", "5.纳入资产管理"}}, {"unknown_label 0 "}},
        Defect{"a row moved by a column",
               {{2, "=|1500|元/人/月|2023年12月", " |=|1500|元/人/月"}},
               {"column_shift 1 /indicators/3"}},
        Defect{"the values of a row in one cell",
               {{2, "=|1500|元/人/月|2023年12月", " | | |= 1500 元/人/月 2023年12月"}},
               {"column_shift 1 /indicators/3"}},
        Defect{"the values of a row in the operator's cell",
               {{2, "=|1500|元/人/月|2023年12月", "= 1500 元/人/月 2023年12月| | | "}},
               {"column_shift 1 /indicators/3"}},
        Defect{"a row moved by a column, its unit of its own making",
               {{2, "=|1500|元/人/月|2023年12月", " |=|1500|元/头份"}},
               {"column_shift 1 /indicators/3"}},
        Defect{"the values of a row in one cell, the month in figures",
               {{2, "=|1500|元/人/月|2023年12月", "= 1500 元/人/月 2023.12| | | "}},
               {"column_shift 1 /indicators/3"}},
        Defect{"words for a target among the units",
               {{2, "改善灌溉条件| |效果明显| |", "改善灌溉条件| | |效果明显|"}},
               {"column_shift 1 /indicators/4"}},
        Defect{"a label in its block's column",
               {{1, "^|7.其他收入|<|<| |<|<|<", "7.其他收入| |<|<| |<|<|<"}},
               {"column_shift 0 /income/other"}},
        Defect{"headers that are not there",
               {{2, "|三级指标|运算符号|内容|度量单位|", "|三级指标| | | |"},
                {2, "改善灌溉条件| |效果明显| ", "改善灌溉条件|=|1|项"}},
               {"lost_header 1 /indicators"}},
        Defect{"a level that begins again",
               {{2, "^|^|成本指标", "^|产出指标|成本指标"}},
               {"repeated_label 1 /indicators/3/level1"}},
        Defect{"a level by an unusual name",
               {{2, "满意度指标|服务对象", "满意度|服务对象"}},
               {"unknown_label 1 /indicators/5/level1"}},
        Defect{"a target that does not belong to its level",
               {{2, "受益群众满意度|≥|92|%", "促进机制完善| |长期| "}},
               {"category_mismatch 1 /indicators/5/level2"}},
        Defect{"a passage that lost a character",
               {{1, "1、负责水资源管理", "1、负责水资源统一管理和节约用水工作"},
                {1, "改善灌溉条件", "负责水资源统管理和节约用水工作"}},
               {"garbled_text 0 /goals/0"}},
        Defect{"a seal's letters in a cell",
               {{2, "财政审核意见：同意", "财政审核意见：ACCOUNTANTS"}},
               {"garbled_text 1 "}},
        Defect{"a row printed twice",
               {{2, "工程按期完工率|≥|98", "工程验收合格率|≥|97"}, {2, "时效指标", "^"}},
               {"duplicate_row 1 /indicators/2"}},
        Defect{"a title nearly the known one", {{2, "县本级部门", "县本各部门"}}, {"title_variant 1 /title"}},
        Defect{"a descending number range",
               {{1, "第1至2项", "第5至2项"}},
               {"bad_number_range 0 /expenditure/project/total"}},
        Defect{"a number left out", {{1, "目标2", "目标3"}}, {"list_gap 0 /goals"}},
        Defect{"a known name damaged", {{1, "目标覆盖率", "目标覆龘率"}}, {"garbled_text 0 /indicators/3/level3"}},
        Defect{"a name that nobody lists, with a damaged word in it",
               {{1, "预算调整率", "专项资金预算调爨率"}},
               {"garbled_text 0 /indicators/2/level3"}},
        Defect{"a character printed twice in a unit's name",
               {{2, "水务局本级", "县水务局本级"}},
               {"garbled_text 1 /implementing_unit"}},
        Defect{"a seal's number in a text",
               {{1, "目标1：改善灌溉条件", "目标1：改善2113020036969灌溉条件"}},
               {"garbled_text 0 /goals/0"}},
        Defect{"a text in the wrong encoding", {{1, "1、负责", "1、锟斤拷负责"}}, {"garbled_text 0 /functions"}},
        Defect{"a rare character in one name of several",
               {{2, "灌区改造经费", "灌浉改造经费"}},
               {"garbled_text 1 /project_name"}},
        Defect{"a project's name damaged on its form",
               {{3, "防汛物资经费", "防汛物瓷经费"}},
               {"garbled_text 2 /project_name"}},
        Defect{"a project's name damaged on the list",
               {{1, "防汛物资经费", "防汛物瓷经费"}},
               {"garbled_text 0 /tasks/1/project"}},
        Defect{"a unit that ends in no unit's word",
               {{2, "|甲县水务局|", "|甲县水务高|"}},
               {"garbled_text 1 /department"}},
        Defect{"a unit with a word broken",
               {{1, "名称|甲县水务局", "名称|甲县水务局机关"}, {2, "水务局本级", "水务局本机"}},
               {"garbled_text 1 /implementing_unit"}},
        Defect{"a character taken for one that sounds alike",
               {{1, "1、负责水资源管理", "1、推进全面依法治县和法治社会建设"},
                {1, "改善灌溉条件", "推进全面依法治县和法制社会建设"}},
               {"garbled_text 0 /goals/0"}},
        Defect{"foreign words in a text",
               {{1, "目标1：改善灌溉条件", "目标1：改善CHONGYANG FANGZHENG灌溉条件"}},
               {"garbled_text 0 /goals/0"}},
        Defect{"a command in a text", {{1, "1、负责", "$\\text{1、负责"}}, {"garbled_text 0 /functions"}},
        Defect{"markup in a text", {{1, "1、负责", "<p>1、负责"}}, {"garbled_text 0 /functions"}}));

TEST(Check, SaysNothingOfASoundSubmissionNotEvenInfos) {
  EXPECT_THAT(said(judge(pages_of(submission(), {})), true), testing::IsEmpty());
}

class CheckRemark : public testing::TestWithParam<Defect> {};

TEST_P(CheckRemark, IsMadeAndNothingElse) {
  EXPECT_THAT(said(judge(pages_of(submission(), GetParam().edits)), true), testing::ElementsAreArray(GetParam().found));
}

INSTANTIATE_TEST_SUITE_P(
    Check, CheckRemark,
    testing::Values(
        Defect{"a bound that leaves one value", {{2, "≥|98", "≥|100"}}, {"degenerate_bound 1 /indicators/2/value"}},
        Defect{"no indicator of a kind",
               {{2, "时效指标", "质量指标"}, {2, "工程按期完工率", "设备完好率"}},
               {"missing_category 1 /indicators"}},
        Defect{"a name that only resembles a usual one",
               {{1, "目标覆盖率", "目标覆羔率"}},
               {"term_variant 0 /indicators/3/level3"}},
        Defect{"a dash for nothing", {{2, "改善灌溉条件| |", "改善灌溉条件|-|"}}, {"placeholder 1 /indicators/4"}},
        Defect{"a name cut off", {{2, "维修泵站数量", "维修泵站覆盖"}}, {"truncated_name 1 /indicators/0/level3"}},
        Defect{"a comma for a 、",
               {{1, "1、负责水资源管理", "1、负责水资源管理、节约用水宣传工作"},
                {1, "目标1：改善灌溉条件", "目标1：改善灌溉条件,节约用水宣传工作"}},
               {"mixed_punctuation 0 /goals/0"}},
        Defect{"two names of nearly the same thing",
               {{1, "1、负责水资源管理", "1、负责“村民用水协会”"}, {1, "改善灌溉条件", "改善“农民用水协会”"}},
               {"term_variant 0 /goals/0"}},
        Defect{"a year outside the table",
               {{2, "（2023年度）", "2023"}, {2, "绩效目标申报表", "绩效目标申报表（2023年度）"}},
               {"stray_text 1 "}},
        Defect{"a third party's name in an opinion",
               {{2, "财政审核意见：同意", "财政审核意见：甲方会计师事务所"}},
               {"unexpected_seal 1 "}}));

TEST(Check, ReportsADateWithMixedSignsOutsideTheTable) {
  std::vector<PageGrid> grids = submission();
  grids[1].lines_below = {"2023.1/5"};
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::ElementsAre("malformed_date 1 "));
  grids[1].lines_below = {"2023.1.5"};
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::IsEmpty());
}

TEST(Check, NamesTwoOpinionsInOneCellAsInfoOnly) {
  std::vector<PageGrid> grids = submission();
  grids[1].rows.back() =
      "部门申报意见|部门意见：同意 财政审核意见：同意 签字（公章）：王五 日期：2023年1月5日|<|<|<|<|<|<";
  EXPECT_THAT(said(judge(pages_of(grids, {})), true), testing::ElementsAre("unsplit_cell 1 "));
}

TEST(Check, ReportsRepeatedLabelsOnceForTheTable) {
  std::vector<PageGrid> grids = submission();
  grids[1].rows[6] = "^|数量指标|数量指标|维修泵站数量|=|6|座|2023年11月";
  grids[1].rows[7] = "^|质量指标|质量指标|工程验收合格率|≥|97|%|2023年12月";
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::Contains("repeated_label 1 /indicators"));
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::Not(testing::Contains(testing::HasSubstr("unknown_label"))));
}

TEST(Check, DoesNotJudgeATitleThatTheReaderCutOff) {
  for (const char* title : {"县本级部门预算项目（政策）绩效目标申报", "县本级部门预算项目J政策）绩效目标申报表"}) {
    std::vector<PageText> pages = pages_of(submission(), {{2, "县本级部门预算项目（政策）绩效目标申报表", title}});
    EXPECT_THAT(said(judge(pages), true), testing::ElementsAre("low_confidence 1 /title", "not_judged 1 /title"))
        << title;
  }
}

TEST(Check, CountsADashThatWasReadAsANumeralForNothing) {
  const std::string label = "7.其他收入|<|<|";
  EXPECT_THAT(said(judge(pages_of(submission(), {{1, label + " |", label + "一|"}}))), testing::IsEmpty());
  EXPECT_THAT(said(judge(pages_of(submission(), {{1, label + " |", label + "一|"}, {1, "|300|", "|310|"}}))),
              testing::ElementsAre("sum_mismatch 0 /income/total"));
}

TEST(Check, CountsWithADoubtfulAmountThatNoSlipSetsApartFromWhatIsDue) {
  std::vector<PageText> pages = pages_of(submission(), {{1, "）|<|<|200|", "）|<|<|213|"}});
  test::cell_with(pages[0], "49.75").reading = test::reading_of("49.75", 0.6);  // 62.75 would be due
  EXPECT_THAT(said(judge(pages)), testing::ElementsAre("sum_mismatch 0 /expenditure/basic/total"));
  test::cell_with(pages[0], "49.75").reading = test::reading_of("49.75", 0.3);
  EXPECT_THAT(said(judge(pages)), testing::Not(testing::Contains("sum_mismatch 0 /expenditure/basic/total")));
}

TEST(Check, ReportsAColumnLeftBlankOnce) {
  std::vector<PageGrid> grids = submission();
  for (std::string& row : grids[1].rows) {
    const std::size_t month = row.rfind("|2023年1");
    if (row.front() == '^' && month != std::string::npos) row.replace(month, std::string::npos, "| ");
  }
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::ElementsAre("missing_value 1 /indicators/0/deadline"));
}

TEST(Check, DoesNotCallAColumnBlankThatHasNoHeader) {
  std::vector<PageGrid> grids = submission();
  for (std::string& row : grids[1].rows) {
    const std::size_t month = row.rfind("|2023年1");
    if (row.front() == '^' && month != std::string::npos) row.replace(month, std::string::npos, "| ");
  }
  const auto all = said(judge(pages_of(grids, {{2, "|计划完成时限", "| "}})), true);
  EXPECT_THAT(all, testing::Contains("not_judged 1 /indicators/0/deadline"));
  EXPECT_THAT(all, testing::Not(testing::Contains("missing_value 1 /indicators/0/deadline")));
}

TEST(Check, DoesNotCallAPartAbsentThatMayStandOnAPageOfNoForm) {
  std::vector<PageGrid> grids = submission();
  std::vector<std::string>& rows = grids[0].rows;
  const auto goals =
      std::find_if(rows.begin(), rows.end(), [](const std::string& row) { return row.find("年度绩效目标") == 0; });
  rows.erase(goals);
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::ElementsAre("missing_section 0 /goals"));
  PageGrid strange{4, {"会议签到表"}, {50, 50}, {"姓名|单位", "甲|乙", "丙|丁"}};
  grids.push_back(strange);
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::ElementsAre("unknown_form - "));
}

TEST(Check, DoesNotCallAPeriodOfWhichOneMonthWasReadNoPeriod) {
  const auto pages = pages_of(submission(), {{2, "2023年1月 — 2023年12月", "2023年1月"}});
  EXPECT_THAT(said(judge(pages)), testing::IsEmpty());
}

TEST(Check, TellsOfADoubtfulUnitsNameThatIsReadAtAll) {
  std::vector<PageText> pages = pages_of(submission(), {{2, "水务局本级", "水务高本级"}});
  test::cell_with(pages[1], "甲县水务高本级").reading = test::reading_of("甲县水务高本级", 0.7);
  EXPECT_THAT(said(judge(pages)), testing::ElementsAre("garbled_text 1 /implementing_unit"));
  test::cell_with(pages[1], "甲县水务高本级").reading = test::reading_of("甲县水务高本级", 0.1);
  EXPECT_THAT(said(judge(pages)), testing::IsEmpty());
}

TEST(Check, TellsOfADoubtfulNameThatHoldsADamagedWord) {
  std::vector<PageText> pages = pages_of(submission(), {{2, "受益群众满意度", "林农服务疆象反馈"}});
  test::cell_with(pages[1], "林农服务疆象反馈").reading = test::reading_of("林农服务疆象反馈", 0.3);
  EXPECT_THAT(said(judge(pages)), testing::ElementsAre("garbled_text 1 /indicators/5/level3"));
}

TEST(Check, DoesNotCallTwoCellsReadAsOneNoNumber) {
  const auto pages = pages_of(submission(), {{1, "|41|<|所属单位数量| |<|<|<", "|41所属单位数量3|<|<|<|<|<|<"}});
  EXPECT_THAT(said(judge(pages)), testing::IsEmpty());
}

TEST(Check, ReportsATaskListedTwiceAndNoFormForIt) {
  std::vector<PageGrid> grids = submission();
  std::vector<std::string>& rows = grids[0].rows;
  const auto task = std::find(rows.begin(), rows.end(), "^|防汛|<|防汛物资经费|34|<|<|2023年6月");
  rows.insert(task + 1, *task);
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::ElementsAre("duplicate_row 0 /tasks/2"));
}

TEST(Check, TellsALabelThatSlippedByARow) {
  std::vector<PageGrid> grids = submission();
  std::vector<std::string>& rows = grids[0].rows;
  rows[26] = "^|^|^|总体工作完成率|=|100|%|2023年12月";
  rows.insert(rows.begin() + 27, "^|^|整体工作完成情况|工作质量达标率|=|100|%|2023年12月");
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::ElementsAre("label_slip 0 /indicators/1/level2"));
}

TEST(Check, ReportsAnAbsentPartOnItsPath) {
  std::vector<PageGrid> grids = submission();
  grids[0].rows.erase(grids[0].rows.begin() + 24, grids[0].rows.end());
  EXPECT_THAT(said(judge(pages_of(grids, {}))), testing::ElementsAre("missing_section 0 /indicators"));
}

TEST(Check, DoesNotJudgeWithAValueInReview) {
  std::vector<PageText> pages = pages_of(submission(), {{1, "150.25", "151.25"}});
  test::cell_with(pages[0], "151.25").reading = test::reading_of("151.25", 0.3);
  const std::vector<std::string> all = said(judge(pages), true);
  EXPECT_THAT(all, testing::Contains("not_judged 0 /expenditure/basic/total"));
  EXPECT_THAT(all, testing::Not(testing::Contains("sum_mismatch 0 /expenditure/basic/total")));
  EXPECT_THAT(all, testing::Contains("low_confidence 0 /expenditure/basic/salaries"));
}

TEST(Check, TellsOnceOfACellThatFillsTwoValuesAndSaysWhy) {
  std::vector<PageText> pages = pages_of(submission(), {});
  const std::string period = "2023年1月 — 2023年12月";
  test::cell_with(pages[1], period).reading = test::reading_of(period, 0.3);
  std::vector<Finding> findings = judge(pages);
  findings.erase(std::remove_if(findings.begin(), findings.end(),
                                [](const Finding& finding) { return finding.code != "low_confidence"; }),
                 findings.end());
  ASSERT_THAT(said(findings, true), testing::ElementsAre("low_confidence 1 /period/start"));
  EXPECT_THAT(findings[0].message, testing::HasSubstr("请核对：识别把握不足"));
}

TEST(Check, DoesNotBoundARateWhoseNameIsInReview) {
  std::vector<PageText> pages = pages_of(submission(), {{2, "工程验收合格率|≥|97", "疡床使用率|≥|103"}});
  test::cell_with(pages[1], "疡床使用率").reading = test::reading_of("疡床使用率", 0.5);
  const std::vector<std::string> all = said(judge(pages), true);
  EXPECT_THAT(all, testing::Contains("not_judged 1 /indicators/1/value"));
  EXPECT_THAT(all, testing::Not(testing::Contains("out_of_range 1 /indicators/1/value")));
}

TEST(Check, DoesNotJudgeAYearInReview) {
  std::vector<PageText> pages = pages_of(submission(), {{2, "2023年度", "2022年度"}});
  pages[1].lines[1].reading = test::reading_of("（2022年度）", 0.05);
  const std::vector<std::string> all = said(judge(pages), true);
  EXPECT_THAT(all, testing::UnorderedElementsAre("not_judged 1 /fiscal_year", "low_confidence 1 /fiscal_year"));
}

TEST(Check, TellsOfADoubtfulNameThatResemblesAUsualOne) {
  std::vector<PageText> pages = pages_of(submission(), {{1, "目标覆盖率", "目标覆羔率"}});
  test::cell_with(pages[0], "预算绩效目标覆羔率").reading = test::reading_of("预算绩效目标覆羔率", 0.5);
  EXPECT_THAT(said(judge(pages)), testing::ElementsAre("garbled_text 0 /indicators/3/level3"));
}

TEST(Check, CountsBlankPartsAsZero) {
  EXPECT_THAT(said(judge(pages_of(submission(), {{1, "49.75", ""}, {1, "150.25", "200"}}))), testing::IsEmpty());
}

TEST(Check, NamesADegenerateBoundAsInfoOnly) {
  const auto findings = judge(pages_of(submission(), {{2, "≥|98", "≥|100"}}));
  EXPECT_THAT(said(findings, true), testing::Contains("degenerate_bound 1 /indicators/2/value"));
  EXPECT_THAT(said(findings), testing::IsEmpty());
}

TEST(Check, NamesAFormWithoutSignatureAsInfoOnly) {
  const auto findings =
      judge(pages_of(submission(), {{2, "同意 签字（公章）：王五 日期：2023年1月5日", "签字（公章）：  日期："}}));
  EXPECT_THAT(said(findings, true), testing::Contains("unsigned 1 "));
  EXPECT_THAT(said(judge(pages_of(submission(), {})), true), testing::Not(testing::Contains("unsigned 1 ")));
}

TEST(Check, NamesAPageThatFitsNoForm) {
  std::vector<PageText> pages = pages_of(submission(), {});
  PageGrid letter{4, {"关于召开会议的通知"}, {50, 50}, {"时间|地点", "周一|三楼"}};
  pages.push_back(page_text(letter));
  EXPECT_THAT(said(judge(pages)), testing::ElementsAre("unknown_form - "));
}

TEST(Check, GivesMessagesWithBothSidesAndTheirPlace) {
  const auto findings = judge(pages_of(submission(), {{1, "150.25", "151.25"}}));
  const auto found = std::find_if(findings.begin(), findings.end(),
                                  [](const Finding& finding) { return finding.code == "sum_mismatch"; });
  ASSERT_NE(found, findings.end());
  EXPECT_EQ(found->message, "基本支出 200 ≠ 151.25 + 49.75 = 201.00");
  EXPECT_EQ(found->expected, "201.00");
  EXPECT_EQ(found->actual, "200");
  EXPECT_EQ(found->page_no, 1);
  EXPECT_TRUE(found->where.has_value());
}

}  // namespace
}  // namespace shenbao::extract
