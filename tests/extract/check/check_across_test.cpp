#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/check/check.h"
#include "support/form_templates.h"
#include "support/sound_submission.h"

namespace shenbao::extract {
namespace {

using test::department_grid;
using test::Edit;
using test::PageGrid;
using test::project_grid;
using testing::ElementsAre;
using testing::IsEmpty;

/// One document of a batch.
struct Document {
  std::vector<PageGrid> grids;
  std::vector<Edit> edits;
};

/// "document code form path" of each finding between the documents.
std::vector<std::string> said(const std::vector<Document>& documents, bool complete = true) {
  const auto& templates = test::delivered_templates();
  std::vector<std::vector<Form>> forms;
  std::vector<std::vector<Finding>> findings;
  for (const Document& document : documents) {
    const std::vector<PageText> pages = test::pages_of(document.grids, document.edits);
    forms.push_back(test::forms_on(pages));
    findings.push_back(check(pages, forms.back(), templates, Language::zh));
  }
  std::vector<JudgedForms> judged;
  for (std::size_t i = 0; i < forms.size(); ++i) judged.push_back({&forms[i], &findings[i]});
  std::vector<std::string> lines;
  for (const auto& [document, finding] : check_across(judged, templates, Language::zh, complete)) {
    lines.push_back(std::to_string(document) + " " + finding.code + " " + std::to_string(*finding.form) + " " +
                    finding.path);
  }
  return lines;
}

Document department(std::vector<Edit> edits = {}) { return {{department_grid()}, std::move(edits)}; }
Document irrigation(std::vector<Edit> edits = {}) {
  return {{project_grid(1, "灌区改造经费", "86.5")}, std::move(edits)};
}
Document flood(std::vector<Edit> edits = {}) { return {{project_grid(1, "防汛物资经费", "34")}, std::move(edits)}; }

TEST(CheckAcross, SaysNothingOfASubmissionThatAgrees) {
  EXPECT_THAT(said({department(), irrigation(), flood()}), IsEmpty());
}

TEST(CheckAcross, ComparesBudgetsBetweenFiles) {
  EXPECT_THAT(said({flood({{1, "总额|<|34", "总额|<|37"}, {1, "收入|<|34", "收入|<|37"}}), irrigation(), department()}),
              ElementsAre("0 cross_form_mismatch 0 /budget/total"));
}

TEST(CheckAcross, ComparesYearsBetweenFilesWhereTheListNamesTheForm) {
  EXPECT_THAT(said({department(), irrigation(), flood({{1, "2023年度", "2022年度"}})}),
              ElementsAre("2 cross_form_mismatch 0 /fiscal_year"));
}

TEST(CheckAcross, AddsUpProjectsOfSeveralFiles) {
  const Document changed = department({{1, "320.5|<|<|<", "321.5|<|<|<"},
                                       {1, "20.5|", "21.5|"},
                                       {1, "合计）|<|<|320.5", "合计）|<|<|321.5"},
                                       {1, "120.5", "121.5"},
                                       {1, "|34|<|<|<", "|35|<|<|<"}});
  EXPECT_THAT(said({changed, irrigation(), flood()}),
              ElementsAre("0 project_sum_mismatch 0 /expenditure/project/total"));
}

TEST(CheckAcross, MissesAFormThatNoFileHas) {
  EXPECT_THAT(said({department(), irrigation()}), ElementsAre("0 missing_form 0 /tasks/1/project"));
}

TEST(CheckAcross, MissesNoFormWhereAnInputCouldNotBeRead) {
  EXPECT_THAT(said({department(), irrigation()}, /*complete=*/false), IsEmpty());
}

TEST(CheckAcross, ResolvesWhatOneFileLacksAndAnotherHas) {
  const Document half = {{department_grid(), project_grid(2, "灌区改造经费", "86.5")}, {}};
  EXPECT_THAT(said({half, flood()}), ElementsAre("0 resolved_in_batch 0 /tasks/1/project"));
}

TEST(CheckAcross, FindsAMisprintedUnitBetweenFiles) {
  EXPECT_THAT(said({department(),
                    irrigation({{1, "申报单位：甲县水务局", "申报单位：甲县水务高"},
                                {1, "甲县水务局|<|预算", "甲县水务高|<|预算"},
                                {1, "甲县水务局本级", "甲县水务高本级"}}),
                    flood()}),
              ElementsAre("1 garbled_text 0 /department", "1 garbled_text 0 /implementing_unit",
                          "1 garbled_text 0 /reporting_unit"));
}

TEST(CheckAcross, ComparesNoUnitsThatDiffer) {
  const std::vector<Edit> other = {{1, "申报单位：甲县水务局", "申报单位：乙县民政局"},
                                   {1, "甲县水务局|<|预算", "乙县民政局|<|预算"},
                                   {1, "甲县水务局本级", "乙县民政局本级"}};
  EXPECT_THAT(said({department(), irrigation(), flood(), {{project_grid(1, "养老服务经费", "12")}, other}}), IsEmpty());
}

TEST(CheckAcross, ComparesNoSubmissionsOfOneUnitInTwoYears) {
  const std::vector<Edit> older = {{1, "2023年度", "2022年度"}};
  const Document old_department = department(older);
  EXPECT_THAT(said({department(), irrigation(), flood(), old_department}), IsEmpty());
}

}  // namespace
}  // namespace shenbao::extract
