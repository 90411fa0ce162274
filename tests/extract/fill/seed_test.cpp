#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/check/check.h"
#include "extract/fill/fill_forms.h"
#include "support/form_templates.h"
#include "support/seed_pages.h"

namespace shenbao::extract {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;

const std::vector<Form>& forms() {
  static const std::vector<Form> all = fill_forms(test::seed_pages(), test::delivered_templates());
  return all;
}

/// "code form path" of every finding on the damaged submission.
const std::vector<std::string>& said() {
  static const std::vector<std::string> all = [] {
    std::vector<std::string> lines;
    for (const Finding& finding : check(test::seed_pages(), forms(), test::delivered_templates(), Language::zh)) {
      lines.push_back(finding.code + " " + (finding.form ? std::to_string(*finding.form) : "-") + " " + finding.path);
    }
    return lines;
  }();
  return all;
}

bool is_said(const std::string& finding) { return std::count(said().begin(), said().end(), finding) > 0; }

std::string value_at(std::size_t form, const std::string& path) {
  const Field* field = forms().at(form).find(path);
  if (field == nullptr || !field->value) return "";
  if (const auto* number = std::get_if<Decimal>(&*field->value)) return to_string(*number);
  const auto* text = std::get_if<std::string>(&*field->value);
  return text == nullptr ? "" : *text;
}

/// A damage of the submission, by the line of its text, and what must be said of it: all of these findings.
struct Damage {
  const char* line;
  const char* text;
  std::vector<std::string> findings;
};

const std::vector<Damage>& damages() {
  static const std::vector<Damage> all = {
      {"3", "a date with mixed signs", {"malformed_date 0 "}},
      {"18", "资产管理 for 专户管理", {"unknown_label 0 "}},
      {"20", "a label in its block's column", {"column_shift 0 /income/other"}},
      {"27", "第5至2项", {"bad_number_range 0 /expenditure/project/total"}},
      {"28-29",
       "labels and an amount one column left",
       {"column_shift 0 /expenditure/project/duty", "column_shift 0 /expenditure/project/development"}},
      {"12", "a blank where the count of units may be", {}},
      {"30, 35, 134", "markup", {"garbled_text 0 /functions", "garbled_text 0 /goals/0", "garbled_text 3 /goals/0"}},
      {"30, 35", "法治 and 法制 in one sentence", {"garbled_text 0 /goals/1"}},
      {"35", "指导调工作", {"garbled_text 0 /goals/2"}},
      {"35", "a comma for 、", {"mixed_punctuation 0 /goals/2"}},
      {"37", "level 3 says what level 2 says", {"repeated_label 0 /indicators/0/level3"}},
      {"38-39", "level 2 begins a row late", {"label_slip 0 /indicators/1/level2"}},
      {"41-42", "基础管理 among the names", {"column_shift 0 /indicators/4", "column_shift 0 /indicators/5"}},
      {"48", "预算收支管理 among the names", {"column_shift 0 /indicators/11"}},
      {"49-51",
       "names left of their column",
       {"column_shift 0 /indicators/12", "column_shift 0 /indicators/13", "column_shift 0 /indicators/14"}},
      {"50", "财务管理 in the side column", {"column_shift 0 /indicators/13"}},
      {"51, 53",
       "two names of level 2 are lost",
       {"missing_value 0 /indicators/14/level2", "unknown_label 0 /indicators/15/level2"}},
      {"52-53", "the table goes on with other columns and no header", {"lost_header 0 /indicators"}},
      {"53", "目标双平", {"unknown_label 0 /indicators/15/level1"}},
      {"53", "a number of times in %", {"unit_mismatch 0 /indicators/15/unit"}},
      {"54", "a row two columns right, cut at the edge", {"column_shift 0 /indicators/16"}},
      {"55", "在职人员控制率 under 社会效益", {"label_slip 0 /indicators/17/level2"}},
      {"56", "a rate without unit", {"missing_unit 0 /indicators/18/unit"}},
      {"57", "满意度 under 体制改革", {"category_mismatch 0 /indicators/19/level2"}},
      {"57", "体制改革", {"unknown_label 0 /indicators/19/level2"}},
      {"58", "dashes for nothing", {"placeholder 0 /indicators/20"}},
      {"62", "县本各部门", {"title_variant 1 /title"}},
      {"71-73",
       "labels beside other labels' texts",
       {"column_shift 1 /goals", "repeated_label 1 /budget/fiscal_appropriation"}},
      {"72", "个人评理说事点", {"term_variant 1 /goals/0"}},
      {"73", "村民说事点", {"term_variant 1 /period_goals/0"}},
      {"74", "three headers are lost", {"lost_header 1 /indicators"}},
      {"75", "the side label among the levels", {"unknown_label 1 /indicators/0/level1"}},
      {"75-87",
       "four values in one cell",
       {"column_shift 1 /indicators/0", "column_shift 1 /indicators/5", "column_shift 1 /indicators/11",
        "column_shift 1 /indicators/12"}},
      {"80",
       "产出指标 a column right, and no value",
       {"missing_value 1 /indicators/5/level2", "missing_value 1 /indicators/5/value"}},
      {"81-82", "no 质量指标", {"missing_category 1 /indicators"}},
      {"83", "成本指标 under 效益指标", {"category_mismatch 1 /indicators/8/level2"}},
      {"84-85",
       "补助标准 under 社会效益指标",
       {"label_slip 1 /indicators/9/level2", "category_mismatch 1 /indicators/10/level2"}},
      {"86", "可持续发展指标 under 满意度指标", {"unknown_label 1 /indicators/11/level2"}},
      {"87", "长期 under 满意度", {"category_mismatch 1 /indicators/12/level2"}},
      {"85, 87", "满意度指标 twice", {"repeated_label 1 /indicators/12/level1"}},
      {"82, 114, 140",
       "≥100%",
       {"degenerate_bound 1 /indicators/7/value", "degenerate_bound 2 /indicators/3/value",
        "degenerate_bound 3 /indicators/3/value"}},
      {"98, 124", "2021 outside any field", {"stray_text 2 ", "stray_text 3 "}},
      {"100", "县本级别部门", {"title_variant 2 /title"}},
      {"104-108, 130-134", "the right half a row high", {"column_shift 2 /goals", "column_shift 3 /goals"}},
      {"109, 135", "年度目标 again, without text", {"repeated_label 2 /goals", "repeated_label 3 /goals"}},
      {"113-114",
       "按时发放率 under 质量指标, no 时效指标",
       {"category_mismatch 2 /indicators/3/level2", "missing_category 2 /indicators"}},
      {"115-116", "rows a column left", {"column_shift 2 /indicators/4", "column_shift 2 /indicators/5"}},
      {"117-118", "targets among the units", {"column_shift 2 /indicators/6", "column_shift 2 /indicators/7"}},
      {"119, 144", "95% in %", {"unit_in_value 2 /indicators/8/value", "unit_in_value 3 /indicators/7/value"}},
      {"113", "≤0%", {"degenerate_bound 2 /indicators/2/value"}},
      {"120", "two opinions in one cell", {"unsplit_cell 2 "}},
      {"88-96, 120, 145", "unsigned", {"unsigned 1 ", "unsigned 2 ", "unsigned 3 "}},
      {"133", "司法高本级", {"garbled_text 3 /implementing_unit"}},
      {"136", "二级 三级 二级 三级", {"repeated_label 3 /indicators", "lost_header 3 /indicators"}},
      {"137-144", "a level name three times in a row of cells", {"repeated_label 3 /indicators"}},
      {"137-142",
       "level 2 a row ahead of the names",
       {"label_slip 3 /indicators/1/level2", "label_slip 3 /indicators/2/level2", "label_slip 3 /indicators/3/level2"}},
      {"136-143", "no 产出指标", {"missing_value 3 /indicators/0/level1", "missing_category 3 /indicators"}},
      {"137", "法律顾问覆盖", {"truncated_name 3 /indicators/0/level3"}},
      {"138", "案件数量 in 个", {"unit_mismatch 3 /indicators/1/unit"}},
      {"141", "补助标准 in 件", {"unit_mismatch 3 /indicators/4/unit"}},
      {"145", "a seal's Latin letters in a cell", {"garbled_text 3 "}},
      {"145", "a seal's name that its letters contradict", {}},
      {"145", "a seal's code, twice", {"garbled_text 3 "}},
      {"145", "a person's name", {}},
      {"145", "a third party's seal", {"unexpected_seal 3 "}},
  };
  return all;
}

TEST(Seed, NineInTenOfItsDamagesAreFound) {
  int found = 0;
  std::string missed;
  for (const Damage& damage : damages()) {
    const bool all = !damage.findings.empty() && std::all_of(damage.findings.begin(), damage.findings.end(), is_said);
    found += all ? 1 : 0;
    if (!all) missed += std::string("\n  line ") + damage.line + ": " + damage.text;
  }
  // Nobody can tell these three from the form alone.
  EXPECT_EQ(missed,
            "\n  line 12: a blank where the count of units may be"
            "\n  line 145: a seal's name that its letters contradict"
            "\n  line 145: a person's name");
  EXPECT_GE(10 * found, 9 * static_cast<int>(damages().size()));
}

TEST(Seed, ItsUndamagedAmountsYieldNoFinding) {
  for (const char* code : {"sum_mismatch", "total_mismatch", "part_exceeds_whole", "suspect_scale", "out_of_range",
                           "unparsable_number", "project_sum_mismatch", "cross_form_mismatch", "not_judged"}) {
    EXPECT_THAT(said(), Not(Contains(HasSubstr(std::string(code) + " "))));
  }
}

TEST(Seed, ItsPagesMakeFourForms) {
  ASSERT_EQ(forms().size(), 4u);
  EXPECT_EQ(forms()[0].pages, (std::vector<int>{1, 2}));
  EXPECT_EQ(forms()[0].rows.at("/indicators"), 21);
  EXPECT_EQ(forms()[1].rows.at("/indicators"), 13);
}

TEST(Seed, ItsAmountsAreReadInSpiteOfTheDamage) {
  EXPECT_EQ(value_at(0, "/expenditure/project/development"), "160.31");
  EXPECT_EQ(value_at(1, "/budget/fiscal_appropriation"), "104.08");
  EXPECT_EQ(value_at(3, "/budget/total"), "40");
}

TEST(Seed, RowsOutOfTheirColumnsAreReadForReview) {
  EXPECT_EQ(value_at(0, "/indicators/4/level2"), "基础管理");
  EXPECT_EQ(value_at(0, "/indicators/4/level3"), "依法行政能力");
  EXPECT_EQ(value_at(0, "/indicators/4/value"), "100");
  EXPECT_EQ(value_at(0, "/indicators/16/level1"), "运行成本");
  EXPECT_EQ(value_at(2, "/indicators/6/value"), "效果明显");
  const Field* moved = forms()[0].find("/indicators/4/value");
  EXPECT_EQ(status_of(*moved), Status::review);
  EXPECT_TRUE(moved->has(Doubt::moved));
}

TEST(Seed, ValuesInOneCellAreReadApartForReview) {
  EXPECT_EQ(value_at(1, "/indicators/8/operator"), "=");
  EXPECT_EQ(value_at(1, "/indicators/8/value"), "1500");
  EXPECT_EQ(value_at(1, "/indicators/8/unit"), "元/人/月");
  EXPECT_EQ(value_at(1, "/indicators/5/value"), "");
  EXPECT_EQ(value_at(3, "/indicators/0/level3"), "法律顾问覆盖");
  const Field* split = forms()[1].find("/indicators/8/value");
  EXPECT_EQ(status_of(*split), Status::review);
  EXPECT_TRUE(split->has(Doubt::split));
  EXPECT_EQ(split->source->raw, "= 1500 元/人/月 2021年12月");
}

}  // namespace
}  // namespace shenbao::extract
