#include "extract/form/form_template.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"
#include "support/form_templates.h"
#include "support/source_tree.h"

namespace shenbao::extract {
namespace {

const char* const kSmallForm = R"({
  "schema": "shenbao.form/1",
  "id": "receipt",
  "name": {"zh": "收据", "en": "receipt"},
  "title": {"path": "/title", "known": ["…收据"]},
  "fields": [
    {"path": "/paid", "type": "amount", "labels": ["金额"]},
    {"path": "/lines", "type": "rows", "labels": ["明细"], "columns": [{"key": "cost", "type": "amount", "labels": ["价"]}]}
  ],
  "rules": [
    {"id": "bounded", "code": "out_of_range", "kind": "range", "severity": "error", "paths": ["/lines/*/cost"],
     "max": 0.01, "message": {"zh": "大", "en": "large"}}
  ]
})";

std::string replaced(std::string text, const std::string& from, const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

std::string mistake_in(const std::string& definition) {
  try {
    parse_form_template(definition, test::definition_schema(), test::lexicon_folder(), "receipt.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), ErrorCode::definition);
    return error.what();
  }
  return "";
}

TEST(FormTemplate, DeliveredDefinitionsAreValid) {
  ASSERT_EQ(test::delivered_templates().size(), 2u);
  EXPECT_EQ(test::delivered_templates()[0].id, "department_target");
  EXPECT_EQ(test::delivered_templates()[1].id, "project_target");
}

TEST(FormTemplate, KeepsRuleParametersExact) {
  const FormTemplate form =
      parse_form_template(kSmallForm, test::definition_schema(), test::lexicon_folder(), "receipt.json");
  ASSERT_EQ(form.rules.size(), 1u);
  EXPECT_EQ(form.rules[0].parameters.max, (Decimal{1, 2}));
  EXPECT_EQ(form.rules[0].parameters.paths, std::vector<std::string>{"/lines/*/cost"});
}

TEST(FormTemplate, TakesAListFromALexicon) {
  const FormTemplate form =
      parse_form_template(replaced(kSmallForm, R"("paths": ["/lines/*/cost"])", R"("paths": {"lexicon": "paths"})"),
                          test::definition_schema(), test::source_path("tests/support/lexicon"), "receipt.json");
  EXPECT_EQ(form.rules[0].parameters.paths, std::vector<std::string>{"/lines/*/cost"});
}

TEST(FormTemplate, NamesTheLineWhoseLexiconIsMissing) {
  const std::string mistake =
      mistake_in(replaced(kSmallForm, R"("paths": ["/lines/*/cost"])", R"("paths": {"lexicon": "none"})"));
  EXPECT_THAT(mistake, testing::AllOf(testing::HasSubstr("/rules/0/paths: there is no lexicon"),
                                      testing::HasSubstr("none.json"), testing::Not(testing::HasSubstr("line 1:"))));
}

TEST(FormTemplate, NamesTheLineOfBrokenJson) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"id\": \"receipt\",", "\"id\": \"receipt\"")),
              testing::StartsWith("receipt.json: line 4: not JSON"));
}

TEST(FormTemplate, NamesTheLineThatBreaksTheSchema) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"amount\"", "\"money\"")),
              testing::StartsWith("receipt.json: line 7: /fields/0/type"));
}

TEST(FormTemplate, NamesTheLineOfAPathThatTheFormDoesNotHave) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "/lines/*/cost", "/lines/*/who")),
              testing::AllOf(testing::StartsWith("receipt.json: line 11"), testing::HasSubstr("/lines/*/who")));
}

TEST(FormTemplate, NamesTheLineOfAParameterThatTheKindDoesNotKnow) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"max\": 0.01", "\"max\": 0.01, \"most\": 1")),
              testing::StartsWith("receipt.json: line 12: /rules/0/most: the kind range has no parameter \"most\""));
}

TEST(FormTemplate, NamesTheLineOfAMessageThatNamesWhatTheKindDoesNotSupply) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"large\"", "\"{amount} is large\"")),
              testing::StartsWith("receipt.json: line 12: /rules/0/message/en: the kind range has no {amount}"));
}

TEST(FormTemplate, NamesTheLineOfAColumnThatTheRowsDoNotHave) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"max\": 0.01", "\"max\": 0.01, \"when\": {\"unit\": [\"%\"]}")),
              testing::StartsWith("receipt.json: line 12: /rules/0/when/unit: /lines has no column \"unit\""));
}

/// A rule that could do nothing, and what is said of it.
struct IdleRule {
  const char* claim;
  std::string from, to;
  std::string mistake;
};

void PrintTo(const IdleRule& idle, std::ostream* out) { *out << idle.claim; }

class IdleRuleTest : public testing::TestWithParam<IdleRule> {};

TEST_P(IdleRuleTest, IsRefusedWithItsLine) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, GetParam().from, GetParam().to)),
              testing::StartsWith("receipt.json: line " + GetParam().mistake));
}

const std::string kKind = "\"kind\": \"range\"", kBound = "\"max\": 0.01", kPaths = "\"paths\": [\"/lines/*/cost\"]";

INSTANTIATE_TEST_SUITE_P(
    FormTemplate, IdleRuleTest,
    testing::Values(
        IdleRule{"a value of a type that the kind does not judge", "[\"/lines/*/cost\"]", "[\"/title\"]",
                 "11: /rules/0/paths/0: the kind range does not judge such a value as /title"},
        IdleRule{"no bound", kBound + ", ", "", "11: /rules/0"},
        IdleRule{"a list without rows", kKind + ", \"severity\": \"error\", " + kPaths + ",\n     " + kBound,
                 "\"kind\": \"shifted\", \"severity\": \"error\", \"list\": \"/paid\"",
                 "11: /rules/0/list: /paid has no rows"},
        IdleRule{"a question that the kind does not ask", kKind, "\"kind\": \"repeated\", \"what\": \"all\"",
                 "11: /rules/0: the kind repeated cannot ask \"all\" (what)"},
        IdleRule{"a code explained that no rule gives", kBound,
                 kBound + ", \"explains\": {\"row\": [\"missing_unit\"]}",
                 "11: /rules/0: no rule gives the code \"missing_unit\" that this one explains"},
        IdleRule{"a column that the rows do not have, in a condition", kBound, kBound + ", \"numbers\": [\"unit\"]",
                 "12: /rules/0/numbers: /lines has no column \"unit\""},
        IdleRule{"a case that the kind does not tell apart", kBound, kBound + ", \"instead\": {\"split\": {}}",
                 "12: /rules/0/instead: the kind range has no parameter \"instead\""}));

TEST(FormTemplate, RefusesAPathThatStandsTwice) {
  EXPECT_THAT(mistake_in(replaced(kSmallForm, "\"/paid\"", "\"/lines\"")), testing::HasSubstr("stands twice"));
}

}  // namespace
}  // namespace shenbao::extract
