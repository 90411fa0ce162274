#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "extract/check.h"
#include "extract/fill_forms.h"
#include "support/form_templates.h"
#include "support/seed_pages.h"

namespace shenbao::extract {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;

/// "code form path" of every finding on the damaged submission.
const std::vector<std::string>& said() {
  static const std::vector<std::string> all = [] {
    const auto pages = test::seed_pages();
    const auto& templates = test::delivered_templates();
    std::vector<std::string> lines;
    for (const Finding& finding : check(pages, fill_forms(pages, templates), templates, Language::zh)) {
      lines.push_back(finding.code + " " + (finding.form ? std::to_string(*finding.form) : "-") + " " + finding.path);
    }
    return lines;
  }();
  return all;
}

TEST(Seed, ItsUndamagedAmountsYieldNoFinding) {
  for (const char* code : {"sum_mismatch", "total_mismatch", "part_exceeds_whole", "suspect_scale", "out_of_range",
                           "project_sum_mismatch", "cross_form_mismatch"}) {
    EXPECT_THAT(said(), Not(Contains(HasSubstr(std::string(code) + " "))));
  }
}

TEST(Seed, ItsDamagedLabelsAndTitlesAreFound) {
  EXPECT_THAT(said(), IsSupersetOf({"unknown_label 0 ", "bad_number_range 0 /expenditure/project/total",
                                    "title_variant 1 /title", "title_variant 2 /title"}));
}

TEST(Seed, ItsGarbledTextsAreFound) {
  EXPECT_THAT(said(), IsSupersetOf({"garbled_text 0 /functions", "garbled_text 0 /goals/0",
                                    "garbled_text 3 /implementing_unit"}));
}

TEST(Seed, ItsShiftedAndUnsplitRowsAreFound) {
  EXPECT_THAT(said(), IsSupersetOf({"column_shift 0 /indicators/4", "column_shift 0 /indicators/5",
                                    "column_shift 0 /indicators/12", "column_shift 0 /indicators/13",
                                    "column_shift 1 /indicators/0", "column_shift 2 /indicators/4",
                                    "column_shift 2 /indicators/5", "column_shift 3 /indicators/0"}));
}

TEST(Seed, ItsRepeatedLabelsAndMisplacedIndicatorsAreFound) {
  EXPECT_THAT(said(), IsSupersetOf({"repeated_label 0 /indicators/0/level3", "repeated_label 3 /indicators",
                                    "category_mismatch 2 /indicators/3/level2", "unit_in_value 2 /indicators/8/value",
                                    "degenerate_bound 2 /indicators/2/value", "unsigned 2 ", "unsigned 3 "}));
}

}  // namespace
}  // namespace shenbao::extract
