#include "extract/fill/fill_forms.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "extract/fill/interpret.h"
#include "support/equality.h"
#include "support/form_templates.h"
#include "support/page_grid.h"
#include "support/sound_submission.h"

namespace shenbao::extract {
namespace {

using test::cell_with;
using test::page_text;
using test::PageGrid;

const std::vector<int> kEight = {10, 11, 12, 24, 8, 11, 10, 14};

/// The side label, the header and the rows of an indicator table with its three columns for a value.
const std::vector<std::string> kIndicators = {
    "绩效指标|一级指标|二级指标|三级指标|运算符号|内容|度量单位|计划完成时限",
    "^|产出指标|数量指标|新修水渠长度|≥|12.5|公里|2023年12月",
    "^|^|^|维修泵站数量|=|6|座|2023年11月",
    "^|^|质量指标|验收合格率|=|100|%|2023年12月",
    "^|效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月",
};

const std::vector<std::string> kHead = {"县本级部门预算项目（政策）绩效目标申报表", "（2023年度）",
                                        "申报单位：甲县水务局"};

const std::vector<std::string> kPairs = {
    "项目（政策）名称|<|灌区改造经费|<|实施期|<|2023年1月 — 2023年12月|<",
    "主管部门|<|甲县水务局|<|预算资金情况（万元）|年度预算资金总额|<|86.50",
    "实施单位|<|甲县水务局本级|<|^|其中：财政拨款收入|<|80",
    "总体目标|<|年度目标|<|<|<|<|<",
    "^|^|目标1：改善灌溉。目标2：节约用水。|<|<|<|<|<",
};

const std::vector<std::string> kSignatures = {
    "部门申报意见|部门意见：签字（公章）：  日期：|<|<|财政审核意见：签字（公章）：  日期：|<|<|<"};

std::vector<std::string> joined(std::vector<std::string> rows, const std::vector<std::string>& more) {
  rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

PageGrid project_page(const std::vector<std::string>& top = kPairs,
                      const std::vector<std::string>& indicators = kIndicators) {
  return {1, kHead, kEight, joined(joined(top, indicators), kSignatures)};
}

std::vector<Form> fill(const std::vector<PageText>& pages) { return fill_forms(pages, test::delivered_templates()); }

/// A value as text: "" for none.
std::string value_at(const Form& form, const std::string& path) {
  const Field* field = form.find(path);
  if (field == nullptr) return "no such field";
  if (!field->value) return "";
  if (const auto* text = std::get_if<std::string>(&*field->value)) return *text;
  if (const auto* number = std::get_if<Decimal>(&*field->value)) return to_string(*number);
  const Month& month = std::get<Month>(*field->value);
  return std::to_string(month.year) + "-" + std::to_string(month.month);
}

void expect_the_project(const Form& form) {
  EXPECT_EQ(form.type, "project_target");
  EXPECT_EQ(value_at(form, "/title"), kHead[0]);
  EXPECT_EQ(value_at(form, "/fiscal_year"), "2023");
  EXPECT_EQ(value_at(form, "/reporting_unit"), "甲县水务局");
  EXPECT_EQ(value_at(form, "/project_name"), "灌区改造经费");
  EXPECT_EQ(value_at(form, "/period/start"), "2023-1");
  EXPECT_EQ(value_at(form, "/period/end"), "2023-12");
  EXPECT_EQ(value_at(form, "/department"), "甲县水务局");
  EXPECT_EQ(value_at(form, "/implementing_unit"), "甲县水务局本级");
  EXPECT_EQ(value_at(form, "/budget/total"), "86.50");
  EXPECT_EQ(value_at(form, "/budget/fiscal_appropriation"), "80");
  EXPECT_EQ(value_at(form, "/goals/0"), "改善灌溉。");
  EXPECT_EQ(value_at(form, "/goals/1"), "节约用水。");
  EXPECT_EQ(form.rows.at("/goals"), 2);
  EXPECT_EQ(form.rows.at("/period_goals"), 0);
}

void expect_the_indicators(const Form& form) {
  ASSERT_EQ(form.rows.at("/indicators"), 4);
  const std::vector<std::vector<std::string>> rows = {
      {"产出指标", "数量指标", "新修水渠长度", "≥", "12.5", "公里", "2023-12"},
      {"产出指标", "数量指标", "维修泵站数量", "=", "6", "座", "2023-11"},
      {"产出指标", "质量指标", "验收合格率", "=", "100", "%", "2023-12"},
      {"效益指标", "社会效益指标", "灌溉条件改善", "", "效果明显", "", "2023-12"}};
  const std::vector<std::string> keys = {"level1", "level2", "level3", "operator", "value", "unit", "deadline"};
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (std::size_t k = 0; k < keys.size(); ++k) {
      const std::string path = "/indicators/" + std::to_string(r) + "/" + keys[k];
      EXPECT_EQ(value_at(form, path), rows[r][k]) << path;
    }
  }
}

TEST(FillForms, ReadsLabelsAndValuesInNeighbouringCells) {
  const auto forms = fill({page_text(project_page())});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_project(forms[0]);
  expect_the_indicators(forms[0]);
  for (const Field& field : forms[0].fields) EXPECT_EQ(status_of(field), Status::accepted) << field.path;
}

TEST(FillForms, ReadsLabelAndValueInOneCell) {
  const auto forms = fill({page_text(project_page({"项目(政策)名称：灌区改造经费|<|<|<|实施期：2023.01-2023.12|<|<|<",
                                                   "主管部门：甲县水务局|<|<|<|年度预算资金总额：86.50|<|<|<",
                                                   "实施单位：甲县水务局本级|<|<|<|其中：财政拨款收入 80|<|<|<",
                                                   "总体目标|<|目标1：改善灌溉。目标2：节约用水。|<|<|<|<|<"}))});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_project(forms[0]);
  expect_the_indicators(forms[0]);
}

TEST(FillForms, ReadsBlocksInAnotherOrder) {
  const auto rows =
      joined({"预算资金情况（万元）|<|年度预算资金总额|<|86.50|<|<|<", "^|^|其中：财政拨款收入|<|80|<|<|<"},
             joined(kIndicators, {"总体目标|<|目标1：改善灌溉。目标2：节约用水。|<|<|<|<|<",
                                  "实施单位|<|甲县水务局本级|<|主管部门|<|甲县水务局|<",
                                  "实施期|<|2023年1月至12月|<|<|<|<|<", "项目（政策）名称|<|灌区改造经费|<|<|<|<|<"}));
  const auto forms = fill({page_text({1, kHead, kEight, rows})});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_project(forms[0]);
  expect_the_indicators(forms[0]);
}

TEST(FillForms, ReadsTheTargetFromOneColumn) {
  const auto forms = fill({page_text(
      {1,
       kHead,
       {10, 11, 12, 24, 29, 14},
       {"绩效指标|一级指标|二级指标|三级指标|指标值|完成时限", "^|产出指标|数量指标|新修水渠长度|≥12.5公里|2023.12",
        "^|^|^|维修泵站数量|=6座|2023-11", "^|^|质量指标|验收合格率|＝100％|2023年12月",
        "^|效益指标|社会效益指标|灌溉条件改善|效果明显|2023年12月"}})});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(forms[0].find("/indicators/0/operator")->source->raw, "≥12.5公里");
  EXPECT_EQ(value_at(forms[0], "/indicators/2/unit"), "％");
  EXPECT_EQ(value_at(forms[0], "/indicators/0/unit"), "公里");
  EXPECT_EQ(value_at(forms[0], "/indicators/1/operator"), "=");
  EXPECT_EQ(value_at(forms[0], "/indicators/1/deadline"), "2023-11");
  EXPECT_EQ(value_at(forms[0], "/indicators/3/value"), "效果明显");
  EXPECT_EQ(forms[0].find("/indicators/3/unit")->source, std::nullopt);
}

TEST(FillForms, ACountWithoutItsOperatorIsForReview) {
  const auto forms = fill({page_text(
      {1,
       kHead,
       {10, 11, 12, 24, 29, 14},
       {"绩效指标|一级指标|二级指标|三级指标|指标值|完成时限", "^|产出指标|数量指标|抽检食品批次|4250批次|2023.12",
        "^|^|质量指标|验收合格率|＝100％|2023年12月"}})});
  ASSERT_EQ(forms.size(), 1u);
  for (const char* part : {"operator", "value", "unit"}) {
    EXPECT_EQ(status_of(*forms[0].find(std::string("/indicators/0/") + part)), Status::review) << part;
  }
  EXPECT_EQ(status_of(*forms[0].find("/indicators/1/value")), Status::accepted);
}

TEST(FillForms, ReadsATargetUnderOneHeaderAndUnderNestedOnes) {
  auto rows = kIndicators;
  rows[0] = "绩效指标|一级指标|二级指标|三级指标|指标值|<|<|计划完成时限";
  auto forms = fill({page_text(project_page(kPairs, rows))});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_indicators(forms[0]);

  rows.insert(rows.begin() + 1, "^|^|^|^|运算符号|内容|度量单位|^");
  forms = fill({page_text(project_page(kPairs, rows))});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_indicators(forms[0]);
}

TEST(FillForms, CarriesLevelNamesOverAPageBreakWithTheirCells) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size() + 2);  // up to the first indicator
  const PageGrid second = {2,
                           {},
                           kEight,
                           {" | | |维修泵站数量|=|6|座|2023年11月", "^|^|质量指标|验收合格率|=|100|%|2023年12月",
                            "^|效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月", kSignatures[0]}};
  const PageText first_page = page_text(first);
  const auto forms = fill({first_page, page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(forms[0].pages, (std::vector<int>{1, 2}));
  expect_the_indicators(forms[0]);
  EXPECT_EQ(forms[0].find("/indicators/1/level2")->source->page_no, 1);
  EXPECT_EQ(forms[0].find("/indicators/2/level1")->source->page_no, 1);
  EXPECT_EQ(forms[0].find("/indicators/2/level2")->source->page_no, 2);
}

TEST(FillForms, CarriesLevelNamesBelowAHeaderPrintedAgain) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size() + 2);
  const PageGrid second = {2,
                           {},
                           kEight,
                           {" |一级指标|二级指标|三级指标|运算符号|内容|度量单位|计划完成时限",
                            "^| | |维修泵站数量|=|6|座|2023年11月", "^|^|质量指标|验收合格率|=|100|%|2023年12月",
                            "^|效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月", kSignatures[0]}};
  const auto forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_indicators(forms[0]);
}

