#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pipeline/report/report_json.h"
#include "pipeline/run.h"
#include "support/equality.h"
#include "support/form_templates.h"
#include "support/page_grid.h"
#include "support/seed_pages.h"
#include "support/sound_submission.h"

namespace shenbao::pipeline {
namespace {

Setup setup() {
  Setup own;
  own.definitions.templates = test::delivered_templates();
  return own;
}

Report concluded(std::vector<extract::PageText> pages) {
  Document document;
  document.file = "a.pdf";
  document.bytes = 1;
  document.page_count = static_cast<int>(pages.size());
  return conclude(document, std::move(pages), setup());
}

/// What `shenbao check` makes of the text of a result.
Report checked(const std::string& text) {
  const Setup own = setup();
  Report report = *read_report({text, "a.json"}, own.definitions.templates);
  report.findings = judge(report, own.definitions, own.language);
  return report;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

std::vector<std::string> said(const Report& report) {
  std::vector<std::string> all;
  for (const extract::Finding& finding : report.findings) all.push_back(finding.code + " " + finding.path);
  return all;
}

TEST(Judge, SaysTheSameOfAResultThatWasWrittenAndReadAgain) {
  const Report report = concluded(test::seed_pages());
  const std::string text = print(report);

  ASSERT_GT(report.findings.size(), 60u);
  EXPECT_EQ(checked(text).findings, report.findings);
  EXPECT_EQ(print(checked(text)), text);
}

TEST(Judge, SaysHowManyFilesAreAttachedAlsoWhenTheResultIsCheckedAgain) {
  Document document;
  document.file = "a.pdf";
  document.bytes = document.page_count = 1;
  document.attachments = 2;
  const Report report = conclude(document, {test::page_text({1, {"通知"}, {}, {}})}, setup());
  EXPECT_THAT(said(report), testing::ElementsAre("attached_files ", "unknown_form "));
  EXPECT_EQ(report.findings[0].actual, "2");
  EXPECT_THAT(report.findings[0].message, testing::HasSubstr("2个附件"));
  EXPECT_EQ(checked(print(report)).findings, report.findings);
}

TEST(Judge, SaysTheSameOfAPageWhoseTextNobodyCouldRead) {
  std::vector<extract::PageText> pages = test::pages_of(test::submission(), {});
  extract::PageText letter = test::page_text({4, {"通知"}, {}, {}});
  letter.lines[0].reading.text.clear();
  letter.lines[0].reading.candidates.clear();
  pages.push_back(letter);
  const Report report = concluded(pages);

  EXPECT_THAT(said(report), testing::ElementsAre("unknown_form "));
  EXPECT_EQ(checked(print(report)).findings, report.findings);
}

TEST(Judge, TakesBackWhatACorrectionMends) {
  const Report report = concluded(test::pages_of(test::submission(), {{1, "150.25", "151.25"}}));
  ASSERT_THAT(said(report), testing::ElementsAre("sum_mismatch /expenditure/basic/total"));

  const Report mended = checked(replaced(print(report), "\"salaries\": 151.25", "\"salaries\": 150.25"));

  EXPECT_THAT(said(mended), testing::IsEmpty());
  EXPECT_EQ(checked(print(mended)), mended);
}

TEST(Judge, FindsWhatACorrectionBreaks) {
  const Report report = concluded(test::pages_of(test::submission(), {}));
  ASSERT_THAT(said(report), testing::IsEmpty());

  const Report broken = checked(replaced(print(report), "\"salaries\": 150.25", "\"salaries\": 15025"));

  EXPECT_THAT(said(broken), testing::ElementsAre("suspect_scale /expenditure/basic/salaries"));
}

TEST(Judge, CountsWithADoubtfulAmountOnceAPersonCorrectedIt) {
  std::vector<extract::PageText> pages = test::pages_of(test::submission(), {});
  test::cell_with(pages[0], "150.25").reading = test::reading_of("15025", 0.9);
  const Report report = concluded(pages);
  ASSERT_THAT(said(report), testing::UnorderedElementsAre("not_judged /expenditure/basic/total",
                                                          "low_confidence /expenditure/basic/salaries"));

  const Report mended = checked(replaced(print(report), "\"salaries\": 15025", "\"salaries\": 150.25"));

  EXPECT_THAT(said(mended), testing::IsEmpty());
  EXPECT_EQ(status_of(*mended.forms[0].find("/expenditure/basic/salaries")), extract::Status::corrected);
}

}  // namespace
}  // namespace shenbao::pipeline
