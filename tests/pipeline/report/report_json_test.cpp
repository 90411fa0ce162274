#include "pipeline/report/report_json.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/file_bytes.h"
#include "base/json.h"
#include "support/equality.h"
#include "support/result_schema.h"
#include "support/sample_report.h"
#include "support/source_tree.h"
#include "support/temporary_folder.h"

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

Report read_again(const std::string& text) { return *read_report({text, "a.json"}, templates()); }

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  EXPECT_NE(at, std::string::npos) << from;
  return text.replace(at, from.size(), to);
}

TEST(ReportJson, SpellsAmountsAsTheyWerePrinted) {
  const Json json = parse_json(print(test::sample_report()), "a.json");

  const Json& values = json["forms"][0]["values"];
  EXPECT_EQ(spelling(values["income"]["total"]), "845.40");
  EXPECT_EQ(values["fiscal_year"], 2021);
  EXPECT_EQ(values["income"]["other"], nullptr);
  EXPECT_EQ(values["indicators"][0]["deadline"], "2021-12");
  EXPECT_EQ(values["tasks"], Json::array());
}

TEST(ReportJson, GivesEvidenceToEveryPrintedValueAndToNoBlank) {
  const Json json = parse_json(print(test::sample_report()), "a.json");

  const Json& evidence = json["forms"][0]["evidence"];
  EXPECT_EQ(evidence.size(), 6u);
  EXPECT_FALSE(evidence.contains("/income/carry_over"));
  EXPECT_EQ(evidence["/income/other"]["status"], "review");
  EXPECT_EQ(evidence["/income/total"]["text"], "845.40");
}

TEST(ReportJson, KeepsThePublishedSchema) { EXPECT_EQ(test::breaks_result_schema(print(test::sample_report())), ""); }

/// The names of members that the schema describes.
void collect_members(const Json& schema, std::set<std::string>& names) {
  if (!schema.is_structured()) return;
  for (const auto& [name, member] : member_of(schema, "properties").items()) names.insert(name);
  for (const auto& [name, part] : schema.items()) collect_members(part, names);
}

TEST(ReportJson, SchemaDescribesNoMemberThatIsNotWritten) {
  std::set<std::string> members;
  collect_members(parse_json(test::bytes_of(test::source_path("models/result.schema.json")), "schema"), members);

  const std::string text = print(test::sample_report());
  for (const std::string& name : members) EXPECT_NE(text.find("\"" + name + "\": "), std::string::npos) << name;
}

TEST(ReportJson, SchemaRefusesWhatIsNotAResult) {
  const std::string text = print(test::sample_report());

  EXPECT_NE(test::breaks_result_schema(replaced(text, "\"accepted\"", "\"sure\"")), "");
  EXPECT_NE(test::breaks_result_schema(replaced(text, "\"rotation\": 90", "\"rotation\": 45")), "");
}

TEST(ReportJson, ReadsBackWhatItWrote) {
  const Report report = test::sample_report();

  EXPECT_EQ(read_again(print(report)), report);
}

TEST(ReportJson, TellsAMonthFromTextThatLooksLikeOne) {
  const Report report = read_again(print(test::sample_report()));

  EXPECT_EQ(report.forms[0].find("/indicators/0/value")->value, Value("2021-12"));
  EXPECT_EQ(report.forms[0].find("/indicators/0/deadline")->value, Value(Month{2021, 12}));
}

TEST(ReportJson, TakesAChangedValueForACorrection) {
  const std::string text = replaced(print(test::sample_report()), "\"total\": 845.40", "\"total\": 845.44");

  const Report report = read_again(text);
  const extract::Field& field = *report.forms[0].find("/income/total");

  EXPECT_EQ(field.value, Value(Decimal{84544, 2}));
  EXPECT_EQ(status_of(field), Status::corrected);
  EXPECT_EQ(field.before, Value(Decimal{84540, 2}));
  EXPECT_EQ(field.source->raw, "845.40");
  EXPECT_EQ(read_again(print(report)), report);
}

TEST(ReportJson, TakesAnUnreadableValueThatAPersonFilledInForACorrection) {
  const Report report = read_again(replaced(print(test::sample_report()), "\"other\": null", "\"other\": 1.5"));

  const extract::Field& field = *report.forms[0].find("/income/other");
  EXPECT_EQ(status_of(field), Status::corrected);
  EXPECT_EQ(field.before, std::nullopt);
}

TEST(ReportJson, GivesEvidenceToAValueThatAPersonAdded) {
  const Report report = read_again(replaced(print(test::sample_report()), "\"carry_over\": null", "\"carry_over\": 3"));

  const extract::Field& field = *report.forms[0].find("/income/carry_over");
  EXPECT_EQ(status_of(field), Status::corrected);
  ASSERT_TRUE(field.source);
  EXPECT_EQ(field.source->raw, "");
  EXPECT_EQ(test::breaks_result_schema(print(report)), "");
}

TEST(ReportJson, DoesNotTakeAnotherSpellingOfTheSameAmountForACorrection) {
  const Report report = read_again(replaced(print(test::sample_report()), "\"total\": 845.40", "\"total\": 845.4"));

  EXPECT_EQ(status_of(*report.forms[0].find("/income/total")), Status::accepted);
}

TEST(ReportJson, NamesTheMemberThatIsWrong) {
  const std::string text = print(test::sample_report());
  const std::pair<std::string, std::string> broken[] = {
      {replaced(text, "shenbao.document/1", "shenbao.document/9"),
       "line 2: /schema: must be \"shenbao.document/1\", which is what this version reads"},
      {replaced(text, "\"bytes\": 12345", "\"bytes\": \"many\""), "line 6: /source/bytes: must be a whole number"},
      {replaced(text, "\"number\": 1", "\"number\": 0"), "/pages/0/number: must not be less than 1"},
      {replaced(text, "\"colour\": \"blue\"", "\"colour\": \"green\""),
       "/pages/0/seals/0/colour: must be one of [\"red\",\"blue\",\"unknown\"]"},
      {replaced(text, "\"total\": 845.40", "\"total\": 1e3"),
       "/forms/0/values/income/total: must be a plain decimal number of at most 18 digits, 9 of them decimals"},
      {replaced(text, "\"carry_over\": null", "\"x/100000000\": 1"),
       "/forms/0/values/income/x~1100000000: no form has a value of this name (a to z, digits and _)"},
      {replaced(text, "\"carry_over\": null", "\"7\": 1"),
       "/forms/0/values/income/7: no form has a value of this name (a to z, digits and _)"},
      {replaced(text, "\"confidence\": 0.987", "\"confidence\": 1.1"),
       "/forms/0/evidence/~1title/confidence: must not be more than 1"},
      {replaced(text, "\"findings\"", "\"finding\""),
       "line 1: has no member \"findings\"; is this a result of shenbao?"},
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
  EXPECT_EQ(read_again(print(report)).pages, report.pages);
}

}  // namespace
}  // namespace shenbao::pipeline