TEST(FillForms, ReadsRowsBelowAHeaderOfWhichTwoCellsRanTogether) {
  std::vector<std::string> rows = kIndicators;
  rows[0] = "绩效指标|一级指标1二级指标（|<|三级指标|运算符号|内容|度量单位|计划完成时限";
  const auto forms = fill({page_text(project_page(kPairs, rows))});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_indicators(forms[0]);
}

TEST(FillForms, GivesABlankCellAtThePagesFootTheNameOnTheNextPage) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size());
  first.rows.push_back(kIndicators[0]);
  first.rows.push_back("^| | |新修水渠长度|≥|12.5|公里|2023年12月");
  PageGrid second = {
      2,
      {},
      kEight,
      {" |产出指标|数量指标|维修泵站数量|=|6|座|2023年11月", "^|^|质量指标|验收合格率|=|100|%|2023年12月",
       "^|效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月", kSignatures[0]}};
  const auto forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_indicators(forms[0]);
  EXPECT_EQ(forms[0].find("/indicators/0/level1")->source->page_no, 2);
}

TEST(FillForms, CarriesALevelUnderOneThatTheNextPagePrints) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size());
  first.rows.push_back(kIndicators[0]);
  first.rows.push_back("^| |数量指标|新修水渠长度|≥|12.5|公里|2023年12月");
  const PageGrid second = {2,
                           {},
                           kEight,
                           {" |产出指标| |维修泵站数量|=|6|座|2023年11月", "^|^|质量指标|验收合格率|=|100|%|2023年12月",
                            "^|效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月", kSignatures[0]}};
  const auto forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_indicators(forms[0]);
}

