#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/check/check.h"
#include "support/form_templates.h"
#include "support/sound_submission.h"

namespace shenbao::extract {
namespace {

/// The submission with one amount read as another, so surely; the amount stands on page 1.
std::vector<PageText> misread(const std::string& printed, const std::string& read, double confidence) {
  std::vector<PageText> pages = test::pages_of(test::submission(), {});
  test::cell_with(pages[0], printed).reading = test::reading_of(read, confidence);
  return pages;
}

Status status_of(const std::vector<PageText>& pages, const std::string& path) {
  return extract::status_of(*test::forms_on(pages).at(0).find(path));
}

std::vector<std::string> said(const std::vector<PageText>& pages) {
  const auto& templates = test::delivered_templates();
  std::vector<std::string> all;
  for (const Finding& finding : check(pages, test::forms_on(pages), templates, Language::zh)) {
    all.push_back(finding.code + " " + finding.path + " " + finding.expected);
  }
  return all;
}

constexpr const char* kSalaries = "/expenditure/basic/salaries";

TEST(DoubtAmounts, ALostPointInADoubtfulReadingGoesToReviewAndNotToTheForm) {
  const auto pages = misread("150.25", "15025", 0.95);
  EXPECT_EQ(status_of(pages, kSalaries), Status::review);
  EXPECT_THAT(said(pages), testing::UnorderedElementsAre("not_judged /expenditure/basic/total 150.25",
                                                         "low_confidence /expenditure/basic/salaries "));
}

TEST(DoubtAmounts, ADigitTakenForAnotherGoesToReview) {
  EXPECT_EQ(status_of(misread("150.25", "156.25", 0.95), kSalaries), Status::review);
}

TEST(DoubtAmounts, WhatWasReadForCertainIsTheFormsMistake) {
  const auto pages = misread("150.25", "15025", 0.99);
  EXPECT_EQ(status_of(pages, kSalaries), Status::accepted);
  EXPECT_THAT(said(pages), testing::ElementsAre("suspect_scale /expenditure/basic/salaries 150.25"));
}

TEST(DoubtAmounts, ManySlipsAreNoSlipOfTheReader) {
  const auto pages = misread("150.25", "163.25", 0.95);
  EXPECT_EQ(status_of(pages, kSalaries), Status::accepted);
  EXPECT_THAT(said(pages), testing::Contains("sum_mismatch /expenditure/basic/total 213.00"));
}

TEST(DoubtAmounts, APartFarAboveItsTotalIsDoubtedThoughTheTotalIsWrongToo) {
  auto pages = misread("150.25", "15025", 0.95);
  test::cell_with(pages[0], "200").reading = test::reading_of("230");
  EXPECT_EQ(status_of(pages, kSalaries), Status::review);
  test::cell_with(pages[0], "15025").reading = test::reading_of("15025", 0.99);
  EXPECT_EQ(status_of(pages, kSalaries), Status::accepted);
}

TEST(DoubtAmounts, AnAmountThatAgreesWithItsSumsIsNotDoubted) {
  EXPECT_EQ(status_of(misread("150.25", "150.25", 0.95), kSalaries), Status::accepted);
}

TEST(DoubtAmounts, ABudgetThatItsOwnFormContradictsIsDoubted) {
  auto pages = test::pages_of(test::submission(), {});
  test::cell_with(pages[2], "34").reading = test::reading_of("84", 0.95);
  const auto forms = test::forms_on(pages);
  EXPECT_EQ(status_of(*forms.at(2).find("/budget/total")), Status::review);
}

}  // namespace
}  // namespace shenbao::extract
