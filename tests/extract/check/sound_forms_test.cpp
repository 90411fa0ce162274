#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <utility>

#include "extract/check/check.h"
#include "support/form_templates.h"
#include "support/sound_submission.h"

namespace shenbao::extract {
namespace {

using test::cells_of;
using test::Edit;
using test::PageGrid;
using test::pages_of;
using test::submission;

/// What an office may well print, and nobody may complain of.
struct Sound {
  const char* claim;
  std::vector<Edit> edits;
};

void PrintTo(const Sound& sound, std::ostream* out) { *out << sound.claim; }

std::vector<std::string> complaints(const std::vector<PageText>& pages) {
  const auto& templates = test::delivered_templates();
  std::vector<std::string> all;
  for (const Finding& finding : check(pages, test::forms_on(pages), templates, Language::zh)) {
    if (finding.severity == Severity::info) continue;
    all.push_back(finding.code + " " + finding.path + ": " + finding.message);
  }
  return all;
}

std::string joined(const std::vector<std::string>& cells) {
  std::string row = cells.front();
  for (std::size_t i = 1; i < cells.size(); ++i) row += "|" + cells[i];
  return row;
}

std::vector<Edit> name_of_indicator(const std::string& name, const std::string& value, const std::string& unit) {
  return {{2, "工程验收合格率|≥|97|%", name + "|≥|" + value + "|" + unit}};
}

class SoundForm : public testing::TestWithParam<Sound> {};

TEST_P(SoundForm, RaisesNoAlarm) {
  EXPECT_THAT(complaints(pages_of(submission(), GetParam().edits)), testing::IsEmpty());
}

/// The same work said again in other words, as goals repeat what the functions say.
std::vector<Edit> said_again(const std::string& functions, const std::string& goal) {
  return {{1, "1、负责水资源管理。", "1、" + functions + "。"}, {1, "目标1：改善灌溉条件。", "目标1：" + goal + "。"}};
}

INSTANTIATE_TEST_SUITE_P(
    Wording, SoundForm,
    testing::Values(
        Sound{"a word put in", said_again("研究法治建设中的重大问题", "研究法治建设重大问题")},
        Sound{"a place in front", said_again("负责全县统计调查和经济普查工作", "负责县统计调查和经济普查工作")},
        Sound{"a short verb for a long one",
              said_again("着力保障民生改善和社会稳定大局", "着力保民生改善和社会稳定大局")},
        Sound{"a word for a word", said_again("加强农业基础设施建设和管理维护", "加强林业基础设施建设和管理维护")},
        Sound{"drawn up for laid down", said_again("负责制定全县水资源综合规划方案", "负责制订全县水资源综合规划方案")},
        Sound{"need for must", said_again("工程建设前需办理水土保持方案审批", "工程建设前须办理水土保持方案审批")},
        Sound{"the town for the towns", said_again("指导各乡镇开展农田水利建设工作", "指导乡镇开展农田水利建设工作")},
        Sound{"everywhere for in the city",
              said_again("统筹城市管理和供水设施运行维护", "统筹市管理和供水设施运行维护")},
        Sound{"a number in a goal's text", said_again("负责防汛", "确保完成灌溉目标95%以上，超过年度目标2个百分点")},
        Sound{"other years in a text", said_again("负责防汛", "2025年前完成“十四五”规划确定的任务，较2020年提高10%")},
        Sound{"the name of a program", said_again("负责防汛", "采购Windows操作系统50套，引进ERP、OA系统")},
        Sound{"names of programs of two words", said_again("负责防汛", "采购Microsoft Office软件200套")},
        Sound{"telephone numbers in a text", said_again("负责防汛", "联系电话13904211234，咨询4008123456")},
        Sound{"a number that is named", said_again("负责防汛", "开户行账号06130001040012345")},
        Sound{"numbers of documents",
              said_again("负责防汛", "按照辽政办发〔2022〕18号文件和国发〔2021〕5号文件要求，深化改革")},
        Sound{"a telephone number in an opinion",
              {{2, "财政审核意见：同意", "财政审核意见：同意 联系电话：0421-2813456/18342112345"}}},
        Sound{"a place name of rare characters",
              {{1, "甲县水务局整体", "浉河区水务局整体"},
               {1, "：甲县水务局", "：浉河区水务局"},
               {1, "名称|甲县水务局", "名称|浉河区水务局"},
               {2, "：甲县水务局", "：浉河区水务局"},
               {2, "|甲县水务局|", "|浉河区水务局|"},
               {2, "|甲县水务局本级|", "|浉河区水务局本级|"},
               {3, "：甲县水务局", "：浉河区水务局"},
               {3, "|甲县水务局|", "|浉河区水务局|"},
               {3, "|甲县水务局本级|", "|浉河区水务局本级|"}}}));

INSTANTIATE_TEST_SUITE_P(
    Offices, SoundForm,
    testing::Values(
        Sound{"another bureau does the work", {{2, "|甲县水务局本级|", "|甲县水利局|"}}},
        Sound{"a bureau whose name differs by a character", {{2, "|甲县水务局本级|", "|甲县医务局|"}}},
        Sound{"a unit with its code in one place", {{2, "主管部门|<|甲县水务局", "主管部门|<|[017]甲县水务局"}}},
        Sound{"a unit with its long code", {{1, "名称|甲县水务局", "名称|219001-甲县水务局"}}},
        Sound{"a school's forms name the bureau above it",
              {{2, "|甲县水务局|", "|甲县教育局|"}, {3, "|甲县水务局|", "|甲县教育局|"}}},
        Sound{"the place above in front of a unit's name", {{2, "|甲县水务局|", "|乙市甲县水务局|"}}},
        Sound{"a word of the unit's name left out",
              {{1, "甲县水务局整体", "甲县人民政府办公室整体"},
               {1, "：甲县水务局", "：甲县人民政府办公室"},
               {1, "名称|甲县水务局", "名称|甲县人民政府办公室"},
               {2, "：甲县水务局", "：甲县人民政府办公室"},
               {2, "|甲县水务局|", "|甲县人民政府办公室|"},
               {2, "|甲县水务局本级|", "|甲县政府办公室|"},
               {3, "：甲县水务局", "：甲县人民政府办公室"},
               {3, "|甲县水务局|", "|甲县人民政府办公室|"},
               {3, "|甲县水务局本级|", "|甲县政府办公室|"}}},
        Sound{"a house whose name has a rare character",
              {{1, "甲县水务局整体", "黔东南自治州图书馆整体"},
               {1, "：甲县水务局", "：黔东南自治州图书馆"},
               {1, "名称|甲县水务局", "名称|黔东南自治州图书馆"},
               {2, "：甲县水务局", "：黔东南自治州图书馆"},
               {2, "|甲县水务局|", "|黔东南自治州图书馆|"},
               {2, "|甲县水务局本级|", "|黔东南自治州殡仪馆|"},
               {3, "：甲县水务局", "：黔东南自治州图书馆"},
               {3, "|甲县水务局|", "|黔东南自治州图书馆|"},
               {3, "|甲县水务局本级|", "|黔东南自治州图书馆|"}}},
        Sound{"a school does the work",
              {{2, "|甲县水务局本级|", "|甲县第一小学|"}, {3, "|甲县水务局本级|", "|甲县第二小学|"}}},
        Sound{"a subordinate unit hands the form in itself",
              {{2, "：甲县水务局", "：甲县东区供水站"}, {2, "|甲县水务局本级|", "|甲县东区供水站|"}}},
        Sound{"two subordinate units",
              {{2, "：甲县水务局", "：甲县东区供水站"},
               {2, "|甲县水务局本级|", "|甲县东区供水站|"},
               {3, "：甲县水务局", "：甲县西区供水站"},
               {3, "|甲县水务局本级|", "|甲县西区供水站|"}}},
        Sound{"projects that differ by a numeral",
              {{1, "灌区改造经费", "第一灌区改造经费"},
               {2, "灌区改造经费", "第一灌区改造经费"},
               {1, "防汛物资经费", "第二灌区改造经费"},
               {3, "防汛物资经费", "第二灌区改造经费"}}},
        Sound{"projects that differ by a direction",
              {{1, "灌区改造经费", "城东污水处理厂运行费（2023年）"},
               {2, "灌区改造经费", "城东污水处理厂运行费（2023年）"},
               {1, "防汛物资经费", "城西污水处理厂运行费（2023年）"},
               {3, "防汛物资经费", "城西污水处理厂运行费（2023年）"}}},
        Sound{"a project by another name on the list", {{1, "防汛物资经费", "防汛物品经费"}}},
        Sound{"a project by a longer name on the list", {{1, "防汛物资经费", "防汛物资储备经费"}}},
        Sound{"a project of an earlier year",
              {{1, "灌区改造经费", "2021—2025年灌区改造经费"}, {2, "灌区改造经费", "2021—2025年灌区改造经费"}}},
        Sound{"one task of two projects of a name",
              {{1, "防汛物资经费", "灌区改造经费"}, {3, "防汛物资经费", "灌区改造经费"}}}));

INSTANTIATE_TEST_SUITE_P(
    Names, SoundForm,
    testing::Values(
        Sound{"people hit by a disaster", {{2, "受益群众满意度", "受灾群众满意度"}}},
        Sound{"people helped", {{2, "受益群众满意度", "受援群众满意度"}}},
        Sound{"those who took part", {{2, "受益群众满意度", "参赛人员满意度"}}},
        Sound{"subsidies paid in time", {{2, "工程按期完工率", "补贴资金按时发放率"}}},
        Sound{"scholarships paid in time", {{2, "工程按期完工率", "奖助资金按时发放率"}}},
        Sound{"money handed out in time", {{2, "工程按期完工率", "资金兑付及时率"}}},
        Sound{"compensation to the right people", {{2, "工程验收合格率", "补偿对象准确率"}}},
        Sound{"talks held", {{2, "维修泵站数量|=|6|座", "宣讲活动次数|≥|6|次"}}},
        Sound{"times that machines went out", {{2, "维修泵站数量|=|6|座", "应急抢修次数|≥|6|台次"}}},
        Sound{"incidents", {{2, "维修泵站数量|=|6|座", "安全事故发生次数|≤|6|起"}}},
        Sound{"times in a unit that nobody knows", {{2, "维修泵站数量|=|6|座", "开展巡查次数|≥|6|趟"}}},
        Sound{"times a year", {{2, "维修泵站数量|=|6|座", "开展巡查次数|≥|6|次/年"}}},
        Sound{"metres in letters", {{2, "维修泵站数量|=|6|座", "清淤渠道长度|≥|6|km"}}},
        Sound{"hectares", {{2, "维修泵站数量|=|6|座", "绿化面积|≥|6|hm²"}}},
        Sound{"square metres", {{2, "维修泵站数量|=|6|座", "修缮校舍面积|≥|6|m²"}}},
        Sound{"a rate in a hundred thousand", {{2, "改善灌溉条件| |效果明显| ", "孕产妇死亡率|≤|10|1/10万"}}},
        Sound{"a rate of a thousand", {{2, "改善灌溉条件| |效果明显| ", "人口自然增长率|≤|10|‰"}}},
        Sound{"an enrolment above all children", name_of_indicator("小学毛入学率", "102", "%")},
        Sound{"growth below nothing", {{2, "改善灌溉条件| |效果明显| ", "地区生产总值增速|≥|-1.5|%"}}},
        Sound{"a price index", {{2, "改善灌溉条件| |效果明显| ", "居民消费价格指数|≤|103|%"}}},
        Sound{"cover of bad loans", {{2, "改善灌溉条件| |效果明显| ", "拨备覆盖率|≥|150|%"}}},
        Sound{"people who benefit", {{2, "改善灌溉条件| |效果明显| ", "受益对象人数|≥|1200|人"}}},
        Sound{"people put to work", {{2, "改善灌溉条件| |效果明显| ", "带动就业人员数量|≥|1200|人"}}},
        Sound{"what people say", {{2, "受益群众满意度|≥|92|%", "群众口碑| |良好| "}}},
        Sound{"a day's water", {{2, "维修泵站数量|=|6|座", "日供水能力|≥|6|万吨/日"}}},
        Sound{"a score", {{2, "受益群众满意度|≥|92|%", "受益群众满意度|≥|92|分"}}},
        Sound{"a ratio without a unit", {{2, "改善灌溉条件| |效果明显| ", "城乡居民收入比|≤|2.3| "}}},
        Sound{"acres sprayed again and again", {{2, "维修泵站数量|=|6|座", "防治作业面积|≥|6|万亩次"}}},
        Sound{"beds used beyond their number", name_of_indicator("病床使用率", "102", "%")},
        Sound{"more done than was planned", name_of_indicator("招商引资任务完成率", "120", "%")},
        Sound{"money drawn in", {{2, "改善灌溉条件| |效果明显| ", "撬动社会资本比例|≥|350|%"}}},
        Sound{"an enrolment above all small children", name_of_indicator("学前三年毛入园率", "102", "%")},
        Sound{"a rate of so many", {{2, "改善灌溉条件| |效果明显| ", "孕产妇死亡率|≤|10|/10万"}}},
        Sound{"deaths to output", {{2, "改善灌溉条件| |效果明显| ", "生产安全事故死亡率|≤|0.05|人/亿元"}}},
        Sound{"a rate in time among the qualities", name_of_indicator("故障处理及时率", "97", "%")},
        Sound{"satisfaction among the effects", {{2, "改善灌溉条件| |效果明显| ", "用水户满意度|≥|95|%"}}},
        Sound{"a rate of execution that is none of the budget's", {{1, "总体工作完成率", "政府采购预算执行率"}}},
        Sound{"people's standing with others", {{2, "受益群众满意度|≥|92|%", "政府形象| |良好| "}}},
        Sound{"energy used more", {{2, "成本指标|管护补助标准|=|1500|元/人/月", "成本指标|新增能耗|≤|15|吨标准煤"}}},
        Sound{"a ratio of people", {{2, "改善灌溉条件| |效果明显| ", "每千人口执业医师数|≥|2.5|人"}}}));

TEST(SoundLayout, LevelNamesInEveryRow) {
  std::vector<PageGrid> grids = submission();
  for (PageGrid& grid : grids) {
    std::vector<std::string> above(8);
    for (std::string& row : grid.rows) {
      std::vector<std::string> cells = cells_of(row);
      for (const std::size_t level : {1u, 2u}) {
        if (cells[0] == "^" && cells[level] == "^") cells[level] = above[level];
      }
      above = cells;
      row = joined(cells);
    }
  }
  EXPECT_THAT(complaints(pages_of(grids, {})), testing::IsEmpty());
}

/// The submission with its third form's indicators cut: the rest on a page of its own.
std::vector<PageGrid> cut_submission() {
  std::vector<PageGrid> grids = submission();
  PageGrid& form = grids[2];
  PageGrid rest = form;
  rest.page_no = 4;
  rest.lines.clear();
  const auto second_half = form.rows.begin() + 9;
  rest.rows.assign(second_half, form.rows.end());
  rest.rows.front().replace(0, 4, " |产出指标|");
  form.rows.erase(second_half, form.rows.end());
  grids.push_back(rest);
  return grids;
}

TEST(SoundLayout, ATableThatGoesOnOverThePageWithItsHeaderAgain) {
  std::vector<PageGrid> grids = cut_submission();
  std::vector<std::string>& rest = grids[3].rows;
  rest[0].replace(0, 1, "绩效指标");
  rest.insert(rest.begin(), grids[2].rows[5]);
  rest[0].replace(0, std::string("绩效指标").size(), " ");
  EXPECT_THAT(complaints(pages_of(grids, {})), testing::IsEmpty());
}

TEST(SoundLayout, ATableThatGoesOnOverThePageWithItsColumnsElsewhere) {
  std::vector<PageGrid> grids = cut_submission();
  grids[3].widths = {6, 17, 17, 18, 14, 6, 12, 10};
  EXPECT_THAT(complaints(pages_of(grids, {})), testing::IsEmpty());
}

TEST(SoundLayout, OperatorValueAndUnitInOneColumn) {
  std::vector<PageGrid> grids = submission();
  for (std::size_t i = 1; i < grids.size(); ++i) {
    for (std::string& row : grids[i].rows) {
      std::vector<std::string> cells = cells_of(row);
      if (cells[4] == "运算符号")
        cells[4] = "指标值";
      else if (cells[4].size() <= 3 && cells[7].find("年") != std::string::npos && cells[4] != "<")
        cells[4] = cells[4] + cells[5] + cells[6];
      else
        continue;
      cells[5] = cells[6] = "<";
      row = joined(cells);
    }
  }
  EXPECT_THAT(complaints(pages_of(grids, {})), testing::IsEmpty());
}

TEST(SoundLayout, GoalsOfTheWholePeriodBesideThoseOfTheYear) {
  std::vector<PageGrid> grids = submission();
  grids[1].rows[3] = "总体目标|<|实施期目标|<|<|年度目标|<|<";
  grids[1].rows[4] = "^|<|目标1：三年内完成灌区改造。目标2：建立管护机制。|<|<|目标1：完成年度建设任务。|<|<";
  EXPECT_THAT(complaints(pages_of(grids, {})), testing::IsEmpty());
}

TEST(SoundLayout, AProjectFormAlone) {
  EXPECT_THAT(complaints({page_text(test::project_grid(1, "灌区改造经费", "86.5"))}), testing::IsEmpty());
}

TEST(SoundLayout, ADepartmentsFormAlone) {
  EXPECT_THAT(complaints({page_text(test::department_grid())}), testing::IsEmpty());
}

TEST(SoundLayout, ProjectsInAnotherOrderThanListed) {
  std::vector<PageGrid> grids = submission();
  std::swap(grids[1], grids[2]);
  grids[1].page_no = 2;
  grids[2].page_no = 3;
  EXPECT_THAT(complaints(pages_of(grids, {})), testing::IsEmpty());
}

}  // namespace
}  // namespace shenbao::extract