TEST(FillForms, LeavesALevelBlankUnderAnotherThanTheNextPages) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size());
  first.rows.push_back(kIndicators[0]);
  first.rows.push_back("^|产出指标| |新修水渠长度|≥|12.5|公里|2023年12月");
  const PageGrid second = {
      2, {}, kEight, {" |效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月", kSignatures[0]}};
  const auto forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(value_at(forms[0], "/indicators/0/level2"), "");
}

TEST(FillForms, LeavesABlankLevelAboveThePagesFootBlank) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size());
  first.rows.push_back(kIndicators[0]);
  first.rows.push_back("^| | |新修水渠长度|≥|12.5|公里|2023年12月");
  first.rows.push_back("^|产出指标|数量指标|维修泵站数量|=|6|座|2023年11月");
  const PageGrid second = {2, {}, kEight, {" |产出指标|质量指标|验收合格率|=|100|%|2023年12月", kSignatures[0]}};
  const auto forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(value_at(forms[0], "/indicators/0/level1"), "");
}

TEST(FillForms, GoesOnWithColumnsThatStandElsewhere) {
  const std::vector<int> other = {6, 17, 17, 18, 14, 6, 12, 10};
  PageGrid first = project_page();
  first.rows.resize(kPairs.size() + 2);  // up to the first indicator
  PageGrid second = {
      2,
      {},
      other,
      {" |产出指标|数量指标|维修泵站数量|=|6|座|2023年11月", "^|^|质量指标|验收合格率|=|100|%|2023年12月",
       "^|效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月"}};
  auto forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_indicators(forms[0]);

  first.rows[kPairs.size()] = "绩效指标|一级指标|二级指标|三级指标|指标值|<|<|计划完成时限";
  forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_indicators(forms[0]);

  second.widths = {8, 17, 17, 18, 24, 16};
  second.rows = {" |产出指标|数量指标|维修泵站数量|=6座|2023年11月", "^|^|质量指标|验收合格率|=100%|2023年12月",
                 "^|效益指标|社会效益指标|灌溉条件改善|效果明显|2023年12月"};
  forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_indicators(forms[0]);
}

TEST(FillForms, KeepsRowsThatStandUnderOtherColumnsForReview) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size() + 2);
  const PageGrid second = {
      2,
      {},
      {14, 10, 10, 6, 10, 22, 6, 12, 10},  // one of them never stands alone
      {" |产出指标|<|数量指标|维修泵站数量|=|6|座|2023年11月", "^|^|<|质量指标|验收合格率|=|100|%|2023年12月",
       "总体目标|<|<|目标1：改善灌溉。|<|<|<|<|<"}};
  const auto forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  ASSERT_EQ(forms[0].rows.at("/indicators"), 3);
  for (const char* row : {"/indicators/1", "/indicators/2"}) {
    EXPECT_EQ(status_of(*forms[0].find(std::string(row) + "/level3")), Status::review) << row;
  }
}

TEST(FillForms, GoesOnWithNoTableOfOtherThings) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size() + 2);
  const PageGrid second = {
      2, {}, {6, 17, 17, 18, 14, 6, 12, 10}, {"1|打印机|三楼|王工|2|台|良好|无", "2|计算机|二楼|李工|6|台|良好|无"}};
  const auto forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(forms[0].rows.at("/indicators"), 1);
  EXPECT_EQ(forms[0].pages, (std::vector<int>{1}));
}

