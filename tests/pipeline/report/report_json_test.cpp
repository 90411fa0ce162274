#include "pipeline/report/report_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "support/result_schema.h"
#include "support/sample_report.h"

namespace shenbao::pipeline {
namespace {

using extract::Decimal;
using extract::Month;
using extract::Status;
using extract::Value;
using testing::HasSubstr;

/// Knows only what reading needs: which column of the sample's rows is a month.
std::vector<extract::FormTemplate> templates() {
  extract::ColumnSpec value, deadline;
  value.key = "value";
  value.type = extract::FieldType::target;
  deadline.key = "deadline";
  deadline.type = extract::FieldType::month;
  extract::FieldSpec rows, period;
  rows.path = "/indicators";
  rows.type = extract::FieldType::rows;
  rows.columns = {value, deadline};
  period.path = "/period";
  period.type = extract::FieldType::month_range;
  extract::FormTemplate form;
  form.id = "department_target";
  form.fields = {rows, period};
  return {form};
}

Report read_again(const std::string& text) {
  return report_from_json(parse_json(text, "a.json"), "a.json", templates());
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(ReportJson, SpellsAmountsAsTheyWerePrinted) {
  const Json json = to_json(test::sample_report());

  const Json& values = *json.find("forms")->items[0].find("values");
  EXPECT_EQ(values.find("income")->find("total")->text, "845.40");
  EXPECT_EQ(values.find("fiscal_year")->text, "2021");
  EXPECT_EQ(values.find("income")->find("other")->kind, Json::Kind::null);
  EXPECT_EQ(values.find("indicators")->items[0].find("deadline")->text, "2021-12");
  EXPECT_EQ(values.find("tasks")->kind, Json::Kind::array);
}

TEST(ReportJson, GivesEvidenceToEveryPrintedValueAndToNoBlank) {
  const Json json = to_json(test::sample_report());

  const Json& evidence = *json.find("forms")->items[0].find("evidence");
  EXPECT_EQ(evidence.items.size(), 6u);
  EXPECT_EQ(evidence.find("/income/carry_over"), nullptr);
  EXPECT_EQ(evidence.find("/income/other")->find("status")->text, "review");
  EXPECT_EQ(evidence.find("/income/total")->find("text")->text, "845.40");
}

TEST(ReportJson, KeepsThePublishedSchema) {
  EXPECT_EQ(test::breaks_result_schema(print(to_json(test::sample_report()))), "");
}

TEST(ReportJson, SchemaRefusesWhatIsNotAResult) {
  const std::string text = print(to_json(test::sample_report()));

  EXPECT_NE(test::breaks_result_schema(replaced(text, "\"accepted\"", "\"sure\"")), "");
  EXPECT_NE(test::breaks_result_schema(replaced(text, "\"rotation\": 90", "\"rotation\": 45")), "");
}

TEST(ReportJson, ReadsBackWhatItWrote) {
  const Report report = test::sample_report();

  EXPECT_EQ(read_again(print(to_json(report))), report);
}

TEST(ReportJson, TellsAMonthFromTextThatLooksLikeOne) {
  const Report report = read_again(print(to_json(test::sample_report())));

  EXPECT_EQ(report.forms[0].find("/indicators/0/value")->value, Value("2021-12"));
  EXPECT_EQ(report.forms[0].find("/indicators/0/deadline")->value, Value(Month{2021, 12}));
}

TEST(ReportJson, TakesAChangedValueForACorrection) {
  const std::string text = replaced(print(to_json(test::sample_report())), "\"total\": 845.40", "\"total\": 845.44");

  const Report report = read_again(text);
  const extract::Field& field = *report.forms[0].find("/income/total");

  EXPECT_EQ(field.value, Value(Decimal{84544, 2}));
  EXPECT_EQ(status_of(field), Status::corrected);
  EXPECT_EQ(field.before, Value(Decimal{84540, 2}));
  EXPECT_EQ(field.source->raw, "845.40");
  EXPECT_EQ(read_again(print(to_json(report))), report);
}

TEST(ReportJson, TakesAnUnreadableValueThatAPersonFilledInForACorrection) {
  const Report report =
      read_again(replaced(print(to_json(test::sample_report())), "\"other\": null", "\"other\": 1.5"));

  const extract::Field& field = *report.forms[0].find("/income/other");
  EXPECT_EQ(status_of(field), Status::corrected);
  EXPECT_EQ(field.before, std::nullopt);
}

TEST(ReportJson, GivesEvidenceToAValueThatAPersonAdded) {
  const Report report =
      read_again(replaced(print(to_json(test::sample_report())), "\"carry_over\": null", "\"carry_over\": 3"));

  const extract::Field& field = *report.forms[0].find("/income/carry_over");
  EXPECT_EQ(status_of(field), Status::corrected);
  ASSERT_TRUE(field.source);
  EXPECT_EQ(field.source->raw, "");
  EXPECT_EQ(test::breaks_result_schema(print(to_json(report))), "");
}

TEST(ReportJson, DoesNotTakeAnotherSpellingOfTheSameAmountForACorrection) {
  const Report report =
      read_again(replaced(print(to_json(test::sample_report())), "\"total\": 845.40", "\"total\": 845.4"));

  EXPECT_EQ(status_of(*report.forms[0].find("/income/total")), Status::accepted);
}

TEST(ReportJson, NamesTheMemberThatIsWrong) {
  const std::string text = print(to_json(test::sample_report()));
  const std::pair<std::string, std::string> broken[] = {
      {replaced(text, "shenbao.document/1", "shenbao.document/9"), "/schema"},
      {replaced(text, "\"bytes\": 12345", "\"bytes\": \"many\""), "/source/bytes"},
      {replaced(text, "\"total\": 845.40", "\"total\": 1e3"), "/forms/0/values/income/total"},
      {replaced(text, "\"findings\"", "\"finding\""), "\"findings\""},
  };
  for (const auto& [json, member] : broken) {
    try {
      read_again(json);
      FAIL() << member;
    } catch (const Error& error) {
      EXPECT_EQ(error.code(), ErrorCode::unreadable);
      EXPECT_THAT(error.what(), HasSubstr("a.json: "));
      EXPECT_THAT(error.what(), HasSubstr(member));
    }
  }
}

TEST(Rounded, KeepsWhatTheResultSpells) {
  extract::PageText page = test::sample_report().pages[0];
  page.skew = 0.12345;
  page.lines[0].quad.corners[0] = {5.4, 120.6};
  page.lines[0].reading.confidence = 0.98765;

  const extract::PageText kept = rounded(page);

  EXPECT_EQ(kept.lines[0].quad.corners[0], (layout::Point{5, 121}));
  Report report = test::sample_report();
  report.pages = {kept};
  EXPECT_EQ(read_again(print(to_json(report))).pages, report.pages);
}

}  // namespace
}  // namespace shenbao::pipeline