TEST(FillForms, GoesOnBehindAPageThatNobodyCouldRead) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size() + 2);
  const PageGrid wiped = {2, {}, {40, 60}, {" | ", " |一"}};
  const PageGrid third = {3,
                          {},
                          kEight,
                          {" |产出指标|数量指标|维修泵站数量|=|6|座|2023年11月",
                           "^|效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月", kSignatures[0]}};
  const auto forms = fill({page_text(first), page_text(wiped), page_text(third)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(forms[0].pages, (std::vector<int>{1, 3}));
  EXPECT_EQ(forms[0].rows.at("/indicators"), 3);
}

TEST(FillForms, TakesAPageOfOneRowAndAPageOfSignaturesAlone) {
  PageGrid first = project_page();
  first.rows.resize(kPairs.size() + 4);
  const PageGrid second = {2, {}, kEight, {" |效益指标|社会效益指标|灌溉条件改善| |效果明显| |2023年12月"}};
  const PageGrid third = {
      3, {}, {10, 45, 45}, {"部门申报意见|部门意见：签字（公章）：  日期：|财政审核意见：签字（公章）：  日期："}};
  const auto forms = fill({page_text(first), page_text(second), page_text(third)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(forms[0].pages, (std::vector<int>{1, 2, 3}));
  expect_the_indicators(forms[0]);
}

TEST(FillForms, JoinsATextThatItsPageWasTooShortFor) {
  PageGrid first = project_page();
  first.rows = {kPairs[0], kPairs[1], kPairs[2], "总体目标|<|目标1：改善|<|<|<|<|<"};
  const PageGrid second = {2, {}, kEight, joined({" |<|灌溉。目标2：节约用水。|<|<|<|<|<"}, kIndicators)};
  const auto forms = fill({page_text(first), page_text(second)});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_project(forms[0]);
  EXPECT_EQ(status_of(*forms[0].find("/goals/0")), Status::review);
}

TEST(FillForms, SaysWhichCellIsWhichLabel) {
  PageText page = page_text(project_page());
  const auto forms = fill({page});
  ASSERT_EQ(forms.size(), 1u);
  const auto label_at = [&](const std::string& text) {
    const layout::Quad& quad = cell_with(page, text).quad;
    const auto found = std::find_if(forms[0].labels.begin(), forms[0].labels.end(),
                                    [&](const Label& label) { return label.where == quad; });
    return found == forms[0].labels.end() ? Label{} : *found;
  };
  EXPECT_EQ(label_at("主管部门"),
            (Label{LabelKind::field, "/department", "", {}, 1, cell_with(page, "主管部门").quad, "", true}));
  EXPECT_EQ(label_at("年度预算资金总额").block, "budget");
  EXPECT_EQ(label_at("预算资金情况（万元）").kind, LabelKind::block);
  EXPECT_EQ(label_at("二级指标"),
            (Label{LabelKind::header, "/indicators", "", {"level2"}, 1, cell_with(page, "二级指标").quad, "", true}));
  EXPECT_EQ(label_at("甲县水务局").page_no, 0);
}

TEST(FillForms, FindsSeveralFormsInAnyOrder) {
  PageGrid other = project_page();
  other.page_no = 2;
  other.rows[0] = "项目（政策）名称|<|泵站维修经费|<|实施期|<|2023年1月 — 2023年12月|<";
  const PageGrid department = {3,
                               {"甲县水务局整体绩效目标申报表", "（2023年度）", "填报单位（盖章）：甲县水务局"},
                               {30, 70},
                               {"部门（单位）名称|甲县水务局"}};
  const auto forms = fill({page_text(project_page()), page_text(other), page_text(department)});
  ASSERT_EQ(forms.size(), 3u);
  EXPECT_EQ(value_at(forms[0], "/project_name"), "灌区改造经费");
  EXPECT_EQ(value_at(forms[1], "/project_name"), "泵站维修经费");
  EXPECT_EQ(forms[2].type, "department_target");
  EXPECT_EQ(value_at(forms[2], "/reporting_unit"), "甲县水务局");
}

TEST(FillForms, BeginsANewFormWhoseTitleNobodyCouldRead) {
  PageGrid other = project_page();
  other.page_no = 2;
  other.lines = {"吕本纹部门顶算顷目致效日标中报衣"};
  const auto forms = fill({page_text(project_page()), page_text(other)});
  ASSERT_EQ(forms.size(), 2u);
  EXPECT_EQ(value_at(forms[1], "/title"), "");
  ASSERT_TRUE(forms[1].find("/title")->source);
  EXPECT_EQ(forms[1].find("/title")->source->raw, other.lines[0]);
  EXPECT_EQ(status_of(*forms[1].find("/title")), Status::review);
  EXPECT_EQ(value_at(forms[1], "/project_name"), "灌区改造经费");
}

TEST(FillForms, TellsTheFormByItsLabelsWhereItsTitleWasHardlyReadable) {
  PageGrid page = project_page();
  page.lines[0] = "悬杰级甑门邢篡愿目。璐策）绩效目标申报表";
  const auto forms = fill({page_text(page)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(forms[0].type, "project_target");
  EXPECT_EQ(value_at(forms[0], "/title"), page.lines[0]);
  expect_the_indicators(forms[0]);
}

TEST(FillForms, TakesNeitherTheYearNorALabelForATitleThatIsNotPrinted) {
  PageGrid grid = project_page();
  grid.lines = {kHead[1], kHead[2]};
  const auto forms = fill({page_text(grid)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(value_at(forms[0], "/title"), "");
  EXPECT_FALSE(forms[0].find("/title")->source);
}

TEST(FillForms, ReviewsATitleThatIsTheKnownOneButForAReadersSlip) {
  for (const char* title : {"本级部门预算项目（政策）绩效目标申报表", "县本级部门预算项目政策）绩效目标申报表"}) {
    PageText page = page_text(project_page());
    page.lines[0].reading = test::reading_of(title);
    EXPECT_EQ(status_of(*fill({page}).at(0).find("/title")), Status::review) << title;
  }
}

TEST(FillForms, ReviewsAYearThatStandsNowhere) {
  PageText page = page_text(project_page());
  page.lines[1].reading = test::reading_of("（2o3厅度）");
  EXPECT_EQ(status_of(*fill({page}).at(0).find("/fiscal_year")), Status::review);
  page.lines[1].reading = test::reading_of("（    年度）");
  const auto forms = fill({page});
  EXPECT_FALSE(forms.at(0).find("/fiscal_year")->source);
}

TEST(FillForms, ReviewsAColumnWhoseHeaderStandsNowhere) {
  std::vector<std::string> indicators = kIndicators;
  for (std::string& row : indicators) {
    const std::size_t month = row.rfind('|');
    row.replace(month, std::string::npos, "| ");
  }
  PageText page = page_text(project_page(kPairs, indicators));
  for (TableText& table : page.tables)
    table.cells.erase(std::remove_if(table.cells.begin(), table.cells.end(),
                                     [](const CellText& cell) { return cell.col == 7 && cell.col_span == 1; }),
                      table.cells.end());
  const Form form = fill({page}).at(0);
  EXPECT_EQ(status_of(*form.find("/indicators/0/deadline")), Status::review);
}

TEST(FillForms, FindsTheTitleInsideTheTable) {
  PageGrid grid = project_page();
  grid.lines.clear();
  grid.rows.insert(grid.rows.begin(), {kHead[0] + "（2023年度）|<|<|<|<|<|<|<", kHead[2] + "|<|<|<|<|<|<|<"});
  const auto forms = fill({page_text(grid)});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_project(forms[0]);
}

TEST(FillForms, TakesATitleOverTwoLinesWhole) {
  const PageGrid page = {1,
                         {"大理白族自治州供销合作社联合社部门（单", "位）整体绩效目标申报表", "（2023年度）"},
                         {30, 70},
                         {"部门（单位）名称|甲"}};
  const auto forms = fill({page_text(page)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(value_at(forms[0], "/title"), "大理白族自治州供销合作社联合社部门（单位）整体绩效目标申报表");
  EXPECT_EQ(value_at(forms[0], "/fiscal_year"), "2023");
}

TEST(FillForms, LeavesAPageOfAnotherKindAlone) {
  const PageGrid receipt = {1, {"办公用品采购清单"}, {50, 25, 25}, {"品名|数量|单价", "打印纸|10|25.00"}};
  EXPECT_TRUE(fill({page_text(receipt)}).empty());
  EXPECT_TRUE(fill({}).empty());
  const auto forms = fill({page_text(project_page()), page_text({2, receipt.lines, receipt.widths, receipt.rows})});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(forms[0].pages, (std::vector<int>{1}));
}

TEST(FillForms, MatchesLabelsOverMisreadCharacters) {
  PageText page = page_text(project_page());
  cell_with(page, "主管部门").reading = test::reading_of("主营部门");
  cell_with(page, "年度预算资金总额").reading = test::reading_of("年度预算贷金总额");
  cell_with(page, "三级指标").reading = test::reading_of("二级措标");
  cell_with(page, "产出指标").reading = test::reading_of("产山指标");
  const auto forms = fill({page});
  ASSERT_EQ(forms.size(), 1u);
  expect_the_project(forms[0]);
  expect_the_indicators(forms[0]);
  EXPECT_EQ(forms[0].find("/indicators/0/level1")->source->raw, "产山指标");
}

TEST(FillForms, IsSureOfALevelNameThatSpecksSurround) {
  PageText page = page_text(project_page());
  cell_with(page, "产出指标").reading = test::reading_of(".，产山指标”", 0.02);
  cell_with(page, "效益指标").reading = test::reading_of("？效益指标-", 0.01);
  cell_with(page, "公里").reading = test::reading_of("公星", 0.02);
  const auto forms = fill({page});
  ASSERT_EQ(forms.size(), 1u);
  for (const char* path : {"/indicators/0/level1", "/indicators/3/level1"}) {
    EXPECT_EQ(status_of(*forms[0].find(path)), Status::accepted) << path;
  }
  EXPECT_EQ(value_at(forms[0], "/indicators/0/level1"), "产出指标");
  EXPECT_EQ(value_at(forms[0], "/indicators/3/level1"), "效益指标");
  EXPECT_EQ(status_of(*forms[0].find("/indicators/0/unit")), Status::review);
}

TEST(FillForms, ReviewsALevelNameThatASealLiesOver) {
  PageText page = page_text(project_page());
  cell_with(page, "产出指标").reading = test::reading_of("产出指标《冷<旧悸帝", 0.01);
  cell_with(page, "社会效益指标").reading = test::reading_of("社会效益指标（甲乙丙）", 0.95);
  const auto forms = fill({page});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(status_of(*forms[0].find("/indicators/0/level1")), Status::review);
  EXPECT_EQ(value_at(forms[0], "/indicators/3/level2"), "社会效益指标（甲乙丙）");
}

TEST(FillForms, DoubtsALevelNameThatCouldBeAnother) {
  PageText page = page_text(project_page());
  cell_with(page, "质量指标").reading = test::reading_of("长量指标", 0.3);
  const auto forms = fill({page});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(status_of(*forms[0].find("/indicators/2/level2")), Status::review);
}

TEST(FillForms, ConfirmsAYearInDoubtByTheFormsMonths) {
  PageText page = page_text(project_page());
  const auto year = std::find_if(page.lines.begin(), page.lines.end(),
                                 [](const LineText& line) { return line.reading.text == "（2023年度）"; });
  ASSERT_NE(year, page.lines.end());
  year->reading = test::reading_of("（2023年度，", 0.4);
  auto forms = fill({page});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(status_of(*forms[0].find("/fiscal_year")), Status::accepted);

  year->reading = test::reading_of("（2022年度，", 0.4);
  forms = fill({page});
  EXPECT_EQ(status_of(*forms[0].find("/fiscal_year")), Status::review);
}

TEST(FillForms, TakesAMisreadHeaderForNoGoals) {
  PageText page = page_text(project_page());
  cell_with(page, "年度目标").reading = test::reading_of("5年度日标", 0.4);
  const auto forms = fill({page});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(value_at(forms[0], "/goals/0"), "改善灌溉。");
  EXPECT_EQ(forms[0].rows.at("/goals"), 2);
}

TEST(FillForms, NeverPullsANameToAKnownTerm) {
  PageText page = page_text(project_page());
  cell_with(page, "新修水渠长度").reading = test::reading_of("数量旨标");
  cell_with(page, "灌区改造经费").reading = test::reading_of("主营部门");
  const auto forms = fill({page});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(value_at(forms[0], "/indicators/0/level3"), "数量旨标");
}

TEST(FillForms, KeepsAUnitThatItDoesNotKnow) {
  PageText page = page_text(project_page());
  cell_with(page, "公里").reading = test::reading_of("元/人/季");
  const auto forms = fill({page});
  const Field* unit = forms.at(0).find("/indicators/0/unit");
  EXPECT_TRUE(value_at(forms[0], "/indicators/0/unit") == "元/人/季" || status_of(*unit) == Status::review);
}

TEST(FillForms, KeepsAUnitReadWellThatIsOnlyNearAKnownOne) {
  PageText page = page_text(project_page());
  cell_with(page, "公里").reading = test::reading_of("元/平方米/年");
  const auto forms = fill({page});
  EXPECT_EQ(value_at(forms.at(0), "/indicators/0/unit"), "元/平方米/年");
  EXPECT_EQ(status_of(*forms[0].find("/indicators/0/unit")), Status::accepted);
}

TEST(FillForms, TakesTheCandidateThatTheTypeAccepts) {
  PageText page = page_text(project_page());
  Reading& reading = cell_with(page, "86.50").reading;
  reading.text = "86.S0元角";
  reading.candidates = {"86.S0元角", "86.50"};
  const auto forms = fill({page});
  const Field* total = forms.at(0).find("/budget/total");
  EXPECT_EQ(value_at(forms[0], "/budget/total"), "86.50");
  EXPECT_EQ(status_of(*total), Status::review);
  EXPECT_EQ(total->source->raw, "86.S0元角");
}

TEST(FillForms, ReviewsALetterAmongDigits) {
  PageText page = page_text(project_page());
  cell_with(page, "86.50").reading = test::reading_of("86.5O");
  const auto forms = fill({page});
  EXPECT_EQ(value_at(forms.at(0), "/budget/total"), "86.50");
  EXPECT_EQ(status_of(*forms[0].find("/budget/total")), Status::review);
}

TEST(FillForms, GivesNoValueForInkThatNobodyCouldRead) {
  PageText page = page_text(project_page());
  Reading& reading = cell_with(page, "86.50").reading;
  reading = Reading{};
  reading.has_ink = true;
  const auto forms = fill({page});
  const Field* total = forms.at(0).find("/budget/total");
  EXPECT_FALSE(total->value);
  ASSERT_TRUE(total->source);
  EXPECT_EQ(status_of(*total), Status::review);
}

TEST(FillForms, ReviewsWhatIsReadBelowTheThreshold) {
  PageText page = page_text(project_page());
  cell_with(page, "86.50").reading.confidence = 0.79;
  cell_with(page, "80").reading.confidence = 0.81;
  const auto forms = fill({page});
  EXPECT_EQ(status_of(*forms.at(0).find("/budget/total")), Status::review);
  EXPECT_EQ(status_of(*forms[0].find("/budget/fiscal_appropriation")), Status::accepted);
  EXPECT_EQ(status_of(*fill_forms({page}, test::delivered_templates(), {0.9})[0].find("/budget/fiscal_appropriation")),
            Status::review);
}

TEST(FillForms, ReviewsWhatARulingThatNobodySawTellsFromItsNeighbour) {
  PageText page = page_text(project_page());
  cell_with(page, "12.5").inferred = true;
  EXPECT_EQ(status_of(*fill({page}).at(0).find("/indicators/0/value")), Status::accepted);  // of no neighbour's sides
  cell_with(page, "公里").inferred = true;
  const auto forms = fill({page});
  for (const char* path : {"/indicators/0/value", "/indicators/0/unit"}) {
    EXPECT_EQ(forms.at(0).find(path)->doubts, std::vector<Doubt>{Doubt::inferred_cell}) << path;
  }
  EXPECT_TRUE(forms[0].find("/indicators/0/operator")->doubts.empty());
}

TEST(FillForms, TrustsTheCellsOfAnOpenTablesLastRow) {
  PageGrid grid = project_page();
  grid.rows.resize(kPairs.size() + 5);  // up to the last indicator
  PageText page = page_text(grid);
  for (CellText& cell : page.tables[0].cells) cell.inferred = cell.row + cell.row_span == page.tables[0].rows;
  for (const Field& field : fill({page}).at(0).fields) EXPECT_EQ(status_of(field), Status::accepted) << field.path;
}

TEST(FillForms, TakesADashForNothingBeforeWordsAndForDoubtBeforeANumber) {
  auto rows = kIndicators;
  rows[1] = "^|产出指标|数量指标|新修水渠长度|—|12.5|公里|2023年12月";
  rows[4] = "^|效益指标|社会效益指标|灌溉条件改善|-|效果明显|—|2023年12月";
  const auto forms = fill({page_text(project_page(kPairs, rows))});
  EXPECT_EQ(status_of(*forms.at(0).find("/indicators/0/operator")), Status::review);
  EXPECT_FALSE(forms[0].find("/indicators/3/operator")->source);
  EXPECT_FALSE(forms[0].find("/indicators/3/unit")->source);
}

TEST(FillForms, KeepsAPrintedUnitBesideItsNumber) {
  auto rows = kIndicators;
  rows[3] = "^|^|质量指标|验收合格率|=|100%|%|2023年12月";
  const auto forms = fill({page_text(project_page(kPairs, rows))});
  EXPECT_EQ(value_at(forms.at(0), "/indicators/2/value"), "100%");
  EXPECT_EQ(value_at(forms[0], "/indicators/2/unit"), "%");
}

TEST(FillForms, TellsSimilarItemsOfABlockApart) {
  const PageGrid grid = {1,
                         {"甲县水务局整体绩效目标申报表", "（2023年度）", "填报单位（盖章）：甲县水务局"},
                         {20, 50, 30},
                         {"年度预算收入（万元）|年度部门预算收入（1至7项合计）|10", "^|1. 财政拨款收入|1",
                          "^|2、提前告知上级转移支付资金|2", "^|3.纳入预算管理的行政事业性收费等非税收入|3",
                          "^|4.纳入政府性基金预算管理收入| ", "^|5.纳入资产管理的行政事业性收费等非税收入|5",
                          "^|6.上年结转|6", "^|7．其他收人|7"}};
  const auto forms = fill({page_text(grid)});
  ASSERT_EQ(forms.size(), 1u);
  EXPECT_EQ(value_at(forms[0], "/income/total"), "10");
  EXPECT_EQ(value_at(forms[0], "/income/advance_transfer"), "2");
  EXPECT_EQ(value_at(forms[0], "/income/administrative_fees"), "3");
  EXPECT_EQ(value_at(forms[0], "/income/government_fund"), "");
  EXPECT_EQ(value_at(forms[0], "/income/special_account"), "5");
  EXPECT_EQ(value_at(forms[0], "/income/other"), "7");
}

TEST(FillForms, PlacesAnUnreadableItemByItsNeighboursForReview) {
  const PageGrid grid = {1,
                         {"甲县水务局整体绩效目标申报表"},
                         {20, 50, 30},
                         {"年度预算支出（万元）|一、基本支出（第1至4项小计）|6", "^|1.工资福利支出|1",
                          "^|乙丙丁戊己庚辛|2", "^|3.对个人和家庭的补助|3", "^|4.资本性支出| "}};
  const auto forms = fill({page_text(grid)});
  EXPECT_EQ(value_at(forms.at(0), "/expenditure/basic/goods_services"), "2");
  EXPECT_EQ(status_of(*forms[0].find("/expenditure/basic/goods_services")), Status::review);
}

TEST(FillForms, ReviewsAFieldWhoseLabelIsNowhere) {
  PageText page = page_text(project_page());
  cell_with(page, "主管部门").reading = test::reading_of("丁丑");
  const auto forms = fill({page});
  const Field* department = forms.at(0).find("/department");
  EXPECT_FALSE(department->value);
  ASSERT_TRUE(department->source);
  EXPECT_EQ(department->source->raw, "");
  EXPECT_EQ(status_of(*department), Status::review);
}

TEST(FillForms, TakesABlankBesideItsLabelForNothingPrinted) {
  PageText page = page_text(project_page());
  cell_with(page, "80").reading = test::reading_of("");
  const auto forms = fill({page});
  const Field* part = forms.at(0).find("/budget/fiscal_appropriation");
  EXPECT_FALSE(part->value);
  EXPECT_FALSE(part->source);
  EXPECT_EQ(status_of(*part), Status::accepted);
}

TEST(FillForms, LooksBeyondABlankCellForReviewButNotBeyondALabel) {
  auto rows = kPairs;
  rows[1] = "主管部门| |甲县水务局|<|预算资金情况（万元）|年度预算资金总额|<|86.50";
  rows[2] = "实施单位|<| |<|^|其中：财政拨款收入|<|80";
  const auto forms = fill({page_text(project_page(rows))});
  EXPECT_EQ(value_at(forms.at(0), "/department"), "甲县水务局");
  EXPECT_EQ(status_of(*forms[0].find("/department")), Status::review);
  EXPECT_FALSE(forms[0].find("/implementing_unit")->source);
}

TEST(FillForms, ReadsALineCutAtAWideGap) {
  PageText page = page_text(project_page());
  LineText& label = page.lines[2];
  label.reading = test::reading_of("申报单位：");
  label.quad = layout::to_quad({200, 260, 500, 320});
  page.lines.push_back({layout::to_quad({700, 262, 1200, 318}), test::reading_of("甲县水务局")});
  const auto forms = fill({page});
  EXPECT_EQ(value_at(forms.at(0), "/reporting_unit"), "甲县水务局");
}

TEST(FillForms, EndsALabelWithoutAColonAtItsBracket) {
  PageGrid page = project_page();
  page.lines[2] = "申报单位（盖章）甲县水务局";
  EXPECT_EQ(value_at(fill({page_text(page)}).at(0), "/reporting_unit"), "甲县水务局");
}

TEST(FillForms, ReadsAValueBehindAMisreadColon) {
  for (const char* text :
       {"申报单位；甲县水务局", "申报单位，甲县水务局", "申报单位 甲县水务局", "申报单位甲县水务局"}) {
    PageText page = page_text(project_page());
    page.lines[2].reading = test::reading_of(text);
    EXPECT_EQ(value_at(fill({page}).at(0), "/reporting_unit"), "甲县水务局") << text;
  }
}

TEST(FillForms, ReviewsAYearWhoseBracketIsReadAsADigit) {
  PageText page = page_text(project_page());
  page.lines[1].reading = test::reading_of("12023年度）");
  const auto forms = fill({page});
  EXPECT_EQ(value_at(forms.at(0), "/fiscal_year"), "2023");
  EXPECT_EQ(status_of(*forms[0].find("/fiscal_year")), Status::review);
}

TEST(FillForms, EndsALinesValueAtTheNextLabel) {
  PageText page = page_text(project_page());
  page.lines[2].reading = test::reading_of("申报单位：甲县水务局　　单位：万元");
  EXPECT_EQ(value_at(fill({page}).at(0), "/reporting_unit"), "甲县水务局");
}

TEST(FillForms, GivesTheSameValuesWhicheverWayThePageLies) {
  PageText page = page_text(project_page());
  const auto upright = fill({page});
  const int width = page.width, height = page.height;
  const auto turn = [&](layout::Quad& quad) {
    for (layout::Point& point : quad.corners) point = {height - point.y, point.x};
  };
  for (LineText& line : page.lines) turn(line.quad);
  turn(page.tables[0].quad);
  for (CellText& cell : page.tables[0].cells) turn(cell.quad);
  page.width = height;
  page.height = width;
  page.rotation = 270;
  const auto turned = fill({page});
  ASSERT_EQ(turned.size(), upright.size());
  for (const Field& field : upright[0].fields) {
    EXPECT_EQ(turned[0].find(field.path)->value, field.value) << field.path;
  }
}

TEST(FillForms, AYearThatTwoReadingsGiveIsSureWhateverTheBracket) {
  std::vector<PageText> pages = test::pages_of(test::submission(), {});
  Reading& line = pages[1].lines[1].reading;
  line = test::reading_of("2023年度）", 0.2);
  line.candidates.push_back("t2023年度，");
  pages[1].tables[0].cells.clear();  // no month confirms the year
  const auto year = [&] { return *fill_forms({pages[1]}, test::delivered_templates()).at(0).find("/fiscal_year"); };
  EXPECT_TRUE(year().doubts.empty());
  EXPECT_EQ(year().source->confidence, 0.2);

  line.candidates.back() = "t2028年度，";
  EXPECT_EQ(year().doubts, std::vector<Doubt>{Doubt::unsure});
}

}  // namespace
}  // namespace shenbao::extract
